"""Annulling an award: asked for with its reason by one of the office, done by another who did not approve it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.second_person import has_second
from contest_portal.allocation.models import Award
from contest_portal.awards.annulling import ANNULLING, Way, annulment_problems, still_holds, way_of
from contest_portal.awards.follow_up_acts import approver_of_award
from contest_portal.awards.follow_up_queries import AwardFile
from contest_portal.awards.queries import award_subject
from contest_portal.awards.services.annul_award import annul_award
from contest_portal.awards.services.ask_annulment import ask_annulment
from contest_portal.awards.services.confirm_annulment import confirm_annulment
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.follow_ups import readable_award
from contest_portal.web.staff.follow_ups_forms import ReasonForm
from contest_portal.web.staff.joint_acts import asked_for, may_confirm, second_word

Answer = Response | tuple[str, int]
_PAGE = "/premios/<int:award_id>/anulacion"


@blueprint.route(_PAGE, methods=["GET", "POST"])
def award_annul(award_id: int) -> Answer:
    """Ask why, and ask for the award to be annulled; or annul it where there is nobody else."""
    found = _opened(award_id, ANNULLING.ask)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.accepting():
            asks = _way(found) is Way.ASK
            deed = ask_annulment if asks else annul_award
            with transaction() as session:
                deed(session, act(), award_id=award_id, reason=form.reason.data or "")
            return asked_for("staff.award_annul", award_id=award_id) if asks else _annulled(award_id)
    return _page(found, form)


@blueprint.post(f"{_PAGE}/<int:joint_id>/confirmar")
def award_annul_confirm(award_id: int, joint_id: int) -> Answer:
    """Annul the award as the second person."""
    found = _opened(award_id, Action.DOCUMENT_ISSUE)
    form = ReasonForm()
    if second_word(form, confirm_annulment, award_id=award_id, joint_id=joint_id) is None:
        return _page(found, form)
    return _annulled(award_id)


def _opened(award_id: int, action: Action) -> AwardFile:
    found = readable_award(award_id)
    permit(current_actor(), action, Scope(contest_id=found.line.contest_id))
    return found


def _way(found: AwardFile) -> Way:
    approver = approver_of_award(read_session(), found.line.award_id)
    return way_of(read_session(), act(), found.line.contest_id, approver)


def _annulled(award_id: int) -> Response:
    flash(gettext("El premio quedó anulado y su monto volvió al sobre."), "good")
    return redirect(url_for("staff.award", award_id=award_id), 303)


def _page(found: AwardFile, form: ReasonForm) -> tuple[str, int]:
    line = found.line
    waiting = waiting_act(read_session(), ANNULLING, award_subject(line.award_id))
    approver = approver_of_award(read_session(), line.award_id)
    page = render_template(
        "staff/follow_ups/annul.html",
        line=line,
        form=form,
        waiting=waiting,
        changed=waiting is not None and not still_holds(read_session(), waiting.content),
        may_confirm=may_confirm(ANNULLING, waiting, line.contest_id, approver),
        way=_way(found),
        lacks_second=not has_second(read_session(), act(), ANNULLING, line.contest_id, approver),
        blocked=annulment_problems(read_session(), read_session().get_one(Award, line.award_id)),
    )
    return page, form.status
