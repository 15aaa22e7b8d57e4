"""What a group may look like whatever the contest: its offices, and when its data stand still."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.problems import N_, Problem

MAX_MEMBERS = 60


class MemberOffice(StrEnum):
    """The office a member holds in the group."""

    PRESIDENT = "president"
    TREASURER = "treasurer"
    SECRETARY = "secretary"
    MEMBER = "member"


OFFICE_NAMES: Mapping[MemberOffice, str] = MappingProxyType(
    {
        MemberOffice.PRESIDENT: N_("Presidencia"),
        MemberOffice.TREASURER: N_("Tesorería"),
        MemberOffice.SECRETARY: N_("Secretaría"),
        MemberOffice.MEMBER: N_("Integrante"),
    }
)


def name_problem(name: str) -> Problem | None:
    """Ask for a name of 2 to 120 characters; any characters are a name, hostile ones too: pages escape them."""
    if 2 <= len(name) <= 120:
        return None
    return Problem(
        "group.name", field="name", message=N_("Escriba el nombre del grupo, de 2 a 120 caracteres.")
    )


def stands_still(contest_title: str | None) -> Problem | None:
    """Refuse changes while the group stands in a contest whose result is not published.

    What juries see and what documents print must be what was sent.
    """
    if contest_title is None:
        return None
    return Problem(
        "group.in_contest",
        field="state",
        message=N_(
            "El grupo ya envió su solicitud a «%(contest)s»: sus datos no cambian hasta que se publique el "
            "resultado. Si debe corregirlos y el plazo sigue abierto, retire primero la solicitud."
        ),
        params={"contest": contest_title},
    )


def room_for_one_more(members: int) -> Problem | None:
    """Refuse a list that grows without end (every contest asks for far fewer)."""
    if members < MAX_MEMBERS:
        return None
    return Problem(
        "group.too_many_members",
        field="dni",
        message=N_("El grupo ya tiene %(max)s integrantes. Retire a alguno antes de agregar a otro."),
        params={"max": str(MAX_MEMBERS)},
    )


def already_member(full_name: str, person_id: int, present: Collection[int]) -> Problem | None:
    """Refuse a person who is in the group already. `present`: ids of the present members."""
    if person_id not in present:
        return None
    return Problem(
        "member.already",
        field="dni",
        message=N_("%(person)s ya está en el grupo. Escriba el DNI de otra persona."),
        params={"person": full_name},
    )
