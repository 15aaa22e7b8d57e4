"""Named reads of awards after they were granted: the board with what is late, and one award whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, selectinload

from contest_portal.accounts.queries import names_of_users
from contest_portal.allocation.models import Award
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.agreed import BudgetItem, items_of
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.follow_up_acts import end_facts, transfer_facts
from contest_portal.awards.follow_up_models import (
    AgreementChange,
    AwardReturn,
    CounterpartDeposit,
    Expense,
    FollowUp,
    Instalment,
)
from contest_portal.awards.hands import hands_of
from contest_portal.awards.queries import award_subject
from contest_portal.awards.rules.deadlines import Due, Standing, dues
from contest_portal.awards.rules.follow_up import (
    FOLLOW_UP,
    TRANSFER,
    FollowUpState,
    TransferFacts,
    TransferState,
    ended_problem,
)
from contest_portal.awards.rules.progress import Asked
from contest_portal.awards.second_score import second_score_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of, documents_of_all
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound, Problem

UNSIGNED, VOID = "unsigned", "annulled"
Line = TypeVar("Line", CounterpartDeposit, Expense, AwardReturn)


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award on the board. `state` is that of its follow-up, or `unsigned`; `issued_on` of its agreement.

    `days` counts since then; None without an agreement, and once the award is annulled with it.
    """

    award_id: int
    contest_id: int
    contest_code: str
    application_id: int
    code: str
    group_name: str
    state: str
    amount: Money
    issued_on: date | None
    signed_on: date | None
    ends_on: date | None
    days: int | None
    paid: Money
    accounted: Money
    returned: Money
    dues: tuple[Due, ...]

    @property
    def balance(self) -> Money:
        """Give what the group answers for."""
        return self.paid - self.accounted - self.returned

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is done with it any more but to close it: settled, closed or annulled."""
        return self.state not in (UNSIGNED, FollowUpState.RUNNING)

    @property
    def late(self) -> int:
        """Give the days of what is latest; 0 when nothing is."""
        return max((due.late for due in self.dues), default=0)


@dataclass(frozen=True, slots=True)
class TransferView:
    """An instalment; `problems` keep it from being proposed or approved now.

    `hands` had another part in this award: they may not take the next step.
    """

    number: int
    percent: int
    amount: Money
    state: str
    problems: tuple[Problem, ...]
    actions: tuple[str, ...]
    proposed_by: str | None
    approved_by: str | None
    paid_by: str | None
    paid_on: date | None
    operation: str | None
    order_id: int | None
    hands: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of an award."""

    document_id: int
    kind: str
    code: str
    issued_at: datetime
    is_void: bool
    is_printed: bool


@dataclass(frozen=True, slots=True)
class AwardFile:
    """One award with all that came after it; `follow_up` is None before the signature."""

    line: AwardLine
    contest_title: str
    papers: tuple[PaperView, ...]
    follow_up: FollowUp | None = None
    transfers: tuple[TransferView, ...] = ()
    deposits: tuple[CounterpartDeposit, ...] = ()
    expenses: tuple[Expense, ...] = ()
    returns: tuple[AwardReturn, ...] = ()
    changes: tuple[AgreementChange, ...] = ()
    items: tuple[BudgetItem, ...] = ()
    end_problems: tuple[Problem, ...] = ()
    second: Asked | None = None

    @property
    def deposited(self) -> Money:
        """Give what the group put in of its own."""
        return Money.total(one.amount for one in self.deposits if one.voided_at is None)

    def spent_on(self, item: str) -> Money:
        """Give what was spent on an item."""
        return Money.total(one.amount for one in self.expenses if one.item == item and one.voided_at is None)


def award_lines(session: Session, today: date, *, contest_id: int | None = None) -> tuple[AwardLine, ...]:
    """List the awards that have an agreement or had one, what is latest first."""
    query = _awards()
    if contest_id is not None:
        query = query.where(Award.contest_id == contest_id)
    rows = session.execute(query).all()
    issued = _agreements(session, [row[0].id for row in rows])
    shown = [row for row in rows if row[0].id in issued or row[4] is not None]
    days = {one: _days_to_sign(session, one) for one in sorted({row[3].id for row in shown})}
    lines = [_line(row, issued, today, days[row[3].id]) for row in shown]
    return tuple(sorted(lines, key=lambda line: (-line.late, line.contest_code, line.code)))


def award_file(session: Session, award_id: int, today: date) -> AwardFile:
    """Give one award; NotFound when there is none."""
    row = session.execute(_awards().where(Award.id == award_id)).one_or_none()
    if row is None:
        raise NotFound(f"award {award_id}")
    follow_up = row[4]
    found = AwardFile(
        line=_line(row, _agreements(session, [award_id]), today, _days_to_sign(session, row[3].id)),
        contest_title=row[3].title,
        papers=tuple(_paper(one) for one in documents_of(session, award_subject(award_id))),
    )
    if follow_up is None:
        return found
    return replace(
        found,
        follow_up=follow_up,
        transfers=tuple(_transfers(session, follow_up)),
        deposits=_noted(session, CounterpartDeposit, follow_up.id),
        expenses=_noted(session, Expense, follow_up.id),
        returns=_noted(session, AwardReturn, follow_up.id),
        changes=_changes(session, follow_up.id),
        items=items_of(session, follow_up),
        second=second_score_of(
            session, rulebook_of(session, found.line.contest_id), found.line.application_id
        ),
        end_problems=FOLLOW_UP.problems("settle", end_facts(session, follow_up)),
    )


