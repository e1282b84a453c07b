"""The chain rule, written out: the program that does the steps of the run."""

import streamlit as st

from core.experiments.higham.experiment import HighamExperiment
from core.training.kernels.chain_rule import has_source, source
from pages.ui.higham.recording import Recording


def show_written_out(recording: Recording, spec: HighamExperiment) -> None:
    """The generated source, and how quickly it runs."""
    risk = recording.risk
    if not has_source(risk.network, risk.loss):
        st.markdown("There is no formula for this activation and this loss together.")
        return
    text = source(risk.network, risk.loss)
    used = recording.one_at_a_time
    st.markdown(
        f"**The chain rule, written out.** Forward pass, Lemma 5.1 and the step, unrolled for "
        f"this network: {text.count(chr(10))} lines without an array or a loop over units. "
        + (
            "This is the program that runs on stage; it was written by another one, from widths, "
            "activation and loss. So small a network spends its time on starting array operations, "
            "not on arithmetic: here it has done "
            f"{recording.steps_per_second:,.0f} steps a second."
            if used
            else "With one point a step it would run on stage; for batches array operations do."
        )
    )
    st.caption("`W2_13` is w²₁₃, `d4_1` is δ⁴₁. Each drawn sample is a tuple (x₁, x₂, y₁, y₂).")
    st.code(text, language="python", line_numbers=True, height=480)
