"""What a rule with terms reads of the groups besides place and request. Other rules are not told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.rules.allocation_terms import (
    STANDARD_TERMS,
    AllocationTerms,
    CountedPart,
    Setting,
)
from contest_portal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What a group adds itself in one form, valued in soles."""

    kind: CountedPart
    amount: Money


@dataclass(frozen=True, slots=True)
class Claim:
    """What terms may be about: a group's line, its district, and what it adds itself."""

    line_code: str
    district_code: str
    own_parts: tuple[OwnPart, ...] = ()


def settings_of(rule_code: str) -> frozenset[Setting]:
    """Give the terms that a rule reads; none for a rule that nobody knows."""
    rule = RULES.get(rule_code)
    return frozenset() if rule is None else rule.settings


def with_claims(
    inputs: AllocationInput, terms: AllocationTerms, claims: Mapping[int, Claim]
) -> AllocationInput:
    """Add the terms of the contest and what they are about, by application; nothing for a rule that reads none."""
    settings = settings_of(inputs.rule)
    if not settings:
        return inputs
    read = _read(terms, settings)
    return replace(
        inputs,
        candidates=tuple(_told(one, claims[one.application_id], read, settings) for one in inputs.candidates),
        terms=read,
    )


def counted_of(own_parts: Iterable[OwnPart], terms: AllocationTerms) -> Money:
    """Add up what a group brings in the forms that count."""
    return Money.total(part.amount for part in own_parts if part.kind in terms.counted)


def _read(terms: AllocationTerms, settings: frozenset[Setting]) -> AllocationTerms:
    """Leave out the terms that the rule does not read, which another rule left behind."""
    return AllocationTerms(
        share_percent=terms.share_percent if Setting.SHARE in settings else STANDARD_TERMS.share_percent,
        counted=terms.counted if Setting.SHARE in settings else STANDARD_TERMS.counted,
        most_winners=terms.most_winners if Setting.WINNERS in settings else STANDARD_TERMS.most_winners,
        limits=terms.limits if Setting.LIMITS in settings else (),
    )


def _told(
    candidate: Candidate, claim: Claim, terms: AllocationTerms, settings: frozenset[Setting]
) -> Candidate:
    if Setting.SHARE in settings:
        candidate = replace(candidate, counted=counted_of(claim.own_parts, terms))
    if Setting.LIMITS in settings:
        candidate = replace(candidate, line_code=claim.line_code, district_code=claim.district_code)
    return candidate
