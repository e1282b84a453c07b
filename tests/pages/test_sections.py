"""Every section of every chapter opens, whatever the data and the settings are.

Each page runs with all its sections open at once, so that one run says it of the stage and of all
of them; the views inside a section take turns.
"""

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.logistic.choices import DATA, OwnTable
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import Choice, Switch, controls, from_query
from pages.ui import chapter
from pages.ui.chapter.sections import view as one_of
from tests.pages.judging import hyphens, in_picture, underscores
from tests.pages.settling import settled

PAGES = Path(__file__).parents[2] / "pages"
CHAPTERS: dict[str, tuple[type[Any], dict[str, str]]] = {
    "01_logistic_regression": (LogisticExperiment, {"steps": "20"}),
    "02_higham_network": (HighamExperiment, {"steps": "1000"}),
    "03_xor": (XorExperiment, {"steps": "20"}),
    "04_optimizers": (RaceExperiment, {"steps": "10"}),
    "05_regularization": (RegularizationExperiment, {}),
    "06_implicit_regularization": (ImplicitExperiment, {}),
    "08_digits": (DigitsExperiment, {"epochs": "1"}),
}


# Where the questions have a row of their own, less is left to be said below the stage.
FEW = {"05_regularization": 3, "06_implicit_regularization": 1}


def ages() -> str:
    return "".join(f"{18 + 3 * i},{int(i > 9) ^ (i % 5 == 0)}\n" for i in range(20))


def two(first: float, second: float, shift: float = 0.0) -> str:
    rows = np.random.default_rng(11).normal(size=(24, 3))
    label = (rows[:, 0] - rows[:, 1] + rows[:, 2] > 0).astype(int)
    return "".join(
        f"{first * (u + shift)!r},{second * (v + shift)!r},{y}\n"
        for u, v, y in zip(rows[:, 0].tolist(), rows[:, 1].tolist(), label, strict=True)
    )


TABLES = {
    "ages": "age,owns\n" + ages(),
    "ages and salaries": "age,salary,owns\n" + two(10.0, 20_000.0, 3.0),
    "years": "year,late\n" + "".join(f"{1990 + i},{int(i > 12) ^ (i == 4)}\n" for i in range(25)),
    "prices": "price,sold\n"
    + "".join(f"{400_000 + 90_000 * i},{int(i > 9) ^ (i % 5 == 0)}\n" for i in range(20)),
    "distances": "km,seen\n"
    + "".join(f"{1e8 + 4e7 * i},{int(i > 9) ^ (i % 5 == 0)}\n" for i in range(20)),
    "millionths": "dose,other dose,works\n" + two(1e-6, 1e-6),
    "both": "dose,salary,works\n" + two(1e-6, 100_000.0, 2.0),
    "separable by salary": "salary,owns\n" + "".join(f"{20000 + i},{i // 5}\n" for i in range(10)),
    "constant column": "one,age,owns\n" + "".join(f"1,{i},{i * i % 3 % 2}\n" for i in range(12)),
    "two rows": "x,y\n0,0\n1,1\n",
    "one place": "x,y\n3,0\n3,1\n3,1\n",
    "overlap in a point": "x,y\n1,0\n2,0\n2,1\n3,1\n",
}
FAR: tuple[dict[str, str], ...] = (
    {"data": "far-outlier", "data.distance": "100"},
    {"data": "two-clouds", "data.noise": "0.5", "data.count": "10"},
    {"data": "breast-cancer", "data.standardize": "false", "ridge": "20", "zoom": "10"},
    {"data": "separable", "optimizer.eta": "100", "loss": "cross-entropy"},
    {"data": "iris-petal", "minimized": "true", "log_height": "true", "as_printed": "true"},
)


def variants(page: str) -> Iterator[dict[str, str]]:
    """One setting at a time off its default: every member of every menu, every switch."""
    yield {}
    cls, _ = CHAPTERS[page]
    for name, (declared, control) in controls(cls).items():
        match control:
            case Choice(members):
                for member in members:
                    if member != "own-table":
                        yield from with_switches(name, member, members[member])
            case Switch():
                yield {name: str(not declared.default).lower()}
    if cls is LogisticExperiment:
        yield from ({"data": "own-table", "data.table": table} for table in TABLES.values())
        yield from FAR


def with_switches(name: str, member: str, cls: type[Any]) -> Iterator[dict[str, str]]:
    yield {name: member}
    for below, (declared, control) in controls(cls).items():
        if isinstance(control, Switch):
            yield {name: member, f"{name}.{below}": str(not declared.default).lower()}


def name_of(variant: Mapping[str, str]) -> str:
    named = {text: name for name, text in TABLES.items()}
    return " ".join(named.get(text, f"{name}={text}") for name, text in variant.items()) or "plain"


@pytest.fixture
def all_open(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Pages with every section open; `turn` says which of a section's views is shown."""
    shown: dict[str, Any] = {"turn": 0, "views": 1, "sections": []}

    def every(_name: str, choices: Mapping[str, Callable[..., None]], given, **_options: object):
        for name, show in choices.items():
            show(*given())
            shown["sections"].append(name)

    def nth(_key: str, views: Mapping[str, object]) -> object:
        shown["views"] = max(shown["views"], len(views))
        return list(views.values())[shown["turn"] % len(views)]

    monkeypatch.setattr(chapter, "sections", every)
    for module in list(sys.modules.values()):
        if getattr(module, "view", None) is one_of:
            monkeypatch.setattr(module, "view", nth)
    monkeypatch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
    monkeypatch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
    # With progress a page runs once more for each of its sections that waits.
    monkeypatch.setattr("pages.ui.chapter.work.MOST_AT_ONCE", math.inf)
    monkeypatch.setattr("pages.ui.chapter.work.MOST_IN_A_SECTION", math.inf)
    return shown


CASES = [(page, variant) for page in CHAPTERS for variant in variants(page)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "variant"), CASES, ids=[f"{page[:2]}-{name_of(variant)}" for page, variant in CASES]
)
def test_every_section_opens(page, variant, all_open):
    cls, short = CHAPTERS[page]
    query = {**short, **variant}
    from_query(cls, query)
    app = AppTest.from_file(str(PAGES / f"{page}.py"))
    app.query_params.update(query)
    while all_open["turn"] < all_open["views"]:
        all_open["sections"].clear()
        settled(app.run())
        assert not app.exception, [error.message for error in app.exception]
        assert not app.error, [error.value for error in app.error]
        assert len(all_open["sections"]) >= FEW.get(page, 6)
        prose = [*app.title, *app.markdown, *app.caption, *app.info, *app.success]
        assert not [hyphens(part.value) for part in prose if hyphens(part.value)]
        assert not [underscores(part.value) for part in prose if underscores(part.value)]
        for chart in app.get("plotly_chart"):
            assert not in_picture(json.loads(chart.proto.spec)), chart.proto.id
        all_open["turn"] += 1


def test_the_variants_have_every_data_set_and_every_member():
    tried = [variant for page, variant in CASES if page == "01_logistic_regression"]
    assert {variant.get("data") for variant in tried} >= set(DATA)
    assert "own-table" in DATA
    assert DATA["own-table"] is OwnTable
    assert sum("data.standardize" in variant for variant in tried) >= 3
