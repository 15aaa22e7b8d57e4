"""Finding households. What one of them shows is in file_queries.py."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.identifiers import clean_text
from contest_portal.registry.models import Centre, District, Household, Person
from contest_portal.registry.searching import digits_only, within_territories, words_in


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household in a list of findings; `found` names the member who matched."""

    household_id: int
    code: str
    found: str
    dni: str
    centre_name: str
    district_name: str


def search_households(
    session: Session, text: str, *, limit: int, within: tuple[str, ...] = ()
) -> tuple[HouseholdLine, ...]:
    """Find by DNI, by the beginning of a household's code, or by words of a member's name.

    `within`: only households of these territories (first digits of the ubigeo); none: of all.
    """
    cleaned = clean_text(text)
    if not cleaned:
        return ()
    here = within_territories(District.ubigeo, within)
    digits = digits_only(cleaned)
    if digits and len(digits) == 8:
        found = _lines(session, [Person.dni == digits, *here], limit)
        if found:
            return found
    found = _lines(session, [*_by_code(cleaned), *here], limit)
    words = words_in(Person.sort_key, cleaned)
    return found or (_lines(session, [*words, *here], limit) if words else ())


def _by_code(text: str) -> list[ColumnElement[bool]]:
    """Ask for the code's beginning; one line per household: its head's, else its first member's."""
    first = (
        select(Person.id)
        .where(Person.household_id == Household.id)
        .order_by(Person.is_head.desc(), Person.id)
        .limit(1)
        .correlate(Household)
        .scalar_subquery()
    )
    starts = func.lower(Household.code).startswith(text.lower(), autoescape=True)
    return [and_(starts, Person.id == first)]


def _lines(session: Session, wanted: list[ColumnElement[bool]], limit: int) -> tuple[HouseholdLine, ...]:
    rows = session.execute(
        select(Person, Household.code, Centre.name, District.name)
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(*wanted)
        .order_by(Person.sort_key, Person.id)
        .limit(limit)
    )
    return tuple(
        HouseholdLine(person.household_id, code, person.full_name, person.dni, centre_name, district_name)
        for person, code, centre_name, district_name in rows
    )
