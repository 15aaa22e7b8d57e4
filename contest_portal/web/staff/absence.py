"""A seated juror does not come: who sits in the place, and the way back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.queries import juror_by_id
from contest_portal.scoring.services.record_absence import record_absence
from contest_portal.scoring.services.withdraw_absence import withdraw_absence as withdraw_the_absence
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.absence_forms import AbsenceForm
from contest_portal.web.staff.blueprint import blueprint

_ABSENCE = "/concursos/<int:contest_id>/jurado/<int:juror_id>/ausencia"


@blueprint.route(_ABSENCE, methods=["GET", "POST"])
def absence(contest_id: int, juror_id: int) -> Response | tuple[str, int]:
    """Ask why the juror does not come and who takes the place."""
    session = read_session()
    permit(current_actor(), Action.JURY_SEAT, Scope(contest_id=contest_id))
    contest, juror = contest_by_id(session, contest_id), juror_by_id(session, contest_id, juror_id)
    form = AbsenceForm(users_with_role(session, Role.JUROR))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                record_absence(
                    writing,
                    act(),
                    contest_id=contest_id,
                    juror_id=juror_id,
                    reason=form.reason.data or "",
                    substitute=form.substitute,
                )
            flash(gettext("La ausencia quedó registrada y constará en el acta."), "good")
            return redirect(url_for("staff.jury", contest_id=contest_id), 303)
    return render_template("staff/jury/absence.html", form=form, contest=contest, juror=juror), form.status


@blueprint.post(f"{_ABSENCE}/anular")
def withdraw_absence(contest_id: int, juror_id: int) -> Response:
    """Let a juror who came after all take part."""
    with transaction() as session:
        withdraw_the_absence(session, act(), contest_id=contest_id, juror_id=juror_id)
    flash(gettext("La persona vuelve a participar en el jurado."), "good")
    return redirect(url_for("staff.jury", contest_id=contest_id), 303)
