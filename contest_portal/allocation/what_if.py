"""Works scenarios out beside the frozen rule, for a page. Nothing is kept and nothing is locked."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from sqlalchemy.orm import Session

from contest_portal.allocation.claims import claims_of
from contest_portal.allocation.queries import (
    live_run_row,
    present_inputs,
    stored_inputs,
    stored_lines,
    stored_spills,
)
from contest_portal.allocation.reliability import BEFORE_THE_CLOSE
from contest_portal.allocation.rules.claims import Claim, settings_of
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.rules.method_of_equal_shares import Ballot
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult, Line, Spill
from contest_portal.allocation.rules.scenario import EQUAL_SHARES, Scenario, scenario_inputs
from contest_portal.allocation.rules.what_if import (
    Differences,
    GroupFacts,
    Outturn,
    Reach,
    differences,
    equal_shares_outturn,
    outturn_of,
    reach_of,
)
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.allocation_terms import Setting
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import Busy, Problem, Refused
from contest_portal.scoring.counting import countable_sheets, scored_groups
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.shares import sheet_points

PATIENCE_SECONDS = 5
_ROOM = threading.BoundedSemaphore(1)
"""One search at a time in one process: a page that searches takes a thread from those who send."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What every scenario starts from. `state` is that of the run that stands, None where none was proposed."""

    contest_id: int
    state: RunState | None
    inputs: AllocationInput
    lines: tuple[Line, ...] | None
    rulebook: Rulebook
    groups: Mapping[int, Entrant]
    spills: tuple[Spill, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The frozen rule (`scenario` is None) or a scenario. Without `outturn`, `problems` say why there is none."""

    scenario: Scenario | None
    inputs: AllocationInput
    outturn: Outturn | None
    problems: tuple[Problem, ...] = ()
    reach: Reach | None = None
    differences: Differences | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What running a rule came to: lines, or why there are none."""

    lines: tuple[Line, ...] = ()
    spills: tuple[Spill, ...] = ()
    problems: tuple[Problem, ...] = ()


def basis_of(session: Session, contest: Contest) -> Basis | None:
    """Give what a contest's run started from, or would start from now; None until its scoring is closed."""
    if contest.state in BEFORE_THE_CLOSE:
        return None
    run = live_run_row(session, contest.id)
    return Basis(
        contest_id=contest.id,
        state=None if run is None else RunState(run.state),
        inputs=present_inputs(session, contest.id) if run is None else stored_inputs(run),
        lines=None if run is None else stored_lines(run),
        spills=() if run is None else stored_spills(session, run.id),
        rulebook=rulebook_of(session, contest.id),
        groups={one.application_id: one for one in entrants(session, contest.id)},
    )


def compare(session: Session, basis: Basis, scenarios: Sequence[Scenario]) -> tuple[Column, ...]:
    """Give the frozen rule and each scenario beside it.

    Raises Busy when others search for a best total at this moment.
    """
    facts = {
        key: GroupFacts(one.line_code, one.centre_code, one.women, one.members)
        for key, one in basis.groups.items()
    }
    first = _frozen(basis)
    claims = _claims(session, basis) if scenarios else {}
    found = [first, *(_scenario(session, basis, one, claims) for one in scenarios)]
    return tuple(_told(one, first.outturn, facts) for one in found)


def ballots_of(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[Ballot, ...]:
    """Give the points that each juror gave to each group over all phases, from the final sheets that count."""
    points: dict[int, dict[int, Fraction]] = {}
    for group in scored_groups(session, contest_id, countable_sheets(session, contest_id)):
        for juror, given in _given(group.entry, rulebook):
            mine = points.setdefault(juror, {})
            key = group.entrant.application_id
            mine[key] = mine.get(key, Fraction(0)) + given
    return tuple(Ballot(juror, given) for juror, given in sorted(points.items()))


def _given(entry: ScoredEntry, rulebook: Rulebook) -> Iterator[tuple[int, Fraction]]:
    for phase in rulebook.phases:
        for sheet in entry.sheets_of(phase):
            yield sheet.juror, sheet_points(sheet, phase)


def _claims(session: Session, basis: Basis) -> Mapping[int, Claim]:
    """Give the claims of all groups; of one that withdrew since, none is known."""
    known = claims_of(session, basis.contest_id, basis.groups)
    return {
        one.application_id: known.get(one.application_id, Claim("", "")) for one in basis.inputs.candidates
    }


def _frozen(basis: Basis) -> Column:
    if basis.lines is not None:
        outturn = outturn_of(basis.inputs, basis.lines, basis.spills, basis.rulebook.envelope_names)
        return Column(None, basis.inputs, outturn)
    return _column(basis, None, basis.inputs)


def _scenario(session: Session, basis: Basis, scenario: Scenario, claims: Mapping[int, Claim]) -> Column:
    inputs = scenario_inputs(basis.inputs, scenario, basis.rulebook.allocation, claims)
    if scenario.rule != EQUAL_SHARES:
        return _column(basis, scenario, inputs)
    try:
        ballots = ballots_of(session, basis.contest_id, basis.rulebook)
        return Column(scenario, inputs, equal_shares_outturn(inputs, ballots))
    except Refused as refusal:
        return Column(scenario, inputs, None, refusal.problems)


def _column(basis: Basis, scenario: Scenario | None, inputs: AllocationInput) -> Column:
    tried = _tried(inputs)
    if tried.problems:
        return Column(scenario, inputs, None, tried.problems)
    names = basis.rulebook.envelope_names
    return Column(scenario, inputs, outturn_of(inputs, tried.lines, tried.spills, names))


def _told(column: Column, frozen: Outturn | None, facts: Mapping[int, GroupFacts]) -> Column:
    if column.outturn is None:
        return column
    reach = reach_of(column.outturn, facts)
    if column.scenario is None or frozen is None:
        return replace(column, reach=reach)
    return replace(column, reach=reach, differences=differences(frozen, column.outturn))


@lru_cache(maxsize=8)
def _tried(inputs: AllocationInput) -> Tried:
    """Run a rule; what it came to is kept, so that print and file after the page do not search again."""
    try:
        result = _run(inputs)
        return Tried(lines=result.lines, spills=result.spills)
    except Refused as refusal:
        return Tried(problems=refusal.problems)


def _run(inputs: AllocationInput) -> AllocationResult:
    if Setting.LIMITS not in settings_of(inputs.rule):  # the others only walk through the groups
        return allocate(inputs.rule, inputs)
    if not _ROOM.acquire(timeout=PATIENCE_SECONDS):
        raise Busy("the search for the best set of a scenario")
    try:
        return allocate(inputs.rule, inputs)
    finally:
        _ROOM.release()
