"""Where a grant may reach: the first digits of ubigeos, department (2), province (4) or district (6)."""

import re

from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.kernel.problems import N_, Problem, Refused

LIMITED_ROLES = frozenset({Role.STAFF, Role.SECRETARY})
_PREFIX = re.compile(r"(?:\d{2}){1,3}", re.ASCII)


def parse_territories(text: str, *, field: str) -> tuple[str, ...]:
    """Read codes separated by spaces, commas or lines; one inside another is left out. Refused for what is none."""
    typed = sorted(set(re.split(r"[\s,;]+", text.strip())) - {""})
    for code in typed:
        if not _PREFIX.fullmatch(code):
            raise Refused([_no_territory(code, field)])
    return tuple(
        code for code in typed if not any(code != other and code.startswith(other) for other in typed)
    )


def territory_problem(grant: Grant) -> Problem | None:
    """Refuse territories of a role that has none, and what are no first digits of an ubigeo."""
    wrong = next((code for code in grant.territories if not _PREFIX.fullmatch(code)), None)
    if wrong is not None:
        return _no_territory(wrong, "territories")
    if not grant.territories or grant.role in LIMITED_ROLES:
        return None
    return Problem(
        "grant.territory_of_role",
        field="territories",
        message=N_("Solo el programa y la secretaría se limitan a un territorio. Quite los ubigeos."),
    )


def _no_territory(code: str, field: str) -> Problem:
    message = N_(
        "«%(value)s» no es un territorio. Escriba 2 cifras (departamento), 4 (provincia) o 6 (distrito)."
    )
    return Problem("territory.invalid", field=field, message=message, params={"value": code[:40]})
