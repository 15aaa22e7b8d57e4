"""Accounts that the office opens for people of groups, and their passwords, handed over on paper."""

from flask import Response

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.session import act
from contest_portal.web.staff.representatives_forms import RepresentativeForm


def open_account(form: RepresentativeForm, role: Role, *, back_url: str) -> Response:
    """Open the account of who was typed, and show its temporary password."""
    with transaction() as session:
        user, password = invite_user(
            session,
            act(),
            email=form.email.data or "",
            full_name=form.full_name.data or "",
            grants=frozenset({Grant(role)}),
        )
    return _shown(user, password, back_url)


def renew_password(user_id: int, *, back_url: str) -> Response:
    """Give an account a temporary password, and show it."""
    with transaction() as session:
        password = reset_password(session, act(), user_id=user_id)
        user = user_with_grants(session, user_id)
    return _shown(user, password, back_url)


def _shown(user: User, password: str, back_url: str) -> Response:
    return show_password_once(
        full_name=user.full_name, email=user.email, password=password, back_url=back_url
    )
