"""The layers of a `Sequential` in NumPy: images (N, C, H, W), forward and back as in textbooks."""

from collections.abc import Callable

import numpy as np

from core.export.layers_torch import shapes_of
from core.export.noise import DROPPED, MOVED, draws_noise, numpy_level
from core.export.script import groups
from core.export.source.own_source import Functions
from core.networks.activation import Activation
from core.networks.layers import (
    Activate,
    AddNoise,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Sequential,
)
from core.networks.layers.sequential import Level
from core.networks.layers.windows import Windows
from core.networks.model import Shape

Applied = Callable[[Activation, str, str, Functions], str]

_TEXTS = {
    "windows": '''\
def windows(x, kernel, stride, pad, dilation=(1, 1), fill=0, wrap=False):
    """What each entry of a kernel meets on images x (N, C, H, W): (entries, N, C, h, w)."""
    how = {"mode": "wrap"} if wrap else {"constant_values": fill}
    x = np.pad(x, [(0, 0), (0, 0), *pad], **how)
    (k, l), (s, t), (d, e) = kernel, stride, dilation
    h, w = (x.shape[2] - d * (k - 1) - 1) // s, (x.shape[3] - e * (l - 1) - 1) // t
    return np.stack(
        [
            x[:, :, d * i : d * i + s * h + 1 : s, e * j : e * j + t * w + 1 : t]
            for i in range(k)
            for j in range(l)
        ]
    )
''',
    "windows_back": '''\
def windows_back(g, shape, *where, wrap=False):
    """The transpose of `windows`: each entry of g is added to the pixel where it was met."""
    N, C, H, W = shape
    numbers = np.arange(1, H * W + 1).reshape(1, 1, H, W)
    at = windows(numbers, *where, wrap=wrap)[:, 0, 0]
    out = np.zeros((H * W + 1, N, C), g.dtype)
    np.add.at(out, at, g.transpose(0, 3, 4, 1, 2))
    return out[1:].reshape(H, W, N, C).transpose(2, 3, 0, 1)
''',
    "conv": '''\
def conv(x, W, b, groups, *where, wrap=False):
    """Cross-correlation with kernels W (O, C / groups, k, l), plus b."""
    c = windows(x, W.shape[2:], *where, wrap=wrap)
    c = c.reshape(*c.shape[:2], groups, -1, *c.shape[3:])
    V = W.reshape(groups, -1, *W.shape[1:2], len(c))
    z = np.einsum("kngchw,gock->ngohw", c, V, optimize=True)
    return z.reshape(len(x), len(W), *z.shape[3:]) + b[:, None, None]
''',
    "conv_back": '''\
def conv_back(delta, x, W, groups, *where, wrap=False):
    """∂C/∂W, ∂C/∂b and ∂C/∂x from δ."""
    c = windows(x, W.shape[2:], *where, wrap=wrap)
    shape, c = c.shape, c.reshape(*c.shape[:2], groups, -1, *c.shape[3:])
    V = W.reshape(groups, -1, *W.shape[1:2], len(c))
    d = delta.reshape(len(x), groups, -1, *delta.shape[2:])
    dV = np.einsum("kngchw,ngohw->gock", c, d, optimize=True)
    dc = np.einsum("ngohw,gock->kngchw", d, V, optimize=True).reshape(shape)
    dx = windows_back(dc, x.shape, W.shape[2:], *where, wrap=wrap)
    return dV.reshape(W.shape), delta.sum(axis=(0, 2, 3)), dx
''',
    "conv_transpose": '''\
def conv_transpose(x, W, b, image, *where):
    """Each pixel of x puts its multiple of the kernels W (C, O, k, l) on images of this size."""
    V = W.reshape(*W.shape[:2], -1)
    c = np.einsum("nchw,cok->knohw", x, V, optimize=True)
    return windows_back(c, (len(x), W.shape[1], *image), W.shape[2:], *where) + b[:, None, None]
''',
    "conv_transpose_back": '''\
def conv_transpose_back(delta, x, W, image, *where):
    """∂C/∂W, ∂C/∂b and ∂C/∂x from δ."""
    V, c = W.reshape(*W.shape[:2], -1), windows(delta, W.shape[2:], *where)
    dV = np.einsum("nchw,knohw->cok", x, c, optimize=True)
    dx = np.einsum("knohw,cok->nchw", c, V, optimize=True)
    return dV.reshape(W.shape), delta.sum(axis=(0, 2, 3)), dx
''',
    "max_pool": '''\
def max_pool(x, *where):
    """The largest of each window."""
    return windows(x, *where, fill=-np.inf).max(axis=0)
''',
    "max_pool_back": '''\
def max_pool_back(delta, x, *where):
    """δ goes to the first of the largest."""
    c = windows(x, *where, fill=-np.inf)
    first = c.argmax(axis=0) == np.arange(len(c)).reshape(-1, 1, 1, 1, 1)
    return windows_back(first * delta, x.shape, *where)
''',
    "avg_pool": '''\
def avg_pool(x, counted, *where):
    """The mean of each window; counted: the zeros of the margin are pixels too."""
    ones = windows(np.ones_like(x), *where, fill=int(counted)).sum(axis=0)
    return windows(x, *where).sum(axis=0) / ones
''',
    "avg_pool_back": '''\
def avg_pool_back(delta, x, counted, *where):
    """δ is shared out evenly."""
    ones = windows(np.ones_like(x), *where, fill=int(counted))
    even = delta / ones.sum(axis=0)
    return windows_back(np.stack([even] * len(ones)), x.shape, *where)
''',
    "normalized": '''\
def normalized(x, axes, epsilon):
    """x with mean 0 and variance 1, and what it was divided by."""
    centered = x - x.mean(axis=axes, keepdims=True)
    spread = np.sqrt(np.square(centered).mean(axis=axes, keepdims=True) + epsilon)
    return centered / spread, spread
''',
    "normalized_back": '''\
def normalized_back(delta, x, W, axes, shared, epsilon):
    """∂C/∂W, ∂C/∂b and ∂C/∂x from δ."""
    u, spread = normalized(x, axes, epsilon)
    g = W * delta
    along = u * (g * u).mean(axis=axes, keepdims=True)
    dx = (g - g.mean(axis=axes, keepdims=True) - along) / spread
    return (delta * u).sum(axis=shared), delta.sum(axis=shared), dx
''',
    "dropped": DROPPED,
    "moved": MOVED,
    "dense_back": '''\
def dense_back(delta, x, W):
    """∂C/∂W, ∂C/∂b and ∂C/∂x from δ."""
    return delta.T @ x, delta.sum(axis=0), delta @ W
''',
}


