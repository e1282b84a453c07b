"""QR codes: the standard's own example, and every code read back by a decoder written here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.ui.lecture.phone import phone_link
from pages.ui.lecture.qr import LONGEST, alignment, qr_code, remainder

BLOCKS = {1: (10, [16]), 2: (16, [28]), 3: (26, [44]), 4: (18, [32] * 2), 5: (24, [43] * 2)}
BLOCKS |= {6: (16, [27] * 4), 7: (18, [31] * 4), 8: (22, [38] * 2 + [39] * 2)}
BLOCKS |= {9: (22, [36] * 3 + [37] * 2), 10: (26, [43] * 4 + [44])}
BLOCKS |= {11: (30, [50] + [51] * 4), 12: (22, [36] * 6 + [37] * 2)}
BLOCKS |= {13: (22, [37] * 8 + [38]), 14: (24, [40] * 4 + [41] * 5)}
BLOCKS |= {15: (24, [41] * 5 + [42] * 5), 16: (28, [45] * 7 + [46] * 3)}
BLOCKS |= {17: (28, [46] * 10 + [47]), 18: (26, [43] * 9 + [44] * 4)}
BLOCKS |= {19: (26, [44] * 3 + [45] * 11), 20: (26, [41] * 3 + [42] * 13)}
"""Level M of Table 9: correction codewords in a block, data codewords in each."""

FORMATS = {
    0b101010000010010: 0,
    0b101000100100101: 1,
    0b101111001111100: 2,
    0b101101101001011: 3,
    0b100010111111001: 4,
    0b100000011001110: 5,
    0b100111110010111: 6,
    0b100101010100000: 7,
}
"""Annex C: the fifteen bits of level M under each mask."""

MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, _: i % 2,
    lambda _, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: (i * j) % 2 + (i * j) % 3,
    lambda i, j: ((i * j) % 2 + (i * j) % 3) % 2,
    lambda i, j: ((i + j) % 2 + (i * j) % 3) % 2,
)
FINDER = np.array(
    [
        [int(c) for c in row]
        for row in ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    ]
)


def times(a: int, b: int) -> int:
    """a · b in GF(256), by shifting alone."""
    product = 0
    for _ in range(8):
        product ^= a * (b & 1)
        a, b = (a << 1) ^ (0x11D if a & 0x80 else 0), b >> 1
    return product


def syndromes(block: list[int], count: int) -> list[int]:
    """A block as a polynomial at 1, α, α², …: all 0 where nothing is damaged."""
    found, root = [], 1
    for _ in range(count):
        value = 0
        for word in block:
            value = times(value, root) ^ word
        found.append(value)
        root = times(root, 2)
    return found


def decoded(code: np.ndarray) -> str:
    """The text in a code's modules, read as the standard says; an AssertionError if it is none."""
    n = len(code)
    version = (n - 17) // 4
    for corner in (code[:7, :7], code[:7, -7:], code[-7:, :7]):
        assert (corner == FINDER).all()
    assert not code[7, :8].any()
    assert not code[:8, 7].any()
    assert code[6, 8:-8].tolist() == [k % 2 == 0 for k in range(8, n - 8)]
    assert code[n - 8, 8]
    around = [*((8, k) for k in (0, 1, 2, 3, 4, 5, 7, 8)), *((k, 8) for k in (7, 5, 4, 3, 2, 1, 0))]
    beside = [*((n - 1 - k, 8) for k in range(7)), *((8, n - 8 + k) for k in range(8))]
    first, second = (
        int("".join(str(int(code[at])) for at in where), 2) for where in (around, beside)
    )
    assert first == second
    mask = MASKS[FORMATS[first]]
    bits = [
        bool(code[i, j]) ^ (mask(i, j) == 0) for i, j in snake(n) if not reserved(i, j, n, version)
    ]
    words = [int("".join("01"[b] for b in bits[k : k + 8]), 2) for k in range(0, len(bits) - 7, 8)]
    count, sizes = BLOCKS[version]
    stream, blocks = iter(words), [[] for _ in sizes]
    for k in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if k < size:
                block.append(next(stream))
    data = [word for block in blocks for word in block]
    for _ in range(count):
        for block in blocks:
            block.append(next(stream))
    assert next(stream, None) is None
    assert all(syndromes(block, count) == [0] * count for block in blocks)
    text = "".join(f"{word:08b}" for word in data)
    assert text[:4] == "0100"
    head = 4 + (8 if version < 10 else 16)
    length = int(text[4:head], 2)
    return bytes(int(text[k : k + 8], 2) for k in range(head, head + 8 * length, 8)).decode()


