"""The stage's pure modules, tested in JavaScript: each file of tests/js is one test here."""

import json
import math
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest
from deno import find_deno_bin

from core.networks import (
    ACTIVATIONS,
    ELU,
    Activate,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    Dense,
    Dropout,
    Flatten,
    LayerNorm,
    LeakyReLU,
    MaxPool2d,
    Network,
    ReLU,
    Sequential,
    Sigmoid,
    Tanh,
)
from core.objectives import Risk, SquaredError
from core.theory.convolutions import (
    by_hand,
    effective_width,
    gradient_support,
    layer_table,
    turned,
)
from pages.ui.stage import (
    BoundaryPanel,
    Chunk,
    Family,
    LandscapePanel,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    bundle,
    encode_chunks,
    encode_families,
    encode_panels,
    encode_scene,
)

HERE = Path(__file__).parent
FILES = sorted((HERE / "js").glob("*.test.js"))


def deno(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Deno without its colors."""
    return subprocess.run(
        [find_deno_bin(), *arguments],
        cwd=HERE.parent,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what wire.py sends: a scene, its repertoire, and chunks of two runs."""
    folder = tmp_path_factory.mktemp("messages")
    alpha, beta = np.linspace(-1, 1, 7), np.linspace(-2, 2, 5)
    value = alpha**2 + beta[:, None] ** 2
    figure = go.Figure(go.Surface(x=alpha, y=beta, z=value)).to_dict()
    film = np.array([[[250, 3]], [[5, 200]], [[0, 255]]], dtype=np.uint8)
    x, window = np.zeros((1, 2)), ((-1.0, 1.0), (-1.0, 1.0))
    runs = Runs(
        p=np.arange(24.0).reshape(3, 4, 2),
        cost=np.array([[1, 2, 3, np.inf]] * 3),
        diverged_at=np.array([-1, 3, -1]),
        regime=["slow", "good", "diverging"],
    )
    panels = [
        LandscapePanel("one", 0, "One", "", figure, figure, alpha, beta, value),
        BoundaryPanel("b", "B", "", x, np.zeros(1), ("x", "y"), window, [film]),
    ]
    families = {"optimizer.eta": Family(np.array([0.1, 0.5, 5]), np.arange(4), [runs])}
    scene = Scene(
        run="eta=0.5",
        title="A run — with “signs” & <tags>",
        alt="",
        lanes=[Lane("cross-entropy", "Cross-entropy", "#44AA99")],
        repertoire=Repertoire(families, panels),
        home=("optimizer.eta", 1),
        plane=PlaneView((0, 1), ("w", "b"), (-1.0, 1.0), (-2.0, 2.0)),
        readings=[Reading([])],
        colors={},
    )
    more = Repertoire({**families, "seed": families["optimizer.eta"]}, panels)
    two = Runs(np.ones((1, 2, 3)), np.ones((1, 2)), np.array([-1]), ["good"])
    chunk = Chunk("eta=0.5", 4, np.array([4, 5]), [two])
    later = replace(chunk, first=6, steps=np.array([6, 7]))
    sent = {
        "scene": encode_scene(scene),
        "panels": encode_panels(scene.repertoire).bytes,
        "families": encode_families(scene.repertoire).bytes,
        "more": encode_families(more).bytes,
        "following": encode_scene(replace(scene, repertoire=more)),
        "chunks": encode_chunks([later, chunk]),
        "other": encode_chunks([replace(chunk, run="eta=2")]),
    }
    for name, content in sent.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def folder(messages: Path) -> Path:
    """The messages, and beside them what the engine says of networks and of erf."""
    rng = np.random.default_rng(7)
    hidden = [*(cls() for cls in ACTIVATIONS.values()), LeakyReLU(0.3), ELU(0.4)]
    networks = [
        *(Network((2, 3, 2), activation, activation) for activation in hidden),
        Network((2, 2, 3, 2), Sigmoid(), Sigmoid()),
        Network((1, 4, 3, 1), (ELU(0.5), Sigmoid())),
    ]
    cases = [case(network, rng) for network in networks]
    (messages / "cases.json").write_text(json.dumps(cases))
    layered = [layered_case(network, rng) for network in LAYERED]
    (messages / "layered.json").write_text(json.dumps(layered))
    seen = [seen_case(network, rng) for network in SEEN]
    (messages / "units.json").write_text(json.dumps(seen))
    numbers = [*np.linspace(-7, 7, 1401), 1e-300, 1e-8, 2.4999999, 2.5, 5.9999, 6.0]
    (messages / "erf.json").write_text(json.dumps([(x, math.erf(x)) for x in map(float, numbers)]))
    kernels = [kernel_case(rng) for _ in range(120)]
    (messages / "kernels.json").write_text(json.dumps(kernels))
    source = (bundle.ROOT / "model" / "activations.js").read_text("utf-8")
    (messages / "activations.js").write_text(bundle.activations(source))
    return messages


def case(network: Network, rng: np.random.Generator) -> dict[str, object]:
    """A network at a point, and what the engine makes of it."""
    p = 3 * rng.standard_normal(network.size)
    x = 2 * rng.standard_normal((9, network.widths[0]))
    targets = rng.standard_normal((9, network.widths[-1]))
    first = Network(network.widths[:2], output=network.activations[0])
    return {
        "title": f"{network.widths} {network.activations}",
        "network": network.described(),
        "p": p.tolist(),
        "x": x.tolist(),
        "outputs": network(p, x).tolist(),
        "units": first(p[: first.size], x).tolist(),
        "targets": targets.tolist(),
        "cost": float(Risk(network, SquaredError(), x, targets).value(p)),
    }


def kernel_case(rng: np.random.Generator) -> dict[str, object]:
    """One kernel on one image, and what the engine makes of it, in whole numbers."""
    stride, padding, more, dilation = (
        int(rng.integers(*ends)) for ends in ((1, 4), (0, 3), (0, 2), (1, 3))
    )
    margin = (padding, padding + more) * 2
    kernel = rng.integers(-3, 4, tuple(rng.integers(1, 5, 2))) * 1.0
    x = rng.integers(-4, 5, tuple(rng.integers(7, 9, 2))) * 1.0
    turn = bool(rng.integers(2))
    laid = turned(kernel) if turn else kernel
    shape = by_hand(x, laid, None, stride, margin, dilation).y.shape
    delta = rng.integers(-2, 3, shape) * 1.0
    found = by_hand(x, laid, delta, stride, margin, dilation)
    # im2col has its columns in the order of the kernel as it is written.
    columns = found.columns[:, ::-1] if turn else found.columns
    by_kernel = turned(found.by_kernel) if turn else found.by_kernel
    expected = {
        "y": found.y,
        "T": found.matrix,
        "columns": columns,
        "byImage": found.by_image,
        "byKernel": by_kernel,
    }
    return {
        "x": x.tolist(),
        "kernel": kernel.tolist(),
        "delta": delta.tolist(),
        "laying": {
            "stride": stride,
            "padding": padding,
            "more": more,
            "dilation": dilation,
            "turned": turn,
        },
        "expected": {name: (values + 0.0).tolist() for name, values in expected.items()},
    }


LAYERED = (
    Sequential(
        (1, 8, 8),
        [
            *(Conv2d(4, 3, padding=1), BatchNorm(), Activate(ReLU()), MaxPool2d(2, 2)),
            *(Conv2d(8, 4, padding=(1, 2, 1, 2)), LayerNorm(), Activate(ELU(0.4)), MaxPool2d(2, 2)),
            *(Flatten(), Dropout(0.3), Dense(10)),
        ],
    ),
    Sequential(
        (4, 9, 7),
        [
            *(Conv2d(8, (3, 2), (2, 1), (1, 0), (1, 2), 2), Activate(Tanh()), BatchNorm(0.1)),
            *(AvgPool2d(2, 1, 1), Conv2d(4, 3, padding=2, circular=True, groups=4)),
            *(MaxPool2d(3, 2, (0, 1, 0, 1)), AvgPool2d(2, 2, 1, False), Flatten()),
            *(LayerNorm(0.01), Dense(3), BatchNorm(), Dense(2)),
        ],
        Sigmoid(),
    ),
    Sequential((1, 8, 8), [Flatten(), Dense(9), Activate(ReLU()), Dense(10)]),
)


def layered_case(network: Sequential, rng: np.random.Generator) -> dict[str, object]:
    """The same for a network of any layers, with all features on the way."""
    p = rng.standard_normal(network.size)
    x = rng.standard_normal((5, *network.input_shape))
    return {
        "title": " ".join(type(layer).__name__ for layer in network.layers),
        "network": network.described(),
        "p": p.tolist(),
        "x": x.ravel().tolist(),
        "features": [each.ravel().tolist() for each in network.features(p, x)],
        "outputs": network(p, x).ravel().tolist(),
    }


SEEN = (
    Sequential(
        (1, 8, 8),
        [
            *(Conv2d(4, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
            *(Conv2d(8, 2, padding=(0, 1, 0, 1)), Activate(ReLU()), MaxPool2d(2, 2)),
            *(Flatten(), Dropout(0.3), Dense(10)),
        ],
    ),
    Sequential(
        (1, 9, 7),
        [
            *(Conv2d(4, (3, 2), (2, 1), (1, 0), (1, 2)), Activate(Tanh()), MaxPool2d(3, 2, 1)),
            *(Conv2d(4, 2, groups=2, padding=1), Activate(ELU(0.4)), AvgPool2d(2, 1, 1, False)),
            *(LayerNorm(0.01), Flatten(), Dense(5), Activate(ReLU()), Dense(2)),
        ],
    ),
)


def seen_case(network: Sequential, rng: np.random.Generator) -> dict[str, object]:
    """Units of a network on an image with empty pixels, on which pooling has ties."""
    p = rng.standard_normal(network.size)
    x = rng.standard_normal((1, *network.input_shape)) * (rng.random(network.input_shape) < 0.5)
    units = []
    for number, level in enumerate(network.levels):
        part = Sequential(network.input_shape, network.layers[: number + 1])
        shape = level.layer.shape(level.below)
        for index in rng.integers(0, np.prod(shape), 4):
            place = tuple(int(n) for n in np.unravel_index(index, shape))
            slope = gradient_support(part, p[: part.size], x[0], place)
            wide = effective_width(slope) if slope.any() else None
            field = layer_table(part)[-1].field if len(shape) == 3 else None
            units.append(
                {
                    "level": number,
                    "index": int(index),
                    "value": float(part.logits(p[: part.size], x)[0][place]),
                    "derivative": slope.ravel().tolist(),
                    "width": wide,
                    "field": field,
                }
            )
    described = network.described()
    return {"network": described, "p": p.tolist(), "x": x.ravel().tolist(), "units": units}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".test.js"))
def test_javascript(path: Path, folder: Path) -> None:
    run = deno("test", "--quiet", "--no-check", "--allow-read", str(path), "--", str(folder))
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_wrong_number_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "wrong.test.js"
    numbers = (HERE.parent / "pages/ui/stage/drawing/numbers.js").as_uri()
    path.write_text(
        f'import {{ clamp }} from "{numbers}";\n'
        'Deno.test("clamped", () => { if (clamp(5, 0, 1) !== 5) throw new Error("1"); });\n'
    )
    run = deno("test", "--quiet", "--no-check", "--allow-read", str(path))
    assert run.returncode != 0
    assert "1 failed" in run.stdout


@pytest.mark.parametrize(
    ("command", "config", "wrong"),
    [
        (
            "check",
            "deno.strict.json",
            {
                "TS7006": "export const same = (x) => x;\n",
                "TS2339": "/** @param {number} x */\nexport const twice = (x) => x.length;\n",
                "TS6133": "export function open(x = 1) {\n  const unused = 1;\n  return x;\n}\n",
            },
        ),
        (
            "lint",
            "deno.json",
            {
                "eqeqeq": "export const same = (x) => x == 1;\n",
                "prefer-const": "export function f(x) {\n  let y = x;\n  return y;\n}\n",
            },
        ),
    ],
)
def test_types_and_style_are_held(
    tmp_path: Path, command: str, config: str, wrong: dict[str, str]
) -> None:
    """Each fault is named, and in its own file."""
    for fault, source in wrong.items():
        (tmp_path / f"{fault}.js").write_text(source)
    run = deno(command, f"--config={HERE.parent / config}", str(tmp_path))
    assert run.returncode != 0
    named = re.findall(
        r"^(?:(TS\d+) \[ERROR\]|error\[([\w-]+)\]).*?/([\w-]+)\.js:",
        run.stdout + run.stderr,
        re.DOTALL | re.MULTILINE,
    )
    assert sorted((types or style, file) for types, style, file in named) == sorted(
        (fault, fault) for fault in wrong
    )
