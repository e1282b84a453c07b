"""What a step alone does at random: dropout leaves features out, added noise moves them."""

from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array
from core.networks.layers.layer import Draw, Fixed, Layout, Saved, require_count
from core.networks.model import Shape


@final
@dataclass(frozen=True)
class Dropout(Fixed):
    r"""a = \frac{m \circ x}{1 - r}, \quad m_j = 0 \text{ with probability } r, \text{ else } 1

    Inverted dropout (Srivastava et al. 2014, section 10): without noise it does nothing. A step
    draws its masks from `seed`, its own number and the layer's place, so that a run stays a
    function of its recipe; models side by side share them.
    """

    torch = "nn.Dropout({rate})"
    noisy = True

    rate: float
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1:
            raise ValueError(f"rate = {self.rate} is not possible: allowed is 0 ≤ rate < 1.")
        require_count("seed", self.seed, 0)

    def shape(self, below: Shape) -> Shape:
        return below

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        if noise is None:
            return a, None
        asked = (a.shape[-1], *layout)
        if isinstance(noise, np.random.Generator):
            mask = noise.random(asked) >= self.rate
        elif noise.shape == asked:
            mask = noise
        else:
            raise ValueError(f"A mask has shape {noise.shape}; it must be {asked}.")
        factor = np.moveaxis(mask, 0, -1) / (1 - self.rate)
        return a * factor, factor

    def again(self, saved: Saved, da: Array) -> Array:
        return da if saved is None else da * saved

    def back(self, saved: Saved, delta: Array) -> Array:
        return self.again(saved, delta)


@final
@dataclass(frozen=True)
class AddNoise(Fixed):
    r"""a = x + σ ε, \quad ε_j \sim \mathcal{N}(0, 1)

    Without noise it does nothing (Bishop 1995). A step draws ε from `seed`, its own number and the
    layer's place; models side by side share it.
    """

    noisy = True

    sigma: float
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.sigma < np.inf:
            raise ValueError(f"sigma = {self.sigma} is not possible: allowed is sigma ≥ 0.")
        require_count("seed", self.seed, 0)

    def shape(self, below: Shape) -> Shape:
        return below

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        if noise is None:
            return a, None
        asked = (a.shape[-1], *layout)
        drawn = noise.standard_normal(asked) if isinstance(noise, np.random.Generator) else noise
        if drawn.shape != asked:
            raise ValueError(f"The noise has shape {drawn.shape}; it must be {asked}.")
        return a + self.sigma * np.moveaxis(drawn, 0, -1), None

    def again(self, saved: Saved, da: Array) -> Array:
        return da

    def back(self, saved: Saved, delta: Array) -> Array:
        return delta
