"""The stage's bytes: what goes in comes out, small and aligned."""

import json
import zlib
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.stage import frame_to_repeat_from
from pages.ui.stage.bundle import CHUNK, MOUNT, STAGE, javascript, modules
from pages.ui.stage.scene import (
    BoundaryPanel,
    Chunk,
    Column,
    Family,
    LandscapePanel,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.stage.wire import encode_chunks, encode_families, encode_panels, encode_scene
from pages.ui.stage.wire.wire import VERSION

ALPHA, BETA = np.linspace(-1, 1, 7), np.linspace(-2, 2, 5)
VALUE = ALPHA**2 + BETA[:, None] ** 2
SURFACE = go.Figure(go.Surface(x=ALPHA, y=BETA, z=VALUE)).to_dict()


def scene_with(panel, **changes):
    runs = Runs(
        p=np.arange(24.0).reshape(3, 4, 2),
        cost=np.array([[1, 2, 3, np.inf]] * 3),
        diverged_at=np.array([-1, 3, -1]),
        regime=["slow", "good", "diverging"],
    )
    scene = Scene(
        run="eta=0.5",
        title="A run — with “signs” & <tags>",
        alt="",
        lanes=[Lane("cross-entropy", "Cross-entropy", "#44AA99")],
        repertoire=Repertoire(
            {"optimizer.eta": Family(np.array([0.1, 0.5, 5]), np.arange(4), [runs])}, [panel]
        ),
        home=("optimizer.eta", 1),
        plane=PlaneView((0, 1), ("w", "b"), (-1.0, 1.0), (-2.0, 2.0)),
        readings=[Reading([])],
        colors={},
    )
    return replace(scene, **changes)


def landscape(figure=SURFACE):
    return LandscapePanel("one", 0, "One", "", figure, figure, ALPHA, BETA, VALUE)


def sent(panel):
    """The content and the arrays of the message that has this panel."""
    header, block = decode(encode_panels(scene_with(panel).repertoire).bytes)
    return header["content"], block


def decode(message):
    length = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + length])
    assert length % 4 == 0
    block = message[4 + length :]
    block = zlib.decompress(block) if header["deflated"] else block
    start = 8 + int.from_bytes(block[:8], "little")
    assert start % 8 == 0
    return header | {"content": json.loads(block[8:start])}, block[start:]


def array(place, block):
    dtype, shape, offset, *_ = place["$"]
    assert offset % 8 == 0
    return np.frombuffer(block, dtype, int(np.prod(shape)), offset).reshape(shape)


def test_the_header_tells_its_version_and_the_text_survives():
    header, _ = decode(encode_scene(scene_with(landscape())))
    assert header["version"] == VERSION
    assert header["content"]["title"] == "A run — with “signs” & <tags>"


def test_a_scene_names_its_repertoire_and_does_not_hold_it():
    scene = scene_with(landscape())
    header, block = decode(encode_scene(scene))
    parts = (encode_panels(scene.repertoire), encode_families(scene.repertoire))
    assert header["content"]["repertoire"] == [part.digest for part in parts]
    assert not {"families", "panels"} & set(header["content"])
    assert len(block) < 100


def test_equal_repertoires_have_equal_names_and_others_do_not():
    changed = replace(landscape(), value=VALUE + 1)
    one, again, other = (
        scene_with(panel).repertoire for panel in (landscape(), landscape(), changed)
    )
    assert encode_panels(one).digest == encode_panels(again).digest != encode_panels(other).digest
    assert encode_families(one).digest == encode_families(other).digest


def test_runs_arrive_in_single_precision_with_their_infinities():
    header, block = decode(encode_families(scene_with(landscape()).repertoire).bytes)
    runs = header["content"]["families"]["optimizer.eta"]["runs"][0]
    assert array(runs["p"], block) == pytest.approx(np.arange(24).reshape(3, 4, 2))
    assert array(runs["cost"], block)[0, 3] == np.inf
    assert array(runs["p"], block).dtype == np.float32
    assert array(runs["diverged_at"], block).tolist() == [-1, 3, -1]


def test_the_surface_arrives_exactly_and_only_once():
    content, block = sent(landscape())
    panel = content["panels"][0]
    assert np.array_equal(array(panel["value"], block), VALUE)
    assert panel["figure3d"]["data"][0]["z"] == panel["value"]
    assert panel["figure2d"]["data"][0]["z"] == panel["value"]


def test_equal_figures_have_equal_digests_and_others_do_not():
    def digest(figure):
        return sent(landscape(figure))[0]["panels"][0]["figure3d"]["digest"]

    moved = go.Figure(go.Surface(x=ALPHA, y=BETA, z=VALUE + 1e-9)).to_dict()
    again = go.Figure(go.Surface(x=ALPHA, y=BETA, z=VALUE)).to_dict()
    assert digest(SURFACE) == digest(again) != digest(moved)


