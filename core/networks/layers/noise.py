"""What each layer of a network may draw from in a step."""

from collections.abc import Sequence

import numpy as np

from core.networks.layers.layer import Draw, Layer
from core.networks.model import Noise, Shape


def draws(layers: Sequence[Layer], below: Sequence[Shape], noise: Noise) -> list[Draw]:
    """A generator, a given mask, or nothing for each layer on features of the shapes below.

    A generator is made of the layer's seed, the number of the step and the layer's place. A mask
    alone is that of a single layer that drops.
    """
    if noise is None:
        return [None] * len(layers)
    if isinstance(noise, int | np.integer):
        return [
            np.random.default_rng((getattr(layer, "seed", 0), int(noise), place))
            if layer.noisy
            else None
            for place, layer in enumerate(layers)
        ]
    axes = [len(shape) for layer, shape in zip(layers, below, strict=True) if layer.noisy]
    alone = isinstance(noise, np.ndarray) and [noise.ndim] == [n + 1 for n in axes]
    masks = iter([np.asarray(noise)] if alone else noise)
    return [next(masks, None) if layer.noisy else None for layer in layers]