def award_of_application(session: Session, application_id: int) -> int | None:
    """Give the award of an application that has an agreement; None when there is none."""
    award_id = session.scalar(select(Award.id).where(Award.application_id == application_id))
    if award_id is None or not _agreements(session, [award_id]):
        return None
    return award_id


def state_of(award: Award, follow_up: FollowUp | None) -> str:
    """Name where an award stands: that of its follow-up, unsigned without one, annulled."""
    if award.state == "void":
        return VOID
    return UNSIGNED if follow_up is None else follow_up.state


def _awards() -> Select[Award, Application, str, Contest, FollowUp | None]:
    return (
        select(Award, Application, ProducerGroup.name, Contest, FollowUp)
        .join(Application, Application.id == Award.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(Contest, Contest.id == Award.contest_id)
        .outerjoin(FollowUp, FollowUp.award_id == Award.id)
        .options(selectinload(FollowUp.instalments), selectinload(FollowUp.award))
        .order_by(Contest.id, Application.code, Award.id)
    )


def _agreements(session: Session, award_ids: list[int]) -> dict[int, Document]:
    """Give the newest agreement of each award, by its id."""
    by_subject = {award_subject(award_id): award_id for award_id in award_ids}
    return {
        by_subject[one.subject]: one
        for one in documents_of_all(session, list(by_subject))
        if one.kind == AGREEMENT.code
    }


def _days_to_sign(session: Session, contest_id: int) -> int:
    return rulebook_of(session, contest_id).follow_up.sign_days


def _line(
    row: Row[Award, Application, str, Contest, FollowUp | None],
    issued: dict[int, Document],
    today: date,
    days_to_sign: int,
) -> AwardLine:
    award, application, group_name, contest, follow_up = row
    agreement = issued.get(award.id)
    issued_on = None if agreement is None else office_date(agreement.issued_at)
    return AwardLine(
        award_id=award.id,
        contest_id=contest.id,
        contest_code=contest.code,
        application_id=application.id,
        code=application.code or "",
        group_name=group_name,
        state=state_of(award, follow_up),
        amount=award.amount,
        issued_on=issued_on,
        signed_on=None if follow_up is None else follow_up.signed_on,
        ends_on=None if follow_up is None else follow_up.ends_on,
        days=None if issued_on is None or award.state == "void" else (today - issued_on).days,
        paid=ZERO if follow_up is None else follow_up.paid,
        accounted=ZERO if follow_up is None else follow_up.accounted,
        returned=ZERO if follow_up is None else follow_up.returned,
        dues=()
        if issued_on is None
        else dues(
            replace(
                _standing(issued_on, follow_up, is_void=award.state == "void"), days_to_sign=days_to_sign
            ),
            today,
        ),
    )


def _standing(issued_on: date, follow_up: FollowUp | None, *, is_void: bool) -> Standing:
    if follow_up is None:
        return Standing(issued_on, is_over=is_void)
    return Standing(
        issued_on=issued_on,
        signed_on=follow_up.signed_on,
        has_account=follow_up.cci is not None,
        is_paid=bool(follow_up.paid),
        is_even=not follow_up.balance,
        ends_on=follow_up.ends_on,
        is_over=follow_up.state != FollowUpState.RUNNING,
    )


def _transfers(session: Session, follow_up: FollowUp) -> Iterator[TransferView]:
    parts = follow_up.instalments
    hands = hands_of(session, follow_up.award)
    names = names_of_users(session, hands.proposers | hands.approvers | hands.payers)
    for part in parts:
        yield replace(_transfer(session, follow_up, part, names), hands=hands.before(part.state))


def _transfer(session: Session, follow_up: FollowUp, part: Instalment, names: dict[int, str]) -> TransferView:
    waits = part.state in (TransferState.PLANNED, TransferState.PROPOSED)
    facts = transfer_facts(session, follow_up, part.number)
    return TransferView(
        number=part.number,
        percent=part.percent,
        amount=part.amount,
        state=part.state,
        problems=_in_the_way(follow_up, facts) if waits else (),
        actions=TRANSFER.available(part.state) if follow_up.state == FollowUpState.RUNNING else (),
        proposed_by=names.get(part.proposed_by or 0),
        approved_by=names.get(part.approved_by or 0),
        paid_by=names.get(part.paid_by or 0),
        paid_on=part.paid_on,
        operation=part.operation,
        order_id=part.order_id,
    )


def _in_the_way(follow_up: FollowUp, facts: TransferFacts) -> tuple[Problem, ...]:
    """Say what a transfer lacks; of an award that ended, only how it did."""
    ended = ended_problem(follow_up.state)
    return TRANSFER.problems("propose", facts) if ended is None else (ended,)


def _noted(session: Session, model: type[Line], follow_up_id: int) -> tuple[Line, ...]:
    lines = select(model).where(model.follow_up_id == follow_up_id).order_by(model.on_date, model.id)
    return tuple(session.scalars(lines))


def _changes(session: Session, follow_up_id: int) -> tuple[AgreementChange, ...]:
    changes = select(AgreementChange).where(AgreementChange.follow_up_id == follow_up_id)
    return tuple(session.scalars(changes.order_by(AgreementChange.number)))


def _paper(document: Document) -> PaperView:
    return PaperView(
        document_id=document.id,
        kind=document.kind,
        code=document.code,
        issued_at=document.issued_at,
        is_void=document.state == DocumentState.VOID,
        is_printed=document.file_sha256 is not None,
    )
