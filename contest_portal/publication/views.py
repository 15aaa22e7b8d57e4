"""What anyone may read of a result: names of winning groups, codes of the others, money, and nothing personal."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.allocation.rules.results import FundSums
from contest_portal.applications.screening_queries import NotAdmitted
from contest_portal.kernel.checkpoints import PrintedCheckpoint
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.rules.lot import Draw


@dataclass(frozen=True, slots=True)
class PublicWinner:
    """A group that was awarded. `is_annulled`: it lost the award since."""

    place: int
    code: str
    group_name: str
    line_name: str
    district_name: str
    total: Score
    amount: Money
    is_annulled: bool = False


@dataclass(frozen=True, slots=True)
class LaterChange:
    """What happened to a group after the allocation, and the paper that tells of it.

    `kind` is annulled: it lost its award; or received: it stood in the reserve and was granted what became free.
    """

    at: datetime
    kind: str
    code: str
    group_name: str
    amount: Money
    document_code: str
    verification_code: str


@dataclass(frozen=True, slots=True)
class PublicReserve:
    """A group that waits, by its code alone, with the amount it asked so that the cut can be checked."""

    order: int
    place: int
    code: str
    total: Score
    requested: Money
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class PublicOther:
    """A group that did not pass: its code, its total (None when disqualified) and its state, and nothing else."""

    code: str
    total: Score | None
    state: str


@dataclass(frozen=True, slots=True)
class PublicEnvelope:
    """An envelope with its winners, its reserve list and the others.

    `around` is the envelope it lies inside, where the contest `is_nested`.
    """

    category_code: str
    category_name: str
    amount: Money
    awarded: Money
    percent_awarded: int
    winners: tuple[PublicWinner, ...]
    reserves: tuple[PublicReserve, ...]
    others: tuple[PublicOther, ...]
    is_nested: bool = False
    around: str = ""
    received: Money = ZERO
    spilled: Money = ZERO

    @property
    def shared_out(self) -> Money:
        """Give what its round began with: its own money and what came up."""
        return self.amount + self.received

    @property
    def balance(self) -> Money:
        """Give what is left."""
        return self.shared_out - self.awarded - self.spilled


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document of the result and the code by which anyone can check it."""

    kind: str
    title: str
    code: str
    verification_code: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PublicResult(FundSums):
    """The announced result of a contest."""

    contest_code: str
    title: str
    office_name: str
    announced_at: datetime
    rule: str
    rulebook_sha256: str
    inputs_sha256: str
    result_sha256: str
    pass_mark: Score
    max_points: int
    fund: Money
    envelopes: tuple[PublicEnvelope, ...]
    documents: tuple[PublicDocument, ...]
    draw: Draw | None = None
    not_admitted: tuple[NotAdmitted, ...] = ()
    checkpoint: PrintedCheckpoint | None = None
    later: tuple[LaterChange, ...] = ()

    @property
    def winners(self) -> int:
        """Count the groups that were awarded."""
        return sum(len(envelope.winners) for envelope in self.envelopes)


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What an announced result says of one group, to that group: more than the public reads of those who did not win.

    `cut` is the lowest total that received money in its category; None when nobody did. `total` and `place` are None
    for a disqualified group, `place` for one below the pass mark. `is_annulled`: its award was, after the result.
    """

    application_id: int
    contest_code: str
    outcome: str
    total: Score | None
    max_points: int
    place: int | None
    pass_mark: Score
    cut: Score | None
    requested: Money
    amount: Money
    reserve_order: int | None
    sentence: Sentence
    is_annulled: bool = False


@dataclass(frozen=True, slots=True)
class UndoneAnnouncement:
    """A result that was announced and set aside by an act: when, by which document, and why."""

    contest_code: str
    title: str
    announced_at: datetime
    undone_at: datetime
    document: str
    reason: str
    ground: str


@dataclass(frozen=True, slots=True)
class AnnouncedContest:
    """A contest in the list of results."""

    code: str
    title: str
    office_name: str
    announced_at: datetime
    winners: int
    awarded: Money
