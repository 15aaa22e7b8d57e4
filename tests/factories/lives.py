"""Households that came in a file, another edition of it, and what people noted between. All invented."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.duplicates import DuplicatePair
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.services.note_leaving import note_leaving
from tests.factories.kept_scenes import kept_scene
from tests.factories.registry import make_person
from tests.factories.registry_files import import_territory, imported

MARCH, JUNE, NOVEMBER = (datetime(2026, month, 2, 17, 0, tzinfo=UTC) for month in (3, 6, 11))
HEADER = "codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,apellido_materno,fecha_nacimiento,sexo,jefe,idioma\n"
DELIA = "H-1,0903010099,46100001,Delia,Ccanto,Huamaní,1988-03-14,F,1,quechua\n"
SAUL = "H-1,0903010099,46100002,Saúl,Quispe,Ccanto,2009-07-01,M,0,quechua\n"
LUZ = "H-2,0903010099,46100003,Luz,Ñahui,Soto,1961-05-20,F,1,\n"
RAUL = "H-2,0903010099,46100004,Raúl,Ñahui,Poma,1990-09-09,M,0,\n"
FILE = HEADER + DELIA + SAUL + LUZ + RAUL
OTHER_CENTRE = "0903020004"


def at(moment: datetime, *territories: str) -> Act:
    """Act as staff at a moment, in these territories alone if any is given."""
    grant = Grant(Role.STAFF, territories=tuple(sorted(territories)))
    return Act(Actor(user_id=None, grants=frozenset({grant})), moment)


def import_families(session: Session, moment: datetime = MARCH) -> None:
    """Import the territory and the two households."""
    kept_scene(session, f"families {moment}", lambda session: _import_families(session, moment))


def _import_families(session: Session, moment: datetime) -> None:
    import_territory(session)
    imported(session, "households", FILE, at(moment))


def make_event(session: Session, household: Household, moment: datetime = NOVEMBER) -> LifeEvent:
    """Note that a child who lived in a household left it."""
    child = make_person(session, household, given_names="Nilo", is_head=False)
    make_person(session, household, given_names="Irma", is_head=False)
    noted = Noted(date(2026, 10, 20), "Avisó la familia, con el acta.")
    return note_leaving(session, at(moment), person_id=child.id, noted=noted)


def make_pair(session: Session, one: Person, other: Person) -> DuplicatePair:
    """Propose two persons as one."""
    pair = DuplicatePair(
        one_id=min(one.id, other.id),
        other_id=max(one.id, other.id),
        date_sign="same",
        similarity=95,
        found_at=NOVEMBER,
    )
    session.add(pair)
    session.flush()
    return pair


def home(session: Session, code: str = "H-1") -> Household:
    return session.scalars(select(Household).where(Household.code == code)).one()


def person(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.given_names == name)).one()


def day(text: str) -> date:
    return date.fromisoformat(text)
