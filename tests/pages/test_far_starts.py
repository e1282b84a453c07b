"""A chosen start reaches wherever a reader's own table has its minimum."""

from types import SimpleNamespace

import numpy as np
import pytest

from core import logistic_optimum
from core.experiments.logistic.choices import Never, OwnTable
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.starts import Chosen
from core.spec import from_query, to_query
from pages.ui.logistic import presets
from tests.own_tables import OWN_TABLES

FAR = {
    "nanometers": "x,y\n"
    + "".join(f"{(3 + i) * 1e-9!r},{int(i > 4) ^ (i == 2)}\n" for i in range(9)),
    "seconds since 1970": "x,y\n"
    + "".join(f"{999_999_900 + i},{int(i > 4) ^ (i == 2)}\n" for i in range(9)),
    "narrow and far": "x,y\n"
    + "".join(f"{1e8 + i / 8!r},{int(i > 4) ^ (i == 2)}\n" for i in range(9)),
}
TABLES = {**OWN_TABLES, **FAR}


def own(table):
    return LogisticExperiment(data=OwnTable(table, Never()))


def optimum_of(spec):
    samples = problem(spec).samples
    return logistic_optimum(samples.x, samples.y)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_run_can_start_at_the_minimum_of_any_table(table):
    spec = own(table)
    found = optimum_of(spec)
    p = problem(spec).center if found is None else found.p
    names = ("w1", "b") if len(p) == 2 else ("w1", "w2", "b")
    start = Chosen(**dict(zip(names, p.tolist(), strict=True)))
    query = to_query(LogisticExperiment(data=spec.data, start=start))
    there = problem(from_query(LogisticExperiment, query))
    np.testing.assert_array_equal(there.start, p)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("corner", [(-0.97, 0.91), (0.3, -1.0)])
def test_a_click_in_the_window_starts_there(table, corner, monkeypatch):
    spec, taken = own(table), {}
    shown = problem(spec)
    at = [
        shown.center[i] + side * shown.half_widths[i]
        for i, side in zip(shown.indices, corner, strict=True)
    ]
    monkeypatch.setattr(presets.st, "session_state", {presets.STAGE: SimpleNamespace(start=at)})
    monkeypatch.setattr(presets, "in_force", lambda _: spec)
    monkeypatch.setattr(presets.cached, "problem", problem)
    monkeypatch.setattr(presets, "assign", lambda _, values: taken.update(values))
    presets.place_start()
    query = to_query(spec) | {name: str(value) for name, value in taken.items()}
    clicked = problem(from_query(LogisticExperiment, query))
    away = (clicked.start[list(shown.indices)] - at) / shown.half_widths[list(shown.indices)]
    assert np.abs(away).max() <= 1e-3
