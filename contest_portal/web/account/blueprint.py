"""The pages of a person's own account, and those where an administrator keeps all accounts.

Closed by default: an endpoint that is not listed here is the administrator's.
"""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.audience import (
    ask_own_password,
    ask_sign_in,
    note_emergency,
    require_any_role,
)
from contest_portal.web.shared.second_factor import ask_enrolment, ask_factor_again

OPEN = frozenset({"account.sign_in", "account.sign_in_code"})
OWN = frozenset({"account.own_account", "account.sign_out", "account.own_sessions"})
OWN_FACTOR = frozenset({"account.second_factor", "account.recovery_codes"})
ANY_ROLE = frozenset(
    f"account.{name}"
    for name in (
        *("start", "invitation", "invitations"),
        *("emergencies", "emergencies_table", "emergency_confirm", "emergency_end"),
    )
)

blueprint = Blueprint("account", __name__)


@blueprint.before_request
def gate() -> Response | None:
    """Let in whom the lists above let in."""
    if request.endpoint in OPEN:
        return None
    detour = ask_sign_in()
    if detour is not None or request.endpoint in OWN:
        return detour
    detour = ask_own_password()
    if detour is None and request.endpoint not in OWN_FACTOR:
        detour = ask_enrolment()
        if detour is None and request.endpoint not in ANY_ROLE:
            require_any_role(frozenset({Role.ADMIN}))
    detour = detour or ask_factor_again()
    if detour is None:
        note_emergency()
    return detour
