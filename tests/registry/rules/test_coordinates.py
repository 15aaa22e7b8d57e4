"""Coordinates: what people and files write, read strictly into whole millionths of a degree."""

import pytest

from contest_portal.kernel.problems import Refused
from contest_portal.registry.rules.coordinates import (
    Point,
    degrees_text,
    half_place,
    latitude,
    longitude,
    point_of,
    read_point,
)

LATITUDE, LONGITUDE = latitude(), longitude()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-12.97", -12_970_000),
        ("-12,970001", -12_970_001),
        ("-12.9700014", -12_970_001),
        ("-12.9700015", -12_970_002),
        ("-19", -19_000_000),
        ("-0.03", -30_000),
        ("0", 0),
    ],
)
def test_a_latitude_is_read_with_point_or_comma(text: str, value: int) -> None:
    assert LATITUDE(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-74.71", "cell.swapped_coordinates"),
        ("-68", "cell.swapped_coordinates"),
        ("12.97", "cell.not_a_coordinate"),
        ("-19.000001", "cell.not_a_coordinate"),
        ("-90", "cell.not_a_coordinate"),
        ("12°58'S", "cell.not_a_coordinate"),
        ("-12.97.1", "cell.not_a_coordinate"),
        ("1e1", "cell.not_a_coordinate"),
        ("", "cell.not_a_coordinate"),
    ],
)
def test_what_is_no_latitude_of_peru_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        LATITUDE(text)

    assert [problem.code for problem in refusal.value.problems] == [code]


@pytest.mark.parametrize(
    ("text", "code"), [("-12.97", "cell.swapped_coordinates"), ("74.71", "cell.not_a_coordinate")]
)
def test_what_is_no_longitude_of_peru_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        LONGITUDE(text)

    assert [problem.code for problem in refusal.value.problems] == [code]


@pytest.mark.parametrize(
    ("values", "field"),
    [((None, None), None), ((1, 2), None), ((None, 2), "latitude_e6"), ((0, None), "longitude_e6")],
)
def test_half_a_place_names_what_lacks(values: tuple[int | None, int | None], field: str | None) -> None:
    bad = half_place(*values)

    assert (None if bad is None else bad.problems[0].field) == field


def test_a_place_that_was_typed_is_read() -> None:
    assert read_point(" -12,97 ", "-74.710001") == (Point(-12_970_000, -74_710_001), ())


def test_each_coordinate_that_cannot_be_read_is_said_with_what_was_typed() -> None:
    point, problems = read_point("doce", "-12.97")

    assert point is None
    assert [(problem.field, problem.code, problem.params["value"]) for problem in problems] == [
        ("latitude", "cell.not_a_coordinate", "doce"),
        ("longitude", "cell.swapped_coordinates", "-12.97"),
    ]
    assert "«doce»" in problems[0].text


@pytest.mark.parametrize(
    ("value", "text"), [(-12_970_000, "-12.970000"), (-30_000, "-0.030000"), (5, "0.000005"), (0, "0.000000")]
)
def test_millionths_are_written_as_degrees(value: int, text: str) -> None:
    assert degrees_text(value) == text


def test_a_place_is_written_whole_and_roughly() -> None:
    point = point_of(-12_979_999, -74_000_001)

    assert point is not None
    assert (point.text, point.coarse_text) == ("-12.979999, -74.000001", "-12.97…, -74.00…")


@pytest.mark.parametrize("values", [(None, None), (1, None), (None, 1), ("1", 2)])
def test_what_is_not_two_numbers_is_no_place(values: tuple[object, object]) -> None:
    assert point_of(*values) is None
