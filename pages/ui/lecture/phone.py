"""The present state as an address that a phone can open, and as a code that its camera reads."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from pages.ui.lecture.mode import LECTURE
from pages.ui.lecture.qr import LONGEST, qr_code
from pages.ui.lecture.scenes import DECK

_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True)
class PhoneLink:
    """An address, the rows of its code in 0 and 1, and what keeps a phone from it, or nothing."""

    address: str
    rows: list[str]
    problem: str = ""


def phone_link(address: str) -> PhoneLink | None:
    """The address of a page as readers are to open it, lecture mode and scenes left out.

    None where it is no address of a page.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not address.isprintable():
        return None
    short = _short(parts)
    size = len(short.encode())
    if size > LONGEST:
        said = f"{size} bytes are too many for a code that a phone reads: {LONGEST} are allowed."
        return PhoneLink(short, [], said)
    local = "This address is this computer's own: a phone cannot open it."
    rows = ["".join("1" if dark else "0" for dark in row) for row in qr_code(short)]
    return PhoneLink(short, rows, local if host in _LOCAL else "")


def _short(parts: SplitResult) -> str:
    query = [(n, v) for n, v in parse_qsl(parts.query) if n not in (LECTURE, DECK)]
    return parts._replace(query=urlencode(query, safe=",-"), fragment="").geturl()
