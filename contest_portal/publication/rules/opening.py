"""What the result of one group follows from, opened for that group: its sheets, sums, place, lot and the cut line.

All of it comes from the published bundle, so that the group can find the same there and work it out alone. Of other
groups it tells what the page of the result tells: the lowest total that was awarded in the category.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from contest_portal.contests.rules.rulebook import Criterion, Phase
from contest_portal.jury.rules.lot import lot_number
from contest_portal.kernel.canonical import Json, canonical_hash
from contest_portal.kernel.marks import Score, format_points
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import to_data
from contest_portal.publication.rules.bundle import Bundle, BundleGroup, BundlePlace, BundleSheet
from contest_portal.publication.rules.bundle_results import counted_sheet, entry_of
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.totals import printed_points, sheet_points, with_computed


@dataclass(frozen=True, slots=True)
class OpenedMark:
    """What one criterion got: the mark as given, what it added to the sheet, and what was written beside it."""

    criterion: str
    mark: str
    added: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet of the group under the juror's code in the bundle. `withheld`: its reasons name somebody.

    `withdrawn`: they went as their term of keeping was over.
    """

    juror: str
    points: str
    marks: tuple[OpenedMark, ...]
    withheld: bool
    withdrawn: bool
    seal: str


@dataclass(frozen=True, slots=True)
class OpenedPhase:
    """A phase with its sheets and its mean, as printed and exact; no mean where nothing was counted."""

    name: str
    max_points: int
    sheets: tuple[OpenedSheet, ...]
    mean: str
    exact_mean: str


@dataclass(frozen=True, slots=True)
class OpenedLot:
    """The group's own number in the public lot: the hash of a text that anyone can write."""

    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Opening:
    """All that one group's result follows from. `short_of_pass` and `short_of_cut` are points, empty when not short."""

    code: str
    phases: tuple[OpenedPhase, ...]
    aside: tuple[str, ...]
    exact_total: str
    short_of_pass: str
    short_of_cut: str
    lot: OpenedLot | None
    entry_sha256: str
    bundle_sha256: str
    recipe: str


def opening_of(bundle: Bundle, code: str) -> Opening:
    """Open a bundle for the group of a code. KeyError when the group is not ranked in it."""
    group = {one.code: one for one in bundle.groups}[code]
    line = {one.group: one for one in bundle.ranking}[code]
    cut = _cut(bundle, group)
    return Opening(
        code=code,
        phases=tuple(_phases(bundle, group, line)),
        aside=tuple(one.juror for one in bundle.recusals if one.group == code),
        exact_total="" if line.exact_total is None else str(line.exact_total),
        short_of_pass=_short(line.total, bundle.rules.scoring.pass_mark),
        short_of_cut=_short(line.total, cut) if cut is not None else "",
        lot=_lot(bundle, code),
        entry_sha256=canonical_hash(entry_data(bundle, code)),
        bundle_sha256=bundle.bundle_sha256 or "",
        recipe=_recipe(bundle.rules.code, code),
    )


def entry_data(bundle: Bundle, code: str) -> Json:
    """Give what a bundle holds of one group, list by list."""
    return {
        "awards": [to_data(one) for one in bundle.awards if one.group == code],
        "groups": [to_data(one) for one in bundle.groups if one.code == code],
        "ranking": [to_data(one) for one in bundle.ranking if one.group == code],
        "sheets": [to_data(one) for one in bundle.sheets if one.group == code],
    }


def _recipe(contest: str, code: str) -> str:
    """Write the hash of the group's entry as a command that needs the bundle and Python alone."""
    return (
        f"python3 -c \"import json,hashlib; b=json.load(open('paquete-{contest}.json',encoding='utf-8')); "
        f"e={{p:[x for x in b.get(p,[]) if x.get('group',x.get('code'))=='{code}'] "
        "for p in ['awards','groups','ranking','sheets']}; "
        "print(hashlib.sha256(json.dumps(e,sort_keys=True,separators=(',',':'),ensure_ascii=False)"
        '.encode()).hexdigest())"'
    )


def _phases(bundle: Bundle, group: BundleGroup, line: BundlePlace) -> Iterator[OpenedPhase]:
    means = {one.phase: one.mean for one in line.phases}
    for phase in bundle.rules.phases_of(group.category):
        sheets = tuple(_sheets(bundle, group, phase))
        mean = means.get(phase.code)
        yield OpenedPhase(
            name=phase.name,
            max_points=phase.max_points,
            sheets=sheets,
            mean="" if mean is None else str(_written(bundle, phase.code)[mean]),
            exact_mean="" if mean is None else str(mean),
        )


def _written(bundle: Bundle, phase_code: str) -> dict[Fraction, Score]:
    """Write the means of a phase as the acta does, where those of all groups stand together."""
    means = (one.mean for line in bundle.ranking for one in line.phases if one.phase == phase_code)
    return dict(printed_points(means, bundle.rules.scoring))


def _sheets(bundle: Bundle, group: BundleGroup, phase: Phase) -> Iterator[OpenedSheet]:
    """Open the sheets that counted, with what the register filled in."""
    entry = with_computed(entry_of(bundle, group), (phase,), bundle.rules.scoring)
    counted = {one.juror: one for one in entry.sheets_of(phase)}
    for sheet in bundle.sheets:
        if (sheet.group, sheet.phase) == (group.code, phase.code):
            full = counted.get(counted_sheet(bundle, sheet).juror)
            if full is not None:
                yield _sheet(sheet, full, phase)


def _sheet(sheet: BundleSheet, full: CountedSheet, phase: Phase) -> OpenedSheet:
    criteria = {one.code: one for one in phase.criteria}
    return OpenedSheet(
        juror=sheet.juror,
        points=format_points(sheet_points(full, phase)),
        marks=tuple(
            _mark(criteria[mark.criterion], mark, phase, withheld=sheet.reasons_withheld)
            for mark in full.marks
        ),
        withheld=sheet.reasons_withheld and sheet.rest_seal is None,
        withdrawn=sheet.rest_seal is not None,
        seal=sheet.seal or "",
    )


def _mark(criterion: Criterion, mark: CriterionMark, phase: Phase, *, withheld: bool) -> OpenedMark:
    points = mark.mark.points
    said = "" if withheld else mark.reason
    if criterion.disqualifies:
        return OpenedMark(criterion.text, N_("Sí") if points else N_("No"), "", said)
    return OpenedMark(
        criterion.text, format_points(points), format_points(points * phase.factor(criterion)), said
    )


def _cut(bundle: Bundle, group: BundleGroup) -> Score | None:
    """Give the lowest total that was awarded in the group's category."""
    category = {one.code: one.category for one in bundle.groups}
    awarded = {one.group for one in bundle.awards if one.state != "void"}
    totals = [
        line.total
        for line in bundle.ranking
        if line.group in awarded and category[line.group] == group.category and line.total is not None
    ]
    return min(totals, key=lambda total: total.points, default=None)


def _short(total: Score | None, needed: Score) -> str:
    if total is None or total.points >= needed.points:
        return ""
    return format_points(needed.points - total.points)


def _lot(bundle: Bundle, code: str) -> OpenedLot | None:
    if bundle.draw is None:
        return None
    contest, numbers = bundle.rules.code, bundle.draw.numbers
    return OpenedLot(f"{contest}|{numbers}|{code}", lot_number(contest, numbers, code))
