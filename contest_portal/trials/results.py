"""What a trial is made from and what came of it: frozen, and free of any database."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.accounts.rules.office import OfficeDetails
from contest_portal.allocation.views import LineView, RunView
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.registry.queries.register import DistrictName
from contest_portal.scoring.queries import RankedLine
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.trials.rules.groups import InventedGroup
from contest_portal.trials.rules.panel import InventedJuror
from contest_portal.trials.rules.plan import TrialPlan


@dataclass(frozen=True, slots=True)
class TrialOrder:
    """Everything that a trial follows from: the same order gives the same result."""

    draft: str
    office: OfficeDetails
    districts: tuple[DistrictName, ...]
    plan: TrialPlan


@dataclass(frozen=True, slots=True)
class TrialGroup:
    """An invented group with what it was given: its entry with every sheet, its line in both results."""

    invented: InventedGroup
    code: str
    name: str
    entry: ScoredEntry
    ranked: RankedLine
    line: LineView


@dataclass(frozen=True, slots=True)
class TrialPaper:
    """A document that a contest like this would issue, as frozen data."""

    kind: str
    code: str
    title: str
    data: str
    data_sha256: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What came of it: the groups by category and place, the share-out, the documents.

    `draw` holds the numbers of the lot where only a lot could decide a tie.
    """

    order: TrialOrder
    rulebook: Rulebook
    panel: tuple[InventedJuror, ...]
    groups: tuple[TrialGroup, ...]
    run: RunView
    papers: tuple[TrialPaper, ...]
    draw: str | None
