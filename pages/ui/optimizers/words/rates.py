"""What the finder has found: which η serves each entrant best, among all that were tried."""

from collections.abc import Sequence

import numpy as np

from core.experiments.race.outcome import Outcome
from core.experiments.race.rate_finder import Best, Finder, best_rates, tried
from pages.ui.chapter.words import listed, three
from pages.ui.optimizers.words.steps import when


def best(found: Finder, out: Outcome, titles: Sequence[str], rates: Sequence[float | None]) -> str:
    """The best η of every entrant; rates are those of now, None for a rule that has none."""
    first, lowest, others = [], [], []
    for i, (title, now) in enumerate(zip(titles, rates, strict=True)):
        if now is None:
            others.append(f"{title} has no η.")
            continue
        known = best_rates(tried(found, i, now, out))
        if known is None:
            others.append(f"{title} diverges with all of them.")
        elif known.steps is None:
            above = three(max(0.0, known.cost - out.stands.lowest))
            lowest.append(f"{title} with η = {_ranges(known)} ({above} above the lowest known)")
        else:
            at = when(out.race, int(np.searchsorted(out.race.k, known.steps)))
            first.append(f"{title} with η = {_ranges(known)} ({at})")
    return " ".join(
        [
            *([f"First to arrive: {'; '.join(first)}."] if first else []),
            *([f"Lowest at the end, where none arrives: {'; '.join(lowest)}."] if lowest else []),
            *others,
        ]
    )


def _ranges(known: Best) -> str:
    return listed(
        [
            three(low) if low == high else f"{three(low)} to {three(high)}"
            for low, high in known.ranges
        ]
    )
