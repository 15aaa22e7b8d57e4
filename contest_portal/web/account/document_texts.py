"""How the documents of an office are worded: an administrator writes, tries, puts in force and goes back."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.queries import office_by_id, offices
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.documents.rules.kinds import Wording
from contest_portal.documents.services.discard_document_text import discard_document_text
from contest_portal.documents.services.publish_document_text import publish_document_text
from contest_portal.documents.services.restore_document_text import SHIPPED, restore_document_text
from contest_portal.documents.services.save_document_text import save_document_text
from contest_portal.documents.text_queries import text_version
from contest_portal.documents.texts.checks import failure
from contest_portal.documents.texts.reference import body_of, text_diff
from contest_portal.documents.texts.sandbox import TextFailed
from contest_portal.kernel.problems import WrongState
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.document_texts_forms import PublishForm, ReasonForm, TextForm
from contest_portal.web.account.document_texts_view import TextPage, kind_lines, text_page
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.press import preview_file
from contest_portal.web.shared.session import act, current_actor, now


@blueprint.get("/textos")
def document_texts() -> str:
    """List the offices whose documents can be worded."""
    permit(current_actor(), Action.DOCUMENT_TEXT_EDIT)
    return render_template("account/texts/offices.html", offices=offices(read_session()))


@blueprint.get("/textos/<int:office_id>")
def document_kinds(office_id: int) -> str:
    """List the kinds of document of an office with the text that holds."""
    permit(current_actor(), Action.DOCUMENT_TEXT_EDIT)
    office = office_by_id(read_session(), office_id)
    return render_template(
        "account/texts/kinds.html", office=office, lines=kind_lines(read_session(), office_id)
    )


@blueprint.route("/textos/<int:office_id>/<kind_code>", methods=["GET", "POST"])
def document_text(office_id: int, kind_code: str) -> AnyResponse | tuple[str, int]:
    """Write the text of a kind; what is not allowed is told by its line, and nothing is kept."""
    page = _page(office_id, kind_code)
    form = TextForm(
        data={
            "body": body_of(page.kind, page.wording),
            "css": "" if page.wording is None else page.wording.css,
            "version": 0 if page.draft is None else page.draft.version,
        }
    )
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                save_document_text(
                    session,
                    act(),
                    office_id=office_id,
                    kind=page.kind,
                    expected_version=form.shown_version,
                    body=form.body.data or "",
                    css=form.css.data or "",
                )
            flash(gettext("El borrador quedó guardado. Los documentos siguen con el texto vigente."), "good")
            return redirect(_address(page), 303)
    return render_template("account/texts/editor.html", page=page, form=form), form.status


@blueprint.route("/textos/<int:office_id>/<kind_code>/poner-en-vigor", methods=["GET", "POST"])
def document_text_publish(office_id: int, kind_code: str) -> AnyResponse | tuple[str, int]:
    """Show what the draft changes and what it lacks, ask why, and put it in force."""
    page = _page(office_id, kind_code)
    if page.draft is None:
        return redirect(_address(page), 303)
    form = PublishForm(data={"version": page.draft.version})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                text = publish_document_text(
                    session,
                    act(),
                    office_id=office_id,
                    kind=page.kind,
                    expected_version=form.shown_version,
                    reason=form.reason.data or "",
                )
            return _in_force(page, text.number)
    lines = text_diff(page.kind, page.held, page.wording)
    return render_template("account/texts/publish.html", page=page, form=form, lines=lines), form.status


@blueprint.post("/textos/<int:office_id>/<kind_code>/descartar")
def document_text_discard(office_id: int, kind_code: str) -> AnyResponse:
    """Throw the draft away."""
    page = _page(office_id, kind_code)
    with transaction() as session:
        discard_document_text(
            session,
            act(),
            office_id=office_id,
            kind=page.kind,
            expected_version=request.form.get("version", 0, type=int),
        )
    flash(gettext("El borrador se descartó. Sigue el texto vigente."), "good")
    return redirect(_address(page), 303)


@blueprint.route("/textos/<int:office_id>/<kind_code>/versiones/<int:number>", methods=["GET", "POST"])
def document_text_version(office_id: int, kind_code: str, number: int) -> AnyResponse | tuple[str, int]:
    """Show a version beside the one before it, and go back to it; number 0 is the text as shipped."""
    page = _page(office_id, kind_code)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                text = restore_document_text(
                    session,
                    act(),
                    office_id=office_id,
                    kind=page.kind,
                    number=number,
                    reason=form.reason.data or "",
                )
            return _in_force(page, text.number)
    return _version_page(page, number, form), form.status


def _version_page(page: TextPage, number: int, form: ReasonForm) -> str:
    wording, before = _version(page, number), _version(page, max(number - 1, SHIPPED))
    return render_template(
        "account/texts/version.html",
        page=page,
        form=form,
        number=number,
        body=body_of(page.kind, wording),
        css="" if wording is None else wording.css,
        lines=text_diff(page.kind, before, wording),
        holds=wording == page.held,
        told=next((one for one in page.versions if one.number == number), None),
    )


@blueprint.get("/textos/<int:office_id>/<kind_code>/vista-previa.pdf")
def document_text_preview(office_id: int, kind_code: str) -> Response:
    """Print the draft, or a version, with the data of a document; marked on every page, without a number."""
    page = _page(office_id, kind_code)
    number = request.args.get("version", type=int)
    wording = page.wording if number is None else _version(page, number)
    specimen = page.specimen(request.args.get("inventado", type=int))
    try:
        content = preview_file(page.kind, specimen.document(page.kind), wording)
    except TextFailed as error:
        raise WrongState([failure(error)]) from error
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="vista-previa-{kind_code}.pdf"'
    return response


def _page(office_id: int, kind_code: str) -> TextPage:
    permit(current_actor(), Action.DOCUMENT_TEXT_EDIT)
    return text_page(read_session(), office_id, kind_code, now())


def _version(page: TextPage, number: int) -> Wording | None:
    if number == SHIPPED:
        return None
    return text_version(read_session(), page.office.id, page.kind.code, number).wording


def _address(page: TextPage) -> str:
    return url_for("account.document_text", office_id=page.office.id, kind_code=page.kind.code)


def _in_force(page: TextPage, number: int) -> AnyResponse:
    message = gettext(
        "La versión %(number)s está en vigor desde ahora. Los documentos ya emitidos conservan la suya.",
        number=number,
    )
    flash(message, "good")
    return redirect(_address(page), 303)
