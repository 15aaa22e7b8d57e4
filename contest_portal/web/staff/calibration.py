"""The calibration exercise, run by the secretary: open it, show the spread, note what was agreed."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.scoring.calibration import Exercise, exercise_of, exercise_spreads
from contest_portal.scoring.services.agree_reference import agree_reference
from contest_portal.scoring.services.open_calibration import open_calibration
from contest_portal.scoring.services.show_calibration import show_calibration
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.exercise_view import spread_rows
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.calibration_forms import ExerciseForm, ReferenceForm, reference_form

_EXERCISE = "/concursos/<int:contest_id>/ejercicio"


@blueprint.route(_EXERCISE, methods=["GET", "POST"])
def calibration(contest_id: int) -> Response | tuple[str, int]:
    """Show the exercise; its form opens it, or notes what the jury agreed on."""
    scope, session = Scope(contest_id=contest_id), read_session()
    permit(current_actor(), Action.CONTEST_SEE, scope)
    contest, exercise = contest_by_id(session, contest_id), exercise_of(session, contest_id)
    form = _form(contest, exercise)
    if form.is_submitted():
        permit(current_actor(), Action.EVALUATION_RUN, scope)
    if form.validate_on_submit():
        with form.accepting():
            _keep(form, contest_id)
            flash(gettext("El ejercicio quedó guardado."), "good")
            return redirect(url_for("staff.calibration", contest_id=contest_id), 303)
    may_run = can(current_actor(), Action.EVALUATION_RUN, scope)
    offers = may_run and (_may_open(contest) if exercise is None else exercise.row.state == "shown")
    page = render_template(
        "staff/calibration/exercise.html",
        contest=contest,
        exercise=exercise,
        form=form if offers else None,
        fields=[field for field in form if field.name != "csrf_token"],
        spreads=spread_rows(exercise_spreads(session, exercise))
        if exercise and exercise.row.shown_at
        else (),
        may_run=may_run,
    )
    return page, form.status


@blueprint.post(f"{_EXERCISE}/mostrar")
def calibration_show(contest_id: int) -> Response:
    """Show the whole jury how far apart its marks lie."""
    with transaction() as session:
        show_calibration(session, act(), contest_id=contest_id)
    flash(gettext("Todo el jurado ve ya las diferencias."), "good")
    return redirect(url_for("staff.calibration", contest_id=contest_id), 303)


def _form(contest: Contest, exercise: Exercise | None) -> ExerciseForm | ReferenceForm:
    rulebook = rulebook_of(read_session(), contest.id)
    if exercise is None:
        return ExerciseForm(rulebook)
    return reference_form(rulebook, rulebook.phase(exercise.row.phase_code), exercise.reference)


def _keep(form: ExerciseForm | ReferenceForm, contest_id: int) -> None:
    with transaction() as session:
        if isinstance(form, ReferenceForm):
            agree_reference(session, act(), contest_id=contest_id, marks=form.marks())
            return
        open_calibration(
            session,
            act(),
            contest_id=contest_id,
            phase_code=form.phase_code.data or "",
            group_name=form.group_name.data or "",
            profile=form.profile.data or "",
        )


def _may_open(contest: Contest) -> bool:
    return contest.state in (ContestState.PUBLISHED, ContestState.EVALUATING)
