"""The frozen links as they are kept: `links.json`, and how this machine rounds."""

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np

from tests.reference.links.runs import End

FILE = Path(__file__).with_name("links.json")
RELATIVE, ABSOLUTE = 1e-9, 1e-15


@dataclass(frozen=True)
class Link:
    """A link and what it led to when it was frozen.

    query: the address after its question mark. spec: every field. chaotic: whether rounding
    decides where the run ends, so that another machine ends elsewhere. rounding: how the machine
    rounded that froze it.
    """

    chapter: str
    title: str
    query: str
    spec: str
    chaotic: bool
    ends: dict[str, End]
    rounding: str

    def __str__(self) -> str:
        return f"{self.chapter}: {self.title}"


def read() -> list[Link]:
    """All links."""
    kept = json.loads(FILE.read_text("utf-8"))
    return [
        Link(
            **(link | {"ends": {lane: _end(**end) for lane, end in link["ends"].items()}}),
            rounding=machine["rounding"],
        )
        for machine in kept
        for link in machine["links"]
    ]


def write(links: list[Link]) -> None:
    """Keep these links, those that one machine froze together."""
    kept = [
        {"rounding": each, "links": [_row(link) for link in links if link.rounding == each]}
        for each in dict.fromkeys(link.rounding for link in links)
    ]
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _row(link: Link) -> dict[str, Any]:
    row = vars(link) | {"ends": {lane: _text(end) for lane, end in link.ends.items()}}
    del row["rounding"]
    return row


def as_query(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(address, keep_blank_values=True, strict_parsing=bool(address)))


def as_address(query: dict[str, str]) -> str:
    """The address of these parameters."""
    return urlencode(query)


def same_bits(one: End, other: End) -> bool:
    """Whether two ends are the same to the last bit."""
    return one.diverged_at == other.diverged_at and (
        one.numbers.tobytes() == other.numbers.tobytes()
    )


def close(one: End, other: End, relative: float = RELATIVE) -> bool:
    """Whether two ends agree but for rounding."""
    return one.diverged_at == other.diverged_at and np.allclose(
        one.numbers, other.numbers, rtol=relative, atol=ABSOLUTE, equal_nan=True
    )


def rounding() -> str:
    """A digest of what this machine makes of the operations that the engine is made of."""
    rng = np.random.default_rng(0)
    digest = hashlib.sha256()
    for rows, inner, columns in ((1, 3, 1), (4, 2, 8), (10, 23, 3), (65, 17, 64), (200, 3, 5)):
        A, B = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))
        S, a = rng.normal(size=(7, rows, inner)), np.abs(A) + 0.1
        unary = (np.exp, np.expm1, np.tanh, np.log1p, np.sqrt, np.square, np.reciprocal)
        results: list[Any] = [f(a) for f in unary]
        results += [np.log(a), a**3.7, np.hypot(a, A), np.logaddexp(a, A), a.sum(), A.sum(axis=0)]
        results += [
            A @ B,
            S @ B,
            A.mean(),
            np.dot(A.ravel(), a.ravel()),
            np.linalg.norm(A, axis=-1),
        ]
        results += [np.einsum("rij,jk->rik", S, B), np.einsum("rij,rij->r", S, S)]
        results += [np.linalg.solve(A.T @ A + 9 * np.eye(inner), A[0]), np.linalg.eigvalsh(A.T @ A)]
        for result in results:
            digest.update(np.ascontiguousarray(result).tobytes())
        functions = (math.exp, math.tanh, math.log1p, math.expm1, math.erf, math.sqrt, math.log)
        numbers = [f(x) for f in functions for x in a.ravel().tolist()[:40]]
        digest.update(np.array(numbers).tobytes())
    return digest.hexdigest()


def _end(p: str, cost: str, diverged_at: int) -> End:
    return End(
        np.array([float.fromhex(word) for word in p.split()]), float.fromhex(cost), diverged_at
    )


def _text(end: End) -> dict[str, Any]:
    p = " ".join(float(number).hex() for number in end.p)
    return {"p": p, "cost": float(end.cost).hex(), "diverged_at": end.diverged_at}
