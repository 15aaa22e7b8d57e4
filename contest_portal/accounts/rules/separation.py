"""Roles that one person may not hold together, whoever grants them."""

from collections.abc import Iterable

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import N_, Problem

_OFFICE = frozenset({Role.STAFF, Role.SECRETARY, Role.TREASURER})
_WRITING = _OFFICE | {Role.REPRESENTATIVE, Role.PROMOTER, Role.JUROR, Role.ADMIN}
_CONFLICTS: tuple[tuple[Role, frozenset[Role], str], ...] = (
    (Role.AUDITOR, _WRITING, N_("Quien audita solo mira: quite las demás funciones o la de auditoría.")),
    (
        Role.JUROR,
        _OFFICE | {Role.REPRESENTATIVE, Role.PROMOTER},
        N_("Un jurado no puede representar a un grupo ni trabajar en la oficina. Elija una sola función."),
    ),
    (
        Role.REPRESENTATIVE,
        _OFFICE,
        N_(
            "Quien trabaja en la oficina o lleva la secretaría de un concurso no representa a un grupo. "
            "Pida a la administración que deje una sola función."
        ),
    ),
    (
        Role.PROMOTER,
        _OFFICE,
        N_(
            "Quien trabaja en la oficina o en la secretaría no presenta perfiles de grupos. Elija una sola función."
        ),
    ),
    (
        Role.ADMIN,
        _OFFICE | {Role.REPRESENTATIVE, Role.PROMOTER, Role.JUROR},
        N_("Quien administra cuentas no interviene en concursos. Elija una sola función."),
    ),
)


def conflicting_roles(roles: Iterable[Role]) -> tuple[Problem, ...]:
    """List the separations that a set of roles would break."""
    held = frozenset(roles)
    return tuple(
        Problem(f"roles.{role.value}_alone", field="roles", message=message)
        for role, against, message in _CONFLICTS
        if role in held and held & against
    )