def write_layers(network: Sequential, delta: str, applied: Applied, functions: Functions) -> None:
    """Add `layers`, `forward` and `gradient`; delta: the function from z and y to δ."""
    forward, back, used = list[str](), list[str](), set[str]()
    for number, level in enumerate(network.levels, 1):
        there, here, names = _level(number, level, applied, functions)
        forward.append(f"a{number} = {there}")
        back.insert(0, here)
        used |= names
    for name, text in _TEXTS.items():
        if name in used:
            functions.texts[name] = text
    named = [name for name, _ in groups(network)]
    last, noisy = len(network.levels), draws_noise(network)
    every = ", ".join(f"a{number}" for number in range(last + 1))
    split = [f"{', '.join(named)} = layers(p)"] if named else []
    joined = ", ".join(f"np.ravel(d{name})" for name in named)
    functions.texts["layers"] = _layers(network)
    functions.texts["forward"] = "\n".join(
        [
            f"def forward(p, a0{', k=None' if noisy else ''}):",
            '    """What enters, and what leaves each layer; images are (N, C, H, W)."""',
            *(f"    {line}" for line in [*split, *forward]),
            f"    return {every}",
        ]
    )
    functions.texts["gradient"] = "\n".join(
        [
            f"def gradient(p, x, y{', k' if noisy else ''}):",
            '    """Back propagation: d is ∂C/∂a of each layer, from the last to the first."""',
            *(f"    {line}" for line in split),
            f"    {every} = forward(p, x{', k' if noisy else ''})",
            f"    d{last} = {delta}(a{last}, y)",
            *(f"    {line}" for line in back),
            f"    return np.concatenate([{joined}])",
        ]
    )


