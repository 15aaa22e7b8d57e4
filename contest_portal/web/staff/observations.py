"""The observations of groups on an announced result: the list, one that came on paper, and each with its receipt."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.queries import entrants
from contest_portal.applications.receiving import SoundFile
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.observation_queries import (
    ObservationView,
    answering_scope,
    observable,
    observation_view,
    observations_in,
)
from contest_portal.awards.rules.observations import ObservationState, Window, window_of
from contest_portal.awards.services.enter_observation import enter_observation
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared import observation_labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import ALLOCATION_OUTCOME_LABELS
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.observation_file import file_of, files_gone
from contest_portal.web.shared.observation_forms import PaperObservationForm
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.observation_effect import effect_shown
from contest_portal.web.staff.published_contest import published_contest

_BASE = "/concursos/<int:contest_id>/observaciones"
_ONE = "/observaciones/<int:observation_id>"


@blueprint.get(_BASE)
def observations(contest_id: int) -> str:
    """List the observations, those that wait first, and until when they are taken."""
    contest = published_contest(contest_id)
    window = _window(contest)
    return render_template(
        "staff/observations/list.html",
        contest=contest,
        observations=observations_in(read_session(), contest_id),
        window=window,
        is_open=window is not None and now() < window.until,
        takes_any=rulebook_of(read_session(), contest_id).calendar.observation_days > 0,
        may_enter=window is not None
        and can(current_actor(), Action.OBSERVATION_ENTER, Scope(contest_id=contest_id)),
        names=observation_labels,
    )


@blueprint.get(f"{_BASE}.csv")
def observations_csv(contest_id: int) -> Response:
    """Send the list as a spreadsheet."""
    contest = published_contest(contest_id)
    header = [gettext("Cargo"), gettext("Solicitud"), gettext("Grupo"), gettext("Qué observa"), gettext("Observación"),
              gettext("Recibida (hora de Lima)"), gettext("En papel"), gettext("Estado"), gettext("Respuesta"),
              gettext("Carta")]  # fmt: skip
    rows = (_row(one) for one in observations_in(read_session(), contest_id))
    return csv_response(f"observaciones-{contest.code}.csv", header, rows)


@blueprint.route(f"{_BASE}/papel", methods=["GET", "POST"])
def observation_enter(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Enter one that came on paper; before an announcement there is none."""
    contest = published_contest(contest_id)
    permit(current_actor(), Action.OBSERVATION_ENTER, Scope(contest_id=contest_id))
    window = _window(contest)
    if window is None:
        raise NotFound(f"window of observations of contest {contest_id}")
    rulebook = rulebook_of(read_session(), contest_id)
    form = PaperObservationForm()
    things = (thing for one in rulebook.categories for thing in observable(rulebook, one.code))
    form.offer(rulebook, tuple(dict.fromkeys(things)))
    form.offer_groups(entrants(read_session(), contest_id))
    if form.validate_on_submit():
        with form.accepting():
            observation_id = _enter(form, form.sound_files())
            flash(gettext("La observación quedó registrada. Entregue su cargo al grupo."), "good")
            return redirect(url_for("staff.observation", observation_id=observation_id), 303)
    page = render_template("staff/observations/enter.html", contest=contest, form=form, window=window)
    return page, form.status


@blueprint.get(_ONE)
def observation(observation_id: int) -> str:
    """Read one, with its answer."""
    view, contest = _one(observation_id)
    where = (read_session(), contest.id, view.application_id)
    answers, decides = answering_scope(*where), answering_scope(*where, proposer_id=view.proposed_by)
    may_answer = can(current_actor(), Action.OBSERVATION_ANSWER, answers)
    is_proposed = view.state == ObservationState.PROPOSED
    return render_template(
        "staff/observations/view.html",
        contest=contest,
        observation=view,
        effect=effect_shown(read_session(), contest.id, view.previewed),
        may_answer=may_answer and view.state == ObservationState.RECEIVED,
        may_return=may_answer and is_proposed,
        may_decide=is_proposed and can(current_actor(), Action.OBSERVATION_DECIDE, decides),
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        gone=files_gone(view),
        names=observation_labels,
    )


@blueprint.get(f"{_ONE}/archivos/<int:number>")
def observation_file(observation_id: int, number: int) -> Response:
    """Give a file that came with an observation, as a download."""
    return file_of(_one(observation_id)[0], number)


@blueprint.post(f"{_ONE}/cargo")
def observation_receipt(observation_id: int) -> Response:
    """Give the receipt as a file; the first time it is asked for, it is printed and kept."""
    view, _ = _one(observation_id)
    subject = f"application:{view.application_id}"
    return issued_response(subject, view.document_id, kind=KINDS["observation"], name="observacion")


def _one(observation_id: int) -> tuple[ObservationView, Contest]:
    view = observation_view(read_session(), observation_id)
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=view.contest_id))
    return view, contest_by_id(read_session(), view.contest_id)


def _enter(form: PaperObservationForm, files: tuple[SoundFile, ...]) -> int:
    with transaction() as session:
        kept = enter_observation(
            session,
            act(),
            application_id=int(form.group.data),
            about=form.about.data,
            text=form.text.data or "",
            received_at=form.received_at.data,
            files=files,
            storage=current_app.extensions["storage"],
        )
    return kept.id


def _window(contest: Contest) -> Window | None:
    days = rulebook_of(read_session(), contest.id).calendar.observation_days
    return window_of(contest.announced_at, days)


def _row(one: ObservationView) -> tuple[object, ...]:
    return (
        one.receipt_code,
        one.application_code,
        one.group_name,
        observation_labels.about_text(one),
        one.text,
        office_moment(one.received_at),
        gettext("Sí") if one.on_paper else gettext("No"),
        gettext(observation_labels.OBSERVATION_STATE_LABELS[one.state]),
        one.answer if one.is_decided else "",
        one.answer_code or "",
    )
