"""The runs of each topic as scripts."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.experiments.implicit.decay import ADAM_L2, ADAMW, SGD, WeightDecay, exported
from core.experiments.implicit.experiment import FIRST, ImplicitExperiment, exported_noise
from core.experiments.implicit.noise import Noise, OnInputs
from core.experiments.implicit.start import NETWORK
from pages.ui.chapter.export import show_export

_TITLES: Final = {NETWORK: "A diagonal network", FIRST: "The first seed's net"}
_NAMES: Final = {"AdamW": ADAMW, "Adam + L2": ADAM_L2, "Gradient descent + L2": SGD}


def show_in_torch(spec: ImplicitExperiment) -> None:
    """The script of the topic's run; of several, of the one that the reader chooses."""
    match spec.topic:
        case WeightDecay():
            _show_decay(spec)
        case Noise(OnInputs()):
            st.caption("The script's unit has a bias besides, which the run on stage has not.")
            title = f"A linear unit that sees {spec.topic.kind.title}"
            show_export(replace(exported_noise(spec), title=title), key="implicit-export")
        case Noise():
            st.caption(
                "Each sample stands in the script twice, the second time with its label turned; "
                "the picks of a step say which of the two it sees. In expectation that is the "
                "cross-entropy of smoothed labels, `label_smoothing` in PyTorch."
            )
            title = f"A sigmoid unit whose labels are turned with chance {spec.value / 2:g}"
            note = "That is the mean over both labels of each sample."
            made = replace(exported_noise(spec), title=title)
            show_export(made, key="implicit-export", note=note)
        case _:
            ((lane, recipe),) = spec.recipes().items()
            title = f"{_TITLES[lane]} with {spec.symbol} = {spec.value:g}"
            show_export(replace(recipe, title=title), key="implicit-export")


def _show_decay(spec: ImplicitExperiment) -> None:
    assert isinstance(spec.topic, WeightDecay)
    name = st.segmented_control(
        "Whose run?", list(_NAMES), default="AdamW", key="implicit-export-lane", required=True
    )
    recipe = exported(spec.topic, spec.steps, spec.seed, _NAMES[name])
    st.caption("The script's unit has a bias besides, which the run on stage has not.")
    show_export(replace(recipe, title=f"{name} on diabetes"), key="implicit-export")
