"""Named reads of the rules of keeping: which contests ended when, what a run would withdraw, the runs there were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.allocation.models import Award
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.release_models import AwardRelease
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.models import Document
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.records import from_data, to_data
from contest_portal.privacy.erasing import ERASURES
from contest_portal.privacy.models import LegalHold, RetentionRun
from contest_portal.privacy.rules.retention import Plan, PlanLine, RetentionRule, due_contests
from contest_portal.registry.queries.privacy_terms import privacy_terms

_DECIDER = aliased(User)


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A contest under review, why, and since when."""

    hold_id: int
    contest_code: str
    contest_title: str
    reason: str
    placed_by: str
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as pages show it; `rows` by rule."""

    run_id: int
    state: str
    as_of: date
    reason: str
    rows: Mapping[RetentionRule, int]
    proposed_by: int
    proposer: str
    proposed_at: datetime
    decider: str | None
    decided_at: datetime | None
    version: int

    @property
    def total(self) -> int:
        """Count the rows of all rules."""
        return sum(self.rows.values())


def ended_contests(session: Session) -> Mapping[int, date]:
    """Give the day on which each contest ended, for those that did: announced, nothing of its awards open.

    The day is that of the last of: the announcement, the closing memo of an award, money given back to its envelope.
    """
    acts = union_all(
        select(Contest.id.label("contest_id"), Contest.announced_at.label("at")),
        select(Award.contest_id, Document.issued_at)
        .join(FollowUp, FollowUp.award_id == Award.id)
        .join(Document, Document.id == FollowUp.closing_id),
        select(Award.contest_id, AwardRelease.released_at)
        .join(FollowUp, FollowUp.award_id == Award.id)
        .join(AwardRelease, AwardRelease.follow_up_id == FollowUp.id),
    ).subquery()
    running = (
        select(Award.contest_id)
        .join(FollowUp, FollowUp.award_id == Award.id)
        .where(FollowUp.state.in_(("running", "settled")))
    )
    observed = select(Observation.contest_id).where(Observation.state.in_(("received", "proposed")))
    rows = session.execute(
        select(acts.c.contest_id, func.max(acts.c.at, type_=Contest.announced_at.type))
        .join(Contest, Contest.id == acts.c.contest_id)
        .where(
            Contest.state == ContestState.ANNOUNCED.value,
            Contest.id.not_in(running),
            Contest.id.not_in(observed),
        )
        .group_by(acts.c.contest_id)
        .order_by(acts.c.contest_id)
    )
    return {contest_id: office_date(at) for contest_id, at in rows}


def held_contests(session: Session) -> frozenset[int]:
    """Give the contests under review."""
    return frozenset(session.scalars(select(LegalHold.contest_id).where(LegalHold.lifted_at.is_(None))))


def plan_of(session: Session, as_of: date) -> Plan:
    """Work out what would be withdrawn as of a day."""
    ended, held, terms = ended_contests(session), held_contests(session), privacy_terms(session)
    lines = []
    for rule in RetentionRule:
        contests = due_contests(rule, ended_on=ended, held=held, terms=terms, as_of=as_of)
        rows = ERASURES[rule].count(session, contests) if contests else 0
        if rows:
            lines.append(PlanLine(rule, contests, rows))
    return Plan(as_of, tuple(lines))


def written_plan(plan: Plan) -> tuple[str, str]:
    """Write a plan as canonical JSON; give it with its hash."""
    written = canonical_json(to_data(plan))
    return written, sha256_hex(written)


def holds_in_force(session: Session) -> tuple[HoldLine, ...]:
    """List the contests under review, the newest first."""
    rows = session.execute(
        select(LegalHold, Contest.code, Contest.title, User.full_name)
        .join(Contest, Contest.id == LegalHold.contest_id)
        .join(User, User.id == LegalHold.placed_by)
        .where(LegalHold.lifted_at.is_(None))
        .order_by(LegalHold.id.desc())
    )
    return tuple(
        HoldLine(hold.id, code, title, hold.reason, name, hold.placed_at) for hold, code, title, name in rows
    )


def contests_to_hold(session: Session) -> tuple[tuple[int, str], ...]:
    """List the contests that are not under review, with code and title, the newest first."""
    rows = session.execute(
        select(Contest.id, Contest.code, Contest.title)
        .where(Contest.id.not_in(held_contests(session)))
        .order_by(Contest.id.desc())
    )
    return tuple((contest_id, f"{code} · {title}") for contest_id, code, title in rows)


def retention_runs(session: Session) -> tuple[RunLine, ...]:
    """List the runs, the newest first."""
    rows = session.execute(
        select(RetentionRun, User.full_name, _DECIDER.full_name)
        .join(User, User.id == RetentionRun.proposed_by)
        .outerjoin(_DECIDER, _DECIDER.id == RetentionRun.decided_by)
        .order_by(RetentionRun.id.desc())
    )
    return tuple(_run_line(run, proposer, decider) for run, proposer, decider in rows)


def _run_line(run: RetentionRun, proposer: str, decider: str | None) -> RunLine:
    plan = from_data(Plan, json.loads(run.plan))
    return RunLine(
        run_id=run.id,
        state=run.state,
        as_of=run.as_of,
        reason=run.reason,
        rows={line.rule: line.rows for line in plan.lines},
        proposed_by=run.proposed_by,
        proposer=proposer,
        proposed_at=run.proposed_at,
        decider=decider,
        decided_at=run.decided_at,
        version=run.version,
    )
