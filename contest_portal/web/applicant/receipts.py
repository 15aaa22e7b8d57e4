"""The receipt as a PDF, and the form that a group filled in."""

from flask import Response

from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.applications.receipts import receipt_of
from contest_portal.kernel.problems import NotFound
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_desk
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.form_paper import filled_form_file
from contest_portal.web.shared.press import printed_file
from contest_portal.web.shared.session import now


@blueprint.post("/solicitudes/<int:application_id>/constancia")
def receipt_file(application_id: int) -> Response:
    """Give the receipt as a file; the first time it is asked for, it is printed and kept."""
    desk = own_desk(application_id)
    receipt = receipt_of(read_session(), application_id)
    if receipt is None:
        raise NotFound(f"receipt of application {application_id}")
    response = Response(printed_file(RECEIPT, receipt), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="constancia-{desk.view.code}.pdf"'
    return response


@blueprint.get("/solicitudes/<int:application_id>/formulario.pdf")
def filled_form(application_id: int) -> Response:
    """Give the form as the group filled it in: a draft as a draft, what was sent with its number and hash."""
    return filled_form_file(own_desk(application_id).view, now())
