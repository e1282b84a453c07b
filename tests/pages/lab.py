"""The spec of a small page with one control of every kind."""

from dataclasses import dataclass

from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.spec import choice, knob, switch, text
from core.training.samplers import SAMPLERS, ShuffledEpochs


@dataclass(frozen=True)
class Lab:
    optimizer: object = choice(OPTIMIZERS, GradientDescent(eta=0.3), "how a step is made")
    sampler: object = choice(SAMPLERS, ShuffledEpochs(m=2000))
    steps: int = knob(200, 1, 500)
    w: float = knob(3.0, -5.0, 5.0, symbol="w", help="start of the weight")
    seed: int = knob(0, 0, 9999)
    as_printed: bool = switch(False)
    table: str = text("", 5000)
