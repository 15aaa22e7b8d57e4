"""Households of a contest that other contests awarded, whatever the contest's rules ask: for the office to judge.

Awards that are approved and not announced count here too, for those who may see that contest's ranking.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.applications.models import Application, ApplicationMember, ProducerGroup
from contest_portal.applications.rules.double_benefit import still_waits, waits_until
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.follow_up_queries import state_of
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.registry.models.register import Household


@dataclass(frozen=True, slots=True)
class DoubleBenefit:
    """A household of an application here, and one award of another contest in which it stood.

    `announced_on` None: not announced yet. `waits_until` is the first day of opening that would do under this
    contest's months; None when it asks for none, or nothing is announced. `is_too_recent`: the rule would refuse it.
    `state`: that of the award's follow-up.
    """

    household_id: int
    household_code: str
    members: tuple[str, ...]
    application_id: int
    application_code: str
    group_name: str
    other_contest_id: int
    other_contest_code: str
    other_contest_title: str
    other_application_code: str
    amount: Money
    state: str
    announced_on: date | None
    waits_until: date | None
    is_too_recent: bool


def double_benefits(
    session: Session, actor: Actor, *, contest_id: int, rulebook: Rulebook, application_id: int | None = None
) -> tuple[DoubleBenefit, ...]:
    """List them by application and household, the newest award first; of one application when it is named."""
    query = _awarded_elsewhere(contest_id)
    if application_id is not None:
        query = query.where(Application.id == application_id)
    return tuple(_benefits(session.execute(query).all(), actor, rulebook))


def _awarded_elsewhere(contest_id: int) -> Select[*tuple[Any, ...]]:
    there, other = aliased(ApplicationMember), aliased(Application)
    return (
        select(
            ApplicationMember,
            Household.code,
            Application,
            ProducerGroup.name,
            other,
            Contest,
            Award,
            FollowUp,
        )
        .join(Application, Application.id == ApplicationMember.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(Household, Household.id == ApplicationMember.household_id)
        .join(there, there.household_id == ApplicationMember.household_id)
        .join(other, other.id == there.application_id)
        .join(Award, Award.application_id == other.id)
        .join(AllocationRun, AllocationRun.id == Award.run_id)
        .join(Contest, Contest.id == other.contest_id)
        .outerjoin(FollowUp, FollowUp.award_id == Award.id)
        .where(
            Application.contest_id == contest_id,
            Application.state == ApplicationState.SUBMITTED.value,
            other.contest_id != contest_id,
            Award.state == "granted",
        )
        .order_by(
            func.length(Application.code),
            Application.code,
            Household.code,
            AllocationRun.approved_at.desc(),
            Award.id.desc(),
            ApplicationMember.id,
        )
    )


def _benefits(
    rows: Iterable[Row[*tuple[Any, ...]]], actor: Actor, rulebook: Rulebook
) -> Iterator[DoubleBenefit]:
    months, opens_on = rulebook.group.months_between_awards, office_date(rulebook.calendar.opens_at)
    for _, group in groupby(rows, key=lambda row: (row[2].id, row[0].household_id, row[6].id)):
        lines = list(group)
        member, household_code, application, group_name, other, contest, award, follow_up = lines[0]
        announced_on = None if contest.announced_at is None else office_date(contest.announced_at)
        if announced_on is None and not can(actor, Action.RANKING_SEE, Scope(contest_id=contest.id)):
            continue
        counts = announced_on is not None and months > 0
        yield DoubleBenefit(
            household_id=member.household_id,
            household_code=household_code,
            members=tuple(dict.fromkeys(line[0].full_name for line in lines)),
            application_id=application.id,
            application_code=application.code or "",
            group_name=group_name,
            other_contest_id=contest.id,
            other_contest_code=contest.code,
            other_contest_title=contest.title,
            other_application_code=other.code or "",
            amount=award.amount,
            state=state_of(award, follow_up),
            announced_on=announced_on,
            waits_until=waits_until(announced_on, months) if counts and announced_on else None,
            is_too_recent=announced_on is not None and still_waits(announced_on, months, opens_on=opens_on),
        )
