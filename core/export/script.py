"""What both kinds of script have in common: their frame, their minibatches, their optimizer."""

import re
import textwrap
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.export.source.dialect import Dialect
from core.export.source.own_source import Functions
from core.networks.layers import Sequential
from core.networks.model import Model
from core.networks.network import Network
from core.objectives.objective import Objective
from core.objectives.plane import OnPlane, Plane
from core.objectives.risk import Risk
from core.optimizers.clipping import Clipped
from core.optimizers.optimizer import Optimizer
from core.optimizers.schedules import Schedule, Scheduled, factors
from core.training.recipe import Recipe, Stream

# Longer lists of picks are drawn again, or packed.
_MOST_PICKS = 400
_WIDTH, _LONGEST = 96, 100
# Seconds from which a run is called long, and from which they are told in minutes.
_LONG, _MINUTES = 10.0, 90.0


@dataclass
class Script:
    """The pieces of a script in order; imports are found by what the pieces use."""

    about: str
    pieces: list[str] = field(default_factory=list)

    def add(self, *pieces: str) -> None:
        """Put pieces at the end; empty ones are left out."""
        # An argument needs no parentheses of its own.
        plain = (re.sub(r"\(\(([^(),]*)\), ", r"(\1, ", piece) for piece in pieces)
        self.pieces += [piece.rstrip() for piece in plain if piece]

    def text(self, imports: dict[str, str]) -> str:
        """The script. imports: a statement for each name that it makes known."""
        head = f'"""{self.about}"""'
        body = _joined(self.pieces)
        used = [line for name, line in imports.items() if re.search(rf"(?<![\w.]){name}\.", body)]
        groups = ["\n".join(g) for g in (_standard(used), _foreign(used)) if g]
        apart = "\n\n\n" if body.startswith("def ") else "\n\n"
        return "\n\n".join([head, *groups]) + f"{apart}{body}\n"


def _standard(lines: list[str]) -> list[str]:
    return [line for line in lines if line in ("import base64", "import math", "import zlib")]


def _foreign(lines: list[str]) -> list[str]:
    return [line for line in lines if line not in _standard(lines)]


def _joined(pieces: list[str]) -> str:
    text = pieces[0]
    for before, piece in pairwise(pieces):
        apart = "\n\n\n" if _defines(before) or _defines(piece) else "\n\n"
        text += apart + piece
    return text


def _defines(piece: str) -> bool:
    return bool(re.search(r"^(def|class) ", piece, re.MULTILINE))


@dataclass(frozen=True)
class Rule:
    """An optimizer taken apart: the rule itself, its schedule if η changes, its clipping bound."""

    optimizer: Optimizer
    schedule: Schedule | None
    clipped: Clipped | None


def rule_of(optimizer: Optimizer, steps: int) -> Rule:
    """The parts of a run's optimizer."""
    schedule: Schedule | None = None
    clipped: Clipped | None = None
    while isinstance(optimizer, Scheduled | Clipped):
        if isinstance(optimizer, Clipped):
            clipped = optimizer
        elif (factors(optimizer.schedule, steps) != 1).any():
            schedule = optimizer.schedule
        optimizer = optimizer.optimizer
    if (schedule or clipped) and not optimizer.torch:
        raise ValueError(f"A schedule or a clip around {optimizer.title} has no script.")
    return Rule(optimizer, schedule, clipped)


def off_plane(objective: Objective) -> tuple[Objective, Plane | None]:
    """The objective of all parameters, and the plane on which it is looked at."""
    if isinstance(objective, OnPlane):
        return objective.objective, objective.plane
    return objective, None


def samples_text(objective: Objective, dialect: Dialect) -> str:
    """The data, if there are any."""
    if not isinstance(objective, Risk):
        return ""
    said = f"# Data: one sample a row, x {objective.x.shape} and y {objective.y.shape}."
    named = {"x": objective.x, "y": objective.y}
    return "\n".join([said, *(dialect.samples(name, rows) for name, rows in named.items())])


def plane_text(objective: Objective, plane: Plane | None, dialect: Dialect) -> str:
    """The plane that a run stays on, if it does."""
    if plane is None:
        return ""
    said = "# The run stays on a plane: the parameters are origin + p @ directions."
    origin = _vector(plane.origin, objective, dialect, "origin")
    return "\n".join([said, origin, dialect.assigned("directions", plane.directions)])


def start_text(recipe: Recipe, dialect: Dialect, name: str) -> str:
    """The start; that of a network layer by layer."""
    return _vector(recipe.start, recipe.objective, dialect, name)


def _vector(p: Array, objective: Objective, dialect: Dialect, name: str) -> str:
    if isinstance(objective, Risk):
        return dialect.in_groups(name, p, dict(groups(objective.model)))
    return dialect.assigned(name, p)


