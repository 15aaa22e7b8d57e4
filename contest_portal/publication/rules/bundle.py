"""The bundle of a contest: everything its result follows from, in one file that anyone can work out again.

No person is in it: groups, jurors and documents stand by their codes. What follows from the rest (hashes, ranking,
allocation, awards, checkpoint) may be left out of a bundle that was written by hand or comes from another system.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from contest_portal.allocation.rules.claims import OwnPart
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_hash, canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import added_later, to_data
from contest_portal.scoring.rules.entries import FactFigure, PhaseAttendance
from contest_portal.scoring.rules.ranking import Standing

FORMAT, VERSION = "paquete-de-concurso", 1


@dataclass(frozen=True, slots=True)
class EarlierRules:
    """A version of the rules that was in force before an amendment."""

    sha256: str
    rules: Rulebook


@dataclass(frozen=True, slots=True)
class BundleGroup:
    """A group by its code, with what its total and its place may ask for.

    `number` is by what the frozen inputs of the allocation call it. `name` is never exported; a bundle that is brought
    in may tell it. One `withdrawn` after the ranking has no claim. The terms of an allocation rule may be about `line`,
    `district` (its ubigeo) and `own_parts` (what the group adds itself, by form).
    """

    code: str
    category: str
    women: int
    households: int
    requested: Money
    submitted_at: datetime
    number: int | None = added_later(None)
    name: str = added_later("")
    line: str = added_later("")
    attendance: tuple[PhaseAttendance, ...] = added_later(())
    facts: tuple[FactFigure, ...] = added_later(())
    withdrawn: bool = added_later(False)
    district: str = added_later("")
    own_parts: tuple[OwnPart, ...] = added_later(())


@dataclass(frozen=True, slots=True)
class BundleJuror:
    """A juror by code. `number` is what the seals name; the class counts in a phase that has classes."""

    code: str
    number: int | None = added_later(None)
    evaluator_class: str = added_later("")


@dataclass(frozen=True, slots=True)
class BundleRecusal:
    """A juror who stood aside for a group."""

    juror: str
    group: str


@dataclass(frozen=True, slots=True)
class BundleReason:
    """What a juror wrote beside a mark."""

    criterion: str
    text: str


@dataclass(frozen=True, slots=True)
class BundleSheet:
    """A final sheet: marks by criterion, in units of the contest's scale, and the seal, if it has one.

    With `reasons_withheld` what was written beside the marks is not told, so that the seal cannot be worked out. Where
    that is because its term of keeping was over, `rest_seal` is the seal over what is left.
    """

    group: str
    juror: str
    phase: str
    marks: Mapping[str, int]
    reasons: tuple[BundleReason, ...] = added_later(())
    seal: str | None = added_later(None)
    reasons_withheld: bool = added_later(False)
    rest_seal: str | None = added_later(None)


@dataclass(frozen=True, slots=True)
class BundleCancelledDraw:
    """Numbers that were drawn before and cancelled by an act: they decide nothing. The act's words are in the acta."""

    numbers: str
    held_at: datetime
    cancelled_at: datetime


@dataclass(frozen=True, slots=True)
class BundleDraw:
    """The numbers drawn in public."""

    numbers: str
    held_at: datetime


@dataclass(frozen=True, slots=True)
class BundlePhase:
    """The exact mean of a phase."""

    phase: str
    mean: Fraction


@dataclass(frozen=True, slots=True)
class BundlePlace:
    """A line of the ranking that closed the scoring."""

    group: str
    standing: Standing
    place: int | None
    exact_total: Fraction | None
    total: Score | None
    phases: tuple[BundlePhase, ...]


@dataclass(frozen=True, slots=True)
class BundleMove:
    """An act that moved money between envelopes, by category; an empty place is the fund.

    One made `after` the allocation was approved changes only what was left.
    """

    act: str
    source: str
    target: str
    amount: Money
    after: bool = added_later(False)


@dataclass(frozen=True, slots=True)
class BundleAllocation:
    """The approved allocation, word for word: what it started from and every step."""

    inputs: AllocationInput
    inputs_sha256: str
    result: AllocationResult
    result_sha256: str


@dataclass(frozen=True, slots=True)
class BundleAward:
    """What a group was granted, in its two parts; `state` is granted or void.

    One of the `reserve` was called after the allocation, with money that had become free.
    """

    group: str
    amount: Money
    goods: Money
    assistance: Money
    state: str
    reserve: bool = added_later(False)


@dataclass(frozen=True, slots=True)
class BundleUndone:
    """A result that an act of two persons set aside: ranking, allocation and awards as they were. It decides nothing.

    `back_to` is the state of the contest that the act led to; `void` are the documents that it annulled.
    """

    act: str
    undone_at: datetime
    back_to: str
    ground: str
    announced_at: datetime | None
    ranking: tuple[BundlePlace, ...]
    closing_sha256: str
    allocation: BundleAllocation | None
    awards: tuple[BundleAward, ...]
    void: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BundleDocument:
    """An issued document and the SHA-256 of its file; one of a single group has no `verification_code` here."""

    kind: str
    code: str
    verification_code: str
    issued_at: datetime
    state: str
    file_sha256: str | None


@dataclass(frozen=True, slots=True)
class BundleCheckpoint:
    """The link of the audit chain that the bundle stands on: how many rows there were, and the hash of the last."""

    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """A contest from its rules to its awards. `source` names the system or the paper that it comes from."""

    format: str
    version: int
    rules: Rulebook
    groups: tuple[BundleGroup, ...]
    jurors: tuple[BundleJuror, ...]
    sheets: tuple[BundleSheet, ...]
    office: str = added_later("")
    source: str = added_later("")
    rules_sha256: str | None = added_later(None)
    earlier_rules: tuple[EarlierRules, ...] = added_later(())
    recusals: tuple[BundleRecusal, ...] = added_later(())
    draw: BundleDraw | None = added_later(None)
    ranking: tuple[BundlePlace, ...] = added_later(())
    closing_sha256: str | None = added_later(None)
    allocation: BundleAllocation | None = added_later(None)
    awards: tuple[BundleAward, ...] = added_later(())
    documents: tuple[BundleDocument, ...] = added_later(())
    checkpoint: BundleCheckpoint | None = added_later(None)
    cancelled_draws: tuple[BundleCancelledDraw, ...] = added_later(())
    bundle_sha256: str | None = added_later(None)
    moves: tuple[BundleMove, ...] = added_later(())
    undone: tuple[BundleUndone, ...] = added_later(())

    def moved_to(self, category: str) -> Money:
        """Give what moves before the allocation brought to an envelope; below zero for what they took."""
        mine = [one for one in self.moves if not one.after]
        brought = Money.total(one.amount for one in mine if one.target == category)
        return brought - Money.total(one.amount for one in mine if one.source == category)

    def juror(self, code: str) -> BundleJuror:
        """Give a juror; KeyError when there is none of this code."""
        return {one.code: one for one in self.jurors}[code]


def sealed(bundle: Bundle) -> Bundle:
    """Add the hash over all the rest."""
    open_bundle = replace(bundle, bundle_sha256=None)
    return replace(open_bundle, bundle_sha256=canonical_hash(to_data(open_bundle)))


def write_bundle(bundle: Bundle) -> str:
    """Write a bundle canonically: the same contest gives the same bytes."""
    return canonical_json(to_data(bundle))
