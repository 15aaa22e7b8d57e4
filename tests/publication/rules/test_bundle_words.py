"""What a bundle's author reads about a value that does not fit: never a sentence of the program in English."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.records import from_data
from contest_portal.kernel.rounding import Rounding
from contest_portal.publication.rules.bundle import (
    BundleCancelledDraw,
    BundlePhase,
    BundleRecusal,
    BundleSheet,
)
from contest_portal.publication.rules.bundle_words import in_spanish

FRACTION = "una fracción reducida, como 1/2"
DATE = "una fecha, como 2026-11-23"
INSTANT = "un instante con su zona, como 2026-11-23T17:00:00+00:00"
CHOICE = "ninguno de los valores que se admiten"


def told(kind: type, data: object) -> str:
    """Give what the reader of records says, without the place, in Spanish."""
    with pytest.raises(ValueError, match=": ") as refusal:
        from_data(kind, data)  # type: ignore[arg-type]
    return in_spanish(str(refusal.value).partition(": ")[2])


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("a list is expected", "se espera una lista"),
        ("an object is expected", "se espera un objeto, entre llaves"),
        ("int is expected", "se espera un número entero"),
        ("bool is expected", "se espera true o false"),
        ("str is expected", "se espera un texto"),
        ("text is expected", "se espera un texto"),
        ("texts by name are expected", "se esperan textos por nombre"),
        ("whole numbers by name are expected", "se esperan números enteros por nombre"),
        ("'1/0' is no Fraction", f"«1/0» no es {FRACTION}"),
        ("'2/4' is not how Fraction(1, 2) is written", f"«2/4» no es {FRACTION}"),
        ("'ayer' is no date", f"«ayer» no es {DATE}"),
        ("'20261123' is not how datetime.date(2026, 11, 23) is written", f"«20261123» no es {DATE}"),
        ("'ayer' is no datetime", f"«ayer» no es {INSTANT}"),
        ("'2026' is not how datetime.datetime(2026, 1, 1, 0, 0) is written", f"«2026» no es {INSTANT}"),
        ("'arriba' is no Rounding", f"«arriba» no es {CHOICE}"),
        ("'' is no Rounding", f"«» no es {CHOICE}"),
        ('"O\'Higgins" is no Rounding', f"«O'Higgins» no es {CHOICE}"),
        ('"l\'1/2" is no Fraction', f"«l'1/2» no es {FRACTION}"),
        ("'dijo \"sí\"' is no date", f'«dijo "sí"» no es {DATE}'),
        ("'x' is no y' is no Rounding", f"«x' is no y» no es {CHOICE}"),
    ],
)
def test_each_reason_has_its_words(reason: str, words: str) -> None:
    assert in_spanish(reason) == words


@pytest.mark.parametrize("reason", ["", "list", "something else", "x is no Fraction", "'x' is nothing"])
def test_a_reason_that_is_not_known_stays_as_it_is(reason: str) -> None:
    assert in_spanish(reason) == reason


@pytest.mark.parametrize(("length", "shown"), [(59, 59), (60, 60), (61, 60), (5_000, 60)])
def test_of_a_long_value_its_beginning_is_told(length: int, shown: int) -> None:
    assert in_spanish(f"'{'9' * length}' is no date") == f"«{'9' * shown}» no es {DATE}"


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (BundleRecusal, [], "se espera un objeto, entre llaves"),
        (BundleRecusal, {"juror": 1, "group": "A"}, "se espera un texto"),
        (BundleRecusal, {"juror": None, "group": "A"}, "se espera un texto"),
        (BundlePhase, {"phase": "F", "mean": 1}, "se espera un texto"),
        (BundlePhase, {"phase": "F", "mean": "1/0"}, f"«1/0» no es {FRACTION}"),
        (BundlePhase, {"phase": "F", "mean": "2/4"}, f"«2/4» no es {FRACTION}"),
        (BundlePhase, {"phase": "F", "mean": "1e3"}, f"«1e3» no es {FRACTION}"),
        (BundlePhase, {"phase": "F", "mean": "O'1"}, f"«O'1» no es {FRACTION}"),
        (
            BundleCancelledDraw,
            {"numbers": "1", "held_at": "ayer", "cancelled_at": "hoy"},
            f"«ayer» no es {INSTANT}",
        ),
        (
            BundleCancelledDraw,
            {"numbers": "1", "held_at": "2026-11-23", "cancelled_at": "hoy"},
            f"«2026-11-23» no es {INSTANT}",
        ),
        (
            BundleSheet,
            {"group": "A", "juror": "J", "phase": "F", "marks": {"C": "1"}},
            "se espera un número entero",
        ),
        (
            BundleSheet,
            {"group": "A", "juror": "J", "phase": "F", "marks": {}, "reasons": {}},
            "se espera una lista",
        ),
        (
            BundleSheet,
            {"group": "A", "juror": "J", "phase": "F", "marks": {}, "reasons_withheld": 1},
            "se espera true o false",
        ),
    ],
)
def test_what_the_reader_of_records_says_is_said_in_spanish(kind: type, data: object, words: str) -> None:
    assert told(kind, data) == words


@given(st.text(max_size=30))
def test_whatever_text_stands_for_a_fraction_the_answer_is_in_spanish(text: str) -> None:
    try:
        from_data(BundlePhase, {"phase": "F", "mean": text})
    except ValueError as error:
        said = in_spanish(str(error).partition(": ")[2])
        assert said.startswith("«")
        assert said.endswith(f"» no es {FRACTION}")


@given(st.text(max_size=30), st.sampled_from([Fraction, date, datetime, Rounding]))
def test_no_text_hides_what_was_expected(text: str, kind: type[Fraction | date | StrEnum]) -> None:
    words = {Fraction: FRACTION, date: DATE, datetime: INSTANT, Rounding: CHOICE}[kind]

    assert in_spanish(f"{text!r} is no {kind.__name__}").endswith(f"» no es {words}")
