"""A group's observations on its own result: file one, get its receipt, read the answer."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.observation_queries import (
    ObservationView,
    filing_facts,
    observable,
    observations_of,
)
from contest_portal.awards.rules.observations import filing_problem
from contest_portal.awards.services.file_observation import file_observation
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.problems import NotFound
from contest_portal.publication.queries import own_results
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.shared import observation_labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.observation_file import file_of, files_gone
from contest_portal.web.shared.observation_forms import ObservationForm
from contest_portal.web.shared.session import current_actor

_BASE = "/solicitudes/<int:application_id>/observaciones"


@blueprint.route(_BASE, methods=["GET", "POST"])
@limiter.limit("20 per hour", key_func=whose_account, methods=["POST"])
def observations(application_id: int) -> AnyResponse | tuple[str, int]:
    """Show the own observations; take another one within the window. Before the announcement there is no page."""
    desk = own_desk(application_id)
    filed = observations_of(read_session(), application_id)
    if not filed and not _has_result(desk):
        return redirect(url_for("applicant.application", application_id=application_id), 303)
    form = ObservationForm()
    form.offer(desk.rulebook, observable(desk.rulebook, desk.view.category_code or ""))
    if form.validate_on_submit():
        with form.accepting():
            files = form.sound_files()
            with transaction() as session:
                file_observation(
                    session,
                    Act(current_actor(), desk.at),
                    application_id=application_id,
                    about=form.about.data,
                    text=form.text.data or "",
                    files=files,
                    storage=current_app.extensions["storage"],
                )
            flash(gettext("La observación fue recibida. Guarde su cargo."), "good")
            return redirect(url_for("applicant.observations", application_id=application_id), 303)
    contest = contest_by_id(read_session(), desk.view.contest_id)
    facts = filing_facts(read_session(), contest, application_id, desk.at)
    return render_template(
        "applicant/observations.html",
        desk=desk,
        form=form,
        window=facts.window,
        refusal=filing_problem(facts),
        observations=filed,
        gone=files_gone(*filed),
        names=observation_labels,
    ), form.status


@blueprint.get(f"{_BASE}/<int:observation_id>/archivos/<int:number>")
def observation_file(application_id: int, observation_id: int, number: int) -> Response:
    """Give a file that came with an observation, as a download."""
    own_desk(application_id)
    return file_of(_own(application_id, observation_id), number)


@blueprint.post(f"{_BASE}/<int:observation_id>/cargo")
def observation_receipt(application_id: int, observation_id: int) -> Response:
    """Give the receipt as a file; the first time it is asked for, it is printed and kept."""
    own_desk(application_id)
    view = _own(application_id, observation_id)
    subject = f"application:{application_id}"
    return issued_response(subject, view.document_id, kind=KINDS["observation"], name="observacion")


@blueprint.post(f"{_BASE}/<int:observation_id>/carta")
def observation_letter(application_id: int, observation_id: int) -> Response:
    """Give the answer as a file, once it is decided."""
    own_desk(application_id)
    view = _own(application_id, observation_id)
    if view.answer_id is None:
        raise NotFound(f"answer of observation {observation_id}")
    subject = f"application:{application_id}"
    return issued_response(subject, view.answer_id, kind=KINDS["observation_answer"], name="respuesta")


def _own(application_id: int, observation_id: int) -> ObservationView:
    for one in observations_of(read_session(), application_id):
        if one.id == observation_id:
            return one
    raise NotFound(f"observation {observation_id} of application {application_id}")


def _has_result(desk: Desk) -> bool:
    return bool(own_results(read_session(), desk.view.contest_id, {desk.view.application_id}))
