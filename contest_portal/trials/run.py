"""Run a trial: the rules of a draft, the services of a real contest, and a database that exists in memory alone.

The result follows from the order and nothing else: whoever wants to see it again may run it again. The newest few
stay in the memory of the process; the desk keeps the last of each contest for the other processes (`desk.py`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from contest_portal.allocation.views import RunView
from contest_portal.applications.queries import entrants
from contest_portal.contests.queries import read_rulebook
from contest_portal.kernel.logs import only_warnings
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.queries import ranking
from contest_portal.trials.awarding import issue_papers, share_out
from contest_portal.trials.entering import Entries, enter, publish, screen
from contest_portal.trials.ground import Ground, lay_ground, scratch_session
from contest_portal.trials.judging import close, judge, seat_panel
from contest_portal.trials.results import TrialGroup, TrialOrder, TrialResult
from contest_portal.trials.rules.groups import invented_groups
from contest_portal.trials.rules.steps import TrialStep

_KEPT = 16
_TELL: ContextVar[Callable[[TrialStep], None] | None] = ContextVar("tell", default=None)


@contextmanager
def telling(tell: Callable[[TrialStep], None]) -> Iterator[None]:
    """Hear of every step that a trial of this thread begins; one that is in memory already has none."""
    token = _TELL.set(tell)
    try:
        yield
    finally:
        _TELL.reset(token)


@lru_cache(maxsize=_KEPT)
def run_trial(order: TrialOrder) -> TrialResult:
    """Carry a draft through all stages. Raises Refused with what a stage found wrong, as it would of a real contest."""
    with only_warnings(), scratch_session() as session, TemporaryDirectory() as folder:
        return _run(session, order, Storage(Path(folder)))


def _run(session: Session, order: TrialOrder, storage: Storage) -> TrialResult:
    rulebook, plan = read_rulebook(order.draft), order.plan
    _begin(TrialStep.CALL)
    ground = lay_ground(session, order, rulebook)
    publish(ground)
    _begin(TrialStep.ENTRIES)
    entries = enter(ground, invented_groups(rulebook, plan), storage)
    if rulebook.screening is not None:
        _begin(TrialStep.SCREENING)
        screen(ground, entries)
    _begin(TrialStep.PANEL)
    seats = seat_panel(ground, plan)
    _begin(TrialStep.SHEETS)
    judge(ground, plan, entries, seats)
    _begin(TrialStep.CLOSING)
    draw = close(ground, plan)
    _begin(TrialStep.SHARING)
    run = share_out(ground)
    _begin(TrialStep.PAPERS)
    papers = issue_papers(ground, run)
    return TrialResult(order, rulebook, tuple(seats), _groups(ground, entries, run), run, papers, draw)


def _begin(step: TrialStep) -> None:
    tell = _TELL.get()
    if tell is not None:
        tell(step)


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