def _layers(network: Sequential) -> str:
    named, shapes = groups(network), list[Shape]()
    for layer, below, *_ in network.levels:
        shapes += shapes_of(layer, below)
    cuts = np.cumsum([count for _, count in named])[:-1].tolist()
    parts = [
        f"parts[{at}].reshape({', '.join(map(str, shape))})" for at, shape in enumerate(shapes)
    ]
    return "\n".join(
        [
            "def layers(p):",
            '    """Weights W and biases b of each layer; of a normalization its γ and β."""',
            f"    parts = np.split(p, {cuts})",
            "    return (",
            *(f"        {part}," for part in parts),
            "    )",
        ]
    )


def _level(
    number: int, level: Level, applied: Applied, functions: Functions
) -> tuple[str, str, set[str]]:
    """The layer's map of a, the statement that goes back, and the functions that they use."""
    layer, below, n, m = level.layer, level.below, number, number - 1
    learned = f"dW{n}, db{n}, d{m}"
    match layer:
        case Dense():
            back = f"{learned} = dense_back(d{n}, a{m}, W{n})"
            return f"a{m} @ W{n}.T + b{n}", back, {"dense_back"}
        case Flatten():
            return f"a{m}.reshape(len(a{m}), -1)", f"d{m} = d{n}.reshape(a{m}.shape)", set()
        case Activate():
            slope = applied(layer.activation, "derivative", f"a{m}", functions)
            value = applied(layer.activation, "__call__", f"a{m}", functions)
            return value, f"d{m} = {slope} * d{n}", set()
        case Conv2d() | ConvTranspose2d():
            windows = layer.windows(below)
            where = f"{windows.stride}, {windows.padding}"
            if isinstance(layer, Conv2d):
                where = f"{layer.groups}, {where}, {windows.dilation}"
                where += ", wrap=True" if layer.circular else ""
                name = "conv"
            else:
                name, where = "conv_transpose", f"{windows.image}, {where}"
            back = f"{learned} = {name}_back(d{n}, a{m}, W{n}, {where})"
            used = {"windows", "windows_back", name, f"{name}_back"}
            return f"{name}(a{m}, W{n}, b{n}, {where})", back, used
        case MaxPool2d():
            return _pooled("max_pool", "", n, layer.windows(below))
        case AvgPool2d():
            return _pooled("avg_pool", f"{layer.count_padding}, ", n, layer.windows(below))
        case BatchNorm() | LayerNorm():
            shared = (0, *range(2, len(below) + 1))
            axes = shared if isinstance(layer, BatchNorm) else tuple(range(1, len(below) + 1))
            summed = shared if isinstance(layer, BatchNorm) else 0
            value = f"W{n} * normalized(a{m}, {axes}, {layer.epsilon!r})[0] + b{n}"
            given = f"d{n}, a{m}, W{n}, {axes}, {summed}, {layer.epsilon!r}"
            return value, f"{learned} = normalized_back({given})", {"normalized", "normalized_back"}
        case Dropout() | AddNoise():
            return numpy_level(layer, n)
    raise ValueError(f"{type(layer).__name__} cannot be exported.")


def _pooled(name: str, first: str, n: int, windows: Windows) -> tuple[str, str, set[str]]:
    where = f"{first}{windows.kernel}, {windows.stride}, {windows.padding}"
    back = f"d{n - 1} = {name}_back(d{n}, a{n - 1}, {where})"
    return f"{name}(a{n - 1}, {where})", back, {"windows", "windows_back", name, f"{name}_back"}
