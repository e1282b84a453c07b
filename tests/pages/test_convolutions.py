"""The chapter on convolutions: what its page shows and says."""

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.digits import digits, images, moved
from core.experiments.convolution.counting import Own, Paper, with_room
from core.experiments.convolution.experiment import TOPICS
from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.frequencies import Frequencies, filtered
from core.experiments.convolution.kernels import KERNELS
from core.experiments.convolution.numbers import CellsError, read_cells, read_square, write_cells
from core.experiments.convolution.one_kernel import OneKernel, exercise, places
from core.experiments.convolution.shifts import Shifts, certain, shifted
from core.experiments.convolution.upsampling import Upsampling, upsampled
from core.networks.layers import Conv2d
from core.spec import from_query
from core.theory.convolutions import conv_matrix, density, layer_table, overlap
from pages.ui.convolutions import by_hand, presets
from pages.ui.convolutions.counting import said, shares, verdict
from pages.ui.convolutions.frequencies import gap, on_the_ring, passes
from pages.ui.convolutions.in_torch import definition
from pages.ui.convolutions.layers import lines, table
from pages.ui.convolutions.shifts import along, difference, percent, standing_still, why
from pages.ui.convolutions.upsampling import counted, divided, judged
from pages.ui.stage import KernelPanel

JUDGES = [presets.usable, said, verdict, table, on_the_ring, gap, passes, definition]
JUDGES += [along, why, standing_still, difference, counted, judged, divided]
NUMBER = re.compile(r"\d+\.?\d*(?:e-?\d+)?")
PAGE = Path(__file__).parents[2] / "pages" / "07_convolutions.py"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGE))
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    app.run()
    assert not app.exception
    return app


def spec_of(app: AppTest) -> Experiment:
    return from_query(Experiment, dict(app.session_state[Experiment.__name__]["query"]))


def panel(spec: Experiment) -> KernelPanel:
    (found,) = by_hand.scene(spec).repertoire.panels
    assert isinstance(found, KernelPanel)
    return found


def test_the_browser_is_told_what_the_engine_computes_with():
    topic = OneKernel(kernel="1 2 3 4 5 6 7 8 9", padding=1, stride=2, true_convolution=True)
    found, told = exercise(topic), panel(Experiment(topic))
    np.testing.assert_array_equal(told.image, found.x)
    np.testing.assert_array_equal(told.kernel, found.kernel)
    np.testing.assert_array_equal(told.delta, found.delta)
    assert (told.stride, told.padding, told.dilation, told.turned) == (2, 1, 1, True)
    assert told.title == "Convolution"
    assert not told.blanks
    assert panel(Experiment(fill_in=True)).blanks


def test_a_kernel_that_finds_no_place_gets_the_margin_that_it_needs_and_the_page_says_so():
    app = opened(topic__dilation="2")
    assert [one.value for one in app.warning] == [
        r"A padding of 0 leaves no place for a kernel that spans 5 pixels\: allowed is 1 and "
        r"more\. Padding 1 is shown instead\."
    ]
    assert spec_of(app).topic == OneKernel(padding=1, dilation=2)
    app.run()
    assert not app.warning


def test_a_warning_is_one_line_beside_the_sidebar():
    """At 1366 pixels: what is shown instead is not pushed out of sight by saying so."""
    sizes = [(k, d, p) for k in (1, 2, 3, 4) for d in (1, 2) for p in (0, 1, 2)]
    topics = [OneKernel(size=k, dilation=d, padding=p) for k, d, p in sizes]
    refused = [one for one in topics if places(one) < 1]
    assert len(refused) >= 3
    for topic in refused:
        app = opened(**{f"topic__{name}": str(getattr(topic, name)) for name in SIZES})
        (warning,) = app.warning
        assert len(warning.value.replace("\\", "")) <= 120


@pytest.mark.parametrize("name", ["image", "kernel", "delta"])
def test_numbers_that_cannot_be_read_are_named_and_the_usual_ones_shown(name):
    app = opened(**{f"topic__{name}": "1 2 <b>"})
    (warning,) = app.warning
    assert "allowed are" in warning.value
    assert warning.value.endswith(r"The usual ones are shown instead\.")
    assert spec_of(app).topic == OneKernel()


