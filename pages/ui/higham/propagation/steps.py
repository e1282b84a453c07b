"""The passes of back propagation with the numbers plugged in, layer by layer, as KaTeX."""

from collections.abc import Iterator

from core.arrays import Array
from core.networks import Network
from pages.ui.figures.formulas import column, matrix


def layer_steps(network: Network, p: Array, x: Array) -> Iterator[tuple[str, str]]:
    """The forward pass of one sample x (n_1,): for each layer the formulas of z and of a."""
    zs, activations = network.forward(p, x[None])
    for layer, ((W, b), z) in enumerate(zip(network.unflatten(p), zs, strict=True), 2):
        before, after = activations[layer - 2][0], activations[layer - 1][0]
        yield (
            rf"z^{{[{layer}]}} = W^{{[{layer}]}} a^{{[{layer - 1}]}} + b^{{[{layer}]}} = "
            rf"{matrix(W)}{column(before)} + {column(b)} = {column(z[0])}",
            rf"a^{{[{layer}]}} = \sigma\big(z^{{[{layer}]}}\big) = {column(after)}",
        )


def delta_steps(
    network: Network, p: Array, zs: list[Array], deltas: list[Array], y: Array, output: str
) -> Iterator[str]:
    """δ of each layer for one sample, the last layer first; `output` is the formula there."""
    last = len(network.widths)
    layers = network.unflatten(p)
    a = network.output(zs[-1])[0]
    slope = network.output.derivative(zs[-1])[0]
    numbers = f"{column(a)} - {column(y)}"
    if "sigma" in output:
        numbers = rf"{column(slope)} \circ \left({numbers}\right)"
    yield rf"\delta^{{[{last}]}} = {output} = {numbers} = {column(deltas[-1][0])}"
    for layer in range(last - 1, 1, -1):
        slope = network.activations[layer - 2].derivative(zs[layer - 2])[0]
        W = layers[layer - 1][0]
        yield (
            rf"\delta^{{[{layer}]}} = \sigma'\big(z^{{[{layer}]}}\big) \circ "
            rf"\big(W^{{[{layer + 1}]}}\big)^T \delta^{{[{layer + 1}]}} = "
            rf"{column(slope)} \circ {matrix(W.T)}{column(deltas[layer - 1][0])} = "
            rf"{column(deltas[layer - 2][0])}"
        )
