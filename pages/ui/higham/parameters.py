"""How many parameters? A guess first, then the count, layer by layer."""

from itertools import pairwise

import streamlit as st

from core.experiments.higham.experiment import HighamExperiment
from pages.ui.higham.recording import Recording

_MOST = 10_000


def show_parameters(recording: Recording, spec: HighamExperiment) -> None:
    """The question, and after a guess the answer."""
    network = recording.risk.network
    widths = "-".join(map(str, network.widths))
    st.markdown(
        f"Every unit after the first layer has a weight for each unit before it, and a bias. How "
        f"many numbers does training have to find in layers {widths}?"
    )
    guess = st.number_input(
        "Your guess",
        min_value=0,
        max_value=_MOST,
        value=None,
        step=1,
        key="higham-guess",
        width=200,
    )
    if guess is None:
        st.caption("Guess first: the count appears here.")
        return
    st.markdown(_verdict(int(guess), network.size))
    pairs = list(pairwise(network.widths))
    st.table(
        [
            {
                "layer": f"{layer}",
                "weights W": f"{n} × {m} = {n * m}",
                "biases b": f"{n}",
                "together": f"{n * m + n}",
            }
            for layer, (m, n) in enumerate(pairs, 2)
        ]
    )
    sum_of_parts = " + ".join(f"{n}·{m} + {n}" for m, n in pairs)
    st.markdown(
        f"Together **{sum_of_parts} = {network.size}**. On stage they stand as W and b of each "
        f"layer, and move with the clock. The cost is a function of {network.size} variables: of "
        "its landscape no picture can show more than a slice."
    )


def _verdict(guess: int, size: int) -> str:
    if guess == size:
        return f"**Right: {size}.**"
    return f"**{size}.** Your guess is {abs(guess - size)} too {'high' if guess > size else 'low'}."
