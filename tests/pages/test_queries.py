"""Queries and specs: the shortest query of each, and that nothing is read twice."""

import pytest

from core.experiments.higham.experiment import HighamExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import (
    Choice,
    Knob,
    SpecError,
    Switch,
    Text,
    as_text,
    controls,
    from_query,
    repair,
    to_query,
)
from pages.ui import queries
from pages.ui.address import instead
from pages.ui.queries import link, parsed
from tests.chapters import EXPERIMENTS as CHAPTERS

EXPERIMENTS = (LogisticExperiment, HighamExperiment, XorExperiment, RaceExperiment)


def by_trying(spec):
    """The shortest query, each key left out that can be."""
    query = to_query(spec)
    # A member's knobs come after the member: backwards, none is left without its owner.
    for name in reversed(list(query)):
        rest = {key: text for key, text in query.items() if key != name}
        if repair(type(spec), rest) == (spec, []):
            query = rest
    return query


def settings_of(cls, prefix="", default=None):
    """Queries with one setting, or a menu's member and one of its settings, off their defaults."""
    for name, (declared, control) in controls(cls).items():
        key = prefix + name
        match control:
            case Choice(members):
                for member, made in members.items():
                    yield {key: member}
                    for below in settings_of(made, f"{key}."):
                        yield {key: member, **below}
            case Switch():
                yield {key: as_text(not declared.default)}
            case Knob(low, high):
                yield from ({key: as_text(type(declared.default)(end))} for end in (low, high))


@pytest.mark.long
@pytest.mark.parametrize("cls", EXPERIMENTS)
def test_the_link_is_as_short_as_trying_makes_it(cls):
    for query in list(settings_of(cls))[:: 1 if cls is not RaceExperiment else 7]:
        spec = from_query(cls, query)
        assert list(link(spec).items()) == list(by_trying(spec).items())
        assert from_query(cls, link(spec)) == spec


def test_a_query_is_read_once(monkeypatch):
    read = []

    def counted(cls, query):
        read.append(query)
        return repair(cls, query)

    monkeypatch.setattr(queries, "repair", counted)
    query = {"seed": "4321", "optimizer": "nonsense"}
    first, again = parsed(XorExperiment, query), parsed(XorExperiment, dict(query))
    assert first == again == (from_query(XorExperiment, {"seed": "4321"}), first[1])
    assert [error.key for error in first[1]] == ["optimizer"]
    assert len(read) == 1


def test_a_query_with_a_readers_table_is_kept_for_nobody():
    kept = queries._read_once.cache_info().currsize
    table = "x,y\n" + "1,0\n2,1\n" * 1000
    spec, errors = parsed(LogisticExperiment, {"data": "own-table", "data.table": table})
    assert spec.data.table == table
    assert not errors
    assert queries._read_once.cache_info().currsize == kept


def wrongly(spec, prefix="", owner=None):
    """Every setting in force, and what the page shows in place of what it does not allow."""
    owner = spec if owner is None else owner
    for name, (_, control) in controls(owner).items():
        value = getattr(owner, name)
        match control:
            case Choice(menu):
                yield prefix + name, next(key for key, one in menu.items() if one is type(value))
                yield from wrongly(spec, f"{prefix}{name}.", value)
            case Text():
                yield prefix + name, "The usual one"
            case _:
                yield prefix + name, as_text(value)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_is_shown_instead_of_what_is_not_possible_is_said(chapter):
    cls = CHAPTERS[chapter]
    for key, shown in wrongly(cls()):
        spec, errors = parsed(cls, {key: "?" * 1_000_000})
        assert spec == cls()
        (error,) = errors
        assert instead(spec, error) == f"{error} {shown} is shown instead."
    unknown = SpecError("optimizer.no-such-knob", "1", "allowed are others")
    assert instead(cls(), unknown) == str(unknown)
