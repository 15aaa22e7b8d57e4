"""How long answers about personal data may take, and how long such data is kept.

Sources: regulation of Law 29733 (20 working days to answer a request of access, 10 for the others), which a body may
shorten and never lengthen; the years of keeping are the programme's own decision. A lawyer confirms both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.problems import N_, Problem


class TermCode(StrEnum):
    """A term that can be set."""

    ACCESS_DAYS = "access_days"
    RECTIFICATION_DAYS = "rectification_days"
    CANCELLATION_DAYS = "cancellation_days"
    OPPOSITION_DAYS = "opposition_days"
    SENSITIVE_YEARS = "sensitive_years"
    IDENTITY_YEARS = "identity_years"
    NAME_YEARS = "name_years"
    FILE_YEARS = "file_years"


@dataclass(frozen=True, slots=True)
class Term:
    """What holds while nobody set anything, and the bounds: working days, or years after a contest ended."""

    default: int
    least: int
    most: int


TERMS: Mapping[TermCode, Term] = MappingProxyType(
    {
        TermCode.ACCESS_DAYS: Term(20, 1, 20),
        TermCode.RECTIFICATION_DAYS: Term(10, 1, 10),
        TermCode.CANCELLATION_DAYS: Term(10, 1, 10),
        TermCode.OPPOSITION_DAYS: Term(10, 1, 10),
        TermCode.SENSITIVE_YEARS: Term(1, 1, 30),
        TermCode.IDENTITY_YEARS: Term(5, 1, 30),
        TermCode.NAME_YEARS: Term(10, 1, 50),
        TermCode.FILE_YEARS: Term(10, 1, 50),
    }
)


def term_problems(amounts: Mapping[TermCode, int]) -> tuple[Problem, ...]:
    """Object to each amount out of its bounds, and to names that would go before what identifies."""
    found = [
        Problem(
            "term.out_of_bounds",
            field=code.value,
            message=N_("Escriba un número de %(least)s a %(most)s."),
            params={"least": str(TERMS[code].least), "most": str(TERMS[code].most)},
        )
        for code, amount in amounts.items()
        if not TERMS[code].least <= amount <= TERMS[code].most
    ]
    if amounts[TermCode.NAME_YEARS] < amounts[TermCode.IDENTITY_YEARS]:
        found.append(
            Problem(
                "term.names_first",
                field=TermCode.NAME_YEARS.value,
                message=N_("Los nombres se guardan al menos tanto como los DNI. Escriba un número mayor."),
            )
        )
    return tuple(found)
