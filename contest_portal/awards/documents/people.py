"""Members of a group as documents list them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.applications.queries import members_of
from contest_portal.awards.documents.wording import GROUP_OFFICES

SIGNING_OFFICES = ("president", "treasurer")
"""Who signs an agreement for a group."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member with the whole DNI, which an award document must show, and the office held."""

    full_name: str
    dni: str
    office: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for a group."""

    full_name: str
    dni: str


def listed_members(session: Session, application_id: int) -> tuple[Member, ...]:
    """List the members an application was sent with."""
    return tuple(
        Member(member.full_name, member.dni, GROUP_OFFICES[member.office])
        for member in members_of(session, application_id)
    )


def signers(session: Session, application_id: int) -> dict[str, Signer]:
    """Give those who hold an office in the group, by its code (`president`, `treasurer`…); the first of each."""
    found: dict[str, Signer] = {}
    for member in members_of(session, application_id):
        found.setdefault(member.office, Signer(member.full_name, member.dni))
    return found
