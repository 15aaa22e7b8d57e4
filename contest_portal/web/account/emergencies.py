"""Emergency accesses: asked for, confirmed by another person, ended."""

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts import emergency_queries
from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.accounts.services.ask_emergency import ask_emergency
from contest_portal.accounts.services.confirm_emergency import confirm_emergency
from contest_portal.accounts.services.end_emergency import end_emergency
from contest_portal.contests.queries import published_contests
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.emergencies_forms import EmergencyForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.emergency_labels import EMERGENCY_STATE_LABELS, EMERGENCY_STATE_TONES
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import table_response


@blueprint.route("/emergencias", methods=["GET", "POST"])
def emergencies() -> Response | tuple[str, int]:
    """List them; ask for one."""
    permit(current_actor(), Action.EMERGENCY_SEE)
    form = EmergencyForm(published_contests(read_session()))
    if form.is_submitted():
        permit(current_actor(), Action.EMERGENCY_ASK)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                ask_emergency(session, act(), form.asked)
            flash(
                gettext("Quedó pedido. Empieza cuando otra persona lo confirme, antes de 24 horas."), "good"
            )
            return redirect(url_for("account.emergencies"), 303)
    page = render_template(
        "account/emergencies.html",
        form=form,
        emergencies=emergency_queries.emergencies(read_session(), now()),
        user_id=current_actor().user_id,
        may_ask=can(current_actor(), Action.EMERGENCY_ASK) and bool(form.contest.choices),
        may_confirm=can(current_actor(), Action.EMERGENCY_CONFIRM),
        labels=EMERGENCY_STATE_LABELS,
        tones=EMERGENCY_STATE_TONES,
        roles=ROLE_LABELS,
    )
    return page, form.status


@blueprint.get("/emergencias.<any(csv, xlsx):file_format>")
def emergencies_table(file_format: str) -> FlaskResponse:
    """Send every one as a table."""
    permit(current_actor(), Action.EMERGENCY_SEE)
    header = [gettext("Persona"), gettext("Función"), gettext("Concurso"), gettext("Horas"), gettext("Motivo"),
              gettext("Estado"), gettext("Pedido"), gettext("Confirmado"), gettext("Lo confirmó"), gettext("Hasta"),
              gettext("Terminado"), gettext("Lo terminó"), gettext("Páginas abiertas")]  # fmt: skip
    rows = (
        [
            one.who,
            gettext(ROLE_LABELS[one.role]),
            one.contest_code,
            one.hours,
            one.reason,
            gettext(EMERGENCY_STATE_LABELS[one.state]),
            *(instant(at) if at else "" for at in (one.asked_at, one.confirmed_at)),
            one.confirmer,
            *(instant(at) if at else "" for at in (one.ends_at, one.ended_at)),
            one.ender,
            one.pages,
        ]
        for one in emergency_queries.emergencies(read_session(), now(), most=None)
    )
    return table_response("accesos-de-emergencia", file_format, header, rows)


@blueprint.post("/emergencias/<int:emergency_id>/confirmar")
def emergency_confirm(emergency_id: int) -> Response:
    """Confirm one that somebody else asked for."""
    with transaction() as session:
        confirm_emergency(session, act(), emergency_id=emergency_id)
    flash(
        gettext("Quedó confirmado y ya vale. Termina solo, o cuando una de las dos personas lo termine."),
        "good",
    )
    return redirect(url_for("account.emergencies"), 303)


@blueprint.post("/emergencias/<int:emergency_id>/terminar")
def emergency_end(emergency_id: int) -> Response:
    """End one before its time."""
    with transaction() as session:
        end_emergency(session, act(), emergency_id=emergency_id)
    flash(gettext("El acceso de emergencia terminó."), "good")
    return redirect(url_for("account.emergencies"), 303)
