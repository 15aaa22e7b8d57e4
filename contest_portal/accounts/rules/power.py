"""What gives power over contests, money and accounts, and therefore takes two administrators where there are two.

Source: the programme's matrix of roles, where an administrator gives roles with a second person alone. Taking power
away is one person's deed: it must not wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.kernel.problems import N_, Problem

POWERFUL = frozenset({Role.ADMIN, Role.STAFF, Role.SECRETARY, Role.TREASURER, Role.AUDITOR})
WAITS = timedelta(days=3)
"""So long what was asked for waits for the second administrator."""
TOLD_FOR = timedelta(hours=24)
"""So long the only other administrator, and the programme, can stop what opens the way into that account."""


class PowerDeed(StrEnum):
    """What is done to an account."""

    OPEN = "open"
    ROLES = "roles"
    FACTOR = "factor"
    PASSWORD = "password"  # noqa: S105 - the deed, not a password


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account may do: its grants, in one order, and whether it is open."""

    grants: tuple[Grant, ...] = ()
    is_active: bool = True

    @property
    def power(self) -> tuple[Grant, ...]:
        """Give the grants that count: none of a closed account."""
        return tuple(one for one in self.grants if one.role in POWERFUL) if self.is_active else ()


NOBODY = Standing(is_active=False)
"""Whoever has no account yet."""


@dataclass(frozen=True, slots=True)
class AskedPower:
    """What both administrators decide on. `user_id` None: an account to be opened; `reason`: of a factor taken off."""

    deed: PowerDeed
    user_id: int | None
    full_name: str
    email: str
    before: Standing
    after: Standing
    reason: str = ""


def standing(grants: Iterable[Grant], *, is_active: bool = True) -> Standing:
    """Give a standing with its grants in the order of role, contest and territory."""
    ordered = sorted(grants, key=lambda one: (one.role.value, one.contest_id or 0, one.territories))
    return Standing(tuple(ordered), is_active)


def gives_power(asked: AskedPower, *, has_second_factor: bool) -> bool:
    """Tell whether it takes two.

    A role that nothing held before covers does. So does what opens the way into an account that holds one: taking its
    second factor off, or a new password where the password is all there is.
    """
    if asked.deed in (PowerDeed.OPEN, PowerDeed.ROLES):
        return any(not any(_covers(held, one) for held in asked.before.power) for one in asked.after.power)
    holds_power = any(one.role in POWERFUL for one in asked.before.grants)
    return holds_power and (asked.deed is PowerDeed.FACTOR or not has_second_factor)


def opens_administration(asked: AskedPower) -> bool:
    """Tell whether it opens the way into the account of an administrator."""
    opens = asked.deed in (PowerDeed.FACTOR, PowerDeed.PASSWORD)
    return opens and asked.before.is_active and any(one.role is Role.ADMIN for one in asked.before.grants)


def _covers(held: Grant, one: Grant) -> bool:
    """Tell whether a grant reaches everything that another one would."""
    everywhere = held.contest_id is None or held.contest_id == one.contest_id
    whole = not held.territories
    inside = bool(one.territories) and all(place.startswith(held.territories) for place in one.territories)
    return held.role is one.role and everywhere and (whole or inside)


def changed_since() -> Problem:
    """Say that what was asked for is not what would be done now."""
    message = N_("Desde que se pidió, la cuenta cambió. Rechace el pedido y pídalo de nuevo si hace falta.")
    return Problem("power.changed", field="form", message=message)


def two_administrators() -> Problem:
    """Say that another administrator has to confirm it."""
    message = N_("Dar poder necesita a dos personas administradoras. Pídalo, y otra persona lo confirma.")
    return Problem("power.two_persons", field="form", message=message)


def told_first() -> Problem:
    """Say that the other administrator has to know of it for a day."""
    message = N_(
        "Es la única otra persona administradora: nadie más puede confirmarlo. Pídalo; ella y el programa lo saben "
        "de inmediato, y si nadie lo detiene en 24 horas, usted lo termina."
    )
    return Problem("power.told_first", field="form", message=message)


def too_early(until: str) -> Problem:
    """Say from when it may be finished."""
    message = N_("Todavía se puede detener. Termínelo desde el %(until)s.")
    return Problem("power.too_early", field="form", message=message, params={"until": until})


def own_account_problem() -> Problem:
    """Say who may take the administration from somebody."""
    message = N_("No puede quitarse a sí mismo la administración. Pídalo a otra persona administradora.")
    return Problem("user.own_account", field="roles", message=message)


def left_alone_problem() -> Problem:
    """Say what to do before the only other administrator goes: who is left alone gives power by one word."""
    message = N_(
        "Es la única otra cuenta que puede confirmar: usted quedaría solo y podría dar poder sin nadie más. Nombre "
        "antes a una tercera persona administradora. Si la otra ya no está para confirmarlo, quien opera el servidor "
        "abre esa cuenta con «flask user create»."
    )
    return Problem("user.left_alone", field="roles", message=message)


def own_password_problem() -> Problem:
    """Say where the own password is changed."""
    message = N_("Esta es su propia cuenta. Cambie su contraseña en la página «Mi cuenta».")
    return Problem("user.own_password", field="form", message=message)
