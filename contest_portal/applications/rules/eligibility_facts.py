"""What the eligibility rules are told of a group and its members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from contest_portal.applications.rules.double_benefit import EarlierAward
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.registry.rules.targeting import Reason, Status


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member with what the register says of the person today; `gone_on`: the day it stopped listing the person.

    `class_expires_on`: of the household's SISFOH class, None where it has none.
    """

    person_id: int
    dni: str
    full_name: str
    sex: str
    office: str
    household_id: int
    household_code: str
    centre_code: str
    centre_name: str
    ubigeo: str
    district_name: str
    targeting_status: Status
    targeting_reason: Reason
    centre_households: int | None = None
    gone_on: date | None = None
    class_expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group before a contest. `claims`: household id → code of the other application that holds its place;
    `earlier`: household id → its newest award of another contest; `opens_on`: the day the contest opens.
    """

    members: tuple[MemberFacts, ...]
    centre_name: str
    ubigeo: str
    district_name: str
    rules: GroupRules
    territory: tuple[str, ...]
    opens_on: date
    claims: Mapping[int, str] = field(default_factory=dict)
    earlier: Mapping[int, EarlierAward] = field(default_factory=dict)

    @property
    def households(self) -> int:
        """Count the distinct households of the members."""
        return len({member.household_id for member in self.members})
