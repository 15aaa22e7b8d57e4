"""The documents of a contest: the list, the files, and voiding one."""

import re

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.queries import document_of_contest
from contest_portal.awards.services.ask_voiding import ask_voiding
from contest_portal.awards.services.void_award_document import void_award_document
from contest_portal.awards.voiding import VOIDING
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.web.shared.database import read_session, reading_anew, transaction
from contest_portal.web.shared.press import press, printed_file
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.signing_gate import signing_problem
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.documents_desk import desk_of, waiting_documents
from contest_portal.web.staff.documents_forms import VoidForm
from contest_portal.web.staff.joint_acts import asked_for, may_confirm, second_word

PRINTS_AT_ONCE = 6
"""So many documents are printed before the page answers: some seconds of work on a small machine."""


@blueprint.get("/concursos/<int:contest_id>/documentos")
def documents(contest_id: int) -> str:
    """Show what can be issued, what is missing first, and what was issued."""
    scope = Scope(contest_id=contest_id)
    permit(current_actor(), Action.CONTEST_SEE, scope)
    contest = contest_by_id(read_session(), contest_id)
    may_issue = can(current_actor(), Action.DOCUMENT_ISSUE, scope)
    return render_template(
        "staff/documents/list.html",
        contest=contest,
        desk=desk_of(read_session(), contest),
        kinds=KINDS,
        may_issue=may_issue,
        signing_problem=signing_problem() if may_issue else None,
        may_void=can(current_actor(), VOIDING.ask, scope),
    )


@blueprint.post("/concursos/<int:contest_id>/documentos/imprimir")
def documents_print(contest_id: int) -> AnyResponse:
    """Print some of the documents that wait, each in a transaction of its own."""
    permit(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    print_waiting(contest_id)
    return redirect(url_for("staff.documents", contest_id=contest_id), 303)


@blueprint.get("/concursos/<int:contest_id>/documentos/<int:document_id>.pdf")
def document_file(contest_id: int, document_id: int) -> Response:
    """Send the file as it was issued; of a void document, a copy that says so on every page."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    document = document_of_contest(read_session(), contest_id, document_id)
    if document.state == DocumentState.VOID:
        return _pdf(document, press().render(KINDS[document.kind], document), suffix="-ANULADO")
    if document.file_sha256 is None:
        raise WrongState([_NOT_PRINTED])
    return _pdf(document, press().storage.get(document.file_sha256))


_VOIDING = "/concursos/<int:contest_id>/documentos/<int:document_id>/anular"


@blueprint.route(_VOIDING, methods=["GET", "POST"])
def voiding(contest_id: int, document_id: int) -> AnyResponse | tuple[str, int]:
    """Ask why, and ask for a document to be voided; show what was asked for."""
    permit(current_actor(), VOIDING.ask, Scope(contest_id=contest_id))
    document = document_of_contest(read_session(), contest_id, document_id)
    form = VoidForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                ask_voiding(
                    session,
                    act(),
                    contest_id=contest_id,
                    document_id=document_id,
                    reason=form.reason.data or "",
                )
            return asked_for("staff.voiding", contest_id=contest_id, document_id=document_id)
    return _voiding_page(contest_id, document, form), form.status


@blueprint.post(f"{_VOIDING}/<int:joint_id>/confirmar")
def document_void(contest_id: int, document_id: int, joint_id: int) -> AnyResponse | tuple[str, int]:
    """Void a document as the second person."""
    permit(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    document = document_of_contest(read_session(), contest_id, document_id)
    form = VoidForm()
    if second_word(form, void_award_document, contest_id=contest_id, joint_id=joint_id) is None:
        return _voiding_page(contest_id, document, form), form.status
    flash(gettext("%(code)s quedó anulado. Su número no se usa de nuevo.", code=document.code), "good")
    return redirect(url_for("staff.documents", contest_id=contest_id), 303)


def _voiding_page(contest_id: int, document: Document, form: VoidForm) -> str:
    waiting = waiting_act(read_session(), VOIDING, f"document:{document.id}")
    return render_template(
        "staff/documents/void.html",
        contest=contest_by_id(read_session(), contest_id),
        document=document,
        form=form,
        waiting=waiting,
        may_confirm=may_confirm(VOIDING, waiting, contest_id),
    )


def print_waiting(contest_id: int) -> None:
    """Print up to `PRINTS_AT_ONCE` documents that wait; what is printed stays printed whatever happens to the next."""
    with reading_anew() as reading:
        waiting = waiting_documents(reading, contest_id)[:PRINTS_AT_ONCE]
    for document in waiting:
        printed_file(KINDS[document.kind], document)


def _pdf(document: Document, content: bytes, *, suffix: str = "") -> Response:
    response = Response(content, content_type="application/pdf")
    name = re.sub(r"[^0-9A-Za-z]+", "-", document.code.replace("N.°", "").replace("Ó", "O")).strip("-")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{suffix}.pdf"'
    return response


_NOT_PRINTED = Problem(
    "document.not_printed",
    field="file",
    message=N_("Este documento está emitido, pero falta imprimirlo. Vuelva a la lista y pulse «Imprimir»."),
)
