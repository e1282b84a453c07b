"""The screens and themes that a page is looked at in."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Look:
    """A window in CSS pixels and the color scheme that its system asks for."""

    width: int
    height: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width}x{self.height}-{self.scheme}"


LAPTOP = Look(1366, 768, "light")
LAPTOP_DARK = Look(1366, 768, "dark")
PROJECTOR = Look(1920, 1080, "light")
PROJECTOR_DARK = Look(1920, 1080, "dark")
PHONE = Look(390, 844, "light")
PHONE_DARK = Look(390, 844, "dark")
LOOKS = (LAPTOP, LAPTOP_DARK, PROJECTOR, PROJECTOR_DARK, PHONE, PHONE_DARK)


def looks(*chosen: Look) -> pytest.MarkDecorator:
    """Run a test that takes `page` and `look` once in each of these looks (by default in all)."""
    return pytest.mark.parametrize("look", chosen or LOOKS, ids=str)
