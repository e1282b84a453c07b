"""The layers of a `Sequential` as modules of PyTorch, and the shapes of what they learn."""

from core.export.noise import is_drawn, torch_module
from core.export.script import fields_of, template
from core.networks.layers import (
    Activate,
    AddNoise,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Layer,
    LayerNorm,
    MaxPool2d,
    Sequential,
)
from core.networks.layers.windows import Windows
from core.networks.model import Shape


def torch_modules(network: Sequential) -> list[str]:
    """A call for each module; ValueError for a layer that has none."""
    return [
        call
        for place, (layer, below, *_) in enumerate(network.levels)
        for call in _modules(layer, below, place)
    ]


def _modules(layer: Layer, below: Shape, place: int) -> list[str]:
    match layer:
        case Dropout() | AddNoise():
            return [torch_module(layer, place)] if is_drawn(layer) else ["nn.Identity()"]
        case Activate():
            return [template(layer.activation)]
        case Conv2d() | MaxPool2d() | AvgPool2d():
            return _windowed(layer, below, layer.windows(below))
        case ConvTranspose2d():
            windows = layer.windows(below)
            if any(one != other for one, other in windows.padding):
                raise ValueError(_one_sided(layer))
            return [_filled(layer, below, windows)]
        case BatchNorm():
            return [_call(layer, below, dimensions="2d" if len(below) == 3 else "1d")]
        case _:
            return [_call(layer, below)]


def _windowed(layer: Conv2d | MaxPool2d | AvgPool2d, below: Shape, windows: Windows) -> list[str]:
    """The module, and before it one for a margin that PyTorch's has no word for."""
    (top, bottom), (left, right) = windows.padding
    if (top, left) == (bottom, right):
        return [_filled(layer, below, windows)]
    margin = f"({left}, {right}, {top}, {bottom})"
    bare = Windows(windows.image, windows.kernel, windows.stride, dilation=windows.dilation)
    match layer:
        case Conv2d():
            kind = "Circular" if layer.circular else "Zero"
            return [f"nn.{kind}Pad2d({margin})", _filled(layer, below, bare)]
        case MaxPool2d():
            fill = 'float("-inf")'
            return [f"nn.ConstantPad2d({margin}, {fill})", _filled(layer, below, bare)]
        case AvgPool2d(count_padding=True):
            return [f"nn.ZeroPad2d({margin})", _filled(layer, below, bare)]
    # PyTorch lets a window hang over the end without counting what is outside.
    hangs = [
        (n - k + s - 1) // s + 1
        for n, k, s in zip(windows.image, windows.kernel, windows.stride, strict=True)
    ]
    if (top, left) != (0, 0) or tuple(hangs) != windows.places:
        raise ValueError(_one_sided(layer))
    return [f"{_filled(layer, below, bare)[:-1]}, ceil_mode=True)"]


def _filled(layer: Layer, below: Shape, windows: Windows) -> str:
    stated = {"kernel": windows.kernel, "stride": windows.stride, "dilation": windows.dilation}
    padding = tuple(top for top, _ in windows.padding)
    mode = "circular" if windows.circular and any(padding) else "zeros"
    count = getattr(layer, "count_padding", True)
    return _call(layer, below, padding=padding, mode=mode, count_padding=count, **stated)


def _call(layer: Layer, below: Shape, **more: object) -> str:
    given = {"inputs": below[0], "shape": below, **fields_of(layer), **more}
    return type(layer).torch.format(**given)


def _one_sided(layer: Layer) -> str:
    return f"{type(layer).__name__} with this padding has no counterpart in PyTorch."


def shapes_of(layer: Layer, below: Shape) -> list[Shape]:
    """The shapes of what a layer learns: W and b, or γ and β."""
    match layer:
        case Dense():
            return [(layer.units, below[0]), (layer.units,)]
        case Conv2d():
            entering, kernel = below[0] // layer.groups, layer.windows(below).kernel
            return [(layer.channels, entering, *kernel), (layer.channels,)]
        case ConvTranspose2d():
            return [(below[0], layer.channels, *layer.windows(below).kernel), (layer.channels,)]
        case BatchNorm():
            return [(below[0], *(1,) * (len(below) - 1))] * 2
        case LayerNorm():
            return [below] * 2
    return []
