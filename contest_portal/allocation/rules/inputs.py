"""What an allocation starts from: the frozen ranking and the envelopes. Stored as JSON, so that it can be replayed."""

from dataclasses import dataclass
from operator import attrgetter

from contest_portal.contests.rules.allocation_terms import STANDARD_TERMS, AllocationTerms
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import added_later
from contest_portal.scoring.rules.ranking import Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked group. Only one that passed has a place; a disqualified one may have no total.

    What only some rules read is filled in for them alone: line and district (limits), the counted part of the group
    (share). `pot` is the innermost envelope of the group where the contest has others than those of the categories.
    """

    application_id: int
    code: str
    category_code: str
    standing: Standing
    place: int | None
    total: Score | None
    requested: Money
    line_code: str = added_later("")
    district_code: str = added_later("")
    counted: Money = added_later(ZERO)
    pot: str = added_later("")

    @property
    def home(self) -> str:
        """Give the code of the innermost envelope: its category's where nothing else is said."""
        return self.pot or self.category_code


@dataclass(frozen=True, slots=True)
class EnvelopeInput:
    """The money of one category, or of another envelope by its code: its own, without what those inside it hold.

    `parent` is the envelope around it; where it `spills`, what is left after its round goes up there.
    """

    category_code: str
    amount: Money
    parent: str = added_later("")
    spills: bool = added_later(False)


@dataclass(frozen=True, slots=True)
class AllocationInput:
    """Everything an allocation rule may know. Its canonical JSON is what two people sign."""

    contest_code: str
    rulebook_sha256: str
    rule: str
    fund: Money
    min_award: Money
    max_award: Money
    pass_mark: Score
    envelopes: tuple[EnvelopeInput, ...]
    candidates: tuple[Candidate, ...]
    terms: AllocationTerms = added_later(STANDARD_TERMS)

    @property
    def is_nested(self) -> bool:
        """Tell whether envelopes lie inside others, or are of something else than a category."""
        return any(one.parent for one in self.envelopes) or any(one.pot for one in self.candidates)


def merit(candidate: Candidate) -> tuple[int, str]:
    """Sort those who passed by place; the code only makes the order complete."""
    return (candidate.place or 0, candidate.code)


def passing(inputs: AllocationInput, category_code: str) -> tuple[Candidate, ...]:
    """Give those of a category who passed, by place."""
    found = [
        candidate
        for candidate in inputs.candidates
        if candidate.category_code == category_code and candidate.standing is Standing.PASSED
    ]
    in_order = attrgetter("place", "code") if all(one.place for one in found) else merit
    return tuple(sorted(found, key=in_order))
