"""A reader's own data, for every chapter that takes points: tables, gestures, their keeping."""

from pages.ui.own.form import place_own_data, readable
from pages.ui.own.own_table import OwnData, say_what_is_wrong, take_points
from pages.ui.own.units import say_about, units

__all__ = [
    "OwnData",
    "place_own_data",
    "readable",
    "say_about",
    "say_what_is_wrong",
    "take_points",
    "units",
]
