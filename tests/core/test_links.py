"""Links that were shared stay what they were: the same experiment, and a run of the same bits."""

from dataclasses import replace

import numpy as np
import pytest

from core.spec import from_query, to_query
from tests.reference.links.frozen import as_query, close, read, rounding, same_bits
from tests.reference.links.runs import CHAPTERS

LINKS = read()
HERE = rounding()


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_a_link_leads_to_the_same_experiment(link):
    full = to_query(from_query(CHAPTERS[link.chapter].experiment, as_query(link.query)))
    frozen = as_query(link.spec)
    # A field that an experiment has got since then is at its default.
    assert {name: full.get(name) for name in frozen} == frozen


@pytest.mark.wide(13)
@pytest.mark.parametrize("link", LINKS, ids=str)
def test_the_run_of_a_link_ends_at_the_same_numbers(link):
    chapter = CHAPTERS[link.chapter]
    ends = chapter.ends(from_query(chapter.experiment, as_query(link.query)))
    assert list(ends) == list(link.ends)
    alike = link.rounding == HERE
    if link.chaotic and not alike:
        pytest.skip("where rounding decides, only a machine that rounds alike ends alike")
    same = same_bits if alike else close
    assert {lane: end for lane, end in ends.items() if not same(end, link.ends[lane])} == {}


def test_the_links_are_many_of_every_chapter_and_most_are_not_chaotic():
    drawn = [link.chapter for link in LINKS if link.title.startswith("drawn")]
    assert {chapter: drawn.count(chapter) >= 10 for chapter in CHAPTERS} == dict.fromkeys(
        CHAPTERS, True
    )
    assert len(LINKS) - len(drawn) >= 20
    assert sum(link.chaotic for link in LINKS) < len(LINKS) / 4
    assert any(end.diverged_at >= 0 for link in LINKS for end in link.ends.values())


def test_one_bit_is_noticed_by_the_one_comparison_and_a_billionth_by_the_other():
    end = next(iter(LINKS[0].ends.values()))
    bit = replace(end, cost=float(np.nextafter(end.cost, np.inf)))
    billionth = replace(end, p=end.p * (1 + 3e-9))
    assert (same_bits(end, end), same_bits(end, bit)) == (True, False)
    assert (close(end, bit), close(end, billionth)) == (True, False)
    assert not close(end, replace(end, diverged_at=end.diverged_at + 1))
