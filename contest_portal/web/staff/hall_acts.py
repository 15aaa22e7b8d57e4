"""What the secretary does while the session goes on, and how it ends."""

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.services.close_session import close_session
from contest_portal.jury.services.move_presentation import move_presentation
from contest_portal.jury.services.note_incident import note_incident
from contest_portal.jury.services.postpone_group import postpone_group
from contest_portal.jury.services.renew_screen import renew_screen
from contest_portal.jury.services.reopen_session import reopen_session
from contest_portal.jury.services.withdraw_incident import withdraw_incident
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.scoring.services.reveal_results import reveal_results
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import whole_number
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.hall import HALL_PAGES, back_to_the_hall, hall_form, running_hall
from contest_portal.web.staff.hall_forms import CloseForm, IncidentForm, ReasonForm

_DEEDS = {
    "empezar": ("begin", N_("Empezó el tiempo del grupo.")),
    "terminar": ("end", N_("Quedó anotado que el grupo terminó.")),
    "deshacer": ("undo", N_("El grupo volvió a la espera: su tiempo no ha empezado.")),
}


@blueprint.post(f"{HALL_PAGES}/exposiciones/<int:application_id>/<slug>")
def hall_presentation(contest_id: int, application_id: int, slug: str) -> Response:
    """Begin, end or take back a presentation."""
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    if slug not in _DEEDS:
        raise NotFound(f"deed {slug} of a presentation")
    action, message = _DEEDS[slug]
    with transaction() as session:
        move_presentation(session, act(), contest_id=contest_id, application_id=application_id, action=action)
    return back_to_the_hall(contest_id, gettext(message))


@blueprint.route(f"{HALL_PAGES}/exposiciones/<int:application_id>/ausencia", methods=["GET", "POST"])
def hall_postpone(contest_id: int, application_id: int) -> Response | tuple[str, int]:
    """Send a group that is not there to the end."""
    contest, view = running_hall(contest_id)
    turn = next((one for one in view.waiting if one.application_id == application_id), None)
    if turn is None:
        raise NotFound(f"waiting presentation of application {application_id}")
    form = ReasonForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                postpone_group(
                    session,
                    act(),
                    contest_id=contest_id,
                    application_id=application_id,
                    reason=form.reason.data or "",
                )
            return back_to_the_hall(contest_id, gettext("%(group)s pasó al final.", group=turn.group_name))
    heading = gettext("Pasar al final: %(group)s", group=turn.group_name)
    lead = gettext("El puesto que le tocó en el sorteo queda registrado. El motivo consta en el acta.")
    return hall_form(contest, form, heading, lead, gettext("Pasar al final"))


@blueprint.route(f"{HALL_PAGES}/incidencias/nueva", methods=["GET", "POST"])
def hall_incident(contest_id: int) -> Response | tuple[str, int]:
    """Note something that happened."""
    contest, _ = running_hall(contest_id)
    form = IncidentForm(data={"happened_at": now()})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                note_incident(
                    session,
                    act(),
                    contest_id=contest_id,
                    happened_at=form.happened_at.data,
                    text=form.text.data or "",
                )
            return back_to_the_hall(contest_id, gettext("La incidencia quedó anotada."))
    lead = gettext("Lo que anote aquí pasa al acta con su hora. Si se equivoca, puede retirarlo.")
    return hall_form(contest, form, gettext("Anotar una incidencia"), lead, gettext("Anotar"))


@blueprint.post(f"{HALL_PAGES}/incidencias/<int:incident_id>/retirar")
def hall_incident_withdraw(contest_id: int, incident_id: int) -> Response:
    """Take back what was noted by mistake."""
    with transaction() as session:
        withdraw_incident(session, act(), contest_id=contest_id, incident_id=incident_id)
    return back_to_the_hall(contest_id, gettext("La incidencia quedó retirada: no pasa al acta."))


@blueprint.post(f"{HALL_PAGES}/resultados")
def hall_reveal(contest_id: int) -> Response:
    """Show more of the closed ranking on the screen."""
    with transaction() as session:
        up_to = whole_number(request.form.get("up_to", "")) or 0
        reveal_results(session, act(), contest_id=contest_id, up_to=up_to)
    return back_to_the_hall(contest_id, gettext("La pantalla de la sala ya lo muestra."))


@blueprint.post(f"{HALL_PAGES}/pantalla")
def hall_screen(contest_id: int) -> Response:
    """Give the screen another address."""
    with transaction() as session:
        renew_screen(session, act(), contest_id=contest_id)
    return back_to_the_hall(
        contest_id, gettext("La pantalla tiene otra dirección. Ábrala de nuevo en el proyector.")
    )


@blueprint.route(f"{HALL_PAGES}/cierre", methods=["GET", "POST"])
def hall_close(contest_id: int) -> Response | tuple[str, int]:
    """Close the session with its hour."""
    contest, view = running_hall(contest_id)
    form = CloseForm(data={"closed_at": now()})
    if not view.waiting:
        del form.confirmed
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                close_session(
                    session,
                    act(),
                    contest_id=contest_id,
                    closed_at=form.closed_at.data,
                    confirmed=bool(view.waiting and form.confirmed.data),
                )
            return back_to_the_hall(contest_id, gettext("La sesión quedó cerrada."))
    lead = gettext("Con la hora de cierre queda listo lo que el acta dice de la sesión.")
    return hall_form(contest, form, gettext("Cerrar la sesión"), lead, gettext("Cerrar la sesión"))


@blueprint.route(f"{HALL_PAGES}/reapertura", methods=["GET", "POST"])
def hall_reopen(contest_id: int) -> Response | tuple[str, int]:
    """Go on with a session that was closed too early."""
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                reopen_session(session, act(), contest_id=contest_id, reason=form.reason.data or "")
            return back_to_the_hall(contest_id, gettext("La sesión sigue."))
    lead = gettext("La hora de apertura se conserva. El motivo queda en el registro de auditoría.")
    return hall_form(contest, form, gettext("Seguir con la sesión"), lead, gettext("Seguir con la sesión"))