def groups(model: Model) -> list[tuple[str, int]]:
    """W2, b2, W3, b3, … and how many numbers each has; a normalization has γ as W and β as b."""
    if isinstance(model, Sequential):
        return [
            (f"{letter}{number}", count)
            for number, (layer, below, *_) in enumerate(model.levels, 1)
            if (size := layer.size(below))
            for weights in [int(layer.is_weight(below).sum()) or size // 2]
            for letter, count in (("W", weights), ("b", size - weights))
        ]
    assert isinstance(model, Network)
    return [
        (f"{letter}{layer}", count)
        for layer, (W, b) in enumerate(model.unflatten(np.zeros(model.size)), 2)
        for letter, count in (("W", W.size), ("b", b.size))
    ]


def picks_text(recipe: Recipe, picks: NDArray[np.integer], dialect: Dialect) -> list[str]:
    """Pieces that make `picks` (steps, m): listed, drawn again as they were drawn, or packed."""
    m, flat = picks.shape[1], picks.reshape(-1)
    said = f"# Samples looked at in each of the {len(picks):,} steps, counted from 0."
    shape = f".reshape(-1, {m})"
    if picks.size <= _MOST_PICKS:
        listed = dialect.assigned("picks", flat)
        return [f"{said}\n{listed}{shape}"]
    drawn = _drawn(recipe, picks)
    if drawn is None:
        return [f"{said}\n{dialect.packed('picks', picks)}"]
    *functions, call = drawn
    if dialect.module == "torch":
        call = re.sub(r"picks = (.*)", r"picks = torch.from_numpy(\1)", call)
    return [*functions, f"{said}\n{call}"]


def _drawn(recipe: Recipe, picks: NDArray[np.integer]) -> list[str] | None:
    """Pieces that draw the picks anew with the sampler's own code; None if that is not known."""
    stream, N = recipe.stream, recipe.sample_count
    if not isinstance(stream, Stream):
        return None
    again = stream.sampler.batches(N, recipe.steps, stream.generator())
    if not np.array_equal(again, picks):
        return None
    functions = Functions()
    functions.adopt(stream.sampler)
    random = functions.reads(stream.sampler, "batches", "rng")
    without = () if random else ("rng",)
    said = "The samples of each step (steps, m), numbered from 0."
    name = functions.method(stream.sampler, "batches", docstring=said, without=without)
    lines = [f"picks = {name}({N}, {recipe.steps}{', rng' if random else ''})"]
    if random:
        seed = f"{stream.seed}"
        if stream.children:
            seed = f"np.random.SeedSequence({seed}).spawn({stream.children})[{stream.child}]"
        lines = [
            "# Drawn with NumPy's default generator, whose stream another version may change.",
            f"rng = np.random.default_rng({seed})",
            *lines,
        ]
    constants = "".join(text for text in functions.texts.values() if not _defines(text))
    definitions = [text for text in functions.texts.values() if _defines(text)]
    return [constants, *definitions, "\n".join(lines)]


def about(recipe: Recipe, language: str, more: str = "") -> str:
    """The script's docstring: what it does and what it prints."""
    title = recipe.title or "A run of Loss Landscape Lab"
    first = f"{title.rstrip('.')}: {recipe.steps:,} steps in {language}."
    rest = f"Prints the loss on all data at the end, as the page computes it. {more}".strip()
    wrapped = ["\n".join(textwrap.wrap(clean(part), _WIDTH)) for part in (first, rest)]
    return "\n\n".join(wrapped) + "\n"


def duration(seconds: float) -> str:
    """A sentence about a run that takes long."""
    if seconds < _LONG:
        return ""
    if seconds < _MINUTES:
        return f"It takes about {seconds:.0f} seconds."
    return f"It takes about {max(2, round(seconds / 60))} minutes."


def clean(text: str) -> str:
    """Text that a docstring can hold, whatever a reader has typed."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())


def folded(line: str) -> str:
    """A call that is too long for one line on three."""
    if len(line) <= _LONGEST:
        return line
    opening, closing = line.index("(") + 1, line.rindex(")")
    indent = " " * (len(line) - len(line.lstrip()))
    inside = line[opening:closing]
    return f"{line[:opening]}\n{indent}    {inside}\n{indent}{line[closing:]}"


def fields_of(member: Any) -> dict[str, Any]:
    """A member's fields as plain numbers, for its template."""
    return {
        f.name: float(getattr(member, f.name)) if isinstance(f.default, float) else value
        for f in fields(member)
        if isinstance(value := getattr(member, f.name), int | float)
    }


def template(member: Any) -> str:
    """A member's call in PyTorch with its fields filled in; ValueError if it has none."""
    text = getattr(type(member), "torch", "")
    if not text:
        raise ValueError(f"{type(member).__name__} has no counterpart in PyTorch.")
    return str(text.format(**fields_of(member)))
