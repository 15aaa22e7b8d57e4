"""Choose how an office writes the numbers of one kind of document."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.awards.number_formats import number_problems
from contest_portal.documents.models import NumberFormat
from contest_portal.documents.queries import chosen_format
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


def set_number_format(
    session: Session, act: Act, *, office_id: int, kind: DocumentKind, expected_version: int, pattern: str
) -> NumberFormat:
    """Choose the pattern of the next numbers; documents keep theirs, and the series goes on where it is.

    `expected_version` is 0 while the office goes by the pattern of the kind. Refused when the pattern cannot number,
    or when two documents could bear one number; Stale when somebody else chose meanwhile.
    """
    permit(act.actor, Action.OFFICE_EDIT)
    # the chain's lock comes first, as when a number is taken: none is written half by the old, half by the new
    wait_for_turn(session)
    office = office_by_id(session, office_id)
    chosen = chosen_format(session, office_id, kind.code)
    if (chosen.version if chosen else 0) != expected_version:
        raise Stale(f"number format of {kind.code} in office {office_id}")
    year = office_date(act.at).year
    refuse(number_problems(session, office=office, kind=kind.code, pattern=pattern, year=year))
    before = chosen.pattern if chosen else kind.number_format
    if chosen is None:
        chosen = NumberFormat(office_id=office_id, kind=kind.code)
        session.add(chosen)
    chosen.pattern = pattern
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="number_format.set",
        subject=f"office:{office_id}",
        data={"kind": kind.code, "before": before, "pattern": pattern},
    )
    log.info("number format set", extra={"office_id": office_id, "kind": kind.code})
    return chosen
