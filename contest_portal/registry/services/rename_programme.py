"""Rename a programme of the catalogue of social programmes."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.kernel.problems import refuse
from contest_portal.registry.memberships import note_programme, programme_taken, programme_to_change
from contest_portal.registry.models.memberships import SocialProgramme
from contest_portal.registry.rules.memberships import programme_problem

log = logging.getLogger(__name__)


def rename_programme(
    session: Session, act: Act, *, programme_id: int, expected_version: int, name: str
) -> SocialProgramme:
    """Change what a programme is called; its code stays, because files name it."""
    permit(act.actor, Action.PROGRAMME_EDIT)
    row = programme_to_change(session, programme_id, expected_version)
    name = clean_text(name)
    refuse([programme_problem(name), programme_taken(session, name, None, except_id=row.id)])
    row.name, row.sort_key = name, sort_key(name)
    session.flush()
    note_programme(session, act, row, action="programme.renamed")
    log.info("programme renamed", extra={"programme_id": row.id})
    return row
