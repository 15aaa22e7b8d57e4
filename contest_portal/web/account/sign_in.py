"""Sign in, sign out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from contest_portal.accounts.account_changes import changes_of
from contest_portal.accounts.queries import Account, account_of, active_user
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.lasting import TEMPORARY_DAYS
from contest_portal.accounts.rules.second_factor import PENDING_MINUTES, code_problem
from contest_portal.accounts.services.authenticate import authenticate
from contest_portal.accounts.services.end_session import end_session
from contest_portal.accounts.services.tell_of_changes import tell_of_changes
from contest_portal.kernel.problems import N_, Problem
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.change_words import told_changes
from contest_portal.web.account.sign_in_forms import CodeForm, SignInForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.limits import limit_sign_in
from contest_portal.web.shared.second_factor import try_code
from contest_portal.web.shared.session import (
    act,
    current_actor,
    key_hash,
    now,
    open_session,
    seconds_now,
)

_REFUSED = Problem(
    "sign_in.refused",
    field="form",
    message=N_(
        "El correo o la contraseña no coinciden. Revise ambos e inténtelo de nuevo. Una contraseña temporal vale "
        "%(days)s días."
    ),
    params={"days": str(TEMPORARY_DAYS)},
)
_PENDING = "factor_pending"
_HOMES = (
    (Role.REPRESENTATIVE, "applicant.home"),
    (Role.PROMOTER, "applicant.home"),
    (Role.JUROR, "juror.home"),
    (Role.STAFF, "staff.home"),
    (Role.SECRETARY, "staff.home"),
    (Role.AUDITOR, "staff.home"),
    (Role.TREASURER, "staff.follow_ups"),
    (Role.ADMIN, "account.users"),
)


@blueprint.route("/ingresar", methods=["GET", "POST"])
@limit_sign_in
def sign_in() -> Response | tuple[str, int]:
    """Ask for address and password; open a session with a new identifier, or ask for the code first."""
    if current_user.is_authenticated:
        return redirect(url_for("account.start"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        with transaction() as database:
            user = authenticate(
                database, act(), email=form.email.data or "", password=form.password.data or ""
            )
        if user is not None:
            return _go_on(account_of(user))
        form.add_problems((_REFUSED,))
    return render_template("account/sign_in.html", form=form), form.status


@blueprint.route("/ingresar/codigo", methods=["GET", "POST"])
def sign_in_code() -> Response | tuple[str, int]:
    """Ask for the code after the password; open the session."""
    if current_user.is_authenticated:
        return redirect(url_for("account.start"), 303)
    account = _waiting_for_code()
    if account is None:
        flash(gettext("Escriba otra vez su correo y su contraseña: pasó mucho tiempo."), "info")
        return redirect(url_for("account.sign_in", next=request.args.get("next")), 303)
    form = CodeForm()
    if form.validate_on_submit():
        if try_code(account.id, form.code.data or "", opens_session=True):
            open_session(account, passed_at=seconds_now())
            _tell(account)
            return redirect(_onward(), 303)
        form.add_problems((code_problem("code"),))
    return render_template("account/sign_in_code.html", form=form), form.status


@blueprint.post("/salir")
def sign_out() -> Response:
    """Close the session, and let a shared telephone forget what was seen: a script asks about what was not sent.

    Where it found nothing of anybody else, the browser drops the files in which deleted words would lie on.
    """
    with transaction() as database:
        end_session(database, act(), key_hash=key_hash())
    logout_user()
    session.clear()
    flash(gettext("Usted cerró su sesión."), "info")
    answer = redirect(url_for("public.home"), 303)
    is_bare = bool(request.form.get("bare"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"' if is_bare else '"cache"'
    return answer


@blueprint.get("/inicio")
def start() -> Response:
    """Lead a person to the pages of the first role held."""
    roles = current_actor().roles
    for role, endpoint in _HOMES:
        if role in roles:
            return redirect(url_for(endpoint), 303)
    return redirect(url_for("public.home"), 303)


def _go_on(account: Account) -> Response:
    if account.has_second_factor:
        session[_PENDING] = [account.id, account.session_epoch, seconds_now()]
        return redirect(url_for("account.sign_in_code", next=request.args.get("next")), 303)
    open_session(account)
    _tell(account)
    return redirect(_onward(), 303)


def _waiting_for_code() -> Account | None:
    """Give the account whose password was right a moment ago, as long as nothing changed since."""
    user_id, epoch, since = session.get(_PENDING, (0, 0, 0))
    if not 0 <= seconds_now() - since <= PENDING_MINUTES * 60:
        return None
    account = active_user(read_session(), user_id, now())
    return account if account is not None and account.session_epoch == epoch else None


def _tell(account: Account) -> None:
    """Tell the person what changed of what opens the account since the last sign-in."""
    if not changes_of(read_session(), account.id, untold=True):
        return
    with transaction() as database:
        changes = tell_of_changes(database, act(), user_id=account.id)
    if changes:
        flash(told_changes(changes), "bad" if any(one.reason for one in changes) else "warn")


def _onward() -> str:
    return _own_path(request.args.get("next", "")) or url_for("account.start")


def _own_path(target: str) -> str | None:
    """Accept a path of this portal to go on to, never another address."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target
    return target if is_path and target.isprintable() else None
