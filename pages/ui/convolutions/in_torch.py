"""In PyTorch: the network that is counted, as a definition with its counts."""

import streamlit as st

from core.export.layers_torch import torch_modules
from core.networks.layers import Sequential
from core.theory.convolutions import layer_table


def show_in_torch(network: Sequential) -> None:
    """The definition of a network."""
    st.markdown(
        "The same layers; the script prints the shape of one image's outputs and the number of "
        "parameters."
    )
    st.code(definition(network), language="python")


def definition(network: Sequential) -> str:
    """A script that builds the network in PyTorch and counts its parameters."""
    lines = ["import torch", "from torch import nn", "", "model = nn.Sequential("]
    for row, level in zip(layer_table(network), network.levels, strict=True):
        *before, call = torch_modules(Sequential(level.below, (level.layer,)))
        lines += [f"    {module}," for module in before]
        size = " × ".join(map(str, row.shape))
        learned = f", {row.parameters:,} parameters" if row.parameters else ""
        lines.append(f"    {call},  # {size}{learned}")
    shape = ", ".join(map(str, (1, *network.input_shape)))
    outputs = (1, *network.output_shape)
    return "\n".join(
        [
            *lines,
            ")",
            "",
            f"outputs = model(torch.zeros({shape}))",
            "count = sum(p.numel() for p in model.parameters())",
            f"print(tuple(outputs.shape), count)  # {outputs} {network.size}",
            "",
        ]
    )
