"""What the chapter on convolutions asks before it shows."""

from collections.abc import Sequence
from typing import Final

from core.experiments.convolution.counting import Counting, Paper
from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.frequencies import Filtered, Frequencies, filtered
from core.experiments.convolution.one_kernel import SIDE, OneKernel, places
from core.experiments.convolution.shifts import FARTHEST, MEASURED, Shifts, shifted
from core.experiments.convolution.upsampling import Upsampling, upsampled
from core.networks.layers import AvgPool2d, Conv2d, MaxPool2d, Sequential
from core.theory.convolutions import density, layer_table
from pages.ui.chapter.words import listed, percent, three, word
from pages.ui.predict.kinds import Choice, Number
from pages.ui.predict.question import Question

_SHARES: Final = ("All of them", "Half of them", "None")
_LOOKS: Final = ("The same everywhere", "A checkerboard", "With gaps")


def _entries(spec: Experiment) -> tuple[int, int]:
    """How many entries of T may be other than 0, and how many there are."""
    topic = spec.topic
    assert isinstance(topic, OneKernel)
    layer = Conv2d(1, topic.size, topic.stride, topic.padding, dilation=topic.dilation)
    return density(layer, (1, SIDE, SIDE))


def entries(spec: Experiment) -> float:
    """How many entries of T a kernel without a 0 would fill."""
    return float(_entries(spec)[0])


def reveal_entries(spec: Experiment) -> str:
    """The count, row by row, and how many numbers they share."""
    topic = spec.topic
    assert isinstance(topic, OneKernel)
    some, every = _entries(spec)
    rows, numbers = places(topic) ** 2, topic.size**2
    return (
        f"{some} of {every}: each of the {rows} rows has the {numbers} numbers of the "
        f"kernel, {rows}·{numbers} = {rows * numbers}, and 0 elsewhere. A dense layer would learn "
        f"all {every}, this one {numbers}."
    )


def _network(spec: Experiment) -> Sequential:
    assert isinstance(spec.topic, Counting)
    return spec.topic.network()


def _many_layers() -> str:
    """What the paper's network is made of, in words."""
    layers = [level.layer for level in Paper()().levels]
    convolutions = sum(isinstance(layer, Conv2d) for layer in layers)
    poolings = sum(isinstance(layer, MaxPool2d | AvgPool2d) for layer in layers)
    return f"{word(convolutions).capitalize()} convolutions and {word(poolings)} poolings"


def parameters(spec: Experiment) -> float:
    """How many numbers the network learns."""
    return float(_network(spec).size)


def reveal_parameters(spec: Experiment) -> str:
    """The sum over the layers, and what dense layers between the same maps would need."""
    rows = [row for row in layer_table(_network(spec)) if row.parameters]
    terms = " + ".join(f"{row.parameters:,}" for row in rows)
    dense = sum(row.dense for row in rows)
    return (
        f"{terms} = {_network(spec).size:,}, layer by layer. Dense layers between the same maps "
        f"would have {dense:,}, {dense / parameters(spec):,.0f} times as many."
    )


def _kernel(spec: Experiment) -> Filtered:
    assert isinstance(spec.topic, Frequencies)
    return filtered(spec.topic)


def passes(spec: Experiment) -> float:
    """The rank of the kernel."""
    return float(_kernel(spec).rank)


def reveal_passes(spec: Experiment) -> str:
    """The singular values of the kernel, and what is spared."""
    found = _kernel(spec)
    k, rank = len(found.kernel), found.rank
    sigma = listed([three(float(value)) for value in found.sigma[:rank]])
    terms = "One term does" if rank == 1 else f"{rank} terms do"
    return (
        f"{terms}: of the singular values of the kernel as a matrix {rank} of {k} "
        f"{'is' if rank == 1 else 'are'} not 0 but for rounding, {sigma}. Down and across, that is "
        f"{2 * k * rank} products a pixel, against {k * k} by the kernel itself, those by 0 "
        "counted."
    )


