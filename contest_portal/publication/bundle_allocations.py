"""Allocations in a bundle: the one that stands, and the results that an act set aside, as they were."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.allocation.models import AllocationRun
from contest_portal.allocation.queries import stored_inputs, stored_lines, stored_spills
from contest_portal.allocation.rules.registry import allocate
from contest_portal.applications.models import Application
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.reopening_queries import Kept, KeptAward, KeptPlace
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import from_data
from contest_portal.publication.bundle_models import ImportedBundle
from contest_portal.publication.rules.bundle import (
    BundleAllocation,
    BundleAward,
    BundlePhase,
    BundlePlace,
    BundleUndone,
)
from contest_portal.scoring.detail import read_detail
from contest_portal.scoring.rules.ranking import Standing


def allocation_of(session: Session, run: AllocationRun) -> BundleAllocation:
    """Give an allocation (lines loaded) as it was stored; the sums are those of its rule run again."""
    inputs = stored_inputs(run)
    told = stored_spills(session, run.id)
    result = replace(allocate(run.rule, inputs), lines=stored_lines(run), spills=told)
    return BundleAllocation(inputs, run.inputs_sha256, result, run.result_sha256)


def undone_of(session: Session, contest_id: int) -> Iterator[BundleUndone]:
    """Give the results of a contest that were set aside, the first one first, with what each had been."""
    rows = session.execute(
        select(UndoneResult, AllocationRun)
        .outerjoin(AllocationRun, AllocationRun.id == UndoneResult.run_id)
        .where(UndoneResult.contest_id == contest_id)
        .options(selectinload(AllocationRun.lines))
        .order_by(UndoneResult.number)
    )
    codes = _codes(session, contest_id)
    for undone, run in rows:
        kept = from_data(Kept, json.loads(undone.content))
        yield BundleUndone(
            act=undone.document,
            undone_at=undone.undone_at,
            back_to=undone.to_state,
            ground=undone.ground,
            announced_at=undone.announced_at,
            ranking=tuple(_place(one, codes[one.application_id]) for one in kept.ranking),
            closing_sha256=kept.closing_sha256,
            allocation=allocation_of(session, run) if undone.run_id is not None else None,
            awards=tuple(_award(one, codes[one.application_id]) for one in kept.awards),
            void=kept.void,
        )


def undone_before(came_from: ImportedBundle | None) -> tuple[BundleUndone, ...]:
    """Give the results that were set aside before a contest was brought in, as its file told them."""
    told = [] if came_from is None else json.loads(came_from.undone)
    return tuple(from_data(BundleUndone, one) for one in told)


def _codes(session: Session, contest_id: int) -> Mapping[int, str]:
    rows = session.execute(
        select(Application.id, Application.code)
        .where(Application.contest_id == contest_id)
        .order_by(Application.id)
    )
    return {application_id: code or "" for application_id, code in rows}


def _place(kept: KeptPlace, code: str) -> BundlePlace:
    detail = read_detail(kept.detail)
    exact = None
    if kept.total_numerator is not None and kept.total_denominator is not None:
        exact = Fraction(kept.total_numerator, kept.total_denominator)
    return BundlePlace(
        group=code,
        standing=Standing(kept.standing),
        place=kept.place,
        exact_total=exact,
        total=None if kept.total_units is None else Score(kept.total_units, detail.decimals),
        phases=tuple(BundlePhase(mean.phase_code, mean.mean) for mean in detail.phase_means),
    )


def _award(kept: KeptAward, code: str) -> BundleAward:
    return BundleAward(code, kept.amount, kept.goods, kept.assistance, kept.state, reserve=kept.reserve)
