from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spec import SpecError, choice, from_query, knob, menu, repair, switch, text, to_query


@dataclass(frozen=True)
class Circle:
    radius: float = knob(1.0, 0.1, 10.0, log=True)


@dataclass(frozen=True)
class Box:
    side: float = knob(2.0, 0.1, 10.0)
    corners: int = knob(4, 3, 12)


@dataclass(frozen=True)
class BlackHole:
    pass


SHAPES = menu(Circle, Box, BlackHole)


@dataclass(frozen=True)
class Drawing:
    shape: object = choice(SHAPES, Box(side=3.0))
    frame: object = choice(SHAPES, "circle")
    filled: bool = switch(True)
    copies: int = knob(1, 1, 100)
    label: str = text("", 20)
    code: str = text("", 4, "four signs, each 0 or 1", "([01]{4})?")


numbers = st.floats(0.1, 10.0)
shapes = st.one_of(
    st.builds(Circle, numbers), st.builds(Box, numbers, st.integers(3, 12)), st.just(BlackHole())
)
drawings = st.builds(
    Drawing,
    shapes,
    shapes,
    st.booleans(),
    st.integers(1, 100),
    st.text(max_size=20),
    st.sampled_from(["", "0000", "0110"]),
)


@given(drawings)
def test_a_query_describes_its_spec_exactly(drawing):
    assert from_query(Drawing, to_query(drawing)) == drawing


@given(drawings, drawings)
def test_different_specs_have_different_queries(a, b):
    assert (to_query(a) == to_query(b)) == (a == b)


def test_members_with_equal_fields_differ_in_their_query():
    assert to_query(Drawing(shape=Circle(1.0))) != to_query(Drawing(shape=Box(1.0)))


def test_what_a_query_leaves_out_keeps_the_default():
    assert from_query(Drawing, {}) == Drawing()
    assert from_query(Drawing, {"shape.corners": "5"}) == Drawing(shape=Box(3.0, 5))
    assert from_query(Drawing, {"shape": "circle"}) == Drawing(shape=Circle())


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("copies", "101", "a whole number from 1 to 100"),
        ("copies", "2.5", "a whole number from 1 to 100"),
        ("copies", "", "a whole number from 1 to 100"),
        ("copies", "1_0", "a whole number from 1 to 100"),
        ("copies", "٣", "a whole number from 1 to 100"),
        ("frame.radius", "nan", "a number from 0.1 to 10"),
        ("frame.radius", "1e999", "a number from 0.1 to 10"),
        ("frame.radius", "-1", "a number from 0.1 to 10"),
        ("shape", "triangle", "circle, box, black-hole"),
        ("label", "x" * 21, "at most 20 characters"),
        ("code", "010", "four signs, each 0 or 1"),
        ("code", "0102", "four signs, each 0 or 1"),
        ("code", "010\n", "four signs, each 0 or 1"),
        ("code", "٠٠٠٠", "four signs, each 0 or 1"),
        ("code", "01010", "at most 4 characters"),
        ("filled", "yes", "true and false"),
        ("color", "red", "there is no such parameter"),
        ("frame.side", "1", "there is no such parameter"),
    ],
)
def test_nonsense_is_named_with_what_is_allowed(key, value, allowed):
    with pytest.raises(SpecError) as caught:
        from_query(Drawing, {key: value})
    assert caught.value.key == key
    assert key in str(caught.value)
    assert value in str(caught.value)
    assert allowed in str(caught.value)


@pytest.mark.long
@given(st.dictionaries(st.sampled_from([*to_query(Drawing()), "x"]), st.text(max_size=60)))
def test_repair_keeps_what_is_right_and_names_the_rest(query):
    spec, errors = repair(Drawing, query)
    bad = {error.key for error in errors}
    assert from_query(Drawing, {k: v for k, v in query.items() if k not in bad}) == spec
    assert bad <= set(query)


def test_a_long_value_is_not_printed_whole():
    with pytest.raises(SpecError) as caught:
        from_query(Drawing, {"copies": "9" * 5000})
    assert len(str(caught.value)) < 200


def test_names_are_words_of_the_class_name():
    classes = [type(name, (), {}) for name in ("GradientDescent", "ReLU", "LeakyReLU", "AdamW")]
    assert list(menu(*classes)) == ["gradient-descent", "relu", "leaky-relu", "adamw"]


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_too_long_for_a_float_is_refused_in_a_short_sentence(digits):
    _, [error] = repair(Drawing, {"copies": digits * "1"})
    assert "…" in str(error)
    assert len(str(error)) < 150
