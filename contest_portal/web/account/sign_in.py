"""Sign in, sign out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import account_of
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.services.authenticate import authenticate
from contest_portal.kernel.problems import N_, Problem
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.sign_in_forms import SignInForm
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.limits import limit_sign_in
from contest_portal.web.shared.session import SignedIn, act, current_actor

_REFUSED = Problem(
    "sign_in.refused",
    field="form",
    message=N_("El correo o la contraseña no coinciden. Revise ambos e inténtelo de nuevo."),
)
_HOMES = (
    (Role.REPRESENTATIVE, "applicant.home"),
    (Role.PROMOTER, "applicant.home"),
    (Role.JUROR, "juror.home"),
    (Role.STAFF, "staff.home"),
    (Role.SECRETARY, "staff.home"),
    (Role.AUDITOR, "staff.home"),
    (Role.ADMIN, "account.users"),
)


@blueprint.route("/ingresar", methods=["GET", "POST"])
@limit_sign_in
def sign_in() -> Response | tuple[str, int]:
    """Ask for address and password; open a session with a new identifier."""
    if current_user.is_authenticated:
        return redirect(url_for("account.start"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        with transaction() as database:
            user = authenticate(
                database, act(), email=form.email.data or "", password=form.password.data or ""
            )
        if user is not None:
            _open_session(SignedIn(account_of(user)))
            return redirect(_own_path(request.args.get("next", "")) or url_for("account.start"), 303)
        form.add_problems((_REFUSED,))
    return render_template("account/sign_in.html", form=form), form.status


@blueprint.post("/salir")
def sign_out() -> Response:
    """Close the session."""
    logout_user()
    session.clear()
    flash(gettext("Usted cerró su sesión."), "info")
    return redirect(url_for("public.home"), 303)


@blueprint.get("/inicio")
def start() -> Response:
    """Lead a person to the pages of the first role held."""
    roles = current_actor().roles
    for role, endpoint in _HOMES:
        if role in roles:
            return redirect(url_for(endpoint), 303)
    return redirect(url_for("public.home"), 303)


def _open_session(person: SignedIn) -> None:
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language
    session.permanent = True
    login_user(person)


def _own_path(target: str) -> str | None:
    """Accept a path of this portal to go on to, never another address."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target
    return target if is_path and target.isprintable() else None
