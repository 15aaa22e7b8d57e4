"""How values are written on paper."""

import re

import pytest
from jinja2 import UndefinedError

from contest_portal.documents.typesetting import (
    TEMPLATES,
    clock_time,
    environment,
    grouped_hash,
    in_text,
    listed,
    money,
    qr_svg,
)
from contest_portal.kernel.money import Money
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("Lircay",), "Lircay"),
        (("Lircay", "Secclla"), "Lircay y Secclla"),
        (("Lircay", "Anchonga", "Secclla"), "Lircay, Anchonga y Secclla"),
    ],
)
def test_names_are_listed_as_a_sentence_does(names: tuple[str, ...], text: str) -> None:
    assert listed(names) == text


def test_a_code_in_a_sentence_is_no_shouting_and_keeps_its_number_whole() -> None:
    assert in_text("ACTA N.° 007-2026-UT-LIMA") == 'Acta <span class="nowrap">N.° 007-2026-UT-LIMA</span>'


def test_a_code_is_escaped() -> None:
    assert in_text("ACTA <b>") == 'Acta <span class="nowrap">&lt;b&gt;</span>'


def test_a_hash_is_grouped_for_the_eye() -> None:
    assert grouped_hash("0123456789abcdef") == '<span class="hash">01234567 89abcdef</span>'


def test_an_amount_does_not_break_after_its_sign() -> None:
    assert money(Money.soles(19_340)) == "S/\u00a019,340.00"


def test_the_hour_is_the_one_of_the_office() -> None:
    assert clock_time(NOON) == "12:00"


def test_the_qr_code_is_drawn_without_any_address() -> None:
    svg = str(qr_svg("https://fondos.example/verificar/ACDE-FGHJ-2345"))

    assert re.findall(r"https?:|href|<script|<image", svg) == []
    assert svg.startswith("<svg viewBox=")


def test_a_name_that_is_not_there_is_an_error_and_no_blank() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ doc.amuont }}").render(doc=NOON)


@pytest.mark.parametrize("template", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_every_template_is_sound_and_names_no_address(template: str) -> None:
    source = (
        (TEMPLATES / template).read_text("utf-8").replace('src="{{ logo }}"', "")
    )  # holds the picture itself

    environment().get_template(template)

    assert re.findall(r"https?://|url\(|src=|href=|\| *safe", source) == []
    assert source.count("\n") <= 120
