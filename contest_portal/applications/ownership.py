"""Loading the things of a group for who files for it. What belongs to others does not exist for them."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.rules.actor import Act, Actor
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.applications.late_code_queries import window_of
from contest_portal.applications.models import Application, GroupMember, ProducerGroup
from contest_portal.applications.promoter_queries import present_promoters
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.lifecycle import ApplicationFacts, closed_to_draft, not_a_draft
from contest_portal.contests.models import Contest
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import NotFound, Stale, WrongState, refuse
from contest_portal.registry.models.register import Centre


def refuse_two_sides(act: Act) -> None:
    """Refuse to enter a group for whoever also judges, runs or audits contests, however that account came to be."""
    refuse(conflicting_roles(act.actor.roles))


def filing_scope(
    session: Session, actor: Actor, group_id: int, *, owner_id: int, contest_id: int | None = None
) -> Scope:
    """Give what the permission table asks of a group; NotFound to who neither represents nor promotes it today."""
    promoters = frozenset[int]() if actor.user_id == owner_id else present_promoters(session, group_id)
    if actor.user_id != owner_id and actor.user_id not in promoters:
        raise NotFound(f"group {group_id}")
    return Scope(contest_id=contest_id, owner_id=owner_id, promoter_ids=promoters)


def group_to_staff(session: Session, group_id: int) -> tuple[ProducerGroup, Scope]:
    """Give a group with what the permission table asks before its promoters change; NotFound without one."""
    group = session.get(ProducerGroup, group_id)
    if group is None:
        raise NotFound(f"group {group_id}")
    ubigeo = session.get_one(Centre, group.centre_code).ubigeo
    return group, Scope(owner_id=group.representative_id, ubigeo=ubigeo)


def own_group(session: Session, act: Act, group_id: int) -> ProducerGroup:
    """Give a group that the actor files for to be changed; NotFound for anybody else's."""
    group = session.get(ProducerGroup, group_id)
    if group is None:
        raise NotFound(f"group {group_id}")
    scope = filing_scope(session, act.actor, group.id, owner_id=group.representative_id)
    permit(act.actor, Action.GROUP_EDIT, scope)
    return group


def held_group(session: Session, act: Act, group_id: int) -> ProducerGroup:
    """Give it under the turn: so it is not sent between a look at its contests and the change."""
    wait_for_turn(session)
    return own_group(session, act, group_id)


def own_member(session: Session, group: ProducerGroup, member_id: int) -> GroupMember:
    """Give a present member of a group; NotFound when there is none of this id in it."""
    member = session.get(GroupMember, member_id)
    if member is None or member.group_id != group.id or member.left_at is not None:
        raise NotFound(f"member {member_id} of group {group.id}")
    return member


_APPLICATION = (
    select(Application)
    .where(Application.id == bindparam("application_id"))
    .options(joinedload(Application.group), joinedload(Application.contest).joinedload(Contest.office))
)


def own_application(session: Session, act: Act, application_id: int, action: Action) -> Application:
    """Give an application of the actor's group with its contest, its office, and group; NotFound for anybody else's."""
    application = session.scalars(_APPLICATION, {"application_id": application_id}).one_or_none()
    if application is None:
        raise NotFound(f"application {application_id}")
    group = application.group
    scope = filing_scope(
        session, act.actor, group.id, owner_id=group.representative_id, contest_id=application.contest_id
    )
    permit(act.actor, action, scope)
    return application


def own_draft(session: Session, act: Act, application_id: int, action: Action) -> Application:
    """Give an own draft to work on; WrongState when it was sent or taken back, and once it could not be sent."""
    application = own_application(session, act, application_id, action)
    refuse_to_change(session, act, application)
    return application


def refuse_to_change(session: Session, act: Act, application: Application) -> None:
    """Raise WrongState when an application was sent or taken back, and once it could not be sent."""
    problem = not_a_draft(application.state)
    if problem is not None:
        raise WrongState([problem])
    closed = closed_to_draft(window_of(session, application, act.at))
    if closed:
        raise WrongState(closed)


def draft_to_edit(
    session: Session, act: Act, application_id: int, expected_version: int, action: Action
) -> Application:
    """Give an own draft to be changed. WrongState as `own_draft`, Stale when somebody saved since."""
    wait_for_turn(session)
    application = own_draft(session, act, application_id, action)
    if application.version != expected_version:
        raise Stale(f"application {application_id}: version {expected_version} is not {application.version}")
    return application


def call_window(act: Act, contest: Contest) -> ApplicationFacts:
    """Give the instant and the window of a published call; NotFound while the contest is a draft."""
    if contest.published_at is None or contest.opens_at is None or contest.closes_at is None:
        raise NotFound(f"contest {contest.id}")
    return ApplicationFacts(at=act.at, opens_at=contest.opens_at, closes_at=contest.closes_at)


def choice_of(application: Application) -> Choice:
    """Give what an application applies with."""
    return Choice(
        category_code=application.category_code, line_code=application.line_code, title=application.title
    )
