"""Personal data as a whole: the terms that hold, and everything held about a person who asked for it."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.documents.typesetting import environment, stylesheet
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.sealed_printing import print_sealed
from contest_portal.privacy.documents.held_data import HeldData
from contest_portal.privacy.services.export_held_data import export_held_data
from contest_portal.registry.queries.privacy_terms import privacy_terms as find_terms
from contest_portal.registry.queries.privacy_terms import terms_version
from contest_portal.registry.rules.privacy_terms import TERMS
from contest_portal.registry.services.set_privacy_terms import set_privacy_terms
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, screen_here
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.person_requests_forms import TermsForm


@blueprint.route("/datos-personales/plazos", methods=["GET", "POST"])
def privacy_terms() -> AnyResponse | tuple[str, int]:
    """Show the terms, and set them."""
    permit(current_actor(), Action.RETENTION_SEE)
    may_edit = can(current_actor(), Action.PRIVACY_TERMS_EDIT)
    held = {code.value: amount for code, amount in find_terms(read_session()).items()}
    form = TermsForm(version=terms_version(read_session()), data=held)
    if form.is_submitted():
        permit(current_actor(), Action.PRIVACY_TERMS_EDIT)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                set_privacy_terms(session, act(), amounts=form.amounts, expected_version=form.shown_version)
            flash(gettext("Los plazos quedaron guardados. Lo ya recibido conserva su fecha."), "good")
            return redirect(url_for("staff.privacy_terms"), 303)
    return render_template(
        "staff/privacy/terms.html",
        form=form,
        may_edit=may_edit,
        bounds={code.value: term for code, term in TERMS.items()},
    ), form.status


@blueprint.post("/datos-personales/solicitudes/<int:person_request_id>/datos.<any(json, pdf):file_format>")
def person_request_data(person_request_id: int, file_format: str) -> Response:
    """Send everything held about the person, to be handed over. It is on record, so it is no GET."""
    with transaction() as session:
        held = export_held_data(session, act(), request_id=person_request_id, screen=screen_here())
    if file_format == "json":
        response = Response(canonical_json(held.as_json()), mimetype="application/json")
    else:
        response = Response(_paper(held), mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="datos-{person_request_id}.{file_format}"'
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _paper(held: HeldData) -> bytes:
    html = environment().get_template("held_data.html").render(held=held)
    return print_sealed(html, stylesheet=stylesheet(), created=held.at)
