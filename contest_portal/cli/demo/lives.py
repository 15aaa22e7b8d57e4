"""What happened to families of the demonstration between two files, and neighbours who may stand there twice."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.kernel.clock import office_date
from contest_portal.registry.duplicate_search import likely_duplicates
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.duplicates import PairFilter, pairs
from contest_portal.registry.services.note_centre import note_centre
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_duplicates import note_duplicates
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.note_place import note_place
from contest_portal.registry.services.part_persons import part_persons

NEIGHBOURS = ("99300702", "99300704", "99300502")
"""DNI of three who live alone: one goes to live with another, one is noted as dead by mistake, one moves away."""


def tell_lives(session: Session, staff: Act, now: datetime) -> None:
    """Note a move, a death by mistake, a change of centre, where a dwelling is; look for duplicates, part a pair."""
    act = Act(staff.actor, now - timedelta(days=10))
    widow, mistaken, mover = (_neighbour(session, dni) for dni in NEIGHBOURS)
    on_date = office_date(act.at) - timedelta(days=5)
    target = session.get_one(Household, mistaken.household_id)
    moved = Noted(on_date, "Avisó el presidente del núcleo ejecutor en la visita.")
    note_move(session, act, person_id=widow.id, to_code=target.code, noted=moved)
    told = Noted(on_date, "Lo dijo un vecino por teléfono.", new_head=widow.id)
    death = note_death(session, act, person_id=mistaken.id, noted=told)
    undo_life_event(
        session,
        Act(staff.actor, now - timedelta(days=9)),
        event_id=death.id,
        expected_version=death.version,
        reason="Era otra persona del mismo nombre: se le vio en la visita.",
    )
    home = session.get_one(Household, mover.household_id)
    papers = Noted(on_date, "Constancia de mudanza de la municipalidad.")
    note_centre(session, act, household_id=home.id, centre_code=target.centre_code, noted=papers)
    measured = Noted(on_date, "Lo midió el yachachiq con su celular, en la puerta de la casa.")
    where = {"latitude": "-12.981420", "longitude": "-74.733615"}
    note_place(session, act, household_id=target.id, noted=measured, **where)
    _look_for_duplicates(session, act)


def _look_for_duplicates(session: Session, act: Act) -> None:
    note_duplicates(session, act, found=likely_duplicates(session))
    for pair in pairs(session, PairFilter(), limit=1):
        part_persons(
            session,
            act,
            pair_id=pair.pair_id,
            expected_version=pair.version,
            reason="Son primas: se vieron los documentos de las dos.",
        )


def _neighbour(session: Session, dni: str) -> Person:
    return session.scalars(select(Person).where(Person.dni == dni)).one()
