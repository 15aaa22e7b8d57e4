"""What pages and documents read of an allocation: frozen, with every sum and sentence ready."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.allocation.rules.chain import StepOutcome
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.rules.results import FundSums, Outcome, Reason, Spill
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class LineView:
    """A group's line: what became of it and why, in one sentence. `balance` is what its envelope held after it."""

    step: int
    application_id: int
    code: str
    group_name: str
    category_code: str
    line_code: str
    place: int | None
    total: Score | None
    outcome: Outcome
    requested: Money
    amount: Money
    balance: Money
    reserve_order: int | None
    reason: Reason
    sentence: Sentence
    pot: str = ""

    @property
    def envelope_code(self) -> str:
        """Give the code of the envelope of this step."""
        return self.pot or self.category_code


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """An envelope in a run: its money, where it went, and its lines in order.

    `received` came up from the envelopes inside it, `spilled` went up into the one around it, its `parent`.
    """

    category_code: str
    category_name: str
    amount: Money
    awarded: Money
    lines: tuple[LineView, ...]
    parent: str = ""
    parent_name: str = ""
    received: Money = ZERO
    spilled: Money = ZERO
    spill_step: int | None = None

    @property
    def shared_out(self) -> Money:
        """Give what its round began with: its own money and what came up."""
        return self.amount + self.received

    @property
    def balance(self) -> Money:
        """Give what is left."""
        return self.shared_out - self.awarded - self.spilled

    @property
    def percent_awarded(self) -> int:
        """Give the part awarded in whole percent, rounded down: never 100 while a céntimo is left."""
        return int(self.awarded.share_of(self.shared_out) * 100)

    @property
    def awards(self) -> tuple[LineView, ...]:
        """Give the winners in order of place."""
        return tuple(line for line in self.lines if line.outcome is Outcome.AWARDED)

    @property
    def cut(self) -> Score | None:
        """Give the lowest total that was awarded; None where nobody was."""
        return min((award.total for award in self.awards if award.total is not None), default=None)

    @property
    def reserves(self) -> tuple[LineView, ...]:
        """Give the reserve list in its order."""
        return tuple(line for line in self.lines if line.outcome is Outcome.RESERVE)

    @property
    def others(self) -> tuple[LineView, ...]:
        """Give those who did not pass."""
        return tuple(
            line for line in self.lines if line.outcome in (Outcome.BELOW_PASS, Outcome.DISQUALIFIED)
        )


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """What one person decided on a step, and the hashes of what was looked at."""

    step: int
    outcome: StepOutcome
    reason: str | None
    by: int
    by_name: str
    at: datetime
    inputs_sha256: str
    result_sha256: str


@dataclass(frozen=True, slots=True)
class RunView(FundSums):
    """A run with who proposed and approved it, step by step, its inputs, both hashes, and its envelopes.

    `spills` are the steps that take what is left of one up into the one around it.
    """

    id: int
    contest_id: int
    state: RunState
    rule: str
    inputs: AllocationInput
    inputs_sha256: str
    result_sha256: str
    proposed_by: int
    proposed_by_name: str
    proposed_at: datetime
    approved_by: int | None
    approved_by_name: str | None
    approved_at: datetime | None
    approvals: tuple[ApprovalView, ...]
    envelopes: tuple[EnvelopeView, ...]
    spills: tuple[Spill, ...] = ()

    @property
    def lines(self) -> tuple[LineView, ...]:
        """Give every line in the order of the steps."""
        return tuple(line for envelope in self.envelopes for line in envelope.lines)

    @property
    def awards(self) -> tuple[LineView, ...]:
        """Give every winner, envelope by envelope."""
        return tuple(line for envelope in self.envelopes for line in envelope.awards)

    @property
    def fund(self) -> Money:
        """Give the fund of the contest."""
        return self.inputs.fund


@dataclass(frozen=True, slots=True)
class AwardView:
    """An award with the group it goes to."""

    award_id: int
    application_id: int
    code: str
    group_name: str
    category_code: str
    line_code: str
    place: int
    total: Score
    amount: Money
    goods: Money
    assistance: Money
    envelope_code: str
