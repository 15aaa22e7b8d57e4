"""Blueprints per audience, closed by default."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.services.note_emergency_page import note_emergency_page
from contest_portal.kernel.problems import NotPermitted
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.deadlines import require_clock_for_deadlines
from contest_portal.web.shared.second_factor import ask_enrolment, ask_factor_again
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.signing_gate import ask_signer


def closed_blueprint(name: str, import_name: str, *, url_prefix: str, roles: frozenset[Role]) -> Blueprint:
    """Make a blueprint that only signed-in people holding one of `roles` may enter.

    Anonymous visitors are sent to sign in; others are refused. Each handler still asks the permission table.
    """
    blueprint = Blueprint(name, import_name, url_prefix=url_prefix)

    def gate() -> Response | None:
        detour = ask_sign_in() or ask_own_password() or ask_enrolment()
        if detour is None:
            require_any_role(roles)
            detour = ask_factor_again() or ask_signer()
        if detour is None:
            require_clock_for_deadlines()
            note_emergency()
        return detour

    blueprint.before_request(gate)
    return blueprint


def ask_sign_in() -> Response | None:
    """Send a visitor without a session to sign in, and on to this page afterwards; a script is only told so."""
    if current_user.is_authenticated:
        return None
    if request.is_json:
        return Response(status=HTTPStatus.UNAUTHORIZED)
    came_for = request.full_path.removesuffix("?") if request.method == "GET" else None
    return redirect(url_for("account.sign_in", next=came_for), 303)


def ask_own_password() -> Response | None:
    """Send a person whose password was handed over by somebody else to choose an own one, before anything else."""
    if not current_user.must_change_password:
        return None
    flash(
        gettext("Antes de continuar, cambie la contraseña temporal por una que solo usted conozca."), "warn"
    )
    return redirect(url_for("account.own_account"), 303)


def note_emergency() -> None:
    """Put on record that a person opens this address with an emergency access, before it is shown."""
    emergency = current_user.emergency
    if emergency is not None:
        with transaction() as session:
            note_emergency_page(
                session, act(), emergency_id=emergency.id, page=request.path, method=request.method
            )


def require_any_role(roles: frozenset[Role]) -> None:
    """Raise NotPermitted unless the person holds one of the roles somewhere."""
    if current_actor().roles.isdisjoint(roles):
        raise NotPermitted("these pages are not for this account")
