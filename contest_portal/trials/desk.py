"""The trials under way: one a contest at a time, told step by step by small files beside the storage.

A trial runs apart from the request that asked for it. Nothing of it is in the database, so its signs of life, the wish
to stop it and its result go by files, which every process of the portal reads.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.kernel.records import from_data, to_data
from contest_portal.kernel.storage import Storage
from contest_portal.kernel.work_desk import StopWished, WorkDesk
from contest_portal.trials.results import TrialOrder, TrialResult
from contest_portal.trials.rules.plan import TrialPlan
from contest_portal.trials.rules.steps import ALREADY_RUNNING, NOT_RUNNING, TrialStep, is_over, is_silent
from contest_portal.trials.run import run_trial, telling

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrialSign:
    """The last that was heard of a trial. Ended with problems: the rules stopped it; `failed`: the portal did.

    `stopped`: somebody did.
    """

    plan: TrialPlan
    at: datetime
    step: TrialStep = TrialStep.CALL
    ended: bool = False
    failed: bool = False
    stopped: bool = False
    problems: tuple[Problem, ...] = ()

    def is_running(self, now: datetime) -> bool:
        """Tell whether it is still at work."""
        return not self.ended and not is_silent(self.at, now)

    @property
    def went_well(self) -> bool:
        """Tell whether there is a result to look at."""
        return self.ended and not (self.failed or self.stopped or self.problems)


class TrialDesk(WorkDesk[TrialSign]):
    """The trials, each with its result for a day."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, TypeAdapter(TrialSign), at_work=ALREADY_RUNNING, idle=NOT_RUNNING)

    @classmethod
    def beside(cls, storage: Storage) -> "TrialDesk":
        """Give the desk that belongs to a storage: `<STORAGE_DIR>-waiting/trials`."""
        return cls(storage.waiting / "trials")

    def take_up(self, contest_id: int, plan: TrialPlan, now: datetime) -> None:
        """Begin a trial. Refused while another of the contest is at work."""
        self.begin(contest_id, TrialSign(plan, now), now)
        self._forget_results(contest_id, now)

    def result_of(self, contest_id: int, order: TrialOrder) -> TrialResult:
        """Give the result of an order: the kept one, whoever worked it out, or worked out anew."""
        kept = self._files.read(_result(contest_id))
        try:
            result = None if kept is None else from_data(TrialResult, json.loads(kept))
        except ValueError:  # an older portal wrote it
            result = None
        return result if result is not None and result.order == order else run_trial(order)

    def carry_out(
        self,
        contest_id: int,
        order: TrialOrder,
        *,
        clock: Callable[[], datetime],
        note: Callable[[TrialResult], None],
    ) -> None:
        """Run a trial that was taken up, telling each step, and say how it ended.

        Its result is kept and noted before that; one that was to stop leaves neither.
        """
        sign = TrialSign(order.plan, clock())

        def tell(step: TrialStep) -> None:
            self.go_on(contest_id)
            self.leave_sign(contest_id, TrialSign(order.plan, clock(), step))

        try:
            with telling(tell):
                result = run_trial(order)
            self.go_on(contest_id)
            self._files.put(_result(contest_id), canonical_json(to_data(result)).encode())
            note(result)
            end = replace(sign, ended=True)
        except StopWished:
            end = replace(sign, ended=True, stopped=True)
        except Refused as refusal:
            end = replace(sign, ended=True, problems=refusal.problems)
        except Exception:  # the end of a job: whatever it was, the page must not wait for ever
            log.exception("trial failed", extra={"contest_id": contest_id})
            end = replace(sign, ended=True, failed=True)
        self.leave_sign(contest_id, replace(end, at=clock()))

    def _forget_results(self, contest_id: int, now: datetime) -> None:
        """Drop the last result of the contest, and those of others whose time is over."""
        for path in self._files.folder.glob("*.result"):
            sign = self.last_sign(int(path.stem))
            if path.name == _result(contest_id) or sign is None or is_over(sign.at, now):
                self._files.drop(path.name)


def _result(contest_id: int) -> str:
    return f"{contest_id}.result"
