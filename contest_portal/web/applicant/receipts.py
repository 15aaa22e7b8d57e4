"""What a group hears when it has sent, its receipt as a PDF, and the form that it filled in."""

from dataclasses import dataclass

from flask import Response, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirection

from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.applications.queries import ApplicationView
from contest_portal.applications.receipts import ground_on, receipt_of
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotFound
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_desk, own_view
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.device_keys import device_keys
from contest_portal.web.shared.form_paper import filled_form_file
from contest_portal.web.shared.press import printed_file
from contest_portal.web.shared.session import current_actor, now


@dataclass(frozen=True, slots=True)
class SentFrom:
    """What was sent, and from whose device: texts may wait there that the portal never had."""

    view: ApplicationView
    writer_id: int
    may_edit: bool = False

    @property
    def device_keys(self) -> str:
        """Give what that device sealed them with."""
        return device_keys(self.writer_id)


@blueprint.get("/solicitudes/<int:application_id>/recibida")
def received(application_id: int) -> str | Redirection:
    """Say that an application was received. It reads little: hundreds ask for it in the minute of a deadline."""
    view = own_view(application_id)
    if view.state != ApplicationState.SUBMITTED:
        return redirect(url_for("applicant.application", application_id=application_id), 303)
    return received_page(view, receipt_of(read_session(), application_id))


def received_page(view: ApplicationView, receipt: Document | None) -> str:
    """Give that page, also as the answer to the form: on a bad line one answer is more likely to come than two.

    It is asked for again by its own address, which its script puts in the place of the form's.
    """
    g.working_for = view.group_name
    return render_template(
        "applicant/received.html",
        desk=SentFrom(view, current_actor().user_id or 0),
        receipt=receipt,
        ground=ground_on(receipt),
    )


@blueprint.post("/solicitudes/<int:application_id>/constancia")
def receipt_file(application_id: int) -> Response:
    """Give the receipt as a file; the first time it is asked for, it is printed and kept."""
    view = own_view(application_id)
    receipt = receipt_of(read_session(), application_id)
    if receipt is None:
        raise NotFound(f"receipt of application {application_id}")
    response = Response(printed_file(RECEIPT, receipt), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="constancia-{view.code}.pdf"'
    return response


@blueprint.get("/solicitudes/<int:application_id>/formulario.pdf")
def filled_form(application_id: int) -> Response:
    """Give the form as the group filled it in: a draft as a draft, what was sent with its number and hash."""
    return filled_form_file(own_desk(application_id).view, now())
