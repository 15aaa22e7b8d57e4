"""The second factor on pages: who has to enrol one, and the acts before which a code is asked for once more."""

from flask import Response, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.factor_codes import PassedBy
from contest_portal.accounts.rules.second_factor import FRESH_MINUTES, code_problem, needs_second_factor
from contest_portal.accounts.services.pass_second_factor import pass_second_factor
from contest_portal.kernel.sealed_secrets import Sealer
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.limits import count_code
from contest_portal.web.shared.session import PASSED_AT, act, current_actor, seconds_now

CODE = "factor_code"
_FRESH = {
    "account": (
        *(
            "document_text_publish",
            "emergencies",
            "emergency_confirm",
            "new_user",
            "power_confirm",
            "power_finish",
            "recovery_codes",
            "reset_factor",
        ),
        *("reset_user_password", "second_factor", "user"),
    ),
    "juror": ("finalise",),
    "staff": (
        *("acta_issue", "agreements_confirm", "agreements_issue", "certificates_issue", "notices_issue"),
        *(
            "resolution_issue",
            "document_void",
            "allocation_approve",
            "reserve_approve",
            "envelope_move_approve",
        ),
        *(
            "amendment_confirm",
            "amendment_publish",
            "announcement",
            "publish",
            "publish_confirm",
            "reopening_confirm",
        ),
        *("award_amend", "award_annul", "award_annul_confirm", "award_close", "award_settle"),
        *("close_scoring", "draw_cancel", "hall_reopen", "late_code_give", "return_sheet"),
        *("observation_decide", "second_close", "second_reopen", "sheet_paper_enter"),
        *("registry_export_request", "registry_export_take", "transfer_approve", "transfer_pay"),
    ),
}
FRESH = frozenset(f"{audience}.{name}" for audience, names in _FRESH.items() for name in names)
"""What decides, seals, issues, pays, reopens, gives rights or takes data of persons away."""


def sealer() -> Sealer:
    """Give what opens secrets of this portal."""
    found: Sealer = current_app.extensions["sealer"]
    return found


def must_have_second_factor() -> bool:
    """Tell whether the person signed in has to have one."""
    asked_of = current_app.extensions["settings"].second_factor_roles
    return needs_second_factor(current_actor().roles, asked_of)


def ask_enrolment() -> AnyResponse | None:
    """Send a person who has to have a second factor and has none to enrol one, before anything else."""
    if current_user.has_second_factor or not must_have_second_factor():
        return None
    flash(gettext("Antes de continuar, active el segundo factor: su función lo exige."), "warn")
    return redirect(url_for("account.second_factor"), 303)


def ask_factor_again() -> AnyResponse | None:
    """Ask for a code before an act of weight, unless one was shown a while ago; what was sent is sent again with it."""
    wanted = request.method == "POST" and request.endpoint in FRESH
    if not wanted or not current_user.has_second_factor or _is_fresh():
        return None
    if CODE in request.form and try_code(current_actor().user_id or 0, request.form[CODE]):
        session[PASSED_AT] = seconds_now()
        return None
    answers = [(name, value) for name, value in request.form.items(multi=True) if name != CODE]
    problem = code_problem(CODE) if CODE in request.form else None
    page = render_template("account/code_again.html", answers=answers, problem=problem, minutes=FRESH_MINUTES)
    return Response(page, 422 if problem else 200, {"Cache-Control": "no-store"})


def try_code(user_id: int, code: str, *, opens_session: bool = False) -> PassedBy | None:
    """Try a code, as often as one may."""
    count_code(user_id)
    with transaction() as database:
        return pass_second_factor(
            database, act(), sealer=sealer(), user_id=user_id, code=code[:100], opens_session=opens_session
        )


def _is_fresh() -> bool:
    passed_at: int = session.get(PASSED_AT, 0)
    return 0 <= seconds_now() - passed_at <= FRESH_MINUTES * 60
