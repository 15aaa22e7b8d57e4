"""How values are written on a page. The only way money, instants, scores and problems reach a template."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, gettext

from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.masking import mask_account, mask_dni
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem
from contest_portal.kernel.sentences import Sentence
from contest_portal.web.shared.language import current_language


def register_filters(app: Flask) -> None:
    """Make the filters known to templates."""
    app.add_template_filter(money, "money")
    app.add_template_filter(instant, "instant")
    app.add_template_filter(day, "day")
    app.add_template_filter(mask_account, "mask_account")
    app.add_template_filter(mask_dni, "mask_dni")
    app.add_template_filter(say, "say")
    app.add_template_filter(gettext, "translate")


def money(amount: Money) -> str:
    """Write an amount with a space that does not break: `S/ 1,234.50`."""
    return amount.format().replace(" ", "\u00a0")


def instant(value: datetime) -> str:
    """Write a day and hour in the office's zone."""
    return str(format_datetime(value.astimezone(OFFICE_ZONE), "d MMM y, HH:mm", rebase=False))


def day(value: date) -> str:
    """Write a calendar day."""
    return str(
        format_date(value, "d 'de' MMMM 'de' y" if current_language() == "es" else "d MMMM y", rebase=False)
    )


def say(said: Problem | Sentence) -> str:
    """Write a sentence, or that of a problem, in the page's language."""
    return str(gettext(said.message, **said.params))
