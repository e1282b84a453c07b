"""The network layer by layer: parameters, products, and how far a unit sees."""

import streamlit as st

from core.experiments.digits.experiment import DigitsExperiment
from core.networks.layers import Activate
from core.theory.convolutions import layer_table
from pages.ui.digits.recording import Recording


def show_layers(recording: Recording, spec: DigitsExperiment) -> None:
    """A table with a row for each layer, and what sharing saves."""
    rows = layer_table(recording.network)
    lines = [
        "| layer | leaves | parameters | multiply-adds | a unit sees |",
        "|:--|--:|--:|--:|--:|",
    ]
    side = recording.network.input_shape[1]
    for row in rows:
        name = row.layer.activation if isinstance(row.layer, Activate) else row.layer
        field = " × ".join(str(min(pixels, side)) for pixels in row.field)
        shape = " × ".join(map(str, row.shape))
        lines.append(
            f"| {type(name).__name__} | {shape} | {row.parameters or '–'} | "
            f"{f'{row.multiply_adds:,}' if row.multiply_adds else '–'} | {field} |"
        )
    st.markdown("\n".join(lines))
    st.markdown(say_layers(recording))


def say_layers(recording: Recording) -> str:
    """All parameters, and how many dense layers between the same maps would have."""
    rows = layer_table(recording.network)
    own, dense = (
        sum(row.parameters for row in rows),
        sum(row.dense if row.multiply_adds else row.parameters for row in rows),
    )
    said = f"**{own:,}** parameters in all"
    if dense > own:
        return f"{said}; with dense layers between the same maps it would be **{dense:,}**."
    return f"{said}; every layer with weights is dense, none are shared."
