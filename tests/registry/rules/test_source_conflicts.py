"""When two sources contradict each other, and which one is believed."""

import pytest

from contest_portal.registry.rules.source_conflicts import (
    Claim,
    ConflictField,
    column_text,
    disagree,
    is_other_writing,
    shown_value,
    value_of,
    winner,
)


def claim(source: str, value: str = "x", precedence: int = 10) -> Claim:
    return Claim(source, precedence, value)


@pytest.mark.parametrize(
    ("held", "other", "expected"),
    [
        pytest.param(claim("a", "pobre"), claim("b", "no_pobre"), True, id="different"),
        pytest.param(claim("a", "pobre"), claim("b", "pobre"), False, id="the same"),
        pytest.param(claim("a", "pobre"), claim("a", "no_pobre"), False, id="one source changes its mind"),
        pytest.param(claim("a", ""), claim("b", "pobre"), False, id="nothing was known"),
        pytest.param(claim("a", "pobre"), claim("b", ""), False, id="nothing is said"),
        pytest.param(claim("a", "Luz | Ñahui"), claim("b", "LUZ | ÑAHUI"), False, id="capitals"),
        pytest.param(claim("a", "José | Díaz"), claim("b", "Jose | Diaz"), False, id="accents"),
        pytest.param(
            claim("a", "Luz | Ñahui"), claim("b", "Luz | Nahui"), True, id="ñ is a letter of its own"
        ),
    ],
)
def test_disagreement(held: Claim, other: Claim, *, expected: bool) -> None:
    assert disagree(held, other) is expected


@pytest.mark.parametrize(
    ("held", "other", "expected"),
    [
        pytest.param(1, 2, "held", id="what is held comes from the better source"),
        pytest.param(2, 1, "other", id="the better source arrives"),
        pytest.param(5, 5, "held", id="equals change nothing"),
    ],
)
def test_smaller_number_is_believed(held: int, other: int, expected: str) -> None:
    assert winner(claim("held", "x", held), claim("other", "y", other)).source == expected


@pytest.mark.parametrize(
    ("field", "columns", "expected"),
    [
        (ConflictField.CENTRE, {"centre_code": " 0903010099 "}, "0903010099"),
        (ConflictField.CLASS, {"sisfoh_class": "Pobre extremo"}, "pobre_extremo"),
        (ConflictField.CLASS, {"sisfoh_class": "pobre_extremo"}, "pobre_extremo"),
        (ConflictField.CLASS, {"sisfoh_class": "rico"}, ""),
        (ConflictField.CLASS, {"sisfoh_class": "-"}, ""),
        (ConflictField.BIRTH_DATE, {"birth_date": "14/03/1988"}, "1988-03-14"),
        (ConflictField.BIRTH_DATE, {"birth_date": "1988-03-14"}, "1988-03-14"),
        (ConflictField.BIRTH_DATE, {"birth_date": "31/02/1988"}, ""),
        (ConflictField.BIRTH_DATE, {}, ""),
        (
            ConflictField.NAMES,
            {"given_names": "Luz", "paternal_surname": "Ñahui", "maternal_surname": "-"},
            "Luz | Ñahui | ",
        ),
        (ConflictField.NAMES, {"given_names": "", "paternal_surname": "Ñahui"}, ""),
    ],
)
def test_value_is_written_in_one_way(field: ConflictField, columns: dict[str, str], expected: str) -> None:
    assert value_of(field, columns) == expected


def test_names_are_shown_without_their_marks() -> None:
    assert shown_value("names", "Luz | Ñahui | ") == "Luz Ñahui"


def test_a_place_is_compared_whole_and_shown_roughly() -> None:
    told = value_of(ConflictField.PLACE, {"latitude_e6": "-12,97", "longitude_e6": "-74.710001"})

    assert told == "-12.970000, -74.710001"
    assert shown_value("place", told) == "-12.97…, -74.71…"


@pytest.mark.parametrize(
    "columns",
    [{}, {"latitude_e6": "-12.97"}, {"latitude_e6": "-74.7", "longitude_e6": "-12.9"}],
    ids=["nothing", "half", "swapped"],
)
def test_what_is_no_place_says_nothing(columns: dict[str, str]) -> None:
    assert value_of(ConflictField.PLACE, columns) == ""


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("latitude_e6", -12_970_000, "-12.970000"),
        ("longitude_e6", "-74710001", "-74.710001"),
        ("latitude_e6", None, ""),
        ("sisfoh_class", "pobre", "pobre"),
    ],
)
def test_a_column_is_written_as_a_file_would(name: str, value: object, text: str) -> None:
    assert column_text(name, value) == text


@pytest.mark.parametrize(
    ("field", "held", "other", "keeps"),
    [
        pytest.param(ConflictField.NAMES, ("a", 1, "Saúl"), ("b", 2, "SAUL"), True, id="believed less"),
        pytest.param(ConflictField.NAMES, ("a", 2, "Saúl"), ("b", 1, "SAUL"), False, id="believed more"),
        pytest.param(ConflictField.NAMES, ("a", 1, "Saúl"), ("a", 1, "SAUL"), False, id="its own"),
        pytest.param(ConflictField.NAMES, ("a", 1, "Saúl"), ("b", 2, ""), False, id="no data"),
        pytest.param(ConflictField.NAMES, ("a", 1, "Saúl"), ("b", 2, "Saúl"), False, id="the same"),
        pytest.param(ConflictField.CLASS, ("a", 1, "pobre"), ("b", 2, "POBRE"), False, id="no name"),
    ],
)
def test_a_name_keeps_the_writing_of_whom_is_believed_more(
    field: ConflictField, held: tuple[str, int, str], other: tuple[str, int, str], *, keeps: bool
) -> None:
    assert is_other_writing(field, Claim(*held), Claim(*other)) is keeps
