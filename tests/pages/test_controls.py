"""A small page with controls: what readers turn, presets set and the URL says."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.optimizers.adam import Adam, AdamW, AMSGrad
from core.optimizers.first_order import CenteredRMSProp, GradientDescent, Momentum
from core.spec import controls, from_query, repair, to_query
from pages.ui.controls import as_plain, place
from pages.ui.queries import link
from pages.ui.widgets import Setting, label_of, positions, title_of
from tests.pages.lab import Lab

PAGE = Path(__file__).with_name("lab_page.py")


def opened(**query: str | list[str]) -> AppTest:
    app = AppTest.from_file(PAGE)
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def spec_of(app: AppTest) -> str:
    assert not app.exception
    return app.session_state["spec"]


def address(app: AppTest) -> dict[str, str]:
    return {
        name: text if isinstance(text, str) else text[-1] for name, text in app.query_params.items()
    }


def sentences(app: AppTest) -> list[str]:
    return [warning.value.replace("\\", "") for warning in app.warning]


def test_a_page_without_parameters_shows_the_defaults_and_keeps_its_address_bare():
    app = opened()
    assert spec_of(app) == repr(Lab())
    assert address(app) == {}
    assert not app.warning


def test_the_address_restores_the_experiment_exactly():
    app = opened(optimizer="adam", optimizer__eta="0.137", w="-1.23746", seed="4711")
    assert spec_of(app) == repr(Lab(Adam(eta=0.137), w=-1.23746, seed=4711))
    assert app.select_slider[0].value == 0.137
    assert app.number_input[0].value == 4711
    assert address(app) == {
        "optimizer": "adam",
        "optimizer.eta": "0.137",
        "w": "-1.23746",
        "seed": "4711",
    }


def test_defaults_are_left_out_of_the_address():
    app = opened(steps="200", optimizer="gradient-descent", optimizer__eta="0.30", w="1")
    assert address(app) == {"w": "1"}


def test_turning_a_knob_changes_spec_and_address():
    app = opened()
    app.slider[0].set_value(300).run()
    app.toggle[0].set_value(True).run()
    assert spec_of(app) == repr(Lab(steps=300, as_printed=True))
    assert address(app) == {"steps": "300", "as_printed": "true"}


def test_another_member_keeps_the_knobs_it_shares_and_drops_the_others():
    app = opened(optimizer="momentum", optimizer__eta="0.7", optimizer__beta="0.5")
    app.selectbox[0].set_value("adam").run()
    assert spec_of(app) == repr(Lab(Adam(eta=0.7)))
    assert not app.warning
    app.selectbox[0].set_value("momentum").run()
    assert spec_of(app) == repr(Lab(Momentum(eta=0.7)))


def test_a_batch_of_all_samples_is_the_top_of_its_slider():
    app = opened()
    batch = next(slider for slider in app.select_slider if slider.label == "Batch size m")
    assert batch.options == ["1", "2", "3", "4", "5", "all"]
    assert batch.value == 2000
    batch.set_value(4).run()
    assert address(app) == {"sampler.m": "4"}


def test_a_preset_sets_several_values_rounded_to_six_digits():
    app = press(opened(steps="7"), "preset")
    assert spec_of(app) == repr(Lab(steps=7, w=-1.23746))
    assert address(app) == {"steps": "7", "w": "-1.23746"}


def test_a_fresh_preset_forgets_the_rest():
    app = press(opened(w="1", optimizer="adam"), "fresh")
    assert spec_of(app) == repr(Lab(steps=7))


def test_an_impossible_preset_changes_nothing_and_says_why():
    app = press(opened(steps="9"), "impossible")
    assert spec_of(app) == repr(Lab(steps=9))
    assert sentences(app) == [
        "w = “99” is not possible: allowed is a number from -5 to 5. 3 is shown instead."
    ]


def test_what_is_told_of_a_knob_whose_member_has_been_replaced_changes_and_says_nothing():
    """As a browser tells it that has not heard of the other member yet."""
    app = opened(optimizer="momentum")
    before = spec_of(app)
    assert "beta=0.5" in spec_of(press(app, "gone"))
    app = press(press(app, "reset"), "gone")
    assert spec_of(app) == spec_of(opened()) != before
    assert not app.warning


def test_reset_goes_back_to_the_defaults():
    app = press(opened(w="1", optimizer="adam", optimizer__eta="2"), "reset")
    assert spec_of(app) == repr(Lab())
    assert address(app) == {}


def test_a_sentence_stays_until_the_reader_turns_something():
    app = opened(steps="many")
    assert len(press(app, "other").warning) == 1
    app.slider[0].set_value(300).run()
    assert not app.warning


def test_wrong_parameters_are_named_and_the_right_ones_kept():
    app = opened(steps="1_0", w="1.5", optimizer__eta="1e999", color="red")
    assert spec_of(app) == repr(Lab(w=1.5))
    assert address(app) == {"w": "1.5"}
    assert [said.split(" ")[0] for said in sentences(app)] == ["optimizer.eta", "steps", "color"]


def test_a_parameter_given_twice_is_named():
    app = opened(steps=["1", "2"])
    assert sentences(app) == [
        "steps = “1 and 2” is not possible: allowed is one value. 200 is shown instead."
    ]


def test_many_wrong_parameters_do_not_bury_the_page():
    app = opened(**{f"x{n}": "1" for n in range(50)})
    assert len(app.warning) == 6
    assert sentences(app)[-1].startswith("45 further parameters")


def test_a_long_table_stays_out_of_the_address_and_in_the_page():
    app = opened()
    app.text_area[0].set_value("1,0\n" * 1000).run()
    ((setting, name),) = address(app).items()
    assert (setting, len(name)) == ("table", 17)
    assert app.text_area[0].value == "1,0\n" * 1000
    assert "Too long for the address" in app.caption[0].value


NONSENSE = ["", " ", "nan", "-9", "1e999", "1_0", "<script>alert(1)</script>", "😀", "9" * 5000]
NONSENSE += [
    "# h1\n",
    "![](http://x.y/z.png)",
    "\x00",
    "yes",
    "null",
    "[1, 2]",
    "0x10",
    "٣",
    "3,5",
]


@pytest.mark.wide(2)
@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_in_the_address_gives_sentences_and_never_an_exception(value):
    numbers_and_choices = ["optimizer", "optimizer.eta", "sampler.m", "w", "as_printed"]
    app = AppTest.from_file(PAGE)
    for name in [*numbers_and_choices, "lecture"]:
        app.query_params[name] = value
    app.run()
    assert spec_of(app) == repr(Lab())
    assert address(app) == {}
    assert len(sentences(app)) == len(numbers_and_choices)


@pytest.mark.long
@given(st.dictionaries(st.sampled_from([*to_query(Lab()), "x"]), st.text(max_size=30)))
def test_any_query_is_repaired_to_a_spec_that_its_link_describes(query):
    spec, _ = repair(Lab, query)
    assert from_query(Lab, link(spec)) == spec
    assert link(from_query(Lab, link(spec))) == link(spec)
    # As far as a browser: encoded and read again.
    encoded = parse_qs(urlencode(link(spec)), keep_blank_values=True)
    assert {name: values[-1] for name, values in encoded.items()} == link(spec)


def test_markup_is_shown_as_it_stands():
    assert as_plain("<b>*a*</b>") == r"\<b\>\*a\*\<\/b\>"
    assert as_plain("$x$ :red[a]") == r"\$x\$ \:red\[a\]"
    assert as_plain("a\n# b\u202e") == r"a�\# b�"


def test_a_place_for_a_setting_that_no_spec_has_is_an_error():
    with pytest.raises(KeyError, match=r"Lab has no setting optimizer\.etta"):
        place(Lab, "optimizer.etta")


def test_labels_carry_the_symbol():
    assert labels(GradientDescent())["eta"] == ("Learning rate η", "")
    assert labels(Lab())["w"] == ("Start of the weight w", "")
    assert labels(Lab())["optimizer"] == ("Optimizer", "How a step is made")
    assert labels(Lab())["as_printed"] == ("As printed", "")


def labels(spec):
    return {
        name: label_of(Setting(name, control, None))
        for name, (_, control) in controls(spec).items()
    }


def test_titles_are_words_and_keep_acronyms():
    titles = [title_of(member) for member in (GradientDescent, CenteredRMSProp, AdamW, AMSGrad)]
    assert titles == ["Gradient descent", "Centered RMSProp", "AdamW", "AMSGrad"]


def test_a_value_between_two_positions_is_a_position_of_its_own():
    control = GradientDescent.__dataclass_fields__["eta"].metadata["control"]
    assert 0.137 in positions(control, 0.137)
    assert 0.137 not in positions(control, 0.14)
    assert positions(control, 0.137)[0] == 0.001
    assert positions(control, 0.137)[-1] == 100


def test_every_widget_has_the_value_of_now_as_its_default():
    query = {"optimizer": "adam", "optimizer__eta": "0.137", "sampler": "with-replacement"}
    app = opened(**query, w="-1.25", seed="77", as_printed="true", table="x,y", steps="7")
    for box in app.selectbox:
        member = controls(Lab)[str(box.key).removeprefix("Lab/")][1].menu[box.value]
        assert box.options[box.proto.default] == title_of(member)
    for scale in app.select_slider:
        [position] = scale.proto.default
        assert float(scale.options[int(position)]) == scale.value
    [slider], [number], [toggle], [text] = app.slider, app.number_input, app.toggle, app.text_area
    assert (slider.proto.default, number.proto.default) == ([7], 77)
    assert (toggle.proto.default, text.proto.default) == (True, "x,y")
    assert len(app.selectbox) == 2
    assert len(app.select_slider) == 6
