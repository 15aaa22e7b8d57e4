"""The reliability figures of a contest whose scoring is closed."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.allocation.queries import live_run_row, present_inputs, stored_inputs
from contest_portal.allocation.rules.without_one import Judged, Leaning, Whole, leaning
from contest_portal.applications.queries import Entrant
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.queries import SeatedJuror, panel
from contest_portal.scoring.counting import countable_sheets, scored_groups
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.rules.reliability import (
    JurorFigures,
    PanelAgreement,
    Spread,
    juror_figures,
    panel_agreement,
    spreads,
)

BEFORE_THE_CLOSE = frozenset({ContestState.DRAFT, ContestState.PUBLISHED, ContestState.EVALUATING})
"""Until the scoring is closed nobody sees what follows from the marks."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Everything the page shows, with the names of who is meant by a juror's id or a group's code."""

    groups: dict[str, Entrant]
    jurors: dict[int, SeatedJuror]
    spreads: tuple[Spread, ...]
    figures: tuple[JurorFigures, ...]
    panels: tuple[PanelAgreement, ...]
    leaning: Leaning


def reliability_of(session: Session, contest: Contest) -> Reliability | None:
    """Give the figures of a contest; None until its scoring is closed: nobody sees another's marks before."""
    if contest.state in BEFORE_THE_CLOSE:
        return None
    rulebook = rulebook_of(session, contest.id)
    scored = scored_groups(session, contest.id, countable_sheets(session, contest.id))
    run, draw = live_run_row(session, contest.id), draw_of(session, contest.id)
    found = spreads((one.entry for one in scored), rulebook)
    whole = Whole(
        groups=tuple(Judged(one.entry, one.candidate) for one in scored),
        rulebook=rulebook,
        inputs=stored_inputs(run) if run is not None else present_inputs(session, contest.id),
        lot_seed=draw.numbers if draw else None,
    )
    return Reliability(
        groups={one.entrant.code: one.entrant for one in scored},
        jurors={juror.juror_id: juror for juror in panel(session, contest.id)},
        spreads=found,
        figures=juror_figures(found),
        panels=panel_agreement(found),
        leaning=leaning(whole),
    )
