"""Records to data and back, without loss and without tolerance."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import added_later, from_data, to_data, with_defaults


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    amount: Money
    share: Fraction


@dataclass(frozen=True, slots=True)
class Whole:
    count: int
    open: bool
    colour: Colour
    day: date
    at: datetime
    parts: tuple[Part, ...]
    note: str | None = None
    best: Part | None = None


zones = st.sampled_from([UTC, timezone(timedelta(hours=-5))])
part_records = st.builds(
    Part,
    name=st.text(st.characters(codec="utf-8"), max_size=8),
    amount=st.builds(Money, st.integers()),
    share=st.fractions(),
)
whole_records = st.builds(
    Whole,
    count=st.integers(),
    open=st.booleans(),
    colour=st.sampled_from(Colour),
    day=st.dates(),
    at=st.datetimes(timezones=zones),
    parts=st.lists(part_records, max_size=3).map(tuple),
    note=st.none() | st.text(st.characters(codec="utf-8"), max_size=8),
    best=st.none() | part_records,
)

PART = Part("cuyes", Money(750), Fraction(1, 3))
PART_DATA: dict[str, Json] = {"name": "cuyes", "amount": {"cents": 750}, "share": "1/3"}


@given(whole_records)
def test_record_comes_back_through_its_canonical_text(record: Whole) -> None:
    assert from_data(Whole, json.loads(canonical_json(to_data(record)))) == record


def test_record_is_written_in_plain_data() -> None:
    record = Whole(
        count=2,
        open=True,
        colour=Colour.RED,
        day=date(2026, 11, 23),
        at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        parts=(PART,),
    )

    assert to_data(record) == {
        "count": 2,
        "open": True,
        "colour": "red",
        "day": "2026-11-23",
        "at": "2026-11-23T12:00:00+00:00",
        "parts": [PART_DATA],
        "note": None,
        "best": None,
    }


@pytest.mark.parametrize("value", [1.5, [1], {"a": None}, b"x", object(), (1, 2.0)])
def test_value_of_no_known_kind_is_not_written(value: object) -> None:
    with pytest.raises(TypeError, match="not a record's value"):
        to_data(value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"name": 5}, "Part.name: str is expected", id="number for text"),
        pytest.param({"name": None}, "Part.name: str is expected", id="nothing for text"),
        pytest.param(
            {"amount": {"cents": "750"}}, "Part.amount.cents: int is expected", id="text for number"
        ),
        pytest.param({"amount": {"cents": True}}, "Part.amount.cents: int is expected", id="yes for number"),
        pytest.param({"amount": 750}, "Part.amount: an object is expected", id="number for object"),
        pytest.param({"amount": {}}, "missing keys: cents", id="missing key"),
        pytest.param({"extra": 1}, "unknown keys: extra", id="unknown key"),
        pytest.param({"share": "1/0"}, "Part.share: '1/0' is no Fraction", id="division by zero"),
        pytest.param({"share": "tercio"}, "Part.share: 'tercio' is no Fraction", id="word for fraction"),
        pytest.param({"share": "2/6"}, "is not how", id="unreduced fraction"),
        pytest.param({"share": "0.5"}, "is not how", id="decimal for fraction"),
        pytest.param({"share": "1e999999999"}, "is no Fraction", id="a fraction that takes for ever"),
        pytest.param({"share": 1}, "Part.share: text is expected", id="number for fraction"),
    ],
)
def test_data_that_does_not_fit_is_named(change: dict[str, Json], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_data(Part, {**PART_DATA, **change})


@dataclass(frozen=True, slots=True)
class Moments:
    day: date
    at: datetime
    colour: Colour
    tags: tuple[str, ...]
    open: bool


MOMENTS: dict[str, Json] = {
    "day": "2026-11-23",
    "at": "2026-11-23T12:00:00+00:00",
    "colour": "red",
    "tags": ["a"],
    "open": False,
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2026-02-30"),
        ("day", "20261123"),
        ("at", "mañana"),
        ("at", "2026-11-23T12:00:00Z"),
        ("colour", "green"),
        ("tags", "a"),
        ("tags", [1]),
        ("open", 0),
        ("open", "false"),
    ],
)
def test_value_written_in_another_way_is_refused(field: str, value: Json) -> None:
    assert from_data(Moments, MOMENTS).tags == ("a",)

    with pytest.raises(ValueError, match=f"Moments.{field}"):
        from_data(Moments, {**MOMENTS, field: value})


@dataclass(frozen=True, slots=True)
class Odd:
    value: bytes


def test_record_of_a_kind_nobody_declared_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="is not a record's kind"):
        from_data(Odd, {"value": "x"})


@dataclass(frozen=True, slots=True)
class Grown:
    name: str
    months: int = added_later(0)
    note: str | None = added_later(None)


@pytest.mark.parametrize(
    ("record", "data"),
    [
        (Grown("a"), {"name": "a"}),
        (Grown("a", 12), {"name": "a", "months": 12}),
        (Grown("a", 0, "b"), {"name": "a", "note": "b"}),
    ],
)
def test_a_field_added_later_is_written_only_when_it_says_something(
    record: Grown, data: dict[str, Json]
) -> None:
    assert (to_data(record), from_data(Grown, data)) == (data, record)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "a", "months": 0}, "written although it is the default: months"),
        ({"name": "a", "note": None}, "written although it is the default: note"),
        ({"months": 1}, "missing keys: name"),
        ({"name": "a", "years": 1}, "unknown keys: years"),
        ({"name": "a", "months": "1"}, "Grown.months: int is expected"),
    ],
)
def test_a_grown_record_is_read_as_strictly(data: dict[str, Json], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_data(Grown, data)


@dataclass(frozen=True, slots=True)
class Texts:
    texts: Mapping[str, str]


def test_texts_by_name_are_kept() -> None:
    record = Texts({"x": "1", "y": ""})

    assert from_data(Texts, to_data(record)) == record


@pytest.mark.parametrize("texts", [{"x": 1}, [], "x", None])
def test_texts_are_texts(texts: Json) -> None:
    with pytest.raises(ValueError, match=r"texts by name are expected|\.x: str is expected"):
        from_data(Texts, {"texts": texts})


@dataclass(frozen=True, slots=True)
class Numbers:
    units: Mapping[str, int]
    parts: tuple[Grown, ...] = ()
    best: Grown | None = None


def test_numbers_by_name_are_kept() -> None:
    record = Numbers({"x": 1, "y": 0})

    assert from_data(Numbers, to_data(record)) == record


@pytest.mark.parametrize("units", [{"x": "1"}, {"x": True}, {"x": None}, [1]])
def test_numbers_are_whole(units: Json) -> None:
    with pytest.raises(ValueError, match=r"whole numbers by name are expected|\.x: int is expected"):
        from_data(Numbers, {"units": units, "parts": [], "best": None})


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ({"units": {}}, Numbers({})),
        (
            {"units": {}, "parts": [{"name": "a", "months": 0}], "best": {"name": "b", "note": None}},
            Numbers({}, (Grown("a"),), Grown("b")),
        ),
    ],
)
def test_what_a_hand_left_out_is_filled_in(written: Json, whole: Numbers) -> None:
    assert from_data(Numbers, with_defaults(Numbers, written)) == whole


@pytest.mark.parametrize("written", [1, [], {"units": 1, "parts": "x", "best": []}, {"other": 1}])
def test_what_does_not_fit_stays_for_the_reader_to_name(written: Json) -> None:
    with pytest.raises(ValueError, match="Numbers"):
        from_data(Numbers, with_defaults(Numbers, written))