def test_a_cell_that_was_edited_stands_in_the_address(monkeypatch):
    class Told:
        cells = ("topic.kernel", [1.0, -2.5, 0, 0, 0, 0, 0, 0, 7])

    memory = {
        Experiment.__name__: {"query": {}, "written": {}, "sentences": []},
        presets.STAGE: Told(),
    }
    monkeypatch.setattr("pages.ui.convolutions.presets.st.session_state", memory)
    presets.take_cells()
    assert memory[Experiment.__name__]["query"] == {"topic.kernel": "1 -2.5 0 0 0 0 0 0 7"}


def plain(text: str) -> str:
    """A sentence with the minus signs that programs read, and 0 where none is printed."""
    return text.replace("−", "-")


def numbers(text: str) -> list[float]:
    """All numbers of a text, without their separators of thousands."""
    return [float(found) for found in re.findall(r"\d[\d.]*", text.replace(",", ""))]


SIZES = ("size", "dilation", "padding")


def read_image(cells: str) -> np.ndarray:
    return read_cells("image", cells, (4, 4))


NETWORKS = [
    Paper(),
    Own(),
    Own(side=5, colors=1, blocks=1, channels=1, kernel=5, margin=False, pool=1, classes=2),
    Own(side=64, blocks=3, channels=128, kernel=6, pool=3, classes=1000),
    Own(side=9, blocks=2, channels=3, kernel=1, doubling=False, pool=1),
]


