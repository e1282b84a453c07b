"""The dense layer: every unit sees every feature."""

from dataclasses import dataclass
from typing import final

from core.arrays import Array
from core.networks.layers.affine import Affine, Product
from core.networks.layers.layer import require_count
from core.networks.model import Shape


@final
@dataclass(frozen=True)
class Dense(Affine):
    r"""z = W a + b"""

    torch = "nn.Linear({inputs}, {units})"

    units: int

    def __post_init__(self) -> None:
        require_count("units", self.units)

    def layout(self, below: Shape) -> Product:
        if len(below) != 1:
            raise ValueError(
                f"Dense got features of shape {below}: allowed are flat ones, as Flatten() makes."
            )
        return Product(below, (self.units,), 1, self.units, below[0])

    def columns(self, a: Array, layout: Product) -> Array:
        return a[..., None, :, :]

    def scatter(self, columns: Array, layout: Product) -> Array:
        return columns[..., 0, :, :]
