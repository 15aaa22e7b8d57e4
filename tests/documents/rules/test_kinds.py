"""How a kind writes its numbers."""

import pytest

from contest_portal.documents.rules.kinds import DocumentKind, Issue


@pytest.mark.parametrize(
    ("number_format", "code"),
    [
        ("ACTA N.° {numero:3}-{año}-{oficina}", "ACTA N.° 007-2026-UT-LIMA"),
        ("CARGO {numero:5}/{año}", "CARGO 00007/2026"),
        ("{oficina}.{año}.{numero}", "UT-LIMA.2026.7"),
    ],
)
def test_a_number_is_written_as_its_kind_says(number_format: str, code: str) -> None:
    kind = DocumentKind("acta", "Acta", "acta.html", number_format, Issue)

    assert kind.numbered(number=7, year=2026, office="UT-LIMA") == code


def test_numbers_beyond_the_width_are_not_cut() -> None:
    kind = DocumentKind("acta", "Acta", "acta.html", "{numero:3}", Issue)

    assert kind.numbered(number=12_345, year=2026, office="") == "12345"
