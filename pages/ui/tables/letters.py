"""The letters of a file: which encoding its bytes are in."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Final

from core.datasets.cells import MAX_BYTES, TableError

_PACKED: Final = {
    b"PK\x03\x04": "a packed file, such as an Excel workbook; save the sheet as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save the sheet as CSV",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"%PDF": "a PDF file; a table of text is needed",
    b"\x89PNG": "a picture; a table of text is needed",
    b"PAR1": "a Parquet file; a table of text is needed",
    BOM_UTF32_LE: "UTF-32; save the file as UTF-8",
    BOM_UTF32_BE: "UTF-32; save the file as UTF-8",
}
# What shows nothing and yet makes of a number no number: marks of direction and of no width.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Of two bytes of UTF-16 one is 0 in almost every letter of a table.
_ZEROS: Final = 0.4


def text_of(data: bytes) -> tuple[str, str]:
    """The text of a file, and how its letters were read where that is not UTF-8.

    UTF-16 is told by its mark or by its zeros. What is no UTF-8 is taken for Windows-1252, in which
    at most names are wrong: digits, signs and separators are the same in all of these. TableError
    for what is no text, and for more than 1 MB.
    """
    if len(data) > MAX_BYTES:
        raise TableError(1, f"the table has {len(data):,} bytes, but allowed are {MAX_BYTES:,}")
    for mark, reason in _PACKED.items():
        if data.startswith(mark):
            raise TableError(1, f"this is {reason}")
    encoding, said = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TableError(1, f"the file is no {said or 'text'}; save it as UTF-8") from None
    if "\0" in text:
        line = 1 + len(re.findall(r"\r\n|\r|\n", text[: text.index("\0")]))
        raise TableError(line, "there is a NUL byte, so this is not text; save the file as UTF-8")
    return _UNSEEN.sub("", text), said


def _encoding(data: bytes) -> tuple[str, str]:
    if data.startswith(BOM_UTF8):
        return "utf-8-sig", ""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    half = len(data) // 2
    if half and len(data) % 2 == 0:
        for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
            if zeros.count(0) > _ZEROS * half:
                return encoding, "UTF-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ("cp1252" if _is_windows(data) else "latin-1"), "Windows-1252"
    return "utf-8", ""


def _is_windows(data: bytes) -> bool:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True
