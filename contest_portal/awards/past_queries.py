"""What a person or a household sent to contests over the years, and what came of it, the newest first.

An application belongs to whoever stood in it on the day it was sent: a person who moved keeps the own past, and a
household keeps that of who lived in it then. What is not announced yet shows to those who may see the ranking.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.applications.models import Application, ApplicationMember, ProducerGroup
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.settlement import SETTLEMENT
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.follow_up_queries import state_of
from contest_portal.awards.queries import award_subject
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of_all
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.scoring.detail import read_detail
from contest_portal.scoring.models import RankingLine

Line = Row[*tuple[Any, ...]]
"""Member, application, contest, the group's name; then line, award, run and follow-up, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement that stands for an award."""

    document_id: int
    code: str
    issued_on: date
    is_printed: bool


@dataclass(frozen=True, slots=True)
class PastAward:
    """Money granted. `announced_on` is None while only the office knows; `state` is that of its follow-up, `balance`
    what the group answers for, `settlement` the code of the paper that ended it.
    """

    award_id: int
    amount: Money
    goods: Money
    assistance: Money
    is_void: bool
    approved_on: date
    announced_on: date | None
    agreement: Agreement | None
    state: str
    paid: Money
    balance: Money
    settlement: str | None


@dataclass(frozen=True, slots=True)
class PastMember:
    """Somebody of the file in an application, with the office of that day."""

    full_name: str
    office: str


@dataclass(frozen=True, slots=True)
class PastApplication:
    """What was sent to a contest. `total`, `standing` and `award` are None before there are any, and while hidden."""

    application_id: int
    code: str
    contest_id: int
    contest_code: str
    contest_title: str
    sent_on: date | None
    group_name: str
    state: str
    requested: Money
    members: tuple[PastMember, ...]
    total: Score | None
    standing: str | None
    place: int | None
    award: PastAward | None


def past_of(
    session: Session, actor: Actor, file: FileRef, *, also: Iterable[int] = ()
) -> tuple[PastApplication, ...]:
    """List what stands in a file of contests, and in files of the same kind that are the same person's (`also`).

    Drafts are the groups' own and do not show.
    """
    column = ApplicationMember.person_id if file.kind is FileOf.PERSON else ApplicationMember.household_id
    rows = session.execute(_lines(column.in_({file.id, *also}))).all()
    papers = _papers(session, (row[5].id for row in rows if row[5] is not None))
    return tuple(_applications(rows, actor, papers))


def _lines(whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ApplicationMember,
            Application,
            Contest,
            ProducerGroup.name,
            RankingLine,
            Award,
            AllocationRun,
            FollowUp,
        )
        .join(Application, Application.id == ApplicationMember.application_id)
        .join(Contest, Contest.id == Application.contest_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .outerjoin(RankingLine, RankingLine.application_id == Application.id)
        .outerjoin(Award, Award.application_id == Application.id)
        .outerjoin(AllocationRun, AllocationRun.id == Award.run_id)
        .outerjoin(FollowUp, FollowUp.award_id == Award.id)
        .where(whose, Application.state != ApplicationState.DRAFT.value)
        .order_by(Application.submitted_at.desc(), Application.id.desc(), ApplicationMember.id)
    )


Papers = Mapping[tuple[str, str], Document]
"""The standing agreement and settlement of awards, by subject and kind."""


def _papers(session: Session, award_ids: Iterable[int]) -> Papers:
    documents = documents_of_all(session, [award_subject(award_id) for award_id in award_ids])
    return {(one.subject, one.kind): one for one in documents if _stands(one)}


def _stands(document: Document) -> bool:
    is_kept = document.kind in (AGREEMENT.code, SETTLEMENT.code)
    return is_kept and document.state == DocumentState.ISSUED.value


def _agreement(document: Document) -> Agreement:
    return Agreement(
        document_id=document.id,
        code=document.code,
        issued_on=office_date(document.issued_at),
        is_printed=document.file_sha256 is not None,
    )


def _applications(rows: Iterable[Line], actor: Actor, papers: Papers) -> Iterator[PastApplication]:
    for _, group in groupby(rows, key=lambda row: row[1].id):
        lines = list(group)
        _, application, contest, group_name, ranked, award, run, follow_up = lines[0]
        shows = contest.state == ContestState.ANNOUNCED.value or can(
            actor, Action.RANKING_SEE, Scope(contest_id=contest.id)
        )
        ranked = ranked if shows else None
        yield PastApplication(
            application_id=application.id,
            code=application.code or "",
            contest_id=contest.id,
            contest_code=contest.code,
            contest_title=contest.title,
            sent_on=None if application.submitted_at is None else office_date(application.submitted_at),
            group_name=group_name,
            state=application.state,
            requested=application.requested,
            members=tuple(PastMember(line[0].full_name, line[0].office) for line in lines),
            total=None if ranked is None else _total(ranked),
            standing=None if ranked is None else ranked.standing,
            place=None if ranked is None else ranked.place,
            award=_award(contest, award, run, follow_up, papers) if shows else None,
        )


def _total(line: RankingLine) -> Score | None:
    return None if line.total_units is None else Score(line.total_units, read_detail(line.detail).decimals)


def _award(
    contest: Contest,
    award: Award | None,
    run: AllocationRun | None,
    follow_up: FollowUp | None,
    papers: Papers,
) -> PastAward | None:
    if award is None or run is None or run.approved_at is None:
        return None
    agreement, settlement = (
        papers.get((award_subject(award.id), kind.code)) for kind in (AGREEMENT, SETTLEMENT)
    )
    return PastAward(
        award_id=award.id,
        amount=award.amount,
        goods=award.goods,
        assistance=award.assistance,
        is_void=award.state == "void",
        approved_on=office_date(run.approved_at),
        announced_on=None if contest.announced_at is None else office_date(contest.announced_at),
        agreement=None if agreement is None else _agreement(agreement),
        state=state_of(award, follow_up),
        paid=ZERO if follow_up is None else follow_up.paid,
        balance=ZERO if follow_up is None else follow_up.balance,
        settlement=None if settlement is None else settlement.code,
    )