@pytest.mark.parametrize("chosen", NETWORKS, ids=range(len(NETWORKS)))
def test_the_table_is_the_engines_and_its_formulas_give_its_parameters(chosen):
    network = chosen()
    shown = lines(network)
    counted = [row for row in layer_table(network) if row.parameters]
    assert sum(line.row.parameters for line in shown) == network.size
    assert [line.row for line in shown if line.row.parameters] == counted
    for line in shown:
        if line.formula:
            assert eval(line.formula.replace("·", "*")) == line.row.parameters
    text = table(shown, hidden=False).splitlines()[2:]
    for line, row in zip(shown, text, strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert numbers(cells[3])[-1:] == [line.row.parameters]
        assert numbers(cells[5]) == ([line.row.multiply_adds] if line.row.multiply_adds else [])
        assert numbers(cells[6]) == [line.row.field[0], line.row.jump[0]]
        assert numbers(cells[7]) == [line.seen[0]]
    # What is needed to count stays in sight, no count does.
    for line, row in zip(shown, table(shown, hidden=True).splitlines()[2:], strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1:3] == [line.title, "×".join(map(str, line.row.shape))]
        if line.row.parameters:
            assert cells[3:6] == ["?", "?", "?"]


@pytest.mark.parametrize("chosen", NETWORKS, ids=range(len(NETWORKS)))
def test_what_is_said_of_a_network_is_so(chosen):
    network = chosen()
    shown = lines(network)
    sentences = said(network, shown)
    first, layer = shown[0].row, shown[0].row.layer
    parameters, dense, rows, columns, entries, _, share, free = numbers(sentences[0])
    assert (parameters, dense) == (first.parameters, first.dense)
    assert (rows, columns) == (np.prod(first.shape), np.prod(network.input_shape))
    counted = density(layer, network.input_shape)
    assert entries == counted[0]
    assert share == pytest.approx(100 * counted[0] / counted[1], rel=5e-3)
    assert free == layer.size(network.input_shape) - layer.channels
    rows_of = {line.named: line.row for line in shown}
    most, largest = re.findall(r"layer \d+ \([^()]*\)", sentences[1])
    assert rows_of[most].multiply_adds == max(row.multiply_adds for row in rows_of.values())
    assert rows_of[largest].parameters == max(row.parameters for row in rows_of.values())
    alone = {
        name
        for name, row in rows_of.items()
        if isinstance(row.layer, Conv2d) and row.shape[1:] == (1, 1)
    }
    told = next((one for one in sentences if "shares nothing" in one), "")
    assert set(re.findall(r"layer \d+ \([^()]*\)", told)) == alone
    beyond = [name for name, row in rows_of.items() if row.field[0] > network.input_shape[1]]
    told = next((one for one in sentences if "larger than the image" in one), "")
    assert re.findall(r"layer \d+ \([^()]*\)", told) == beyond[:1]


def test_the_papers_network_is_said_to_be_what_it_is():
    network = Paper()()
    (first, most, alone, beyond) = said(network, lines(network))
    assert "**2,432**" in first
    assert "**100,696,064**" in first
    assert "32,768 × 3,072" in first
    assert "2,276,736 entries" in first
    assert "**2.26 %**" in first
    assert "2,400 numbers" in first
    assert "than layer 3 (" in most
    assert "than layer 7 (" in most
    assert "layer 7 (conv 4×4, 64), layer 8 (conv 1×1, 10)" in alone
    assert "from layer 5 (conv 5×5, 64, pad 2) on" in beyond


@pytest.mark.parametrize("size", [7, 31, 32, 316, 317, 145_578, 10**6, 104_000_000])
@pytest.mark.parametrize("guess", [2, 3, 5, 9])
def test_a_guess_is_judged_by_the_nearest_power_of_ten(size, guess):
    words = verdict(size, guess)
    assert numbers(words)[:2] == [size, 10**guess]
    near = min(range(12), key=lambda power: abs(np.log10(size) - power))
    assert ("nearest power of ten" in words) == (near == guess)
    if near != guess:
        assert ("there are " in words) == (size > 10**guess)
        times = float(re.search(r"([\d.e+]+) times as many", words)[1])
        assert times == pytest.approx(max(size, 10**guess) / min(size, 10**guess), rel=0.06)


def test_parameters_stay_hidden_until_a_guess_and_the_guess_is_in_the_address():
    app = opened(topic="counting")
    shown = " ".join(block.value for block in app.markdown)
    assert "145,578" not in shown
    assert "2,432" not in shown
    app = opened(topic="counting", topic__guess="5")
    shown = " ".join(block.value for block in app.markdown)
    assert "It has **145,578**, you said 100,000: the nearest power of ten." in shown
    assert "**2,432**" in shown


@pytest.mark.parametrize(("guess", "told"), [("", False), ("145,578", True), ("shown", True)])
def test_what_is_asked_of_the_network_is_counted_below_and_told_after_the_answer(guess, told):
    app = opened(topic="counting", predict="parameters", **({"guess": guess} if guess else {}))
    assert not app.warning
    shown = " ".join(block.value for block in app.markdown)
    assert "conv 5×5, 32, pad 2" in shown
    assert ("**2,432**" in shown) == told
    assert ("145,578" in shown) == told
    assert ("| ? |" in shown) == (not told)
    assert not any(group.key == "convolutions-guess" for group in app.button_group)


def test_a_stack_without_room_gets_as_many_blocks_as_fit():
    query = {"topic": "counting", "topic__network": "own", "topic__network__side": "6"}
    app = opened(**query, topic__network__blocks="5", topic__network__margin="false")
    (warning,) = app.warning
    found = spec_of(app).topic.network
    assert found == with_room(Own(side=6, blocks=5, margin=False))
    assert numbers(warning.value) == [6, 6, 5, 3, 3, found.blocks, found.kernel, found.kernel]


@pytest.mark.parametrize(("side", "blocks", "left"), [(8, 3, 1), (6, 5, 2), (5, 1, 1)])
def test_one_block_is_one(side, blocks, left):
    own = Own(side=side, blocks=blocks, kernel=7 if left == 1 else 3, margin=False, pool=1)
    app = opened(
        topic="counting",
        topic__network="own",
        topic__network__side=str(side),
        topic__network__blocks=str(blocks),
        topic__network__kernel=str(own.kernel),
        topic__network__margin="false",
        topic__network__pool="1",
    )
    (warning,) = app.warning
    said = warning.value.replace("\\", "")
    assert with_room(own).blocks == left
    assert said.endswith("is shown instead." if left == 1 else "are shown instead.")
    assert ("1 block with" in said) == (blocks == 1)


@pytest.mark.parametrize("cells", ["1", "1 2", ""])
@pytest.mark.parametrize("read", [lambda cells: read_square("kernel", cells, (3,)), read_image])
def test_one_number_is_one(cells, read):
    with pytest.raises(CellsError) as refused:
        read(cells)
    assert ("1 number:" in str(refused.value)) == (cells == "1")


def test_shares_count_what_is_not_zero_in_every_block():
    draws = np.random.default_rng(3).integers(0, 3, (70, 45))
    found = shares(draws, 16)
    assert found.shape == (14, 9)
    np.testing.assert_allclose(found[0, 0], (draws[:5, :5] != 0).mean())
    np.testing.assert_allclose(shares(draws, 100), draws != 0)
    odd = shares(draws[:, :43], 16)
    np.testing.assert_allclose(odd[3, -1], (draws[15:20, 40:43] != 0).mean())


KERNEL_CASES = [
    *(Frequencies(kernel=write_cells(known())) for known in KERNELS.values()),
    *(Frequencies(kernel=write_cells(KERNELS["emboss"]()), terms=terms) for terms in (1, 2, 3)),
    Frequencies(kernel=write_cells(KERNELS["laplace"]()), terms=1, circular=False),
    Frequencies(kernel="0 0 0 0 2 0 0 0 0"),
    Frequencies(kernel="0 " * 9),
    Frequencies(kernel="0 0 0 0 0 0 0 0 1e-9"),
]


@pytest.mark.parametrize("topic", KERNEL_CASES, ids=range(len(KERNEL_CASES)))
def test_what_is_said_of_a_kernels_spectrum_is_so(topic):
    found = filtered(topic)
    T = conv_matrix(
        Conv2d(1, len(found.kernel), padding=len(found.kernel) // 2, circular=True),
        np.append(found.used.ravel(), 0.0),
        (1, 8, 8),
    )
    values = np.linalg.svd(T, compute_uv=False)
    said = on_the_ring(found)
    _, largest, measured, count, *rest = [float(n) for n in NUMBER.findall("0 " + plain(said))]
    assert largest == pytest.approx(values[0], rel=6e-3, abs=1e-12)
    assert measured == pytest.approx(values[0], rel=6e-3, abs=1e-12)
    assert count == 64
    none = int((values <= 1e-12 * max(values[0], 1.0)).sum())
    assert ("none of them 0" in said) == (none == 0)
    if none:
        assert f"64, {none} of them 0" in said
    assert rest[-1] < 1e-13
    among = gap(found)
    apart = np.abs(found.zeros - found.ring).max()
    if "to rounding" in among:
        assert apart <= 1e-12 * max(1.0, found.ring[0])
    else:
        told = [float(n) for n in NUMBER.findall(plain(among))]
        assert told[0] == pytest.approx(found.zeros[0], rel=6e-3)
        assert told[1] == pytest.approx(apart, rel=6e-3)


@pytest.mark.parametrize("topic", KERNEL_CASES, ids=range(len(KERNEL_CASES)))
def test_what_is_said_of_a_kernels_terms_is_so(topic):
    found = filtered(topic)
    sentence = passes(found, topic.terms)
    needed = int((found.sigma > 1e-12 * found.sigma[0]).sum()) if found.kernel.any() else 0
    if not needed:
        assert "is 0" in sentence
        return
    assert f"rank {needed}**" in sentence
    told = [float(n) for n in NUMBER.findall(plain(sentence.partition("σ = ")[2]))]
    np.testing.assert_allclose(told[:needed], found.sigma[:needed], rtol=6e-3)
    if needed > topic.terms:
        assert told[-1] == pytest.approx(np.linalg.norm(found.sigma[topic.terms :]), rel=6e-3)
        assert ("terms leaves" in sentence) == (topic.terms == 1)
    else:
        k = len(found.kernel)
        some = np.count_nonzero(found.kernel)
        of = [] if some == k * k else [k * k, some, 0]
        assert told[needed:] == [2 * k * needed, k * k, *of]
        assert (" 1 is not by 0" in sentence) == (some == 1)
        assert ("instead of" in sentence) == (2 * k * needed < k * k)


@pytest.mark.parametrize("topic", KERNEL_CASES, ids=range(len(KERNEL_CASES)))
def test_the_matrix_among_zeros_is_of_the_kind_that_is_said(topic):
    found = filtered(topic)
    k = len(found.kernel)
    T = conv_matrix(Conv2d(1, k, padding=k // 2), np.append(found.used.ravel(), 0.0), (1, 8, 8))

    def toeplitz(grid):
        """Whether what is one place further down and across is the same."""
        return np.array_equal(grid[1:, 1:], grid[:-1, :-1])

    blocks = T.reshape(8, 8, 8, 8).swapaxes(1, 2)
    assert toeplitz(blocks)
    assert all(toeplitz(block) for row in blocks for block in row)
    assert ("T is block Toeplitz with Toeplitz blocks" in gap(found)) == (
        "to rounding" not in gap(found)
    )
    if "block Toeplitz" in gap(found):
        assert not toeplitz(T)


def test_the_gallery_writes_a_kernel_and_one_of_ones_own_is_none_of_it():
    app = opened(topic="frequencies")
    gallery = app.selectbox(key="convolutions-gallery")
    assert gallery.value == "sobel"
    gallery.set_value("laplace").run()
    assert not app.exception
    assert spec_of(app).topic.kernel == write_cells(KERNELS["laplace"]())
    app.text_area(key="ConvolutionExperiment/topic.kernel").set_value("1 2 3 4 5 6 7 8 9").run()
    assert app.selectbox(key="convolutions-gallery").value is None
    app.text_area(key="ConvolutionExperiment/topic.kernel").set_value("1 2").run()
    (warning,) = app.warning
    assert "2 numbers" in warning.value
    assert spec_of(app).topic == Frequencies()


@pytest.mark.long
@pytest.mark.parametrize(
    "chosen", [*NETWORKS[:2], Own(kernel=4, pool=3), NETWORKS[2]], ids=range(4)
)
def test_the_definition_builds_the_network_in_pytorch(chosen, capsys):
    network = chosen()
    script = definition(network)
    exec(script, {})
    printed = capsys.readouterr().out.strip()
    assert printed == f"{(1, *network.output_shape)} {network.size}"
    assert script.rstrip().endswith(f"# {printed}")
    counts = [int(n.replace(",", "")) for n in re.findall(r"([\d,]+) parameters", script)]
    assert sum(counts) == network.size


def weights(topic):
    return np.random.default_rng(topic.seed).standard_normal(topic.network.size)


def image(topic):
    return images(digits().x)[topic.digit : topic.digit + 1]


LAYERS = [
    Shifts(),
    Shifts(right=-2, down=1),
    Shifts(circular=True),
    Shifts(circular=True, pool=2),
    Shifts(pool=2, right=2),
    Shifts(stride=2, pool=2, circular=True, right=2),
    Shifts(right=0, down=0, stride=2),
    Shifts(right=1, down=-2, stride=2),
    Shifts(right=-2, down=2, stride=2, pool=2),
]


@pytest.mark.parametrize("topic", LAYERS, ids=range(len(LAYERS)))
def test_what_is_said_of_a_shift_is_so(topic):
    found = shifted(topic)
    words = along(topic, found)
    assert f"({topic.right}, {topic.down})".replace("-", "−") in words
    stays, must = (float(n) for n in re.findall(r"\*\*([\d.]+) %\*\*", words))
    assert stays == pytest.approx(100 * found.measured[topic.down + 2, topic.right + 2], abs=0.06)
    assert must == pytest.approx(100 * certain(topic, topic.right, topic.down), abs=0.06)
    reason = why(topic, found)
    if "Nothing moves" in reason:
        assert topic.right == topic.down == 0
        assert stays == must == 100
    elif "nothing must stay" in reason:
        assert topic.right % topic.step or topic.down % topic.step
        assert must == 0
    elif "ring" in reason:
        assert topic.circular
        assert must == 100
        assert found.off.max() < 1e-12
    else:
        assert 0 < must < 100
        assert not topic.circular
    still = float(re.search(r"([\d.]+) %", standing_still(found))[1])
    assert still == pytest.approx(100 * found.still, abs=0.06)
    # Where no move of the map is that of the image, nobody says that it moves along.
    fits = topic.right % topic.step == topic.down % topic.step == 0
    assert ("When the map moves along" in words) == fits
    assert ("No move of the map corresponds" in words) == (not fits)
    under = difference(topic, found)
    assert ("no move of the map corresponds" in under) == (not fits)
    z = topic.network.logits(kernels := weights(topic), x := image(topic))[0, 0]
    there = topic.network.logits(kernels, moved(x, topic.right, topic.down, wrap=True))[0, 0]
    if "F(x)|" in under and "moved F(x)|" not in under:
        assert found.off == pytest.approx(np.abs(there - z))
        assert "Where the map stays" in words
        assert stays == pytest.approx(still, abs=0.06)
    elif not fits:
        right, down = (int(n) for n in re.search(r"\((-?\d+), (-?\d+)\)", plain(under)).groups())
        assert f"moves by ({right}, {down}) places" in plain(words)
        assert found.off == pytest.approx(np.abs(there - np.roll(z, (down, right), (0, 1))))
    assert float(re.search(r"at most ([\d.e−]+)", under)[1].replace("−", "-")) == pytest.approx(
        found.off.max(), rel=6e-3
    )


@pytest.mark.parametrize(
    ("pool", "right", "again"), [("2", "1", False), ("2", "2", True), ("1", "1", True)]
)
def test_a_map_that_stays_is_not_told_of_twice(pool, right, again):
    app = opened(topic="shifts", topic__circular="true", topic__pool=pool, topic__right=right)
    text = " ".join(block.value for block in app.markdown)
    assert ("When the map does not move" in text) == again


def test_a_share_is_not_rounded_to_nothing_or_to_all():
    assert percent(0.625) == "62.5 %"
    assert percent(1.0) == "100 %"
    assert percent(0.0) == "0 %"
    assert percent(0.99996) == "over 99.9 %"
    assert percent(0.0002) == "under 0.1 %"


@pytest.mark.parametrize("kernel", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("stride", [1, 2, 3, 4])
def test_what_is_said_of_taps_is_so(kernel, stride):
    topic = Upsampling(kernel=kernel, stride=stride)
    found = upsampled(topic)
    words = counted(topic, found)
    along_an_axis = [int(n) for n in re.search(r"\*\*([\d, ]+), …\*\*", words)[1].split(", ")]
    first = -(-(kernel - 1) // stride) * stride
    assert list(overlap(8, kernel, stride)[first : first + stride]) == list(found.phases)
    repeats = len(along_an_axis) // stride
    assert along_an_axis == list(found.phases) * repeats
    ends = slice(kernel - 1, len(found.counts) - kernel + 1)
    there = {int(value) for value in np.unique(found.counts[ends, ends])}
    told = {int(n) for n in re.findall(r"\d+", words.partition("multiply to ")[2].split(".")[0])}
    assert there <= told
    assert "ones is what is counted" in words
    # Nothing is divided by no tap: what is drawn there is said.
    assert ("0 where nothing does" in divided(found)) == (0 in found.counts)
    some = found.counts > 0
    np.testing.assert_allclose(found.even[some], found.map[some] / found.counts[some])
    assert not found.even[~some].any()
    verdict_of = judged(topic, found)
    assert ("Even" in verdict_of) == (kernel % stride == 0) == (len(told) == 1)
    assert ("Gaps" in verdict_of) == (kernel < stride)


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_shows_its_pictures_and_what_they_say(name):
    app = opened(topic=name)
    assert len(app.main.markdown) > 1 or name == "one-kernel"


def test_a_preset_that_is_pressed_while_a_cell_is_left_wins(monkeypatch):
    class Told:
        cells = ("topic.kernel", [1.0] * 9)

    fresh = {"query": {}, "written": {}, "sentences": []}
    pressed = f"{Experiment.__name__}-restarts"
    memory = {Experiment.__name__: fresh, presets.STAGE: Told(), pressed: 1}
    monkeypatch.setattr("pages.ui.convolutions.presets.st.session_state", memory)
    presets.note_shown()
    memory[pressed] = 2
    presets.take_cells()
    assert fresh["query"] == {}
    presets.note_shown()
    presets.take_cells()
    assert fresh["query"] == {"topic.kernel": "1 1 1 1 1 1 1 1 1"}
