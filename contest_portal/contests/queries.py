"""Named reads of funds, contests, their frozen rules and their envelopes."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from contest_portal.contests.models import Contest, ContestRulebook, Envelope, Fund, ProductionLine
from contest_portal.contests.rules.envelope_tree import Node, tree_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.publication_checks import fund_room, still_ahead
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import rulebook_problems
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, Problem
from contest_portal.kernel.records import from_data


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """The money of an envelope: what there is, what approved awards took, what is left, what the rules gave it.

    `parent` is the code of the envelope around it, where it lies inside one; `depth` says how deep.
    """

    id: int
    category_code: str
    category_name: str
    amount: Money
    committed: Money
    by_rules: Money
    parent: str = ""
    depth: int = 0
    spills: bool = False

    @property
    def moved(self) -> Money:
        """Give what moves between envelopes brought, or took where it is below zero."""
        return self.amount - self.by_rules

    @property
    def balance(self) -> Money:
        """Give what is left."""
        return self.amount - self.committed

    @property
    def percent_committed(self) -> int:
        """Give how much is taken, in whole percent, never rounded up to more than there is."""
        return int(self.committed.share_of(self.amount) * 100)


_NEWEST_RULES = (
    select(ContestRulebook)
    .where(ContestRulebook.contest_id == bindparam("contest_id"))
    .order_by(ContestRulebook.version.desc())
    .limit(1)
)


def rulebook_of(session: Session, contest_id: int) -> Rulebook:
    """Give the rules in force of a published contest; NotFound while it is a draft."""
    return read_rulebook(frozen_rulebook(session, contest_id).data)


def rulebook_sha256(session: Session, contest_id: int) -> str:
    """Give the hash that the call shows; NotFound while the contest is a draft."""
    return frozen_rulebook(session, contest_id).sha256


def frozen_rulebook(session: Session, contest_id: int) -> ContestRulebook:
    """Give the newest frozen version with its text as hashed; NotFound while the contest is a draft."""
    row = session.scalars(_NEWEST_RULES, {"contest_id": contest_id}).one_or_none()
    if row is None:
        raise NotFound(f"contest {contest_id} has no frozen rules")
    return row


def current_rulebook(session: Session, contest_id: int) -> Rulebook:
    """Give the rules as they stand: the draft of a draft, the frozen ones of a published contest."""
    contest = contest_by_id(session, contest_id)
    if contest.state == ContestState.DRAFT:
        return read_rulebook(contest.draft)
    return rulebook_of(session, contest_id)


@lru_cache(maxsize=64)
def read_rulebook(data: str) -> Rulebook:
    """Read rules from their canonical text. Rules are immutable, so the same text gives the same object."""
    return from_data(Rulebook, json.loads(data))


def contest_by_id(session: Session, contest_id: int) -> Contest:
    """Give a contest with its office and fund; NotFound when there is none."""
    contest = session.scalars(_with_office_and_fund().where(Contest.id == contest_id)).one_or_none()
    if contest is None:
        raise NotFound(f"contest {contest_id}")
    return contest


def contest_by_code(session: Session, code: str) -> Contest:
    """Give a published contest by its code, with its office and fund; NotFound for drafts and unknown codes."""
    contest = session.scalars(
        _with_office_and_fund().where(Contest.code == code, Contest.state != ContestState.DRAFT.value)
    ).one_or_none()
    if contest is None:
        raise NotFound(f"contest {code}")
    return contest


def open_contests(session: Session, now: datetime) -> tuple[Contest, ...]:
    """List the contests that receive entries at this instant, the first to close on top."""
    return tuple(
        session.scalars(
            _with_office_and_fund()
            .where(
                Contest.state == ContestState.PUBLISHED.value,
                Contest.opens_at <= now,
                Contest.closes_at > now,
            )
            .order_by(Contest.closes_at, Contest.id)
        )
    )


def published_contests(session: Session) -> tuple[Contest, ...]:
    """List every contest that is no draft, the newest call first."""
    return tuple(
        session.scalars(
            _with_office_and_fund()
            .where(Contest.state != ContestState.DRAFT.value)
            .order_by(Contest.published_at.desc(), Contest.id.desc())
        )
    )


def envelopes_of(session: Session, contest_id: int) -> tuple[EnvelopeView, ...]:
    """List the envelopes of a published contest in the order of its rules; none for a draft."""
    rows = tuple(
        session.scalars(select(Envelope).where(Envelope.contest_id == contest_id).order_by(Envelope.id))
    )
    if not rows:
        return ()
    nodes = {node.code: node for node in tree_of(rulebook_of(session, contest_id))}
    return tuple(_envelope_view(row, nodes[row.category_code]) for row in rows)


def _envelope_view(row: Envelope, node: Node) -> EnvelopeView:
    return EnvelopeView(
        id=row.id,
        category_code=row.category_code,
        category_name=node.name,
        amount=row.amount,
        committed=row.committed,
        by_rules=row.by_rules,
        parent=node.parent,
        depth=node.depth,
        spills=node.spills,
    )


def contests(session: Session) -> tuple[Contest, ...]:
    """List every contest, drafts included, the newest first."""
    return tuple(
        session.scalars(_with_office_and_fund().order_by(Contest.created_at.desc(), Contest.id.desc()))
    )


def publication_problems(
    contest: Contest, *, now: datetime, allocation_rules: Collection[str]
) -> tuple[Problem, ...]:
    """Give everything that keeps a draft (fund loaded) from being published at this instant."""
    book = read_rulebook(contest.draft)
    outside = (
        still_ahead(book.calendar.closes_at, now=now),
        fund_room(book.fund, free=contest.fund.free),
    )
    return (
        *rulebook_problems(book, allocation_rules=allocation_rules),
        *(problem for problem in outside if problem is not None),
    )


def funds(session: Session) -> tuple[Fund, ...]:
    """List the funds with their office, the newest year first."""
    return tuple(
        session.scalars(
            select(Fund).options(joinedload(Fund.office)).order_by(Fund.year.desc(), Fund.name, Fund.id)
        )
    )


def fund_by_id(session: Session, fund_id: int) -> Fund:
    """Give a fund with its office; NotFound when there is none."""
    fund = session.scalars(
        select(Fund).options(joinedload(Fund.office)).where(Fund.id == fund_id)
    ).one_or_none()
    if fund is None:
        raise NotFound(f"fund {fund_id}")
    return fund


def production_lines(session: Session) -> tuple[ProductionLine, ...]:
    """List the catalogue of production lines by code."""
    return tuple(session.scalars(select(ProductionLine).order_by(ProductionLine.code)))


def _with_office_and_fund() -> Select[Contest]:
    return select(Contest).options(joinedload(Contest.office), joinedload(Contest.fund))
