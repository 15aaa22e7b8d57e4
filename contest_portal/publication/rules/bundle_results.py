"""What follows from a bundle, by the same scoring, ranking and allocation as any contest of the portal."""

from collections.abc import Mapping
from dataclasses import replace

from contest_portal.allocation.rules.claims import Claim, with_claims
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.contests.rules.allocation_terms import STANDARD_TERMS
from contest_portal.contests.rules.envelope_tree import Node, home_of, tree_of
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.records import to_data
from contest_portal.publication.rules.bundle import (
    Bundle,
    BundleGroup,
    BundlePhase,
    BundlePlace,
    BundleSheet,
)
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark, ScoredEntry
from contest_portal.scoring.rules.ranking import Candidate as Ranked
from contest_portal.scoring.rules.ranking import RankedGroup, rank
from contest_portal.scoring.rules.totals import score_group


def ranking_of(bundle: Bundle) -> tuple[RankedGroup, ...]:
    """Score and rank the groups of a bundle. Raises Refused naming whatever keeps a group from having a total."""
    candidates = [_candidate(bundle, group) for group in bundle.groups]
    return rank(candidates, bundle.rules, lot_seed=bundle.draw.numbers if bundle.draw else None)


def places_of(bundle: Bundle) -> tuple[BundlePlace, ...]:
    """Give the ranking as a bundle tells it."""
    return tuple(place_of(line) for line in ranking_of(bundle))


def inputs_of(bundle: Bundle, rule: str) -> AllocationInput:
    """Give what a rule would start from: the frozen inputs where the bundle has them, else its own ranking.

    Frozen inputs tell what their own rule reads; for another one the terms and the claims are those of the bundle.
    """
    frozen = bundle.allocation.inputs if bundle.allocation else None
    if frozen is not None and frozen.rule == rule:
        return frozen
    numbers = {group.code: group.number or n for n, group in enumerate(bundle.groups, 1)}
    if frozen is not None:
        numbers |= {one.code: one.application_id for one in frozen.candidates}
    claims = {
        numbers[group.code]: Claim(group.line, group.district, group.own_parts) for group in bundle.groups
    }
    start = _without_terms(frozen) if frozen is not None else _own_inputs(bundle, numbers)
    return with_claims(replace(start, rule=rule), bundle.rules.allocation, claims)


def _without_terms(inputs: AllocationInput) -> AllocationInput:
    plain = (replace(one, line_code="", district_code="", counted=ZERO) for one in inputs.candidates)
    return replace(inputs, candidates=tuple(plain), terms=STANDARD_TERMS)


def _own_inputs(bundle: Bundle, numbers: Mapping[str, int]) -> AllocationInput:
    rules = bundle.rules
    groups = {group.code: group for group in bundle.groups if not group.withdrawn}
    nodes = tree_of(rules)
    return AllocationInput(
        contest_code=rules.code,
        rulebook_sha256=bundle.rules_sha256 or canonical_hash(to_data(rules)),
        rule=rules.allocation_rule,
        fund=rules.fund - bundle.moved_to(""),
        min_award=rules.budget.min_award,
        max_award=rules.budget.max_award,
        pass_mark=rules.scoring.pass_mark,
        envelopes=tuple(
            EnvelopeInput(one.code, one.own + bundle.moved_to(one.code), one.parent, one.spills)
            for one in nodes
        ),
        candidates=tuple(
            Candidate(
                application_id=numbers[line.code],
                code=line.code,
                category_code=line.category,
                standing=line.standing,
                place=line.place,
                total=line.total,
                requested=groups[line.code].requested,
                pot=_home(nodes, groups[line.code]) if rules.pots else "",
            )
            for line in sorted(ranking_of(bundle), key=lambda line: numbers[line.code])
            if line.code in groups
        ),
    )


def _home(nodes: tuple[Node, ...], group: BundleGroup) -> str:
    return home_of(nodes, category=group.category, line=group.line, district=group.district)


def allocation_of(bundle: Bundle, rule: str) -> AllocationResult:
    """Share out the fund of a bundle by a rule of the portal. Raises Refused as `allocate` does."""
    return allocate(rule, inputs_of(bundle, rule))


def entry_of(bundle: Bundle, group: BundleGroup) -> ScoredEntry:
    """Give a group's entry as the scoring reads it; the sheet of a juror who stood aside does not count."""
    aside = {one.juror for one in bundle.recusals if one.group == group.code}
    sheets = [s for s in bundle.sheets if s.group == group.code and s.juror not in aside]
    return ScoredEntry(
        code=group.code,
        sheets=tuple(counted_sheet(bundle, sheet) for sheet in sheets),
        attendance=group.attendance,
        facts=group.facts,
        category=group.category,
    )


def counted_sheet(bundle: Bundle, sheet: BundleSheet) -> CountedSheet:
    """Give a sheet as the scoring reads it, in the order of the rules' criteria."""
    phase, reasons = bundle.rules.phase(sheet.phase), {one.criterion: one.text for one in sheet.reasons}
    juror = bundle.juror(sheet.juror)
    number = juror.number if juror.number is not None else bundle.jurors.index(juror) + 1
    per_point = bundle.rules.scoring.marks_per_point
    marks = (
        CriterionMark(
            code, Mark(units, per_point), _reason(phase, code, reasons, withheld=sheet.reasons_withheld)
        )
        for code, units in sorted(sheet.marks.items(), key=lambda given: _position(phase, given[0]))
    )
    return CountedSheet(number, sheet.phase, tuple(marks), juror.evaluator_class if phase.classes else "")


def _reason(phase: Phase, code: str, reasons: dict[str, str], *, withheld: bool) -> str:
    """Give what was written beside a mark; where it is withheld, that something was."""
    return reasons.get(code, "…" if withheld and _position(phase, code) >= 0 else "")


def _position(phase: Phase, code: str) -> int:
    return next((number for number, one in enumerate(phase.criteria) if one.code == code), -1)


def _candidate(bundle: Bundle, group: BundleGroup) -> Ranked:
    return Ranked(
        score=score_group(entry_of(bundle, group), bundle.rules),
        category=group.category,
        women=group.women,
        households=group.households,
        submitted_at=group.submitted_at,
    )


def place_of(line: RankedGroup) -> BundlePlace:
    """Give a line of the ranking as a bundle tells it."""
    return BundlePlace(
        group=line.code,
        standing=line.standing,
        place=line.place,
        exact_total=line.score.exact_total,
        total=line.total,
        phases=tuple(BundlePhase(mean.phase_code, mean.mean) for mean in line.score.phase_means),
    )
