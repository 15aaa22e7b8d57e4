"""Codes of production lines."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.line_codes import line_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Crianza de cuyes", "crianza-de-cuyes"),
        ("Panadería y pastelería", "panaderia-y-pasteleria"),
        ("Caña, piña y ñame", "cana-pina-y-name"),
        ("  Lácteos (queso) ", "lacteos-queso"),
        ("Servicios y oficios: carpintería, herrería", "servicios-y-oficios-carpinteri"),
        ("***", ""),
    ],
)
def test_a_code_is_the_name_in_plain_letters(name: str, code: str) -> None:
    assert line_code(name) == code


@given(st.text(max_size=60))
def test_a_code_is_always_fit_for_an_address(name: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?)?", line_code(name))
