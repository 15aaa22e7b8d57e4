"""The kinds of people of the access table, and a row of it.

The "other" people hold the same role and nothing here: another group's representative, a promoter without a group,
a juror without a seat, the secretary and the programme of another contest.
"""

from dataclasses import dataclass

NOBODY: frozenset[str] = frozenset()
REPRESENTATIVE = frozenset({"representative"})
REPRESENTATIVES = REPRESENTATIVE | {"other_representative"}
FILERS = REPRESENTATIVE | {"promoter"}
PROMOTERS = frozenset({"promoter", "other_promoter"})
JUROR = frozenset({"juror"})
JURORS = JUROR | {"other_juror"}
STAFF = frozenset({"staff"})
SECRETARY = frozenset({"secretary"})
AUDITOR = frozenset({"auditor"})
TREASURER = frozenset({"treasurer"})
ADMIN = frozenset({"admin"})
SECRETARIES = SECRETARY | {"other_secretary"}
STAFFS = STAFF | {"other_staff"}
OFFICE = STAFF | SECRETARY | AUDITOR
OFFICES = OFFICE | SECRETARIES | STAFFS
SIGNED_IN = REPRESENTATIVES | PROMOTERS | JURORS | OFFICES | TREASURER | ADMIN
EVERYONE = SIGNED_IN | {"visitor"}


@dataclass(frozen=True, slots=True)
class Row:
    """Who is let in to look (GET) and to act (POST); None: there is no such address."""

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None


def both(people: frozenset[str]) -> Row:
    return Row(people, people)
