"""Add a programme to the catalogue of social programmes."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.kernel.problems import refuse
from contest_portal.registry.memberships import note_programme, programme_taken
from contest_portal.registry.models.memberships import SocialProgramme
from contest_portal.registry.rules.components import kind_code
from contest_portal.registry.rules.memberships import programme_problem

log = logging.getLogger(__name__)


def create_programme(session: Session, act: Act, *, name: str) -> SocialProgramme:
    """Add a programme; its code follows from its name and stays for ever."""
    permit(act.actor, Action.PROGRAMME_EDIT)
    name = clean_text(name)
    code = kind_code(name)
    refuse([programme_problem(name), programme_taken(session, name, code, except_id=None)])
    row = SocialProgramme(code=code, name=name, sort_key=sort_key(name))
    session.add(row)
    session.flush()
    note_programme(session, act, row, action="programme.created")
    log.info("programme created", extra={"programme_id": row.id})
    return row
