"""The terms of an agreement that no rule of the contest fixes, and the instalments that follow from them."""

import calendar
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem

MAX_MONTHS = 36


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """How long the group has, and what part of the award (percent) it receives at the signature."""

    months: int = 12
    first_percent: int = 70


DEFAULT_TERMS = AgreementTerms()


def terms_problems(terms: AgreementTerms) -> tuple[Problem, ...]:
    """Name the terms that cannot be."""
    found = []
    if not 1 <= terms.months <= MAX_MONTHS:
        found.append(
            Problem(
                "terms.months",
                field="months",
                message=N_("El plazo va de 1 a %(max)s meses. Escriba un número entre esos dos."),
                params={"max": str(MAX_MONTHS)},
            )
        )
    if not 1 <= terms.first_percent <= 100:
        found.append(
            Problem(
                "terms.first_percent",
                field="first_percent",
                message=N_("La primera transferencia va de 1 a 100 por ciento. Escriba un número entero."),
            )
        )
    return tuple(found)


def instalments(amount: Money, terms: AgreementTerms) -> tuple[Money, ...]:
    """Split an award: the first part rounded to the céntimo, the second all that is left, so that the sum is exact."""
    first = amount.times(Fraction(terms.first_percent, 100))
    rest = amount - first
    return (first, rest) if rest else (first,)


def end_of_term(start: date, months: int) -> date:
    """Give the day `months` later; a day that the month does not have becomes its last."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
