"""The logo at the head of an office's documents."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.documents.logo import made_logo
from contest_portal.documents.services.set_office_logo import set_office_logo
from contest_portal.kernel.problems import NotFound
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.document_texts_forms import LogoForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor


@blueprint.route("/textos/<int:office_id>/logotipo", methods=["GET", "POST"])
def office_logo(office_id: int) -> AnyResponse | tuple[str, int]:
    """Choose the logo of an office, or take it away."""
    permit(current_actor(), Action.DOCUMENT_TEXT_EDIT)
    office = office_by_id(read_session(), office_id)
    form = LogoForm(data={"version": office.version})
    if form.validate_on_submit():
        with form.accepting():
            logo = _kept(form.uploaded)
            with transaction() as session:
                set_office_logo(
                    session, act(), office_id=office_id, expected_version=form.shown_version, sha256=logo
                )
            flash(
                gettext("Los próximos documentos llevan este encabezado; los ya emitidos no cambian."), "good"
            )
            return redirect(url_for("account.office_logo", office_id=office_id), 303)
    return render_template("account/texts/logo.html", office=office, form=form), form.status


@blueprint.get("/textos/<int:office_id>/logotipo.png")
def office_logo_file(office_id: int) -> Response:
    """Give the logo as it is printed."""
    permit(current_actor(), Action.DOCUMENT_TEXT_EDIT)
    office = office_by_id(read_session(), office_id)
    if office.logo_sha256 is None:
        raise NotFound(f"logo of office {office_id}")
    return Response(current_app.extensions["storage"].get(office.logo_sha256), mimetype="image/png")


def _kept(uploaded: bytes) -> str | None:
    """Write the picture anew and keep it, before any transaction begins."""
    if not uploaded:
        return None
    logo = made_logo(uploaded, current_app.extensions["opener"])
    sha256: str = current_app.extensions["storage"].put(logo)
    return sha256