def _must_stay(spec: Experiment) -> float:
    """The share of outputs that must stay when the map moves along with the image."""
    topic = spec.topic
    assert isinstance(topic, Shifts)
    return float(shifted(topic).certain[topic.down + FARTHEST, topic.right + FARTHEST])


def stays(spec: Experiment) -> int:
    """Which of the answers that is."""
    return {1.0: 0, 0.5: 1, 0.0: 2}[_must_stay(spec)]


def reveal_stays(spec: Experiment) -> str:
    """What must move along, what stays, and the shift that pooling lets through."""
    topic = spec.topic
    assert isinstance(topic, Shifts)
    found = shifted(topic)
    row, column = topic.down + FARTHEST, topic.right + FARTHEST
    return (
        f"Predicted: {percent(_must_stay(spec))} must. From one place of the pooled map to the "
        f"next are {topic.step} pixels, so no move of the map corresponds to one pixel: where it "
        f"stays, {percent(float(found.measured[row, column]))} of the outputs are what they were, "
        f"measured over {MEASURED} digits. When the digit moves by {topic.step} pixels, "
        f"{percent(float(found.measured[FARTHEST, FARTHEST + topic.step]))} move along."
    )


def looks(spec: Experiment) -> int:
    """How an image of ones comes out, by the taps that reach a pixel."""
    assert isinstance(spec.topic, Upsampling)
    phases = upsampled(spec.topic).phases
    if 0 in phases:
        return 2
    return int(len(set(phases)) > 1)


def reveal_looks(spec: Experiment) -> str:
    """The taps along an axis, and how many reach a pixel of the map."""
    topic = spec.topic
    assert isinstance(topic, Upsampling)
    found = upsampled(topic)
    k, s = topic.kernel, topic.stride
    inside = found.counts[k:-k, k:-k]
    many = listed([str(count) for count in sorted(set(inside.ravel().tolist()))])
    return (
        f"Along an axis pixels are reached by {listed([str(n) for n in found.phases])} taps in "
        f"turn, ⌈(k − r)/s⌉ with k = {k} and s = {s}; in the plane, away from the ends, by {many}. "
        f"The largest of the map of ones is {three(float(found.measured.max()))}."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Number(
        "entries",
        "T takes the 16 pixels of an image to the 4 of its map, by a kernel of 3 × 3. How many of "
        "its 64 entries can be other than 0?",
        reveal_entries,
        answer=entries,
        around=4,
        high=64,
        hides=("by-hand",),
        whole=True,
    ),
    Number(
        "parameters",
        f"{_many_layers()} for color images of 32 × 32: how many numbers does this network learn?",
        reveal_parameters,
        answer=parameters,
        near=1.5,
        around=4.0,
        by_factor=True,
        high=1e12,
        settings={"topic": "counting"},
        whole=True,
    ),
    Choice(
        "stays",
        "On a ring, with max pooling by 2, the digit moves by one pixel: how many outputs must "
        "move along, whatever the image?",
        reveal_stays,
        options=lambda spec: _SHARES,
        answer=stays,
        settings={"topic": "shifts", "topic.circular": True, "topic.pool": 2},
        hides=("after", "off", "shares"),
    ),
    Number(
        "passes",
        "Sobel's kernel as a sum of columns times rows: how many such terms does it take?",
        reveal_passes,
        answer=passes,
        high=9,
        settings={"topic": "frequencies"},
        hides=("spectra", "kernel"),
        whole=True,
    ),
    Choice(
        "looks",
        "A transposed convolution with a kernel of 3 × 3 ones and stride 2: how does an image of "
        "ones come out?",
        reveal_looks,
        options=lambda spec: _LOOKS,
        answer=looks,
        settings={"topic": "upsampling"},
        hides=("large", "counts", "even"),
    ),
)
