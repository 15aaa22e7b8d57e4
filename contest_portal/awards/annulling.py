"""What is decided on when an award is annulled, whether it can be, and annulling it: the money returns to its envelope.

Why a group loses its award is written as a reason, whatever it is: it renounced, was found ineligible, or never
signed. The portal holds no letter of the group that would tell them apart, so all of them take the same word of two.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_portal.accounts.joint_acts import acts_of_contest, end_joint_act, joint_scope
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action, can
from contest_portal.accounts.second_person import another_may_ask, has_second
from contest_portal.allocation.envelope_counter import commit_to
from contest_portal.allocation.models import Award
from contest_portal.allocation.rules.lifecycle import AWARD
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.annulment import ANNULMENT, Annulment
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.party import Party, party_of
from contest_portal.awards.follow_up_acts import end_facts, issue_paper, put_on_record
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.follow_up_queries import VOID, state_of
from contest_portal.awards.queries import award_subject, standing_document
from contest_portal.awards.rules.follow_up import FOLLOW_UP, FollowUpState, reason_problems
from contest_portal.contests.models import Envelope
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document
from contest_portal.documents.text_queries import text_in_force
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem, Refused, refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskedAnnulment:
    """What both persons decide on: whose award, how much goes back to which envelope, what becomes void, and why.

    `text_sha256` is that of the office's own words for the paper, if it has some.
    """

    award_id: int
    application_code: str
    group_name: str
    amount: Money
    envelope: str
    signed_on: date | None
    returned: Money
    papers: tuple[str, ...]
    text_sha256: str
    reason: str


ANNULLING = JointKind("award.annulment", AskedAnnulment, Action.JOINT_ACT_ASK, Action.AWARD_END)


class Way(StrEnum):
    """How this person may have an award annulled: who approved the allocation confirms nothing, but may ask."""

    ASK = "ask"
    BE_ASKED = "be_asked"
    ALONE = "alone"


def way_of(session: Session, act: Act, contest_id: int, approver: int | None) -> Way:
    """Tell it: ask another; confirm what another of the office asks for; alone where the office has nobody else."""
    may_annul = can(act.actor, ANNULLING.confirm, joint_scope(contest_id, None, approver))
    if not may_annul or has_second(session, act, ANNULLING, contest_id, approver):
        return Way.ASK
    return Way.BE_ASKED if another_may_ask(session, act, ANNULLING, contest_id) else Way.ALONE


@dataclass(frozen=True, slots=True)
class Annulling:
    """An award that can be annulled, what ends with it, and what is decided on."""

    award: Award
    follow_up: FollowUp | None
    party: Party
    papers: tuple[Document, ...]
    asked: AskedAnnulment


def annulling_of(session: Session, award: Award, reason: str) -> Annulling:
    """Say what annulling an award would do now.

    Raises WrongState once it is annulled or settled, Refused without a reason, while the group keeps money of it, a
    transfer is under way or the jury scores its progress.
    """
    AWARD.require(award, "annul")
    follow_up = _follow_up(session, award)
    if follow_up is not None:
        FOLLOW_UP.require(follow_up, "annul")
        refuse(FOLLOW_UP.problems("annul", end_facts(session, follow_up)))
    reason = clean_text(reason)
    refuse(reason_problems(reason))
    standing = (
        standing_document(session, award_subject(award.id), one.code) for one in (AGREEMENT, CERTIFICATE)
    )
    papers = tuple(one for one in standing if one is not None)
    party = party_of(session, award, next((one for one in papers if one.kind == AGREEMENT.code), None))
    text = text_in_force(session, contest_by_id(session, award.contest_id).office_id, ANNULMENT.code)
    asked = AskedAnnulment(
        award_id=award.id,
        application_code=party.application_code,
        group_name=party.group_name,
        amount=award.amount,
        envelope=_envelope_name(session, award),
        signed_on=None if follow_up is None else follow_up.signed_on,
        returned=ZERO if follow_up is None else follow_up.returned,
        papers=tuple(one.code for one in papers),
        text_sha256="" if text is None else text.sha256 or "",
        reason=reason,
    )
    return Annulling(award, follow_up, party, papers, asked)


def annulment_problems(session: Session, award: Award) -> tuple[Problem, ...]:
    """Say why an award cannot be annulled now, and what to do instead; nothing where it can."""
    follow_up = _follow_up(session, award)
    state = state_of(award, follow_up)
    if state in _OVER:
        return (Problem(f"annulment.{state}", field="state", message=_OVER[state]),)
    return () if follow_up is None else FOLLOW_UP.problems("annul", end_facts(session, follow_up))


_OVER: Mapping[str, str] = {
    VOID: N_("Este premio ya quedó anulado. Su anulación está entre los papeles del premio."),
    FollowUpState.SETTLED: N_(
        "Este premio ya está liquidado: el grupo rindió lo que recibió. Lo que sigue es cerrarlo."
    ),
    FollowUpState.CLOSED: N_(
        "Este premio ya está cerrado y no queda nada por hacer. Sus papeles y cuentas siguen en su página."
    ),
}


def annul(session: Session, act: Act, annulling: Annulling, *, is_alone: bool) -> Document:
    """Issue its paper, end what was signed, void what rested on it, and give the amount back to its envelope.

    `is_alone`: nobody else could confirm it, which the log tells.
    """
    award, asked = annulling.award, annulling.asked
    if annulling.follow_up is not None:
        FOLLOW_UP.move(annulling.follow_up, "annul", end_facts(session, annulling.follow_up))
    document = issue_paper(
        session,
        act,
        award,
        kind=ANNULMENT,
        title=titles.ANNULLED.format(group=asked.group_name),
        paper=Annulment(annulling.party, award=asked.amount, returned=asked.returned, reason=asked.reason),
    )
    for paper in annulling.papers:
        void_document(session, act, document=paper, reason=titles.WHY_VOID.format(code=document.code))
    AWARD.move(award, "annul", None)
    commit_to(session, award.envelope_id, ZERO - award.amount)
    session.execute(delete(Benefit).where(Benefit.application_id == award.application_id))
    alone = {"second": None} if is_alone else {}
    put_on_record(
        session,
        act,
        award.id,
        action="award.annulled",
        document_id=document.id,
        amount_cents=award.amount.cents,
        **alone,
    )
    log.info("award annulled", extra={"award_id": award.id})
    return document


def another_asks() -> Problem:
    """Say who may confirm alone, that another of the office asks for it."""
    message = N_(
        "Anular un premio necesita a dos personas: que otra de la oficina lo pida, y usted lo confirma."
    )
    return Problem("annulment.another_asks", field="state", message=message)


def annulling_changed() -> Problem:
    """Say that what was asked for is not what would be done now."""
    message = N_("Desde que se pidió cambió algo de este premio: retire el pedido y pídalo de nuevo.")
    return Problem("annulment.changed", field="form", message=message)


def still_holds(session: Session, asked: AskedAnnulment) -> bool:
    """Tell whether what was asked for is what would be done now."""
    award = session.get(Award, asked.award_id)
    try:
        return award is not None and annulling_of(session, award, asked.reason).asked == asked
    except Refused:
        return False


def lapse_annulments(session: Session, act: Act, contest_id: int) -> None:
    """End the requests of a contest whose awards are no more; the calling service has the turn."""
    for waiting in acts_of_contest(session, ANNULLING, contest_id):
        end_joint_act(session, act, session.get_one(JointAct, waiting.id), "lapsed")


def _follow_up(session: Session, award: Award) -> FollowUp | None:
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.award_id == award.id)
        .options(joinedload(FollowUp.award), selectinload(FollowUp.instalments))
        .execution_options(populate_existing=True)
    ).one_or_none()


def _envelope_name(session: Session, award: Award) -> str:
    code = session.get_one(Envelope, award.envelope_id).category_code
    return rulebook_of(session, award.contest_id).envelope_names.get(code, code)
