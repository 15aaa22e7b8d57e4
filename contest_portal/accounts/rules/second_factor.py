"""Who needs a second factor, and what is asked of those who take one off.

Source: OWASP ASVS 5.0, 6.3.3. Who may decide, see persons or seal marks signs in with more than a password.
"""

from collections.abc import Iterable

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import N_, Problem, length_problem

LEAST_REASON, MOST_REASON = 10, 300
FRESH_MINUTES = 15
"""So long after a code the acts that ask for one go on without another."""
PENDING_MINUTES = 10
"""So long a right password waits for its code."""


def needs_second_factor(roles: Iterable[Role], asked_of: Iterable[str]) -> bool:
    """Tell whether one of the roles is among those that the portal asks a second factor of."""
    return not frozenset(role.value for role in roles).isdisjoint(asked_of)


def code_problem(field: str) -> Problem:
    """Say that a code does not count."""
    return Problem(
        "second_factor.code",
        field=field,
        message=N_(
            "Ese código no vale. Espere a que la aplicación muestre otro y escríbalo entero; cada uno vale una vez."
        ),
    )


def reset_reason_problem(reason: str) -> Problem | None:
    """Ask for a reason that says something: its person reads it."""
    message = N_("Escriba el motivo, en %(least)s a %(most)s letras: la persona lo leerá al ingresar.")
    return length_problem(reason, LEAST_REASON, MOST_REASON, code="second_factor.reason", message=message)


def own_reset_problem() -> Problem:
    """Say who may take one's own second factor off."""
    return Problem(
        "second_factor.own",
        field="form",
        message=N_(
            "Esta es su propia cuenta. Pida a otra persona administradora que retire su segundo factor."
        ),
    )


def none_problem() -> Problem:
    """Say that there is nothing to take off."""
    return Problem(
        "second_factor.none",
        field="form",
        message=N_("Esta cuenta no tiene segundo factor: no hay nada que retirar."),
    )
