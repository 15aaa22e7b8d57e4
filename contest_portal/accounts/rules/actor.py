"""Who acts, with which rights, and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the programme. Rights follow from grants of a role, never from the role's name alone."""

    ADMIN = "admin"
    STAFF = "staff"
    SECRETARY = "secretary"
    REPRESENTATIVE = "representative"
    PROMOTER = "promoter"
    JUROR = "juror"
    TREASURER = "treasurer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, everywhere (no contest) or in one contest; in the whole country, or in some territories of it.

    `territories` are the first digits of ubigeos (2, 4 or 6), sorted; none: the whole country.
    """

    role: Role
    contest_id: int | None = None
    territories: tuple[str, ...] = ()

    def covers(self, contest_id: int | None, ubigeo: str | None = None) -> bool:
        """Tell whether the grant reaches a thing of this contest and place (None: of no contest, of no place)."""
        here = not self.territories or ubigeo is None or ubigeo.startswith(self.territories)
        return here and (self.contest_id is None or self.contest_id == contest_id)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request or a command; `user_id` None is the anonymous public."""

    user_id: int | None
    grants: frozenset[Grant] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Give every role the actor holds anywhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def roles_of_all(self) -> frozenset[Role]:
        """Give the roles that the actor holds in every contest."""
        return frozenset(grant.role for grant in self.grants if grant.contest_id is None)

    def holds(self, role: Role, contest_id: int | None = None, ubigeo: str | None = None) -> bool:
        """Tell whether the actor holds a role that reaches this contest and place."""
        return any(grant.role is role and grant.covers(contest_id, ubigeo) for grant in self.grants)


ANONYMOUS = Actor(user_id=None)

OPERATOR = Actor(user_id=None, grants=frozenset({Grant(Role.ADMIN)}))
"""Whoever holds the machine's command line: opens the first accounts and offices, and has no right in a contest."""


@dataclass(frozen=True, slots=True)
class Act:
    """One deed: who does it and at which instant (aware, UTC). Every service that changes something takes one."""

    actor: Actor
    at: datetime
