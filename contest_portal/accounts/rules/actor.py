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
    JUROR = "juror"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, everywhere (no contest) or in one contest."""

    role: Role
    contest_id: int | None = None

    def covers(self, contest_id: int | None) -> bool:
        """Tell whether the grant reaches a thing of this contest (None: a thing of no contest)."""
        return self.contest_id is None or self.contest_id == contest_id


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request or a command; `user_id` None is the anonymous public."""

    user_id: int | None
    grants: frozenset[Grant] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Give every role the actor holds anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def holds(self, role: Role, contest_id: int | None = None) -> bool:
        """Tell whether the actor holds a role that reaches this contest."""
        return any(grant.role is role and grant.covers(contest_id) for grant in self.grants)


ANONYMOUS = Actor(user_id=None)

OPERATOR = Actor(user_id=None, grants=frozenset({Grant(Role.ADMIN)}))
"""Whoever holds the machine's command line: opens the first accounts and offices, and has no right in a contest."""


@dataclass(frozen=True, slots=True)
class Act:
    """One deed: who does it and at which instant (aware, UTC). Every service that changes something takes one."""

    actor: Actor
    at: datetime