def snake(n: int):
    """The places in the order of the bits: two columns at a time from the right, up, down, …"""
    up, right = True, n - 1
    while right > 0:
        right -= right == 6
        for i in reversed(range(n)) if up else range(n):
            yield i, right
            yield i, right - 1
        up, right = not up, right - 2


def reserved(i: int, j: int, n: int, version: int) -> bool:
    """Whether a module finds or names the code."""
    if i == 6 or j == 6 or (i < 9 and (j < 9 or j >= n - 8)) or (i >= n - 8 and j < 9):
        return True
    if version >= 7 and ((i < 6 and n - 11 <= j) or (j < 6 and n - 11 <= i)):
        return True
    middles = alignment(version)
    near = [(a, b) for a in middles for b in middles if max(abs(i - a), abs(j - b)) <= 2]
    return any(not {a, b} <= {6, n - 7} or a == b == n - 7 for a, b in near)


def test_the_correction_is_that_of_the_standards_example():
    """Annex I: “01234567” in a code of version 1 and level M."""
    data = "10 20 0C 56 61 80 EC 11 EC 11 EC 11 EC 11 EC 11"
    check = "A5 24 D4 C1 ED 36 C7 87 2C 55"
    assert remainder([*bytes.fromhex(data)], 10) == [*bytes.fromhex(check)]


@pytest.mark.parametrize(
    ("version", "middles"),
    [(1, []), (2, [6, 18]), (7, [6, 22, 38]), (14, [6, 26, 46, 66]), (20, [6, 34, 62, 90])],
)
def test_alignment_patterns_stand_where_table_e1_has_them(version, middles):
    assert alignment(version) == middles


@pytest.mark.parametrize("version", BLOCKS)
def test_every_version_is_read_back_when_it_is_full(version):
    room = sum(BLOCKS[version][1]) - (2 if version < 10 else 3)
    code = qr_code("https://example.org/?" + "q" * (room - 21) if room > 21 else "q" * room)
    assert code.shape == (4 * version + 17, 4 * version + 17)
    assert len(decoded(code)) == room
    if version == 7:  # Annex D: the version's own eighteen bits
        bits = "".join(str(int(code[k // 3, len(code) - 11 + k % 3])) for k in reversed(range(18)))
        assert bits == "000111110010010100"
        assert (code[:6, -11:-8] == code[-11:-8, :6].T).all()


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_is_read_back(text):
    assert decoded(qr_code(text)) == text


def test_a_text_that_is_too_long_is_a_sentence():
    assert decoded(qr_code("x" * LONGEST)) == "x" * LONGEST
    with pytest.raises(ValueError, match=f"{LONGEST + 1} bytes is too long: {LONGEST} are allowed"):
        qr_code("x" * (LONGEST + 1))


def test_a_phone_gets_the_experiment_and_nothing_of_the_lecture():
    link = phone_link("https://lab.example/xor?seed=3&lecture=true&deck=abc&hide=seed#top")
    assert link is not None
    assert link.address == "https://lab.example/xor?seed=3&hide=seed"
    assert not link.problem
    code = np.array([[sign == "1" for sign in row] for row in link.rows])
    assert decoded(code) == link.address


def test_what_a_phone_cannot_open_is_said():
    local = phone_link("http://localhost:8501/xor")
    assert local is not None
    assert "a phone cannot open it" in local.problem
    long = phone_link(f"https://lab.example/?data.table={'1' * LONGEST}")
    assert long is not None
    assert long.rows == []
    assert str(LONGEST) in long.problem
    assert phone_link("javascript:alert(1)") is None
    assert phone_link("https://[half") is None
