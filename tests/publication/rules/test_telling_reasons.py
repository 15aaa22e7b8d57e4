"""Reasons that are published, and those that tell of somebody."""

import pytest

from contest_portal.publication.rules.telling_reasons import name_words, tells_of_somebody

WORDS = name_words(["Elsa Ñahui Quispe", "Ana de la Cruz", "Rosa Paz"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No convenció", False),
        ("Faltan 3 de 6 hogares, desde 2024", False),
        ("Pide S/ 15,000.00 para 40 cuyes", False),
        ("Según Ñahui no vive ahí", True),
        ("según ÑAHUI", True),
        ("La familia QUISPE", True),
        ("una paz duradera", False),
        ("DNI 41234567", True),
        ("DNI 4123-4567", True),
        ("Llame al 987 654 321", True),
        ("٤١٢٣٤٥٦٧", True),
        ("escriba a x@y.pe", True),
    ],
)
def test_a_reason_that_tells_of_somebody_is_known(text: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert tells_of_somebody(text, WORDS) is expected
