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
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import recusals
from contest_portal.scoring.desk import counted_sheet
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.models import Sheet
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


def countable_sheets(session: Session, contest_id: int) -> tuple[CountableSheet, ...]:
    """List the sheets that make the totals, by group, phase and juror. Marks: show them to nobody before the close."""
    rulebook = rulebook_of(session, contest_id)
    recused = recusals(session, contest_id)
    rows = session.execute(
        select(Sheet, Application.code, Juror.evaluator_class)
        .join(Juror, Juror.id == Sheet.juror_id)
        .join(Application, Application.id == Sheet.application_id)
        .where(Application.contest_id == contest_id, Sheet.state == SheetState.FINAL.value)
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
        if (sheet.juror_id, sheet.application_id) not in recused
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


def candidates_of(
    session: Session, contest_id: int, sheets: tuple[CountableSheet, ...]
) -> Mapping[str, tuple[Entrant, Candidate]]:
    """Score every group of a contest, by its entry code."""
    rulebook = rulebook_of(session, contest_id)
    groups = entrants(session, contest_id)
    entries = entries_of(session, contest_id, groups)
    found: dict[str, tuple[Entrant, Candidate]] = {}
    for group in groups:
        own = tuple(s.counted for s in sheets if s.application_id == group.application_id)
        score = score_group(replace(entries[group.application_id], sheets=own), rulebook)
        found[group.code] = (
            group,
            Candidate(
                score=score,
                category=group.category_code,
                women=group.women,
                households=group.households,
                submitted_at=group.submitted_at,
            ),
        )
    return found
