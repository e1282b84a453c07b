"""What the third chapter finds for an experiment, and which ones a reader may ask for next."""

from collections.abc import Iterator

from core.experiments.xor.experiment import XorExperiment
from pages.ui.chapter.strips import beside, with_next_seed
from pages.ui.chapter.work import Need
from pages.ui.xor.scene import for_the_words
from pages.ui.xor.training import needs


def foreseen(spec: XorExperiment) -> list[Need]:
    """What is to be found before a spec can be shown, one thing after the other."""
    return [*needs(spec)[1], *for_the_words(spec)]


def neighbors(spec: XorExperiment) -> Iterator[XorExperiment]:
    """Another seed, and one point more or less in a batch."""
    yield with_next_seed(spec, start="drawn")
    if hasattr(spec.sampler, "m"):
        yield from beside(spec, "sampler.m", range(1, 5))
