"""QR codes of model 2 in byte mode: a text as a square of dark and light modules.

ISO/IEC 18004:2015. Error correction of level M: fifteen percent of the code may be unreadable.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Modules = NDArray[np.bool_]

_BLOCKS: Final = (
    # For versions 1, 2, … at level M: codewords of correction in each block, then (blocks, data
    # codewords in each) as Table 9 of the standard has them.
    (10, ((1, 16),)),
    (16, ((1, 28),)),
    (26, ((1, 44),)),
    (18, ((2, 32),)),
    (24, ((2, 43),)),
    (16, ((4, 27),)),
    (18, ((4, 31),)),
    (22, ((2, 38), (2, 39))),
    (22, ((3, 36), (2, 37))),
    (26, ((4, 43), (1, 44))),
    (30, ((1, 50), (4, 51))),
    (22, ((6, 36), (2, 37))),
    (22, ((8, 37), (1, 38))),
    (24, ((4, 40), (5, 41))),
    (24, ((5, 41), (5, 42))),
    (28, ((7, 45), (3, 46))),
    (28, ((10, 46), (1, 47))),
    (26, ((9, 43), (4, 44))),
    (26, ((3, 44), (11, 45))),
    (26, ((3, 41), (13, 42))),
)
_PADS: Final = (0xEC, 0x11)
_FIELD: Final = 0x11D
"""x⁸ + x⁴ + x³ + x² + 1, by which GF(256) is made."""
# The generators of Annexes C and D, and the mask of the former.
_FORMAT: Final = 0x537
_FORMAT_MASK: Final = 0x5412
_VERSION: Final = 0x1F25

_EXP: Final = [1]
for _ in range(254):
    _EXP.append((_EXP[-1] << 1) ^ (_FIELD if _EXP[-1] & 0x80 else 0))
_LOG: Final = {value: power for power, value in enumerate(_EXP)}

LONGEST: Final = sum(count * size for count, size in _BLOCKS[-1][1]) - 3
"""How many bytes of UTF-8 a text may have."""


def qr_code(text: str) -> Modules:
    """The modules (n, n) of the smallest code that holds a text, True where dark.

    The quiet zone, four modules wide, is not part of it. A text of more than LONGEST bytes is a
    ValueError.
    """
    data = text.encode()
    if len(data) > LONGEST:
        raise ValueError(f"A text of {len(data)} bytes is too long: {LONGEST} are allowed.")
    version = next(v for v in range(1, len(_BLOCKS) + 1) if len(data) + _head(v) <= _capacity(v))
    bits = _bits(codewords(data_codewords(data, version), version))
    modules, taken = _patterns(version)
    places = [(row, column) for row, column in _zigzag(len(modules)) if not taken[row, column]]
    # What is left over after the last codeword stays light.
    for (row, column), bit in zip(places, bits, strict=False):
        modules[row, column] = bit
    candidates = [_finished(modules, taken, mask) for mask in range(8)]
    return min(candidates, key=penalty)


def data_codewords(data: bytes, version: int) -> list[int]:
    """Mode, length, data, terminator and padding as codewords."""
    length = 8 if version < 10 else 16
    bits = "0100" + f"{len(data):0{length}b}" + "".join(f"{byte:08b}" for byte in data)
    room = 8 * _capacity(version)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[k : k + 8], 2) for k in range(0, len(bits), 8)]
    return words + [_PADS[k % 2] for k in range(_capacity(version) - len(words))]


def codewords(data: list[int], version: int) -> list[int]:
    """The data with their corrections, interleaved block by block."""
    correction, groups = _BLOCKS[version - 1]
    blocks, begin = list[list[int]](), 0
    for count, size in groups:
        for _ in range(count):
            blocks.append(data[begin : begin + size])
            begin += size
    checks = [remainder(block, correction) for block in blocks]
    return [*_interleaved(blocks), *_interleaved(checks)]


def remainder(data: list[int], count: int) -> list[int]:
    """Reed and Solomon's correction: the remainder by (x − 1)(x − α)…(x − α^(count − 1))."""
    generator = [1]
    for k in range(count):
        times = [_times(coefficient, _EXP[k]) for coefficient in generator]
        generator = [a ^ b for a, b in zip([*generator, 0], [0, *times], strict=True)]
    left = [*data, *[0] * count]
    for k in range(len(data)):
        lead = left[k]
        for j, coefficient in enumerate(generator):
            left[k + j] ^= _times(coefficient, lead)
    return left[len(data) :]


