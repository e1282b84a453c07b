"""All chapters as the tests go through them: their page, their experiment, their sections."""

from typing import Any, Final

from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.xor.experiment import XorExperiment
from pages.ui.chapters import chapters

EXPERIMENTS: Final[dict[str, type[Any]]] = {
    "logistic_regression": LogisticExperiment,
    "higham_network": HighamExperiment,
    "xor": XorExperiment,
    "optimizers": RaceExperiment,
    "regularization": RegularizationExperiment,
    "implicit_regularization": ImplicitExperiment,
    "convolutions": ConvolutionExperiment,
    "digits": DigitsExperiment,
}
"""By the path of their page."""

SECTIONS: Final = {
    "logistic_regression": "logistic",
    "higham_network": "higham",
    "xor": "xor",
    "optimizers": "race",
    "regularization": "regularization",
    "implicit_regularization": "implicit",
    "digits": "digits",
}
"""What their sections go by, where they have any."""

FILES: Final = {
    path: chapter.file
    for chapter in chapters()
    if (path := chapter.file.stem.partition("_")[2]) != "home"
}
assert FILES.keys() == EXPERIMENTS.keys(), "a chapter is missing here"

SHORT: Final = {
    "logistic_regression": {"steps": "20"},
    "higham_network": {"steps": "1000"},
    "xor": {"steps": "20"},
    "optimizers": {"steps": "20"},
    "digits": {"epochs": "1", "sampler.m": "1000"},
}
"""Settings with which a page is at rest soon."""
