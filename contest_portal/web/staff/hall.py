"""The session in the hall, before the secretary: its plan, who is there, the order drawn, what comes next."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.rules.session import HALL
from contest_portal.jury.services.draw_order import draw_order
from contest_portal.jury.services.edit_session import edit_session
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.open_session import open_session
from contest_portal.jury.session_queries import HallView, hall_session, hall_view
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.evaluation_forms import LotForm
from contest_portal.web.staff.hall_forms import PresenceForm, SetupForm
from contest_portal.web.staff.hall_view import desk_of

HALL_PAGES = "/concursos/<int:contest_id>/sesion"


@blueprint.get(HALL_PAGES)
def hall(contest_id: int) -> str:
    """Show where the session stands and what it asks for now."""
    session, actor = read_session(), current_actor()
    permit(actor, Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    opened = hall_session(session, contest_id)
    desk = None if opened is None else desk_of(session, contest, hall_view(session, opened))
    return render_template(
        "staff/hall/desk.html",
        contest=contest,
        desk=desk,
        may_run=can(actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id)),
        evaluating=contest.state == ContestState.EVALUATING,
        now=now(),
        labels=labels,
    )


@blueprint.route(f"{HALL_PAGES}/datos", methods=["GET", "POST"])
def hall_setup(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Open the session, or correct what was told of it."""
    session = read_session()
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    opened = hall_session(session, contest_id)
    form = SetupForm(rulebook_of(session, contest_id), opened)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                deed = open_session if opened is None else edit_session
                deed(writing, act(), contest_id=contest_id, plan=form.plan())
            return back_to_the_hall(contest_id, gettext("Los datos de la sesión quedaron guardados."))
    heading = gettext("Abrir la sesión del jurado") if opened is None else gettext("Datos de la sesión")
    lead = gettext(
        "La hora de apertura es la de este momento. Después se puede corregir todo, menos esa hora."
    )
    submit = gettext("Abrir la sesión") if opened is None else gettext("Guardar")
    return hall_form(contest, form, heading, "" if opened else lead, submit)


@blueprint.route(f"{HALL_PAGES}/asistencia", methods=["GET", "POST"])
def hall_presence(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Note which jurors are in the hall."""
    contest, view = running_hall(contest_id)
    form = PresenceForm(view.jurors)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                note_presence(writing, act(), contest_id=contest_id, present=form.juror_ids)
            return back_to_the_hall(contest_id, gettext("La asistencia del jurado quedó anotada."))
    lead = gettext("Para exponer hacen falta %(asked)s jurados que califiquen.", asked=view.quorum.asked)
    return hall_form(contest, form, gettext("Asistencia del jurado"), lead, gettext("Guardar la asistencia"))


@blueprint.route(f"{HALL_PAGES}/orden", methods=["GET", "POST"])
def hall_order(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Record the numbers drawn for the order of presentation."""
    contest, _ = running_hall(contest_id)
    form = LotForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                draw_order(
                    writing,
                    act(),
                    contest_id=contest_id,
                    numbers=form.numbers.data or "",
                    witnesses=form.witnesses.data or "",
                )
            return back_to_the_hall(contest_id, gettext("El orden de las exposiciones quedó sorteado."))
    lead = gettext(
        "Saque los números a la vista de todos, por ejemplo bolillas de una bolsa. El orden se calcula después de "
        "registrarlos, con una cuenta que cualquiera puede repetir: nadie lo escoge."
    )
    return hall_form(contest, form, gettext("Sortear el orden"), lead, gettext("Registrar el sorteo"))


@blueprint.get(f"{HALL_PAGES}/orden.csv")
def hall_order_csv(contest_id: int) -> Response:
    """Send the order of presentation with its hours."""
    session = read_session()
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    opened = hall_session(session, contest_id)
    if opened is None:
        raise NotFound(f"session of contest {contest_id}")
    header = [gettext("Turno"), gettext("Puesto en el sorteo"), gettext("Código"), gettext("Grupo"),
              gettext("Estado"), gettext("Empezó"), gettext("Terminó"), gettext("Motivo del cambio")]  # fmt: skip
    rows = (
        [
            place,
            turn.drawn,
            turn.code,
            turn.group_name,
            gettext(labels.PRESENTATION_STATE_LABELS[turn.state]),
            instant(turn.began_at) if turn.began_at else "",
            instant(turn.ended_at) if turn.ended_at else "",
            turn.postponed_reason,
        ]
        for place, turn in enumerate(hall_view(session, opened).turns, start=1)
    )
    return csv_response(f"orden-{contest.code}.csv", header, rows)


def running_hall(contest_id: int) -> tuple[Contest, HallView]:
    """Give a contest and its open session to whoever runs it; WrongState once it is closed."""
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    session = read_session()
    opened = hall_session(session, contest_id)
    if opened is None:
        raise NotFound(f"session of contest {contest_id}")
    HALL.require(opened, "close")
    return contest_by_id(session, contest_id), hall_view(session, opened)


def back_to_the_hall(contest_id: int, message: str) -> AnyResponse:
    """Say what was done and go on with the session."""
    flash(message, "good")
    return redirect(url_for("staff.hall", contest_id=contest_id), 303)


def hall_form(contest: Contest, form: PortalForm, heading: str, lead: str, submit: str) -> tuple[str, int]:
    """Show a form of the session."""
    page = render_template(
        "staff/hall/form.html",
        contest=contest,
        form=form,
        fields=[field for field in form if field.name != "csrf_token"],
        heading=heading,
        lead=lead,
        submit_label=submit,
    )
    return page, form.status
