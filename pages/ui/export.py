"""A run as a script: PyTorch or NumPy, with syntax colours and a download."""

import streamlit as st

from core.export import Recipe, numpy_script, torch_script


def show_export(recipe: Recipe, *, key: str, final: float | None = None) -> None:
    """The scripts of a run; `final` is its last loss, where the page has it already."""
    chosen = st.segmented_control(
        "Script", ["PyTorch", "NumPy"], default="PyTorch", key=f"{key}-language"
    )
    text = numpy_script(recipe) if chosen == "NumPy" else torch_script(recipe)
    st.code(text, language="python")