def penalty(modules: Modules) -> int:
    """How hard a code is to read: section 7.8.3.1, the less the better."""
    found = 0
    for rows in (modules, modules.T):
        for row in rows:
            edges = np.flatnonzero(np.diff(row)) + 1
            runs = np.diff([0, *edges, len(row)])
            found += int((runs[runs >= 5] - 2).sum())
            text = "".join("1" if dark else "0" for dark in row)
            for finder in ("10111010000", "00001011101"):
                found += 40 * sum(text.startswith(finder, k) for k in range(len(text)))
    same = modules[:-1, :-1] == modules[1:, :-1]
    same &= (modules[:-1, :-1] == modules[:-1, 1:]) & (modules[:-1, :-1] == modules[1:, 1:])
    share = 100 * modules.mean()
    return found + 3 * int(same.sum()) + 10 * int(abs(share - 50) // 5)


def alignment(version: int) -> list[int]:
    """The rows and columns in which alignment patterns have their middles, Table E.1."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = -(-(4 * version + 4) // (2 * count - 2)) * 2
    return [6, *(4 * version + 10 - k * step for k in reversed(range(count - 1)))]


def _capacity(version: int) -> int:
    return sum(count * size for count, size in _BLOCKS[version - 1][1])


def _head(version: int) -> int:
    """Bytes that mode and length take."""
    return 2 if version < 10 else 3


def _times(a: int, b: int) -> int:
    return _EXP[(_LOG[a] + _LOG[b]) % 255] if a and b else 0


def _interleaved(blocks: list[list[int]]) -> list[int]:
    longest = max(map(len, blocks))
    return [block[k] for k in range(longest) for block in blocks if k < len(block)]


def _bits(words: list[int]) -> list[bool]:
    return [bool(word >> k & 1) for word in words for k in range(7, -1, -1)]


def _zigzag(n: int) -> Iterator[tuple[int, int]]:
    """All places in the order of the codewords: pairs of columns from the right, up and down."""
    rights = [column for column in range(n - 1, 0, -2) if column > 6] + [5, 3, 1]
    for turn, right in enumerate(rights):
        rows = range(n) if turn % 2 else range(n - 1, -1, -1)
        yield from ((row, right - side) for row in rows for side in (0, 1))


def _patterns(version: int) -> tuple[Modules, Modules]:
    """The modules (n, n) with all that finds and names the code, and where no codeword may be."""
    n = 4 * version + 17
    modules, taken = np.zeros((n, n), dtype=bool), np.zeros((n, n), dtype=bool)
    timing = np.arange(n) % 2 == 0
    modules[6, :] = modules[:, 6] = timing
    taken[6, :] = taken[:, 6] = True
    rings = np.maximum(*np.abs(np.mgrid[-4:5, -4:5]))
    finder = (rings != 2) & (rings != 4)
    for top, left in ((-1, -1), (-1, n - 8), (n - 8, -1)):
        rows, columns = (slice(max(0, k), min(n, k + 9)) for k in (top, left))
        part = np.ix_(
            range(rows.start - top, rows.stop - top),
            range(columns.start - left, columns.stop - left),
        )
        modules[rows, columns], taken[rows, columns] = finder[part], True
    middles = alignment(version)
    ends = {(6, 6), (6, n - 7), (n - 7, 6)}
    for row in middles:
        for column in middles:
            if (row, column) not in ends:
                around = np.s_[row - 2 : row + 3, column - 2 : column + 3]
                modules[around], taken[around] = rings[2:7, 2:7] != 1, True
    # The format, and a dark module.
    taken[8, :9] = taken[:9, 8] = taken[8, n - 8 :] = taken[n - 8 :, 8] = True
    modules[n - 8, 8] = True
    if version >= 7:
        number = version << 12 | _check(version, _VERSION, 12)
        for k in range(18):
            place = k // 3, n - 11 + k % 3
            for row, column in (place, place[::-1]):
                modules[row, column], taken[row, column] = bool(number >> k & 1), True
    return modules, taken


def _finished(modules: Modules, taken: Modules, mask: int) -> Modules:
    """The code under one of the eight masks, its format written."""
    n = len(modules)
    i, j = np.mgrid[:n, :n]
    flipped = (
        (i + j) % 2,
        i % 2,
        j % 3,
        (i + j) % 3,
        (i // 2 + j // 3) % 2,
        i * j % 2 + i * j % 3,
        (i * j % 2 + i * j % 3) % 2,
        ((i + j) % 2 + i * j % 3) % 2,
    )[mask] == 0
    done: Modules = modules ^ (flipped & ~taken)
    # Level M is 00, so that the mask's number is all that the format says.
    number = (mask << 10 | _check(mask, _FORMAT, 10)) ^ _FORMAT_MASK
    beside = [*range(6), 7, 8]
    for k in range(15):
        bit = bool(number >> k & 1)
        if k < 8:
            done[beside[k], 8] = done[8, n - 1 - k] = bit
        else:
            done[8, [7, 5, 4, 3, 2, 1, 0][k - 8]] = done[n - 15 + k, 8] = bit
    return done


def _check(value: int, generator: int, bits: int) -> int:
    """The remainder of value · x^bits by a generator over GF(2)."""
    left = value << bits
    while left.bit_length() > bits:
        left ^= generator << (left.bit_length() - generator.bit_length())
    return left
