"""Answering an observation: what a corrected mark would change, the proposed answer, and its approval."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.correction_preview import given_marks, preview
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.observation_queries import ObservationView, answering_scope, observation_view
from contest_portal.awards.rules.correction import Previewed
from contest_portal.awards.rules.observations import Answer, ObservationState, answer_problem
from contest_portal.awards.services.decide_observation import decide_observation
from contest_portal.awards.services.propose_observation_answer import propose_observation_answer
from contest_portal.awards.services.return_observation_answer import return_observation_answer
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.kernel.problems import NotFound, refuse
from contest_portal.web.shared import observation_labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import ALLOCATION_OUTCOME_LABELS
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.observation_answers_forms import AnswerForm, DecideForm
from contest_portal.web.staff.observation_effect import effect_shown

_ONE = "/observaciones/<int:observation_id>"


@blueprint.route(f"{_ONE}/respuesta", methods=["GET", "POST"])
def observation_answer(observation_id: int) -> AnyResponse | tuple[str, int]:
    """Write an answer; where it corrects a mark, the effect is shown before anything is kept."""
    view = observation_view(read_session(), observation_id)
    scope = answering_scope(read_session(), view.contest_id, view.application_id)
    permit(current_actor(), Action.OBSERVATION_ANSWER, scope)
    if view.state != ObservationState.RECEIVED:
        return redirect(url_for("staff.observation", observation_id=observation_id), 303)
    form = _form(view)
    shown: Previewed | None = None
    if form.validate_on_submit():
        with form.accepting():
            shown = _previewed(view, form)
            if not form.has_seen(shown):
                form.show(shown)
                return _answer_page(view, form, shown), form.status
            _propose(view, form, shown)
            flash(gettext("La respuesta quedó propuesta. La aprueba otra persona, del programa."), "good")
            return redirect(url_for("staff.observation", observation_id=observation_id), 303)
    return _answer_page(view, form, shown), form.status


@blueprint.post(f"{_ONE}/aprobar")
def observation_decide(observation_id: int) -> AnyResponse:
    """Approve the answer that was looked at; its letter is issued."""
    form = DecideForm()
    with transaction() as session:
        decide_observation(session, act(), observation_id=observation_id, expected_version=form.shown_version)
    flash(gettext("La observación quedó respondida. Descargue la carta y entréguesela al grupo."), "good")
    return redirect(url_for("staff.observation", observation_id=observation_id), 303)


@blueprint.post(f"{_ONE}/devolver")
def observation_return(observation_id: int) -> AnyResponse:
    """Set a proposed answer aside."""
    with transaction() as session:
        return_observation_answer(session, act(), observation_id=observation_id)
    flash(gettext("La respuesta propuesta quedó sin efecto. Proponga otra."), "info")
    return redirect(url_for("staff.observation", observation_id=observation_id), 303)


@blueprint.post(f"{_ONE}/carta")
def observation_letter(observation_id: int) -> Response:
    """Give the letter as a file; the first time it is asked for, it is printed and kept."""
    view = observation_view(read_session(), observation_id)
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=view.contest_id))
    if view.answer_id is None:
        raise NotFound(f"letter of observation {observation_id}")
    subject = f"application:{view.application_id}"
    return issued_response(subject, view.answer_id, kind=KINDS["observation_answer"], name="respuesta")


def _form(view: ObservationView) -> AnswerForm:
    form = AnswerForm(data={"version": view.version})
    marks = given_marks(read_session(), view.contest_id, view.application_id)
    mine = [one for one in marks if view.phase_code in (None, one.phase.code)]
    form.offer([one for one in mine if view.criterion_code in (None, one.criterion)] or mine)
    return form


def _previewed(view: ObservationView, form: AnswerForm) -> Previewed | None:
    per_point = rulebook_of(read_session(), view.contest_id).scoring.marks_per_point
    correction = form.correction(per_point)
    refuse([answer_problem(Answer(form.outcome.data), corrects=correction is not None)])
    if correction is None:
        return None
    return preview(read_session(), view.contest_id, view.application_id, correction)


def _propose(view: ObservationView, form: AnswerForm, previewed: Previewed | None) -> None:
    with transaction() as session:
        propose_observation_answer(
            session,
            act(),
            observation_id=view.id,
            expected_version=form.shown_version,
            outcome=Answer(form.outcome.data),
            answer=form.answer.data or "",
            previewed=previewed,
        )


def _answer_page(view: ObservationView, form: AnswerForm, previewed: Previewed | None) -> str:
    return render_template(
        "staff/observations/answer.html",
        contest=contest_by_id(read_session(), view.contest_id),
        observation=view,
        form=form,
        effect=effect_shown(read_session(), view.contest_id, previewed),
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        names=observation_labels,
    )
