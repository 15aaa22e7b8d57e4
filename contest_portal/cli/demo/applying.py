"""Groups of the demonstration register, fill in their profiles and send them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.services.add_member import add_member
from contest_portal.applications.services.register_group import register_group
from contest_portal.applications.services.save_choice import save_choice
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.set_member_office import set_member_office
from contest_portal.applications.services.start_application import start_application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.cli.demo.cast import Player, act_of, open_account
from contest_portal.cli.demo.entries import DemoGroup
from contest_portal.cli.demo.own_questions import answering
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of


def representative(group: DemoGroup) -> Player:
    """Give the account of a group's president; group 8 is the one printed at the start."""
    key = "grupo" if group.number == 8 else f"grupo{group.number}"
    return Player(key, group.members[0].full_name, (Role.REPRESENTATIVE,))


def register(session: Session, group: DemoGroup, at: datetime) -> ProducerGroup:
    """Open the representative's account and register the group with its members."""
    player = representative(group)
    open_account(session, player, at)
    act = act_of(session, player, at)
    registered = register_group(session, act, name=group.name, centre_code=group.centre_code)
    for member in group.members:
        row = add_member(session, act, group_id=registered.id, dni=member.dni)
        if row.office != member.office:
            office = MemberOffice(member.office)
            set_member_office(session, act, group_id=registered.id, member_id=row.id, office=office)
    return registered


def fill_in(
    session: Session,
    act: Act,
    contest: Contest,
    registered: ProducerGroup,
    group: DemoGroup,
    lines: dict[str, str],
    *,
    sections: Collection[str] | None = None,
) -> Application:
    """Start an application and save its sections one after the other: the choice always, of the others these or all."""
    application = start_application(session, act, contest_id=contest.id, group_id=registered.id)
    save_choice(
        session,
        act,
        application_id=application.id,
        expected_version=application.version,
        choice=Choice(group.category_code, lines[group.line], group.title),
        content=group.profile,
    )
    form = rulebook_of(session, contest.id).form
    answered = answering(group.profile, form)
    for section in form.sections:
        if section.code != SectionCode.CHOICE and (sections is None or section.code in sections):
            save_section(
                session,
                act,
                application_id=application.id,
                expected_version=application.version,
                section=section.code,
                content=answered,
            )
    return application


def send(session: Session, act: Act, application: Application) -> Application:
    """Send a filled-in application."""
    return submit_application(
        session, act, application_id=application.id, expected_version=application.version
    ).application
