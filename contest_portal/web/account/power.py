"""Deeds that give power over an account: asked for by one administrator, confirmed or refused by another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import WaitingAct, waiting_act, waiting_acts
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.accounts.power import POWER, has_to_wait, power_scope, takes_two
from contest_portal.accounts.rules.actor import Act, Actor
from contest_portal.accounts.rules.permissions import can
from contest_portal.accounts.rules.power import TOLD_FOR, AskedPower, PowerDeed, Standing
from contest_portal.accounts.services.ask_power import ask_power
from contest_portal.accounts.services.confirm_power import confirm_power
from contest_portal.accounts.services.finish_power import finish_power
from contest_portal.accounts.services.withdraw_power import withdraw_power
from contest_portal.contests.queries import published_contests
from contest_portal.kernel.problems import N_
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.users_forms import grant_label
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.session import act, current_actor, now

DEED_LABELS: Mapping[PowerDeed, str] = {
    PowerDeed.OPEN: N_("Abrir una cuenta a %(name)s"),
    PowerDeed.ROLES: N_("Cambiar las funciones de %(name)s"),
    PowerDeed.FACTOR: N_("Retirar el segundo factor de %(name)s"),
    PowerDeed.PASSWORD: N_("Dar una contraseña temporal a %(name)s"),
}


_ASKED = N_("Quedó pedido. Nada cambia hasta que otra persona administradora lo confirme.")
_ASKED_AND_TOLD = N_(
    "Quedó pedido. La persona lo ve en cada página y el programa en su inicio: si nadie lo detiene en 24 horas, "
    "termínelo aquí mismo."
)


@dataclass(frozen=True, slots=True)
class PowerLine:
    """A deed that waits, as the page of accounts shows it. `may_finish_from`: who asked may finish it from then on."""

    waiting: WaitingAct[AskedPower]
    heading: str
    facts: tuple[tuple[str, str], ...]
    may_confirm: bool
    is_own: bool
    is_over: bool
    may_finish_from: datetime | None = None
    may_finish: bool = False


def ask_another(asked: AskedPower) -> Response | None:
    """Ask for a deed that takes two, and go to the list of what waits; None where one person is enough."""
    waits = has_to_wait(read_session(), act(), asked)
    if not waits and not takes_two(read_session(), act(), asked):
        return None
    with transaction() as session:
        ask_power(session, act(), asked)
    flash(gettext(_ASKED_AND_TOLD if waits else _ASKED), "good")
    return redirect(url_for("account.users"), 303)


def is_waiting(user_id: int) -> bool:
    """Tell whether something waits for an account."""
    return waiting_act(read_session(), POWER, f"user:{user_id}") is not None


def waiting_power() -> tuple[PowerLine, ...]:
    """List what waits, the oldest first."""
    waiting = waiting_acts(read_session(), POWER, JointAct.contest_id.is_(None))
    titles = {one.id: one.title for one in published_contests(read_session())} if waiting else {}
    return tuple(_line(one, titles) for one in waiting)


@blueprint.post("/cuentas/pedidos/<int:joint_id>/confirmar")
def power_confirm(joint_id: int) -> Response:
    """Do what another administrator asked for; a temporary password is shown once."""
    return _done(confirm_power, joint_id)


@blueprint.post("/cuentas/pedidos/<int:joint_id>/terminar")
def power_finish(joint_id: int) -> Response:
    """Do what oneself asked for and nobody stopped for a day; a temporary password is shown once."""
    return _done(finish_power, joint_id)


def _done(deed: Callable[..., tuple[User, str]], joint_id: int) -> Response:
    with transaction() as session:
        user, password = deed(session, act(), joint_id=joint_id, sha256=request.form.get("sha256", ""))
        user_id, full_name, email = user.id, user.full_name, user.email
    page = url_for("account.user", user_id=user_id)
    if password:
        return show_password_once(full_name=full_name, email=email, password=password, back_url=page)
    flash(gettext("Quedó confirmado y hecho."), "good")
    return redirect(page, 303)


@blueprint.post("/cuentas/pedidos/<int:joint_id>/rechazar")
def power_withdraw(joint_id: int) -> Response:
    """Take back what oneself asked for, or refuse what another did."""
    with transaction() as session:
        withdraw_power(session, act(), joint_id=joint_id)
    flash(gettext("El pedido terminó y no cambió nada."), "good")
    return redirect(url_for("account.users"), 303)


def _line(one: WaitingAct[AskedPower], titles: Mapping[int, str]) -> PowerLine:
    asked, is_over = one.content, one.is_over(now())
    facts = [(gettext("Correo electrónico"), asked.email)]
    if asked.deed is PowerDeed.ROLES:
        facts.append((gettext("Hasta ahora"), _in_words(asked.before, titles)))
    if asked.deed in (PowerDeed.OPEN, PowerDeed.ROLES):
        facts.append((gettext("Desde que se confirme"), _in_words(asked.after, titles)))
    else:
        facts.append((gettext("Funciones"), _in_words(asked.before, titles)))
    if asked.reason:
        facts.append((gettext("Motivo"), asked.reason))
    facts.append((gettext("Lo pidió"), f"{one.asker}, {instant(one.asked_at)}"))
    if one.lapses_at is not None:
        facts.append((gettext("Vence"), instant(one.lapses_at)))
    scope = power_scope(one.asked_by, asked.user_id)
    waits = has_to_wait(read_session(), Act(Actor(one.asked_by), now()), asked)
    is_own, from_then = one.asked_by == current_actor().user_id, one.asked_at + TOLD_FOR
    return PowerLine(
        waiting=one,
        heading=gettext(DEED_LABELS[asked.deed], name=asked.full_name),
        facts=tuple(facts),
        may_confirm=not is_over and can(current_actor(), POWER.confirm, scope),
        is_own=is_own,
        is_over=is_over,
        may_finish_from=from_then if waits else None,
        may_finish=waits and is_own and not is_over and now() >= from_then,
    )


def _in_words(standing: Standing, titles: Mapping[int, str]) -> str:
    roles = "; ".join(grant_label(grant, titles) for grant in standing.grants) or gettext("ninguna función")
    return roles if standing.is_active else gettext("cuenta cerrada (%(roles)s)", roles=roles)
