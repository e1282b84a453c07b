"""Who pulls: which samples the gradient comes from, in a sentence."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.diagnosis import SATURATED, Diagnosis
from pages.ui.chapter.words import counted, listed, share, three

# The samples that carry a gradient are the fewest that give this share of it. They are named one
# by one up to a number, and not mentioned where they are a larger part of all.
_CARRIED, _NAMED, _FEW = 0.9, 2, 0.25
# From here on the samples' pulls cancel; below this share of the gradient a sample hardly pulls.
_CANCEL, _HARDLY = 10.0, 0.1
# More than this is printed as more than 100 %.
_MORE_THAN_ALL = 1.005
_FAINT: Final = 0.1
# Features that a sample's name has room for.
_MOST_WRITTEN: Final = 2
STEEPEST: Final = SATURATED * (1 - SATURATED)
"""What σ′ is at most within 0.05 of 0 or 1."""


def sample_names(x: Array, features: Sequence[str]) -> list[str]:
    """What each of the samples x (N, d) is called: “x = 2”, “(1.2, 0.3)”, or by its number."""
    if x.shape[1] == 1:
        return [f"{features[0]} = {three(float(value))}" for value in x[:, 0]]
    if x.shape[1] > _MOST_WRITTEN:
        return [f"sample {i}" for i in range(1, len(x) + 1)]
    return [f"({', '.join(three(float(value)) for value in row)})" for row in x]


def headline(diagnosis: Diagnosis, f: int, squared: bool) -> str:
    """“Held back” or “Pulled hard” by samples far on the wrong side, if it is so at frame f."""
    wrong, samples = int(diagnosis.saturated_wrong[f]), diagnosis.pull.shape[1]
    norm = diagnosis.gradient_norm[f]
    if squared and 2 * wrong >= samples and norm < _FAINT:
        return "Held back"
    if wrong and norm >= _FAINT and _of_wrong(diagnosis, f) >= 0.5:
        return "Pulled hard"
    return ""


def who_pulls(diagnosis: Diagnosis, f: int, names: Sequence[str], squared: bool) -> str:
    """Where the gradient of frame f comes from; empty if no few samples make it."""
    said = [_carriers(diagnosis, f, names), _saturated(diagnosis, f, squared)]
    return " ".join(f"{sentence}." for sentence in said if sentence)


def _carriers(diagnosis: Diagnosis, f: int, names: Sequence[str]) -> str:
    pull = diagnosis.pull[f]
    together = float(np.maximum(pull, 0).sum())
    if together >= _CANCEL:
        alone = f"those along ∇C alone make {three(together)} times ∇C"
        return f"The points' pulls all but cancel: {alone}"
    order = np.argsort(-pull, kind="stable")
    sums = np.cumsum(pull[order])
    if sums.max() < _CARRIED:
        return ""
    count = int(np.argmax(sums >= _CARRIED)) + 1
    given = float(sums[count - 1])
    back = ", others pull back" if given > _MORE_THAN_ALL else ""
    if count <= _NAMED and all(list(names).count(names[i]) == 1 for i in order[:count]):
        who = listed([names[i] for i in order[:count]])
    elif count <= _FEW * len(pull):
        who = counted(count, len(pull)).capitalize()
    else:
        return ""
    return f"{who} {'gives' if count == 1 else 'give'} {share(given)} of ∇C{back}"


def _saturated(diagnosis: Diagnosis, f: int, squared: bool) -> str:
    wrong = int(diagnosis.saturated_wrong[f])
    if not wrong:
        return ""
    given, one = _of_wrong(diagnosis, f), wrong == 1
    who = f"{counted(wrong, diagnosis.pull.shape[1]).capitalize()}, far on the wrong side,"
    if given < 0:
        return f"{who} {'pulls' if one else 'pull'} the other way"
    gives = "gives" if one else "give"
    if given >= _HARDLY:
        return f"{who} {gives} {share(given)} of ∇C"
    why = f": there σ′ < {three(STEEPEST)}" if squared else ""
    # “Only under 0.01 %” would be one word too many.
    only = "" if share(given).startswith("under") else "only "
    return f"{who} {gives} {only}{share(given)} of ∇C{why}"


def _of_wrong(diagnosis: Diagnosis, f: int) -> float:
    return float(diagnosis.pull[f][diagnosis.wrong[f]].sum())
