"""The order of merit as it would be if the scoring closed now: everything that closing and drawing both need."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.applications.queries import Entrant
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.collecting import no_collecting
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.counting import (
    CountableSheet,
    candidates_of,
    countable_sheets,
    sheets_with_broken_seal,
)
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.paper_queries import unentered_papers
from contest_portal.scoring.rules.closing import closing_problems
from contest_portal.scoring.rules.ranking import RankedGroup, rank, undecided_ties


@dataclass(frozen=True, slots=True)
class Merit:
    """The ranking, the sheets behind it, and the groups by their code. Show it to nobody before the close."""

    sheets: tuple[CountableSheet, ...]
    entrants: Mapping[str, Entrant]
    ranking: tuple[RankedGroup, ...]


@dataclass(frozen=True, slots=True)
class ClosingState:
    """What is missing before the scoring can close; with nothing missing, the ties that only a lot can decide."""

    missing: tuple[Problem, ...] = ()
    ties: tuple[Problem, ...] = ()


@no_collecting()
def merit_now(session: Session, contest: Contest) -> Merit:
    """Rank the groups of a contest from its final sheets, with the lot as it was drawn.

    Raises Refused naming all that is missing: sheets below quorum, drafts, attendance, seals that do not hold.
    """
    rulebook = rulebook_of(session, contest.id)
    refuse(
        [
            *closing_problems(evaluation_board(session, contest.id).progress(), rulebook.scoring.quorum),
            *unentered_papers(session, contest.id),
        ]
    )
    sheets = countable_sheets(session, contest.id)
    refuse(map(broken_seal, sheets_with_broken_seal(session, contest, sheets)))
    groups = candidates_of(session, contest.id, sheets)
    draw = draw_of(session, contest.id)
    ranking = rank(
        (candidate for _, candidate in groups.values()), rulebook, lot_seed=draw.numbers if draw else None
    )
    return Merit(sheets, {code: entrant for code, (entrant, _) in groups.items()}, ranking)


def closing_state(session: Session, contest: Contest) -> ClosingState:
    """Tell what keeps the scoring from being closed; no mark or total is in it."""
    try:
        ranking = merit_now(session, contest).ranking
    except Refused as refusal:
        return ClosingState(missing=refusal.problems)
    return ClosingState(ties=undecided_ties(ranking))


def broken_seal(sheet: CountableSheet) -> Problem:
    """Say that the marks of a sheet are no longer those that were sealed."""
    return Problem(
        "sheet.seal_broken",
        field="closing",
        message=N_(
            "%(group)s: los puntajes de la ficha n.º %(sheet)s ya no son los que se sellaron. Avise a auditoría y "
            "devuelva la ficha a su jurado."
        ),
        params={"group": sheet.application_code, "sheet": str(sheet.sheet_id)},
    )
