"""Close the scoring: compute every total once, store the ranking, and seal the sheets for good."""

import logging
from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.jury.contest_lock import locked_contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.counting import (
    CountableSheet,
    candidates_of,
    countable_sheets,
    sheets_with_broken_seal,
)
from contest_portal.scoring.detail import LineDetail, write_detail
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.rules.closing import closing_problems
from contest_portal.scoring.rules.ranking import RankedGroup, rank, undecided_ties

log = logging.getLogger(__name__)


def close_scoring(session: Session, act: Act, *, contest_id: int, lot_seed: str = "") -> Contest:
    """Rank every group of a contest in evaluation and store the result; from then on no sheet changes.

    `lot_seed` is the seed drawn in public, for contests whose tie chain has a lot. Raises Refused naming all that is
    missing: sheets below quorum, drafts, attendance, seals that do not hold, ties the rules do not decide.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = locked_contest(session, contest_id)
    CONTEST.require(contest, "close_scoring")
    sheets, ranking = _result(session, contest, lot_seed)
    CONTEST.move(contest, "close_scoring", ContestFacts())
    contest.scored_at = act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="scoring.closed",
        subject=f"contest:{contest_id}",
        data={
            "places": _places(ranking),
            "seals": {str(sheet.sheet_id): sheet.seal for sheet in sheets},
            "lot_seed": lot_seed,
        },
    )
    log.info("scoring closed", extra={"contest_id": contest_id, "groups": len(ranking)})
    return contest


def _result(
    session: Session, contest: Contest, lot_seed: str
) -> tuple[tuple[CountableSheet, ...], tuple[RankedGroup, ...]]:
    rulebook = rulebook_of(session, contest.id)
    refuse(closing_problems(evaluation_board(session, contest.id).progress(), rulebook.scoring.quorum))
    sheets = countable_sheets(session, contest.id)
    refuse(map(_broken_seal, sheets_with_broken_seal(session, contest, sheets)))
    groups = candidates_of(session, contest.id, sheets)
    ranking = rank((candidate for _, candidate in groups.values()), rulebook, lot_seed=lot_seed or None)
    refuse(undecided_ties(ranking, rulebook))
    for line in ranking:
        application_id = groups[line.code][0].application_id
        own = tuple(sheet.sheet_id for sheet in sheets if sheet.application_id == application_id)
        session.add(_stored(contest.id, application_id, line, own, rulebook.scoring.decimals))
    return sheets, ranking


def _stored(
    contest_id: int, application_id: int, line: RankedGroup, sheets: tuple[int, ...], decimals: int
) -> RankingLine:
    score = line.score
    detail = LineDetail(
        decimals=decimals,
        phase_means=score.phase_means,
        criterion_means=score.criterion_means,
        absence=score.absence,
        tie_note=line.tie_note,
        reason=line.reason,
        sheets=sheets,
    )
    return RankingLine(
        contest_id=contest_id,
        application_id=application_id,
        category_code=line.category,
        standing=line.standing.value,
        place=line.place,
        total_numerator=score.exact_total.numerator if score.exact_total is not None else None,
        total_denominator=score.exact_total.denominator if score.exact_total is not None else None,
        total_units=score.total.units if score.total is not None else None,
        detail=write_detail(detail),
    )


def _places(ranking: Iterable[RankedGroup]) -> Json:
    return [
        {
            "entry": line.code,
            "standing": line.standing.value,
            "place": line.place,
            "total": str(line.score.total) if line.score.total is not None else None,
        }
        for line in ranking
    ]


def _broken_seal(sheet: CountableSheet) -> Problem:
    return Problem(
        "sheet.seal_broken",
        field="closing",
        message=N_(
            "%(group)s: los puntajes de la ficha n.º %(sheet)s ya no son los que se sellaron. Avise a auditoría y "
            "devuelva la ficha a su jurado."
        ),
        params={"group": sheet.application_code, "sheet": str(sheet.sheet_id)},
    )
