"""What every act of a follow-up does: find its row under the lock, ask for the right, move the counters, note it."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.awards.follow_up_models import CounterpartDeposit, FollowUp, Instalment, Noted
from contest_portal.awards.queries import award_subject
from contest_portal.awards.rules.follow_up import (
    EndFacts,
    FollowUpState,
    TransferFacts,
    TransferState,
    accounting_problem,
    reason_problems,
)
from contest_portal.awards.second_score import second_score_of
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.queries import document_by_id
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, NotFound, Problem, Refused, Stale, WrongState, refuse
from contest_portal.scoring.rules.second import SecondState
from contest_portal.scoring.second import second_scoring_of

_OVER = Problem(
    "follow_up.over",
    field="state",
    message=N_("El premio ya está liquidado o anulado: no se anota nada más."),
)


def award_to_change(
    session: Session, act: Act, award_id: int, action: Action = Action.FOLLOW_UP_NOTE
) -> Award:
    """Give a standing award to somebody with the right, under the turn; NotFound when there is none."""
    wait_for_turn(session)
    award = session.get(Award, award_id, with_for_update=True)
    if award is None:
        raise NotFound(f"award {award_id}")
    permit(act.actor, action, Scope(contest_id=award.contest_id))
    return award


def follow_up_to_change(
    session: Session,
    act: Act,
    award_id: int,
    *,
    action: Action = Action.FOLLOW_UP_NOTE,
    is_running: bool = True,
) -> FollowUp:
    """Give the follow-up of an award with its instalments; WrongState once it is over, unless that does not matter."""
    award_to_change(session, act, award_id, action)
    found = session.scalars(
        select(FollowUp)
        .where(FollowUp.award_id == award_id)
        .options(joinedload(FollowUp.award), selectinload(FollowUp.instalments))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"follow-up of award {award_id}")
    if is_running and found.state != FollowUpState.RUNNING:
        raise WrongState([_OVER])
    return found


def instalment_of(follow_up: FollowUp, number: int) -> Instalment:
    """Give an instalment by its number; NotFound when there is none."""
    for one in follow_up.instalments:
        if one.number == number:
            return one
    raise NotFound(f"instalment {number} of award {follow_up.award_id}")


def transfer_facts(session: Session, follow_up: FollowUp, number: int) -> TransferFacts:
    """Gather what a transfer rests on."""
    award = follow_up.award
    rulebook = rulebook_of(session, award.contest_id)
    return TransferFacts(
        rules=rulebook.follow_up,
        is_running=follow_up.state == FollowUpState.RUNNING,
        number=number,
        has_account=follow_up.cci is not None,
        promised=follow_up.promised,
        deposited=deposited(session, follow_up.id),
        is_next=all(one.state == TransferState.PAID for one in follow_up.instalments if one.number < number),
        paid=follow_up.paid,
        accounted=follow_up.accounted,
        second=second_score_of(session, rulebook, award.application_id),
    )


def end_facts(session: Session, follow_up: FollowUp) -> EndFacts:
    """Gather what the end of a follow-up rests on."""
    under_way = (TransferState.PROPOSED, TransferState.APPROVED)
    scoring = second_scoring_of(session, follow_up.award.application_id)
    return EndFacts(
        balance=follow_up.balance,
        paid=follow_up.paid,
        under_way=sum(one.state in under_way for one in follow_up.instalments),
        accounted=follow_up.accounted,
        is_scoring=scoring is not None and scoring.state == SecondState.OPEN,
    )


def deposited(session: Session, follow_up_id: int) -> Money:
    """Give what the group put in of its own."""
    amounts = select(CounterpartDeposit.amount).where(
        CounterpartDeposit.follow_up_id == follow_up_id, CounterpartDeposit.voided_at.is_(None)
    )
    return Money.total(session.scalars(amounts))


def approver_of_allocation(session: Session, award: Award) -> int | None:
    """Give who approved the allocation that granted an award."""
    return session.scalar(select(AllocationRun.approved_by).where(AllocationRun.id == award.run_id))


def approver_of_award(session: Session, award_id: int) -> int | None:
    """Give who approved the allocation that granted an award, by its id."""
    return session.scalar(
        select(AllocationRun.approved_by)
        .join(Award, Award.run_id == AllocationRun.id)
        .where(Award.id == award_id)
    )


def agreement_of(session: Session, follow_up: FollowUp) -> Document:
    """Give the agreement that was signed."""
    return document_by_id(session, follow_up.agreement_id)


def move_counter(session: Session, follow_up: FollowUp, name: str, amount: Money) -> None:
    """Raise or lower a counter in one statement that holds only while the balance does.

    The CHECK of the table is the second lock on the same door. Refused when the balance does not allow it.
    """
    session.flush()
    columns = FollowUp.__table__.c
    counter = columns[name]
    after = {key: columns[key] for key in ("paid", "accounted", "returned")} | {name: counter + amount}
    changed = session.execute(
        update(FollowUp)
        .where(
            FollowUp.id == follow_up.id,
            after["accounted"] + after["returned"] <= after["paid"],
            after["paid"] <= columns.amount,
            counter >= ZERO - amount,
        )
        .values({name: counter + amount, "version": FollowUp.version + 1})
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        problem = accounting_problem(amount, follow_up.balance)
        raise Refused([problem or _TOO_FAR])
    session.refresh(follow_up)


_TOO_FAR = Problem(
    "follow_up.counter",
    field="state",
    message=N_(
        "Las cuentas del grupo no permiten ese cambio. Vuelva a cargar la página y revise sus saldos."
    ),
)


def void_line(session: Session, act: Act, line: Noted | None, follow_up_id: int, reason: str) -> Noted:
    """Void something noted, with the reason; NotFound when it is not of this follow-up, Stale when it is void."""
    if line is None or line.follow_up_id != follow_up_id:
        raise NotFound("line of the follow-up")
    if line.voided_at is not None:
        raise Stale("line of the follow-up")
    reason = clean_text(reason)
    refuse(reason_problems(reason))
    line.voided_at, line.void_reason = act.at, reason
    session.flush()
    return line


def issue_paper(
    session: Session, act: Act, award: Award, *, kind: DocumentKind, title: str, paper: object
) -> Document:
    """Issue a paper about an award, numbered by the office of its contest."""
    return issue_document(
        session,
        act,
        kind=kind,
        office=contest_by_id(session, award.contest_id).office,
        subject=award_subject(award.id),
        title=title,
        build=lambda _issue: paper,
    )


def next_number(numbers: Iterable[int]) -> int:
    """Give the number after the last."""
    return max(numbers, default=0) + 1


def put_on_record(
    session: Session, act: Act, award_id: int, *, action: str, **data: int | str | None
) -> None:
    """Write an act into the chain: ids and céntimos, nobody's account or name."""
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"award:{award_id}",
        data=data,
    )
