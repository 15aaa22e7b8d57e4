"""Begin to print all papers of a kind of a contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.paper_prints import paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import NO_PAPERS
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def ask_print_run(session: Session, act: Act, *, desk: PrintDesk, contest_id: int) -> None:
    """Take up the run and write who asked for it. WrongState without papers, Refused while another is at work."""
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)  # of two who ask at once the second one sees the sign of the first
    prints = paper_prints(session, contest_id, desk.papers)
    if not prints:
        raise WrongState([NO_PAPERS])
    printed = sum(one.file_sha256 is not None for one in prints)
    desk.take_up(contest_id, PrintSign(act.at, printed, len(prints)))
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"{desk.papers.name.lower()}.prepared",
        subject=f"contest:{contest_id}",
        data={"count": len(prints), "printed": printed},
    )
    log.info(
        "papers prepared", extra={"papers": desk.papers.value, "contest_id": contest_id, "count": len(prints)}
    )
