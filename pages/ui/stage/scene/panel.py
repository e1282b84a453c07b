"""What a panel is on Python's side: a data class whose name tells the browser its kind."""

import re
from abc import ABC
from typing import ClassVar


class Panel(ABC):
    """A panel of the stage, as plain data.

    `kind` is the class's name in kebab-case, without “Panel”. A module of the stage exports a
    class of the same name, which shows it; both find each other by the name alone.
    """

    kind: ClassVar[str]
    name: str
    title: str
    alt: str
    note: str

    def __init_subclass__(cls) -> None:
        cls.kind = kind_of(cls.__name__)


def kind_of(name: str) -> str:
    """The kind of a class of this name: "space" for SpacePanel."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.removesuffix("Panel")).lower()
