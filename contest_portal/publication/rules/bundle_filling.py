"""What follows from a bundle, filled in: seals, ranking, allocation, awards and hashes."""

from dataclasses import replace

from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.applications.rules.budget import split_award
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.records import to_data
from contest_portal.publication.rules.bundle import (
    Bundle,
    BundleAllocation,
    BundleAward,
    BundleSheet,
    sealed,
)
from contest_portal.publication.rules.bundle_results import (
    counted_sheet,
    inputs_of,
    places_of,
)
from contest_portal.scoring.rules.closing_data import ClosedLine, ClosedSheet, closing_hash
from contest_portal.scoring.rules.seal import seal_of, without_reasons


def filled(bundle: Bundle) -> Bundle:
    """Fill in all that a bundle of groups, jurors and sheets leaves out, by the rule of its contest."""
    numbered = replace(
        bundle,
        rules_sha256=canonical_hash(to_data(bundle.rules)),
        groups=tuple(replace(one, number=one.number or n) for n, one in enumerate(bundle.groups, 1)),
        jurors=tuple(replace(one, number=one.number or n) for n, one in enumerate(bundle.jurors, 1)),
    )
    signed = replace(numbered, sheets=tuple(_signed(numbered, sheet) for sheet in numbered.sheets))
    ranked = replace(signed, ranking=places_of(signed))
    closed = replace(ranked, closing_sha256=closing_sha256_of(ranked))
    inputs = inputs_of(closed, closed.rules.allocation_rule)
    result = allocate(inputs.rule, inputs)
    allocation = BundleAllocation(inputs, canonical_hash(to_data(inputs)), result, result.sha256)
    return sealed(replace(closed, allocation=allocation, awards=_awards(closed, result)))


def true_seal(bundle: Bundle, sheet: BundleSheet, rules_sha256: str) -> str:
    """Give the seal that a sheet has under rules of this hash: over what is left where its reasons are not told."""
    counted = counted_sheet(bundle, sheet)
    return seal_of(
        without_reasons(counted) if sheet.reasons_withheld else counted,
        contest_code=bundle.rules.code,
        application_code=sheet.group,
        rulebook_sha256=rules_sha256,
    )


def closing_sha256_of(bundle: Bundle) -> str:
    """Give the hash of what closed the scoring, as the acta prints it."""
    categories = {group.code: group.category for group in bundle.groups}
    return closing_hash(
        bundle.rules.code,
        (
            ClosedLine(one.group, categories[one.group], one.standing.value, one.place, one.exact_total)
            for one in bundle.ranking
        ),
        (
            ClosedSheet(one.group, one.phase, bundle.juror(one.juror).number or 0, one.seal or "")
            for one in bundle.sheets
        ),
    )


def _signed(bundle: Bundle, sheet: BundleSheet) -> BundleSheet:
    return replace(sheet, seal=true_seal(bundle, sheet, bundle.rules_sha256 or ""))


def _awards(bundle: Bundle, result: AllocationResult) -> tuple[BundleAward, ...]:
    return tuple(
        BundleAward(line.code, line.amount, *split_award(line.amount, bundle.rules.budget), "granted")
        for line in result.lines
        if line.amount
    )
