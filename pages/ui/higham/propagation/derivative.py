"""The derivative by one parameter as a chain from the output back to it."""

from collections.abc import Iterator

import streamlit as st

from core.arrays import Array
from core.objectives.risk import Risk
from pages.ui.chapter.words import printed
from pages.ui.figures.formulas import Parameter, factor, number

# Terms written out of a sum, and units whose δ is expanded.
_MOST_TERMS, _MOST_UNITS = 4, 3


def show_derivative(
    risk: Risk, p: Array, parameter: Parameter, derivative: float, difference: float
) -> None:
    """Every factor between the cost and the parameter, with the numbers of one sample."""
    st.markdown(f"**The chain behind {parameter.name}**, from the parameter towards the output:")
    lines = r" \\ ".join(chain(risk, p, parameter))
    st.latex(rf"\begin{{aligned}} {lines} \end{{aligned}}")
    st.markdown(
        f"Together {printed(derivative, '.6g')}; its central difference is "
        f"{printed(difference, '.6g')}. A step of length "
        "η goes the other way."
    )


def chain(risk: Risk, p: Array, parameter: Parameter) -> Iterator[str]:
    """Lines of KaTeX: the derivative, then δ of each layer that it depends on."""
    network = risk.network
    zs, activations = network.forward(p, risk.x)
    deltas = network.deltas(p, zs, risk.loss.delta(zs[-1], risk.y, network.output))
    layer, to, source = parameter.layer, parameter.to, parameter.source
    delta = deltas[layer - 2][0, to - 1]
    left = rf"\frac{{\partial C}}{{\partial {parameter.tex}}} &= \delta^{{[{layer}]}}_{{{to}}}"
    if source:
        a = activations[layer - 2][0, source - 1]
        yield (
            rf"{left}\, a^{{[{layer - 1}]}}_{{{source}}} = {factor(delta)} \cdot {factor(a)} = "
            rf"{number(delta * a)}"
        )
    else:
        yield rf"{left} = {number(delta)}"
    units = [to]
    for level in range(layer, len(network.widths)):
        W = network.unflatten(p)[level - 1][0]
        slopes = network.activations[level - 2].derivative(zs[level - 2])[0]
        for unit in units:
            after = deltas[level - 1][0]
            terms = [rf"{factor(W[i, unit - 1])} \cdot {factor(after[i])}" for i in range(len(W))]
            yield (
                rf"\delta^{{[{level}]}}_{{{unit}}} &= "
                rf"\sigma'\big(z^{{[{level}]}}_{{{unit}}}\big) \sum_i "
                rf"w^{{[{level + 1}]}}_{{i{unit}}}\, \delta^{{[{level + 1}]}}_i = "
                rf"{factor(slopes[unit - 1])} \cdot \big({_sum(terms)}\big) = "
                rf"{number(deltas[level - 2][0, unit - 1])}"
            )
        units = list(range(1, min(len(W), _MOST_UNITS) + 1))
    yield from _at_output(risk, zs[-1][0], deltas[-1][0], units)


def _at_output(risk: Risk, z: Array, delta: Array, units: list[int]) -> Iterator[str]:
    last = len(risk.network.widths)
    a, slope = risk.network.output(z), risk.network.output.derivative(z)
    for unit in units:
        symbol = rf"a^{{[{last}]}}_{{{unit}}} - y_{{{unit}}}"
        numbers = f"{number(a[unit - 1])} - {number(risk.y[0, unit - 1])}"
        if risk.loss.weight is not None:
            symbol = rf"\sigma'\big(z^{{[{last}]}}_{{{unit}}}\big)\,\big({symbol}\big)"
            numbers = rf"{factor(slope[unit - 1])} \cdot ({numbers})"
        yield (
            rf"\delta^{{[{last}]}}_{{{unit}}} &= {symbol} = {numbers} = {number(delta[unit - 1])}"
        )


def _sum(terms: list[str]) -> str:
    shown = terms[:_MOST_TERMS] + ([r"\dots"] if len(terms) > _MOST_TERMS else [])
    return " + ".join(shown)
