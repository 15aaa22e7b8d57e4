"""Look up a person of the register who may join a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.ownership import own_group
from contest_portal.applications.registry_answers import find_person
from contest_portal.registry.access import Screen, access_row
from contest_portal.registry.queries.register import RegisteredPerson
from contest_portal.registry.rules.disclosure import AccessKind, FileOf, FileRef

log = logging.getLogger(__name__)


def look_up_member(
    session: Session, act: Act, *, group_id: int, dni: str, screen: Screen
) -> RegisteredPerson:
    """Give the person with this DNI, and keep on record who was shown whom.

    Refused on `dni` when it is no DNI or the register has nobody with it.
    """
    own_group(session, act, group_id)
    person = find_person(session, dni)
    file = FileRef(FileOf.PERSON, person.person_id)
    session.add(access_row(act, AccessKind.LOOK, screen, file=file))
    session.flush()
    log.info("person looked up", extra={"group_id": group_id})
    return person
