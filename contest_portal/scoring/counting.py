"""From stored sheets to scored entries: which sheets count, and what the rules read of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.amendment_queries import rulebook_hashes
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Juror
from contest_portal.jury.scorers import scorers
from contest_portal.scoring.desk import counted_sheet
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.ranking import Candidate
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.totals import CountedSheet, score_group


@dataclass(frozen=True, slots=True)
class CountableSheet:
    """A final sheet of a juror who may score the group, with the seal it was closed under."""

    sheet_id: int
    application_id: int
    application_code: str
    seal: str
    counted: CountedSheet


def countable_sheets(
    session: Session, contest_id: int, rules: Rulebook | None = None
) -> tuple[CountableSheet, ...]:
    """List the sheets that make the totals, by group, phase and juror. Marks: show them to nobody before the close.

    `rules` are those of the second scoring where that is meant.
    """
    rulebook = rules or rulebook_of(session, contest_id)
    who = scorers(session, contest_id, rulebook)
    rows = session.execute(
        select(Sheet, Application.code, Juror.evaluator_class)
        .join(Juror, Juror.id == Sheet.juror_id)
        .join(Application, Application.id == Sheet.application_id)
        .where(
            Application.contest_id == contest_id,
            Sheet.state == SheetState.FINAL.value,
            Sheet.phase_code.in_([phase.code for phase in rulebook.phases]),
        )
        .options(selectinload(Sheet.marks))
        .order_by(Application.code, Sheet.phase_code, Sheet.juror_id)
        .execution_options(populate_existing=True)
    )
    return tuple(
        CountableSheet(
            sheet_id=sheet.id,
            application_id=sheet.application_id,
            application_code=code or "",
            seal=sheet.sealed_sha256 or "",
            counted=counted_sheet(sheet, rulebook, evaluator_class),
        )
        for sheet, code, evaluator_class in rows
        if who.may_open(sheet.juror_id, sheet.application_id, sheet.phase_code, is_final=True)
    )


def sheets_with_broken_seal(
    session: Session, contest: Contest, sheets: tuple[CountableSheet, ...]
) -> tuple[CountableSheet, ...]:
    """List the sheets whose marks are no longer those that were sealed.

    A sheet was sealed under the version in force that moment. No amendment touches the sheets of a contest, so the
    seal is whole when it is that of any version.
    """
    hashes = rulebook_hashes(session, contest.id)
    return tuple(sheet for sheet in sheets if sheet.seal not in _seals(contest, sheet, hashes))


def _seals(contest: Contest, sheet: CountableSheet, hashes: Iterable[str]) -> frozenset[str]:
    return frozenset(
        seal_of(
            sheet.counted,
            contest_code=contest.code,
            application_code=sheet.application_code,
            rulebook_sha256=rules_hash,
        )
        for rules_hash in hashes
    )


@dataclass(frozen=True, slots=True)
class ScoredGroup:
    """A group with everything its total is made of, and as it is ranked."""

    entrant: Entrant
    entry: ScoredEntry
    candidate: Candidate


def scored_groups(
    session: Session, contest_id: int, sheets: tuple[CountableSheet, ...]
) -> tuple[ScoredGroup, ...]:
    """Score every group of a contest, by its entry code. Marks: show them to nobody before the close."""
    rulebook = rulebook_of(session, contest_id)
    groups = entrants(session, contest_id)
    entries = entries_of(session, contest_id, groups)
    return tuple(scored_group(group, entries[group.application_id], sheets, rulebook) for group in groups)


def scored_group(
    group: Entrant, entry: ScoredEntry, sheets: tuple[CountableSheet, ...], rulebook: Rulebook
) -> ScoredGroup:
    """Score one group by the rules of either scoring. Marks: show them to nobody before the close."""
    whole = replace(
        entry, sheets=tuple(s.counted for s in sheets if s.application_id == group.application_id)
    )
    candidate = Candidate(
        score=score_group(whole, rulebook),
        category=group.category_code,
        women=group.women,
        households=group.households,
        submitted_at=group.submitted_at,
    )
    return ScoredGroup(group, whole, candidate)


def candidates_of(
    session: Session, contest_id: int, sheets: tuple[CountableSheet, ...]
) -> Mapping[str, tuple[Entrant, Candidate]]:
    """Give the groups as they are ranked, by entry code."""
    return {g.entrant.code: (g.entrant, g.candidate) for g in scored_groups(session, contest_id, sheets)}