def test_fields_of_a_film_cost_at_most_12_kb_a_frame():
    x, y = np.meshgrid(np.linspace(-1, 1, 100), np.linspace(-1, 1, 100))
    turn = np.linspace(0, 2, 50)[:, None, None]
    film = 255 / (1 + np.exp(-8 * (np.cos(turn) * x + np.sin(3 * turn * y))))
    film = film.astype(np.uint8)
    panel = BoundaryPanel("b", "B", "", x[:2], y[0, :2], ("x", "y"), ((-1, 1), (-1, 1)), [film])
    message = encode_panels(scene_with(panel).repertoire).bytes
    header, block = decode(message)
    place = header["content"]["panels"][0]["fields"][0]
    assert place["$"][3] == "delta"
    assert np.array_equal(np.cumsum(array(place, block), axis=0, dtype=np.uint8), film)
    assert len(message) < 50 * 12_000


def test_numbers_that_json_lacks_are_null():
    header, _ = decode(encode_scene(scene_with(landscape(), colors={"a": float("nan")})))
    assert header["content"]["colors"] == {"a": None}


def test_a_scene_whose_home_is_missing_is_refused():
    with pytest.raises(ValueError, match=r"There is no family “optimizer\.eta”"):
        scene_with(landscape(), repertoire=Repertoire({}, []))


def test_a_family_needs_runs_for_every_lane():
    family = Family(np.array([1.0]), np.arange(2), [])
    with pytest.raises(ValueError, match="runs for 0 lanes, but there are 1"):
        scene_with(landscape(), repertoire=Repertoire({"optimizer.eta": family}, []))


def test_what_cannot_be_sent_is_named():
    with pytest.raises(TypeError, match="colors cannot be sent to the stage: it is a set"):
        encode_scene(scene_with(landscape(), colors={1}))


def test_the_modules_become_one_with_a_single_export():
    source = javascript(STAGE)
    assert source.count("export ") == 1
    assert "export default function install" in source
    assert "import " not in source
    names = [name.removesuffix(".js").replace("/", "_") for name in modules(STAGE)]
    assert all(f"module_{name} = " in source for name in names[:-1])


def test_what_is_sent_with_every_scene_is_short():
    assert len(javascript(MOUNT)) < 1500


def chunk(first, **changes):
    runs = Runs(np.full((1, 2, 3), first), np.ones((1, 2)), np.array([-1]), ["good"])
    return replace(Chunk("eta=0.5", first, np.array([first, first + 1]), [runs]), **changes)


def test_chunks_travel_together_with_their_frames_and_fields():
    film = np.random.default_rng(0).integers(0, 255, (2, 4, 5), dtype=np.uint8)
    reading = Reading([Column("cost", np.ones(2))], ["Going."], np.zeros(2, int))
    header, block = decode(
        encode_chunks([chunk(4), chunk(6, fields=[film], readings=[reading], last=True)])
    )
    before, latest = header["content"]["chunks"]
    assert (before["run"], before["first"], before["last"]) == ("eta=0.5", 4, False)
    assert (latest["first"], latest["last"]) == (6, True)
    assert array(latest["steps"], block).tolist() == [6, 7]
    assert array(latest["runs"][0]["p"], block).tolist() == [[[6, 6, 6], [6, 6, 6]]]
    differences = array(latest["fields"][0], block)
    assert np.array_equal(np.cumsum(differences, axis=0, dtype=np.uint8), film)
    assert array(latest["readings"][0]["sentence"], block).tolist() == [0, 0]


@pytest.mark.long
@given(st.sets(st.integers(1, 400)), st.lists(st.integers(0, 5), min_size=400, max_size=400))
def test_a_gap_in_the_chunks_closes_after_as_many_messages_as_were_skipped(skipped, new):
    told, shown, gap, since = [8], 8, 0, 0
    for message, frames in enumerate(new, start=1):
        first = frame_to_repeat_from(told)
        told.append(told[-1] + frames)
        if message in skipped:
            gap, since = gap + 1, 0
            continue
        since += 1
        shown = told[-1] if first <= shown else shown
        gap = 0 if shown == told[-1] else gap
        assert gap == 0 or since <= max(gap, 1)


def test_repeating_chunks_costs_little():
    told = list(range(1001))
    repeated = sum(m - frame_to_repeat_from(told[: m + 1]) for m in range(1001))
    assert repeated < 8 * 1000 * np.log2(1000)


def test_a_chunk_of_eight_frames_of_a_small_network_is_short():
    rng = np.random.default_rng(0)
    runs = Runs(rng.normal(size=(1, 8, 23)), rng.random((1, 8)), np.array([-1]), ["good"])
    assert len(encode_chunks([Chunk("run", 0, np.arange(8), [runs])])) < 2000


def test_a_lane_without_parameters_and_a_scene_without_plane_can_be_sent():
    scene = scene_with(landscape(), plane=None, live=True)
    header, _ = decode(encode_scene(scene))
    assert header["content"]["plane"] is None
    assert header["content"]["live"] is True
    runs = Runs(None, np.ones((1, 2)), np.array([-1]), ["good"])
    family = Family(np.array([1.0]), np.arange(2), [runs])
    header, _ = decode(encode_families(Repertoire({"optimizer.eta": family}, [])).bytes)
    assert header["content"]["families"]["optimizer.eta"]["runs"][0]["p"] is None


def test_the_component_of_chunks_brings_only_what_it_needs():
    source = javascript(CHUNK)
    assert source.count("export ") == 1
    # wire.js and film.js, and nothing of the stage.
    assert len(source) < 9200
