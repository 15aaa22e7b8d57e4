"""The papers of a group's own result: its notice, and its certificate when it won."""

from flask import Response

from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.result_notices import result_papers
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotFound
from contest_portal.publication.queries import own_results
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.letters import pdf_response

_FILES = {"result_notice": "notificacion", "certificate": "certificado"}


@blueprint.post("/solicitudes/<int:application_id>/papeles/<int:document_id>")
def result_paper(application_id: int, document_id: int) -> Response:
    """Give a paper of the result as a file; the first time it is asked for, it is printed and kept."""
    papers = shown_papers(own_desk(application_id))
    paper = next((one for one in papers if one.id == document_id), None)
    if paper is None:
        raise NotFound(f"paper {document_id} of the result of application {application_id}")
    return pdf_response(paper, kind=KINDS[paper.kind], name=_FILES[paper.kind])


def shown_papers(desk: Desk) -> tuple[Document, ...]:
    """Give the papers that stand; none before the result is public."""
    if not own_results(read_session(), desk.view.contest_id, {desk.view.application_id}):
        return ()
    return result_papers(read_session(), desk.view.application_id)
