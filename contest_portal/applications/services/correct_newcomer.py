"""Correct what the counter noted of a group that is registered when its paper enters."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.newcomer_models import PaperNewcomer
from contest_portal.applications.newcomers import (
    identity_on_paper,
    list_members,
    newcomer_of,
    paper_members,
    speaker_problem,
)
from contest_portal.applications.paper_desk import note, paper_in_work
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.newcomer import (
    Declared,
    Newcomer,
    members_problems,
    not_a_representative,
)
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Correction:
    """How the group should stand: `newcomer.members` come to the list, `dropped` (ids) leave it.

    An empty `email` keeps whoever was noted as representative.
    """

    newcomer: Newcomer
    dropped: Collection[int]
    email: str


def correct_newcomer(session: Session, act: Act, *, paper_id: int, correction: Correction) -> PaperNewcomer:
    """Keep it until the paper enters. Refused as at the counter, and for an account that does not represent groups."""
    paper, book = paper_in_work(session, act, paper_id)
    noted, told = newcomer_of(session, paper_id), correction.newcomer
    listed = paper_members(session, paper_id)
    kept = [member for member in listed if member.id not in correction.dropped]
    members = [*(Declared(one.dni, MemberOffice(one.office)) for one in kept), *told.members]
    speaker = user_by_email(session, correction.email) if correction.email else None
    refuse(
        [
            *identity_on_paper(session, told, book),
            *members_problems(members),
            None if speaker is None else speaker_problem(session, speaker.id),
            not_a_representative(()) if correction.email and speaker is None else None,
        ]
    )
    for member in set(listed) - set(kept):
        session.delete(member)
    session.flush()
    list_members(session, paper_id, told.members)
    noted.name, noted.centre_code = told.name, told.centre_code
    noted.representative_id = noted.representative_id if speaker is None else speaker.id
    session.flush()
    note(session, act, paper, "group_corrected", member_count=len(members))
    log.info("newcomer corrected", extra={"paper_id": paper_id})
    return noted
