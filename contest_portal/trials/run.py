"""Run a trial: the rules of a draft, the services of a real contest, and a database that exists in memory alone.

The result follows from the order and nothing else, so none is kept: whoever wants to see it again runs it again. The
newest few stay in the memory of the process.
"""

from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

from contest_portal.allocation.views import RunView
from contest_portal.applications.queries import entrants
from contest_portal.contests.queries import read_rulebook
from contest_portal.kernel.logs import only_warnings
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.queries import ranking
from contest_portal.trials.awarding import issue_papers, share_out
from contest_portal.trials.entering import Entries, enter, publish, screen
from contest_portal.trials.ground import Ground, lay_ground, scratch_session
from contest_portal.trials.judging import close, judge, seat_panel
from contest_portal.trials.results import TrialGroup, TrialOrder, TrialResult
from contest_portal.trials.rules.groups import invented_groups
from contest_portal.trials.rules.tried import tried_rules

_KEPT = 16


@lru_cache(maxsize=_KEPT)
def run_trial(order: TrialOrder) -> TrialResult:
    """Carry a draft through all stages. Raises Refused with what a stage found wrong, as it would of a real contest."""
    with only_warnings(), scratch_session() as session:
        return _run(session, order)


def _run(session: Session, order: TrialOrder) -> TrialResult:
    rulebook, plan = tried_rules(read_rulebook(order.draft)), order.plan
    ground = lay_ground(session, order, rulebook)
    publish(ground)
    entries = enter(ground, invented_groups(rulebook, plan))
    if rulebook.screening is not None:
        screen(ground, entries)
    seats = seat_panel(ground, plan)
    judge(ground, plan, entries, seats)
    draw = close(ground, plan)
    run = share_out(ground)
    papers = issue_papers(ground, run)
    return TrialResult(order, rulebook, tuple(seats), _groups(ground, entries, run), run, papers, draw)


def _groups(ground: Ground, entries: Entries, run: RunView) -> tuple[TrialGroup, ...]:
    """Gather every group with its sheets, in the order of the ranking."""
    session, contest_id = ground.session, ground.contest.id
    invented = {application.id: group for group, application in entries.items()}
    given = entries_of(session, contest_id, entrants(session, contest_id))
    sheets = countable_sheets(session, contest_id)
    lines = {line.application_id: line for line in run.lines}
    return tuple(
        TrialGroup(
            invented=invented[ranked.application_id],
            code=ranked.code,
            name=ranked.group_name,
            entry=replace(
                given[ranked.application_id],
                sheets=tuple(s.counted for s in sheets if s.application_id == ranked.application_id),
            ),
            ranked=ranked,
            line=lines[ranked.application_id],
        )
        for ranked in ranking(session, contest_id)
    )
