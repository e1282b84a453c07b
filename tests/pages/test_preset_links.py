"""Presets and addresses stay what they were."""

import pytest

from core.spec import from_query, to_query
from pages.ui.queries import link as shortest
from tests.reference.links.frozen import as_address, as_query, read
from tests.reference.links.presets import presets
from tests.reference.links.runs import CHAPTERS

LINKS = read()
PRESETS = presets()


@pytest.mark.parametrize("link", [x for x in LINKS if not x.title.startswith("drawn")], ids=str)
def test_a_preset_is_the_experiment_that_it_was(link):
    now = to_query(PRESETS[link.chapter, link.title])
    frozen = as_query(link.spec)
    assert {name: now.get(name) for name in frozen} == frozen


def test_every_preset_of_a_page_is_among_the_links():
    assert set(PRESETS) <= {(link.chapter, link.title) for link in LINKS}


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_an_experiment_has_the_same_short_address(link):
    spec = from_query(CHAPTERS[link.chapter].experiment, as_query(link.spec))
    assert as_address(shortest(spec)) == link.query
