"""Issue the notices of a result that was announced before there were notices."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.result_notices import missing_notices
from contest_portal.awards.services.issue_result_notices import issue_result_notices
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import N_, Problem, WrongState


def issue_late_notices(session: Session, act: Act, *, contest_id: int) -> tuple[Document, ...]:
    """Give every group of an announced result that has no notice its own, and give those.

    Raises WrongState before the announcement and when no notice is missing, Refused with what the text of the office
    lacks.
    """
    contest = hold_contest(session, contest_id)
    permit(act.actor, Action.RESULT_ANNOUNCE, Scope(contest_id=contest_id))
    if contest.state != ContestState.ANNOUNCED:
        raise WrongState([NOT_ANNOUNCED])
    if not missing_notices(session, contest, act.at):
        raise WrongState([NONE_MISSING])
    return issue_result_notices(session, act, contest=contest)


NOT_ANNOUNCED = Problem(
    "result_notice.not_announced",
    field="contest",
    message=N_("Las notificaciones se emiten solas cuando se anuncia el resultado. Anúncielo primero."),
)
NONE_MISSING = Problem(
    "result_notice.all_issued",
    field="contest",
    message=N_("Cada grupo ya tiene su notificación: no falta ninguna. Vuelva a la página de documentos."),
)
