"""Files with whole DNI before a second person: the queue, the decision, the download."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.problems import NotPermitted, WrongState
from contest_portal.registry.export_records import facts_of, request_by_id
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.export_requests import (
    RequestLine,
    asked_by,
    decided,
    export_request,
    waiting_for,
)
from contest_portal.registry.queries.exports import count_withheld
from contest_portal.registry.queries.household_lists import COUNTED, count_households
from contest_portal.registry.rules.export_requests import RequestState, taking_problem
from contest_portal.registry.rules.exports import ExportOrder, Leaving
from contest_portal.registry.searching import within_territories
from contest_portal.registry.services.decide_export import decide_export
from contest_portal.registry.services.take_export import take_export
from contest_portal.registry.services.withdraw_export import withdraw_export
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_consents_forms import PURPOSE_LABELS
from contest_portal.web.staff.registry_export_requests_forms import (
    APPROVE,
    REQUEST_STATE_LABELS,
    REQUEST_STATE_TONES,
    DecisionForm,
)
from contest_portal.web.staff.registry_exports import filter_words, send_export
from contest_portal.web.staff.registry_exports_forms import CONTENT_LABELS
from contest_portal.web.staff.registry_households import household_conditions, household_filter_form


@blueprint.get("/padron/exportaciones/solicitudes")
def registry_export_requests() -> str:
    """List what waits for this person, what this person asked for, and what was decided."""
    permit(current_actor(), Action.REGISTRY_EXPORTS_SEE)
    session, actor = read_session(), current_actor()
    waiting, mine = waiting_for(session, actor, now()), asked_by(session, actor.user_id, now())
    done = decided(session, now())
    return render_template(
        "staff/registry/export_requests.html",
        waiting=waiting,
        mine=mine,
        done=done,
        **_words([*waiting, *mine, *done]),
    )


@blueprint.route("/padron/exportaciones/solicitudes/<int:request_id>", methods=["GET", "POST"])
def registry_export_request(request_id: int) -> WerkzeugResponse | tuple[str, int]:
    """Show a request, and decide it."""
    permit(current_actor(), Action.REGISTRY_EXPORTS_SEE)
    line = export_request(read_session(), request_id, now())
    may_decide = line.may_be_decided_by(current_actor())
    form = DecisionForm(version=line.version)
    if form.is_submitted() and not may_decide:
        raise NotPermitted(f"export request {request_id}")
    if form.validate_on_submit():
        with form.accepting():
            is_approved = form.decision.data == APPROVE
            with transaction() as session:
                decide_export(
                    session,
                    act(),
                    request_id=request_id,
                    expected_version=form.shown_version,
                    is_approved=is_approved,
                    refusal=form.refusal.data or "",
                )
            flash(
                gettext("La solicitud quedó aprobada.")
                if is_approved
                else gettext("La solicitud no se aprobó."),
                "good",
            )
            return redirect(url_for("staff.registry_export_requests"), 303)
    return render_template(
        "staff/registry/export_request.html",
        form=form if may_decide and line.state is RequestState.WAITING else None,
        line=line,
        is_mine=line.asked_by == current_actor().user_id,
        withheld=_withheld(line),
        **_words([line]),
    ), form.status


@blueprint.post("/padron/exportaciones/solicitudes/<int:request_id>/descargar")
def registry_export_take(request_id: int) -> Response:
    """Send what the register says now, once, to who asked."""
    permit(current_actor(), Action.REGISTRY_EXPORT)
    line = export_request(read_session(), request_id, now())
    if line.asked_by != current_actor().user_id:
        raise NotPermitted(f"export request {request_id}")
    problem = taking_problem(facts_of(request_by_id(read_session(), request_id)), now())
    if problem is not None:
        raise WrongState([problem])

    def record(session: Session, act: Act, _order: ExportOrder, written: Leaving) -> RegistryExport:
        return take_export(session, act, request_id=request_id, written=written)

    asked = household_conditions(household_filter_form(line.filter))
    return send_export(line.order, asked, record)


@blueprint.post("/padron/exportaciones/solicitudes/<int:request_id>/retirar")
def registry_export_withdraw(request_id: int) -> WerkzeugResponse:
    """Take a request back."""
    permit(current_actor(), Action.REGISTRY_EXPORTS_SEE)
    with transaction() as session:
        withdraw_export(session, act(), request_id=request_id)
    flash(gettext("La solicitud se retiró: nadie tiene que decidirla. Si la necesita, haga otra."), "good")
    return redirect(url_for("staff.registry_export_requests"), 303)


def _withheld(line: RequestLine) -> int | None:
    """Count who would leave without a name today; None where it matters no more, or there are too many to count."""
    if line.state not in {RequestState.WAITING, RequestState.APPROVED}:
        return None
    asked = [
        *household_conditions(household_filter_form(line.filter)),
        *within_territories(Household.centre_code, line.within),
    ]
    if count_households(read_session(), asked) > COUNTED:
        return None
    return count_withheld(read_session(), asked, line.order.content, line.order.purpose)


def _words(lines: list[RequestLine]) -> dict[str, object]:
    """Give pages the words for what was asked; places by their names."""
    forms = {line.request_id: household_filter_form(line.filter) for line in lines}
    return {
        "filters": {
            line.request_id: filter_words(
                line.filter, forms[line.request_id].place_names | forms[line.request_id].programme_names
            )
            for line in lines
        },
        "contents": CONTENT_LABELS,
        "purposes": PURPOSE_LABELS,
        "states": REQUEST_STATE_LABELS,
        "tones": REQUEST_STATE_TONES,
    }
