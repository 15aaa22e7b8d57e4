"""A group that hands in a paper before it is registered: name, centre and members as the paper lists them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.applications.rules.group import MAX_MEMBERS, OFFICE_NAMES, MemberOffice
from contest_portal.kernel.identifiers import parse_dni
from contest_portal.kernel.problems import N_, Problem, Refused, refuse

OFFICE_LETTERS: Mapping[str, MemberOffice] = MappingProxyType(
    {
        "P": MemberOffice.PRESIDENT,
        "T": MemberOffice.TREASURER,
        "S": MemberOffice.SECRETARY,
        "I": MemberOffice.MEMBER,
    }
)
"""What the sheet asks to write in its column of offices."""
_LINE = re.compile(r"(?P<dni>.*?)[\s,;]*(?P<letter>[PTSI])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Declared:
    """A member as the paper lists one."""

    dni: str
    office: MemberOffice = MemberOffice.MEMBER


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A group as it stands on the paper."""

    name: str
    centre_code: str
    members: Sequence[Declared]


def read_members(text: str, *, field: str) -> tuple[Declared, ...]:
    """Read one member a line: the DNI and the letter of the office, or none. Refused with every other line."""
    found: list[Declared] = []
    problems: list[Problem] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            found.append(_read_line(line, field))
        except Refused as refusal:
            problems.extend(refusal.problems)
    refuse(problems)
    return tuple(found)


def members_problems(members: Collection[Declared]) -> tuple[Problem, ...]:
    """Refuse nobody at all, a crowd, a person twice, and an office held by two."""
    return tuple(_members_problems(members))


def _read_line(line: str, field: str) -> Declared:
    parts = _LINE.fullmatch(line.upper())
    dni, letter = (parts["dni"], parts["letter"]) if parts else (line, None)
    return Declared(parse_dni(dni, field=field), OFFICE_LETTERS[letter or "I"])


def _members_problems(members: Collection[Declared]) -> Iterator[Problem]:
    if not 1 <= len(members) <= MAX_MEMBERS:
        message = N_("Escriba el DNI de cada integrante: de 1 a %(most)s.")
        yield Problem("newcomer.members", "members", message, params={"most": str(MAX_MEMBERS)})
    for dni, times in Counter(member.dni for member in members).items():
        if times > 1:
            message = N_("El DNI %(dni)s está %(times)s veces. Déjelo una sola vez.")
            yield Problem("newcomer.twice", "members", message, params={"dni": dni, "times": str(times)})
    held = Counter(member.office for member in members)
    for office in (MemberOffice.PRESIDENT, MemberOffice.TREASURER, MemberOffice.SECRETARY):
        if held[office] > 1:
            message = N_("El cargo «%(office)s» lo tiene una sola persona. Revise las letras de la lista.")
            params = {"office": OFFICE_NAMES[office].lower()}
            yield Problem("newcomer.office_twice", "members", message, params=params)


NO_REPRESENTATIVE = Problem(
    "newcomer.no_representative",
    field="email",
    message=N_(
        "Falta anotar quién representa al grupo: ábrale una cuenta en «Representantes» y escriba su correo en los "
        "datos del grupo."
    ),
)


def not_a_representative(roles: Collection[Role]) -> Problem | None:
    """Refuse an account that does not represent groups or has a task that excludes it; no roles: no account."""
    if Role.REPRESENTATIVE in roles and not conflicting_roles(roles):
        return None
    return Problem(
        "newcomer.other_account",
        field="email",
        message=N_(
            "Con ese correo no hay una cuenta de representante. Ábrale una en «Representantes» y vuelva a escribir "
            "el correo."
        ),
    )
