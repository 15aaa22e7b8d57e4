"""From stored sheets to scored entries: which sheets count, and what the rules read of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.amendment_queries import rulebook_hashes
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Juror
from contest_portal.jury.scorers import scorers
from contest_portal.kernel.collecting import no_collecting
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.mark_reading import MarkReader, written_marks, written_reasons
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rest_queries import rests_of
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.ranking import Candidate
from contest_portal.scoring.rules.seal import seal_of, without_reasons
from contest_portal.scoring.rules.totals import CountedSheet, Scorer

_AT_ONCE = 1000
"""Rows asked of the driver at a time: one by one costs twice as much."""


@dataclass(slots=True, unsafe_hash=True)
class CountableSheet:
    """A final sheet of a juror who may score the group, with the seal it was closed under.

    Nothing changes one; it is not frozen for the reason that a `CountedSheet` is not.
    """

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
    return tuple(
        [
            one
            for one in final_sheets(session, contest_id, rulebook)
            if who.may_open(one.counted.juror, one.application_id, one.counted.phase, is_final=True)
        ]
    )


@no_collecting()
def final_sheets(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[CountableSheet, ...]:
    """List the final sheets of the phases of some rules, whoever's, by group, phase and juror."""
    which = (
        Application.contest_id == contest_id,
        Sheet.state == SheetState.FINAL.value,
        Sheet.phase_code.in_([phase.code for phase in rulebook.phases]),
    )
    session.flush()  # what follows goes past the mapper, whose rows take a tenth of the time
    rows = session.connection().execute(
        select(
            Sheet.id, Sheet.application_id, Application.code, Sheet.sealed_sha256,
            Sheet.juror_id, Sheet.phase_code, written_marks(),
        )
        .join(Application, Application.id == Sheet.application_id)
        .where(*which)
        .order_by(Application.code, Sheet.phase_code, Sheet.juror_id)
    )  # fmt: skip
    reader = MarkReader(rulebook, _evaluator_classes(session, contest_id), written_reasons(session, *which))
    return tuple(
        [
            CountableSheet(
                sheet_id,
                application_id,
                code or "",
                seal or "",
                reader.counted_sheet(sheet_id, juror, phase, written),
            )
            for rows_at_once in rows.partitions(_AT_ONCE)
            for sheet_id, application_id, code, seal, juror, phase, written in rows_at_once
        ]
    )


def _evaluator_classes(session: Session, contest_id: int) -> Mapping[int, str]:
    """Give the class of every juror of a contest, by juror_id."""
    rows = session.execute(
        select(Juror.id, Juror.evaluator_class).where(Juror.contest_id == contest_id).order_by(Juror.id)
    )
    return dict(rows.all())


def sheets_by_group(sheets: Iterable[CountableSheet]) -> Mapping[int, tuple[CountableSheet, ...]]:
    """Give the sheets of each group, by application and in the order they are in."""
    found: dict[int, list[CountableSheet]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.application_id].append(sheet)
    return {application_id: tuple(own) for application_id, own in found.items()}


def sheets_with_broken_seal(
    session: Session, contest: Contest, sheets: tuple[CountableSheet, ...]
) -> tuple[CountableSheet, ...]:
    """List the sheets whose marks are no longer those that were sealed.

    A sheet was sealed under the version in force that moment. No amendment touches the sheets of a contest, so the
    seal is whole when it is that of any version. One whose reasons were withdrawn has the seal of what is left.
    """
    hashes = rulebook_hashes(session, contest.id)
    broken = tuple(sheet for sheet in sheets if not _is_whole(contest, sheet, hashes))
    rests = rests_of(session, contest.id) if broken else {}
    return tuple(sheet for sheet in broken if not _is_rest(contest, sheet, hashes, rests.get(sheet.sheet_id)))


def _is_rest(contest: Contest, sheet: CountableSheet, hashes: Iterable[str], seal: str | None) -> bool:
    left = replace(sheet, seal=seal or "", counted=without_reasons(sheet.counted))
    return _is_whole(contest, left, hashes)


def _is_whole(contest: Contest, sheet: CountableSheet, hashes: Iterable[str]) -> bool:
    return any(
        sheet.seal
        == seal_of(
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


@no_collecting()
def scored_groups(
    session: Session, contest_id: int, sheets: tuple[CountableSheet, ...]
) -> tuple[ScoredGroup, ...]:
    """Score every group of a contest, by its entry code. Marks: show them to nobody before the close."""
    rulebook = rulebook_of(session, contest_id)
    groups = entrants(session, contest_id)
    entries = entries_of(session, contest_id, groups, _counted_by_group(sheets))
    scorer = Scorer(rulebook)
    return tuple([_scored(group, entries[group.application_id], scorer) for group in groups])


def scored_group(
    group: Entrant, entry: ScoredEntry, sheets: tuple[CountableSheet, ...], rulebook: Rulebook
) -> ScoredGroup:
    """Score one group by the rules of either scoring. Marks: show them to nobody before the close."""
    own = _counted_by_group(sheets).get(group.application_id, ())
    return _scored(group, entry.with_sheets(own), Scorer(rulebook))


def _counted_by_group(sheets: Iterable[CountableSheet]) -> Mapping[int, list[CountedSheet]]:
    found: dict[int, list[CountedSheet]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.application_id].append(sheet.counted)
    return found


def _scored(group: Entrant, entry: ScoredEntry, scorer: Scorer) -> ScoredGroup:
    candidate = Candidate(
        score=scorer.score(entry),
        category=group.category_code,
        women=group.women,
        households=group.households,
        submitted_at=group.submitted_at,
    )
    return ScoredGroup(group, entry, candidate)


def candidates_of(
    session: Session, contest_id: int, sheets: tuple[CountableSheet, ...]
) -> Mapping[str, tuple[Entrant, Candidate]]:
    """Give the groups as they are ranked, by entry code."""
    return {g.entrant.code: (g.entrant, g.candidate) for g in scored_groups(session, contest_id, sheets)}
