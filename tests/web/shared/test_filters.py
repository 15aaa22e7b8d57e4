"""How values are written on a page."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem
from tests.web.shared.tiny_portal import render

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("template", "value", "written"),
    [
        ("{{ value | money }}", Money(123_456_750), f"S/{NBSP}1,234,567.50"),
        ("{{ value | money }}", Money(-5), f"-S/{NBSP}0.05"),
        ("{{ value | instant }}", datetime(2026, 11, 24, 2, 5, tzinfo=UTC), "23 nov. 2026, 21:05"),
        ("{{ value | day }}", date(2026, 12, 9), "9 de diciembre de 2026"),
        ("{{ value | mask_dni }}", "45418672", "****8672"),
        ("{{ value | translate }}", "Texto sin traducir", "Texto sin traducir"),
        (
            "{{ value | say }}",
            Problem("x", field="f", message="Falta %(n)s.", params={"n": "<b>"}),
            "Falta &lt;b&gt;.",
        ),
        (
            "{{ value | say }}",
            Problem("x", field="f", message="Revise el 60 % o más."),
            "Revise el 60 % o más.",
        ),
    ],
)
def test_value_is_written_in_spanish(tiny_portal: Flask, template: str, value: object, written: str) -> None:
    assert render(tiny_portal, template, value=value) == written


@pytest.mark.parametrize(
    ("template", "value", "written"),
    [
        ("{{ value | instant }}", datetime(2026, 11, 24, 2, 5, tzinfo=UTC), "23 Nov 2026, 21:05"),
        ("{{ value | day }}", date(2026, 12, 9), "9 December 2026"),
        ("{{ value | money }}", Money(123_450), f"S/{NBSP}1,234.50"),
    ],
)
def test_value_is_written_in_english(tiny_portal: Flask, template: str, value: object, written: str) -> None:
    with tiny_portal.test_request_context("/"), force_locale("en"):
        assert tiny_portal.jinja_env.from_string(template).render(value=value) == written
