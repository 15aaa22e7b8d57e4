"""Stop printing all papers of a kind of a contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.print_desk import PrintDesk
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def stop_print_run(session: Session, act: Act, *, desk: PrintDesk, contest_id: int) -> None:
    """Have the run stop after the documents at hand, and write who stopped it. WrongState when it ended already."""
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    desk.ask_to_stop(contest_id, act.at)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"{desk.papers.name.lower()}.stopped",
        subject=f"contest:{contest_id}",
        data={},
    )
    log.info("papers stopped", extra={"papers": desk.papers.value, "contest_id": contest_id})
