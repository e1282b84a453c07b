"""Where sharing kernels pays: the same digits at other places, and with their pixels shuffled."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.digits.prior import PLACES, Contest, Place, contests, turn
from core.spec import name_of
from pages.ui.chapter import jobs
from pages.ui.chapter.export import show_export
from pages.ui.chapter.sections import view
from pages.ui.chapter.words import listed, printed, three
from pages.ui.digits.figures import bands
from pages.ui.digits.recording import Recording
from pages.ui.parts import folded
from pages.ui.theme import CURVE_COLORS

_NAME: Final = "digits-prior"


def show_prior(recording: Recording, spec: DigitsExperiment) -> None:
    """The button, the progress or the curves, for either place."""
    st.markdown(
        "A kernel that is shared says beforehand: what helps at one place helps at all, and "
        "neighbors belong together. A fully connected network is told neither. So the digits are "
        "put at random places, and then their pixels are shuffled, all images in the same way: "
        "nothing is lost but who is whose neighbor."
    )
    place = view("digits-place", {cls.title.capitalize(): cls() for cls in PLACES.values()})
    name = name_of(place, PLACES)
    found = jobs.show(
        f"{_NAME}-{name}",
        name,
        lambda job: contests(place, range(place.seeds), job.progress),
        offer=f"Train {2 * len(place.networks)} × {place.seeds} networks",
        doing="Training",
        failed="The networks could not be trained. Try again.",
        icon=":material/play_arrow:",
    )
    if found is not None:
        _show_contests(place, found)


def _show_contests(place: Place, found: Sequence[Contest]) -> None:
    st.plotly_chart(
        bands(
            {_name(one): one.accuracy for one in found},
            [CURVE_COLORS[i // 2] for i in range(len(found))],
            ["dash" if one.shuffled else "solid" for one in found],
            ("epoch", "test accuracy"),
        ),
        key=f"digits-prior-{name_of(place, PLACES)}",
    )
    st.caption("Lines are means over the seeds, bands reach from the least of them to the largest.")
    st.markdown(say_shuffles(found))
    st.markdown("\n".join(_table(found)))
    folded("prior-torch", "In PyTorch", lambda: _show_script(place, found))


def _show_script(place: Place, found: Sequence[Contest]) -> None:
    """One of the runs as a script: that of the first seed."""
    names = [_name(one).capitalize() for one in found]
    key = f"digits-prior-script-{name_of(place, PLACES)}"
    at = names.index(st.selectbox("Run, of the first seed", names, key=key))
    show_export(turn(place, found[at].network, found[at].shuffled, 0), key=f"{key}-{at}")


def _name(one: Contest) -> str:
    return one.network.title + (", shuffled" if one.shuffled else "")


def _table(found: Sequence[Contest]) -> list[str]:
    rows = ["| network | parameters | in order | shuffled |", "|:--|--:|--:|--:|"]
    for ordered, shuffled in zip(found[::2], found[1::2], strict=True):
        ends = [
            f"{printed(one.mean, '.3f')} ± {printed(one.deviation, '.3f')}"
            for one in (ordered, shuffled)
        ]
        rows.append(f"| {ordered.network.title} | {ordered.size:,} | {' | '.join(ends)} |")
    return rows


def say_shuffles(found: Sequence[Contest]) -> str:
    """What a shuffle does to each network, and which is best; pairs in order and shuffled."""
    pairs = list(zip(found[::2], found[1::2], strict=True))
    said = [
        f"Test accuracy after epoch {found[0].place.epochs}, mean ± standard deviation over "
        f"{len(found[0].accuracy)} seeds. {_say_best([one for one, _ in pairs])}"
    ]
    for ordered, shuffled in pairs:
        change = shuffled.mean - ordered.mean
        if shuffled.relabeled:
            apart = float(np.abs(shuffled.cost - ordered.cost).max())
            said.append(
                f"The {ordered.network.title} network does not care: predicted is the same run "
                "when its first weights are shuffled along, and measured is a difference of "
                f"{'0' if not apart else f'at most {three(apart)}'} in the cross-entropy after "
                "any epoch."
            )
        else:
            verb = "costs" if change < 0 else "gains"
            said.append(
                f"The shuffle {verb} the {ordered.network.title} network "
                f"{printed(abs(change), '.3f')}."
            )
    return " ".join(said)


def _say_best(ordered: Sequence[Contest]) -> str:
    """Who reads best with its pixels in order, where the difference is more than chance makes."""
    first, *others = sorted(ordered, key=lambda one: -one.mean)
    close = [one for one in others if not _clear(first, one)]
    if not close:
        return f"The {first.network.title} network reads best."
    names = listed([one.network.title for one in (first, *close)])
    return f"Between {names} these seeds show no clear difference."


def _clear(one: Contest, other: Contest) -> bool:
    """Whether two means are more than two standard errors apart."""
    S = len(one.accuracy)
    error = np.sqrt((one.deviation**2 + other.deviation**2) / S)
    return bool(one.mean - other.mean > 2 * error)
