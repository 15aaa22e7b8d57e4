"""Show the closed ranking on the screen of the hall, line by line or all at once."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.hall_desk import hold_hall, note_deed
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.scoring.hall import result_lines

log = logging.getLogger(__name__)


def reveal_results(session: Session, act: Act, *, contest_id: int, up_to: int) -> HallSession:
    """Show the first `up_to` lines; what is shown stays, so that pressing twice shows one line more and not two.

    Raises WrongState while the scoring is open: until then no page, screen or file tells a total.
    """
    hall = hold_hall(session, act, contest_id)
    if contest_by_id(session, contest_id).scored_at is None:
        raise WrongState([_not_yet()])
    revealed = min(up_to, len(result_lines(session, contest_id)))
    if revealed <= hall.revealed:
        return hall
    hall.revealed = revealed
    session.flush()
    note_deed(session, act, hall, "results_revealed", {"lines": revealed})
    log.info("results revealed", extra={"contest_id": contest_id, "lines": revealed})
    return hall


def _not_yet() -> Problem:
    return Problem(
        "session.results_not_yet",
        field="state",
        message=N_("Los resultados se muestran cuando la calificación está cerrada. Ciérrela primero."),
    )
