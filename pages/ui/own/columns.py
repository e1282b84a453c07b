"""The choice of a table's columns: which are features, which is the label, which value is 1."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui.address import here
from pages.ui.controls import as_plain, in_force
from pages.ui.own.own_table import OwnData, source, take, understood
from pages.ui.tables import Picked

_IN_THE_PLANE = ("Across", "Up")


def place_columns(own: OwnData, spec: Any) -> None:
    """What was understood of the table, its first rows, and the choice of its columns."""
    found = understood(own, spec)
    if found is None:
        return
    st.caption(as_plain(found.said))
    rows = zip(*found.preview, strict=True)
    st.dataframe(
        {name: list(cells) for name, cells in zip(found.columns, rows, strict=True)},
        hide_index=True,
        height="content",
    )
    picked = found.picked
    others = [name for name in found.features if name != picked.label]
    if own.fewest == own.most == len(_IN_THE_PLANE):
        for j, title in enumerate(_IN_THE_PLANE):
            _select(own, title, f"feature {j + 1}", others, picked.features[j])
    else:
        _place_many(own, others, picked)
    _select(own, "Label", "label", list(found.labels), picked.label)
    _select(
        own, "Class 1 is", "one", found.labels[picked.label], picked.one, "all others are class 0"
    )


def _place_many(own: OwnData, others: Sequence[str], picked: Picked) -> None:
    _set("features", list(picked.features))
    st.multiselect(
        f"Features, one to {own.most}",
        others,
        key=_key("features"),
        on_change=here(_pick),
        args=(own, "features"),
        max_selections=own.most,
        placeholder="Choose a column of numbers",
    )
    every = others[: own.most]
    if len(every) > 2 and len(picked.features) < len(every):
        st.button(
            f"All {len(every)} columns of numbers"
            if len(every) == len(others)
            else f"The first {len(every)} columns of numbers",
            on_click=_take_features,
            args=(own, every),
            width="stretch",
        )


def _select(
    own: OwnData, title: str, which: str, options: Sequence[str], value: str, help: str = ""
) -> None:
    _set(which, value)
    st.selectbox(
        title, options, key=_key(which), on_change=here(_pick), args=(own, which), help=help or None
    )


def _pick(own: OwnData, which: str) -> None:
    found = understood(own, in_force(own.cls))
    if found is None:
        return
    picked, value = found.picked, st.session_state[_key(which)]
    if which == "features":
        picked = replace(picked, features=tuple(value) or picked.features)
    elif which == "one":
        picked = replace(picked, one=value)
    elif which == "label":
        others = [name for name in found.features if name != value]
        features = [name for name in picked.features if name != value] or others[:1]
        picked = Picked(tuple(features), value, "")
    else:
        picked = replace(picked, features=_swapped(picked.features, int(which[-1]) - 1, value))
    take(own, source(own, in_force(own.cls))[0], picked)


def _swapped(features: tuple[str, ...], j: int, value: str) -> tuple[str, ...]:
    """The features with another one in place j; the one that was there takes its place."""
    old = features[j]
    return tuple(value if k == j else old if n == value else n for k, n in enumerate(features))


def _take_features(own: OwnData, features: Sequence[str]) -> None:
    spec = in_force(own.cls)
    found = understood(own, spec)
    if found is not None:
        picked = replace(found.picked, features=tuple(features))
        take(own, source(own, spec)[0], picked)


def _set(which: str, value: object) -> None:
    # The table in force decides what the widgets show, whoever has set it.
    st.session_state[_key(which)] = value


def _key(which: str) -> str:
    return f"own table's {which}"
