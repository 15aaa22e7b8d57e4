"""The documents' own template environment: escaping always on, undefined names refused, templates from one folder."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contest_portal.config import ROOT
from contest_portal.documents.rules import words
from contest_portal.kernel.clock import OFFICE_ZONE, office_date
from contest_portal.kernel.marks import format_points
from contest_portal.kernel.money import Money

TEMPLATES = ROOT / "templates" / "documents"
_HASH_GROUP = 8
_QR_TITLE = "Código QR"
"""What a reader of screens says of a code that stands among the text."""


@cache
def environment() -> Environment:
    """Make the environment; kept for the life of the process."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        money=money,
        amount_in_words=words.amount_in_words,
        in_quotes=words.in_quotes,
        in_text=in_text,
        cardinal=words.cardinal,
        shortened=words.shortened,
        listed=listed,
        office_day=office_date,
        day=words.day_of_month,
        date_in_words=words.date_in_words,
        hour_in_words=words.hour_in_words,
        clock_time=clock_time,
        with_article=words.with_article,
        to_whom=words.to_whom,
        ordinal=lambda number: words.ordinal(number).upper(),
        points=format_points,
        grouped_hash=grouped_hash,
        qr=qr_svg,
    )
    return made


@cache
def stylesheet() -> str:
    """Give the stylesheet of all documents."""
    return (TEMPLATES / "document.css").read_text("utf-8")


def money(amount: Money) -> str:
    """Write an amount with a space that does not break: `S/ 1,234.50`."""
    return amount.format().replace(" ", "\u00a0")


def clock_time(instant: datetime) -> str:
    """Write the office's hour in figures: `16:30`."""
    return instant.astimezone(OFFICE_ZONE).strftime("%H:%M")


def listed(names: Iterable[str]) -> str:
    """Write names one after another: `Lircay, Anchonga y Secclla`."""
    *first, last = names
    return f"{', '.join(first)} y {last}" if first else last


def in_text(code: str) -> Markup:
    """Write a code inside a sentence, `Acta N.° 007-2026-UT-LIMA`: no capitals, the number kept in one line."""
    noun, _, number = code.partition(" ")
    return Markup('{} <span class="nowrap">{}</span>').format(noun.capitalize(), number)


def grouped_hash(digest: str) -> Markup:
    """Write a hash in groups of eight that a person can compare."""
    groups = (digest[start : start + _HASH_GROUP] for start in range(0, len(digest), _HASH_GROUP))
    return Markup('<span class="hash">{}</span>').format(" ".join(groups))


def qr_svg(text: str) -> Markup:
    """Draw a QR code as inline SVG: black on nothing, error correction for a creased page."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None, title=_QR_TITLE)
    return Markup(svg)  # noqa: S704 - drawn by segno: squares alone, the text is not in it
