"""Before the office issues a paper: what signs it must be there. Nothing is issued, and no number is used, without it.

What a group or a person hands in is received all the same, and its receipt is printed once the key is back.
"""

from flask import Response, current_app, render_template, request

from contest_portal.documents.press import signer_of
from contest_portal.kernel.problems import Problem, WrongState
from contest_portal.web.shared.arrival import ARRIVED
from contest_portal.web.shared.errors import answers_sent

ISSUES = frozenset(
    f"staff.{name}"
    for name in (
        *("acta_issue", "agreements_confirm", "agreements_issue", "resolution_issue", "second_close"),
        *("award_amend", "award_annul", "award_annul_confirm", "award_close", "award_settle"),
        "transfer_approve",
        *("envelope_move_approve", "invitation_letter", "observation_decide", "person_request_answer"),
        *("reserve_approve", "screening_decide", "screening_lapse"),
    )
)
"""By these the office issues a paper."""


def ask_signer() -> Response | None:
    """Refuse an act that issues a paper while nothing can sign it; the page sends the same again when it is mended."""
    if request.method != "POST" or request.endpoint not in ISSUES:
        return None
    problem = signing_problem()
    if problem is None:
        return None
    sent = answers_sent()
    answers = None if sent is None else [(name, value) for name, value in sent if name != ARRIVED]
    page = render_template("errors/signing.html", problem=problem, answers=answers)
    return Response(page, 503, {"Cache-Control": "no-store"})


def signing_problem() -> Problem | None:
    """Say why nothing can be signed now; None when it can, or when this portal does not sign."""
    signer = signer_of(current_app.extensions["settings"])
    try:
        if signer is not None:
            signer.ready()
    except WrongState as refused:
        return refused.problems[0]
    return None
