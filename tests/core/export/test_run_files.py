"""Runs as files come back bit for bit, and no spreadsheet computes what is in them."""

import csv
import io

import numpy as np
import pytest

from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.xor.experiment import XorExperiment
from core.export import experiment_as_json, experiment_of, runs_as_csv, runs_as_npz
from core.spec import SpecError, from_query

SPECS = (
    LogisticExperiment(steps=30),
    from_query(LogisticExperiment, {"data": "iris-petal", "loss": "squared", "steps": "20"}),
    XorExperiment(steps=40, width=3),
    RaceExperiment(steps=15),
    # The learning rate is far beyond what settles.
    from_query(RaceExperiment, {"ground": "rosenbrock", "one.optimizer.eta": "5", "steps": "20"}),
)


def runs_of(spec):
    return {lane: recipe.run() for lane, recipe in spec.recipes().items()}


@pytest.mark.wide(3)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: type(spec).__name__)
def test_csv_and_arrays_hold_every_recorded_step_bit_for_bit(spec):
    runs = runs_of(spec)
    rows = list(csv.DictReader(io.StringIO(runs_as_csv(runs))))
    with np.load(io.BytesIO(runs_as_npz(runs, spec)), allow_pickle=False) as arrays:
        assert experiment_of(type(spec), str(arrays["experiment"])) == spec
        for name, run in runs.items():
            mine = [row for row in rows if row["run"] == name]
            s = run.p.shape[-1]
            p = [[float(row[f"p{i + 1}"]) for i in range(s)] for row in mine]
            assert [int(row["step"]) for row in mine] == run.k.tolist()
            assert [float(row["cost"]) for row in mine] == run.value.tolist()
            assert np.array(p).tobytes() == run.p.tobytes() == arrays[f"{name}.p"].tobytes()
            assert arrays[f"{name}.k"].tolist() == run.k.tolist()
            assert arrays[f"{name}.cost"].tobytes() == run.value.tobytes()
            assert arrays[f"{name}.diverged_at"] == run.diverged_at
    assert len(rows) == sum(len(run.k) for run in runs.values())


def test_no_name_of_a_run_is_a_formula():
    run = next(iter(runs_of(SPECS[0]).values()))
    written = runs_as_csv({"=1+1": run, "@SUM(A1)": run, "plain": run})
    assert {row[0] for row in csv.reader(io.StringIO(written))} == {
        "run",
        "'=1+1",
        "'@SUM(A1)",
        "plain",
    }


def test_runs_of_other_sizes_share_a_table():
    runs = {
        "small": next(iter(runs_of(SPECS[0]).values())),
        "large": next(iter(runs_of(SPECS[1]).values())),
    }
    rows = list(csv.DictReader(io.StringIO(runs_as_csv(runs))))
    assert {row["p3"] == "" for row in rows if row["run"] == "small"} == {True}
    assert {row["p3"] == "" for row in rows if row["run"] == "large"} == {False}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: type(spec).__name__)
def test_an_experiment_comes_back_from_its_json(spec):
    assert experiment_of(type(spec), experiment_as_json(spec)) == spec


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"version": 1', '"version": 2', "version"),
        ("LogisticExperiment", "XorExperiment", "experiment"),
        ('"steps": "30"', '"steps": "3"', "steps"),
        ('"steps": "30"', '"steps": 30', "settings"),
        ('"settings"', '"other"', "settings"),
        ("{", "[", "file"),
    ],
)
def test_a_file_that_is_no_such_experiment_is_refused_by_name(old, new, key):
    text = experiment_as_json(SPECS[0]).replace(old, new, 1)
    with pytest.raises(SpecError) as caught:
        experiment_of(LogisticExperiment, text)
    assert caught.value.key == key
