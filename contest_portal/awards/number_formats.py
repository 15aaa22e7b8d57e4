"""Whether a pattern of numbers keeps every number of every office apart."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import offices
from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.queries import chosen_formats, given_numbers
from contest_portal.documents.rules.number_formats import given_again, pattern_problems, same_numbers
from contest_portal.kernel.problems import Problem


def number_problems(
    session: Session, *, office: Office, kind: str, pattern: str, year: int
) -> tuple[Problem, ...]:
    """List what keeps a pattern from numbering a kind of document in an office from this year on."""
    found = (
        *pattern_problems(pattern),
        same_numbers(pattern, office=office.code, others=_in_force(session), kind=kind),
    )
    problems = tuple(problem for problem in found if problem is not None)
    if problems:
        return problems
    given = given_numbers(session, year)
    again = given_again(pattern, office=office.code, kind=kind, given=given, year=year)
    return () if again is None else (again,)


def _in_force(session: Session) -> dict[tuple[str, str], str]:
    """Give the pattern of every kind in every office, by their codes."""
    chosen = chosen_formats(session)
    return {
        (office.code, kind.code): chosen.get((office.id, kind.code), kind.number_format)
        for office in offices(session)
        for kind in KINDS.values()
    }
