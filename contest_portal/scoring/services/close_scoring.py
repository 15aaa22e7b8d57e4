"""Close the scoring: compute every total once, store the ranking, and seal the sheets for good."""

import logging
from collections.abc import Iterable, Mapping

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.collecting import no_collecting
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.counting import sheets_by_group
from contest_portal.scoring.detail import detail_of
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.merit import merit_now
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.rules.ranking import RankedGroup, undecided_ties

log = logging.getLogger(__name__)


@no_collecting()
def close_scoring(session: Session, act: Act, *, contest_id: int) -> Contest:
    """Rank every group of a contest in evaluation and store the result; from then on no sheet changes.

    Raises Refused naming all that is missing: sheets below quorum, drafts, attendance, seals that do not hold, ties
    that only a public draw can decide.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    CONTEST.require(contest, "close_scoring")
    merit = merit_now(session, contest)
    refuse(undecided_ties(merit.ranking))
    sheets = sheets_by_group(merit.sheets)
    lines = []
    for line in merit.ranking:
        application_id = merit.entrants[line.code].application_id
        own = tuple([sheet.sheet_id for sheet in sheets.get(application_id, ())])
        lines.append(_stored(contest_id, application_id, line, own))
    if lines:
        session.execute(insert(RankingLine), lines)  # objects of the mapper would be written one by one
    CONTEST.move(contest, "close_scoring", ContestFacts())
    contest.scored_at = act.at
    session.flush()
    draw = draw_of(session, contest_id)
    calendar = rulebook_of(session, contest_id).calendar
    ahead = ahead_of_calendar(Step.CLOSE_SCORING, calendar, now=act.at)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="scoring.closed",
        subject=f"contest:{contest_id}",
        data={
            "places": _places(merit.ranking),
            "seals": {str(sheet.sheet_id): sheet.seal for sheet in merit.sheets},
            "lot_seed": draw.numbers if draw else "",
            "ahead_of_calendar": ahead is not None,
        },
    )
    log.info("scoring closed", extra={"contest_id": contest_id, "groups": len(merit.ranking)})
    return contest


def _stored(
    contest_id: int, application_id: int, line: RankedGroup, sheets: tuple[int, ...]
) -> Mapping[str, object]:
    exact = line.score.exact_total
    return {
        "contest_id": contest_id,
        "application_id": application_id,
        "category_code": line.category,
        "standing": line.standing.value,
        "place": line.place,
        "total_numerator": None if exact is None else exact.numerator,
        "total_denominator": None if exact is None else exact.denominator,
        "total_units": None if line.total is None else line.total.units,
        "detail": detail_of(line, sheets),
    }


def _places(ranking: Iterable[RankedGroup]) -> Json:
    return [
        {
            "entry": line.code,
            "standing": line.standing.value,
            "place": line.place,
            "total": str(line.total) if line.total is not None else None,
        }
        for line in ranking
    ]
