"""Begin to print all agreements of a contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.agreement_prints import agreement_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import NO_AGREEMENTS
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def ask_print_run(session: Session, act: Act, *, desk: PrintDesk, contest_id: int) -> None:
    """Take up the run and write who asked for it. WrongState without agreements, Refused while another is at work."""
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    prints = agreement_prints(session, contest_id)
    if not prints:
        raise WrongState([NO_AGREEMENTS])
    printed = sum(one.file_sha256 is not None for one in prints)
    desk.take_up(contest_id, PrintSign(act.at, printed, len(prints)))
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="agreements.prepared",
        subject=f"contest:{contest_id}",
        data={"count": len(prints), "printed": printed},
    )
    log.info("agreements prepared", extra={"contest_id": contest_id, "count": len(prints)})
