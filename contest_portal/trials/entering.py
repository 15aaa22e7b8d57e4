"""The call is published and the invented groups send their profiles, through the services of a real contest."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.rules.registry import RULES
from contest_portal.applications.models import Application, GroupMember, ProducerGroup
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.file_kinds import kind_of
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.profile import write_profile
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.applications.services.decide_screening import decide_screening
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.services.publish_contest import publish_contest
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.scanner import Scan
from contest_portal.kernel.storage import Storage
from contest_portal.registry.models.register import Household, Person
from contest_portal.trials.ground import CENTRE, Ground
from contest_portal.trials.rules.files import invented_file
from contest_portal.trials.rules.groups import InventedGroup, InventedMember
from contest_portal.trials.rules.profiles import invented_profile

Entries = dict[InventedGroup, Application]
_OFFICES = (MemberOffice.PRESIDENT, MemberOffice.TREASURER, MemberOffice.SECRETARY)


def publish(ground: Ground) -> None:
    """Publish the draft as it stands: its rules are frozen, its money reserved."""
    publish_contest(
        ground.session,
        ground.act(Role.STAFF, ground.calendar.published_at),
        contest_id=ground.contest.id,
        expected_version=ground.contest.version,
        allocation_rules=frozenset(RULES),
    )


def enter(ground: Ground, groups: tuple[InventedGroup, ...], storage: Storage) -> Entries:
    """Let every group enter with the files it must bring, one after the other over the days of the call."""
    return {group: _send(ground, group, len(groups), storage) for group in groups}


def screen(ground: Ground, entries: Entries) -> None:
    """Admit every entry, where the rules screen what was received."""
    act = ground.act(Role.SECRETARY, ground.calendar.screened_at)
    for application in entries.values():
        decide_screening(
            ground.session,
            act,
            application_id=application.id,
            expected_version=0,
            decision=Decision.ADMIT,
        )


def _send(ground: Ground, group: InventedGroup, groups: int, storage: Storage) -> Application:
    act = ground.act(Role.REPRESENTATIVE, ground.calendar.entered_at(group.number, groups))
    draft = _draft(ground, group)
    for number, asked in enumerate(ground.rulebook.files, 1):
        if asked.required:
            file = _sound(invented_file(asked, number))
            attach_file(
                ground.session, act, storage=storage, application_id=draft.id, file=file, asked=asked.code
            )
    return submit_application(
        ground.session, act, application_id=draft.id, expected_version=draft.version
    ).application


def _sound(content: bytes) -> SoundFile:
    """Take an invented file for one that was opened and found sound."""
    kind = kind_of(content)
    if kind is None:
        raise ValueError("an invented file has a kind")
    return SoundFile(kind, content, sha256_hex(content), preview=None, pages=None, scan=Scan.ABSENT)


def _draft(ground: Ground, group: InventedGroup) -> Application:
    opened = ground.calendar.told.opens_at
    registered = ProducerGroup(
        name=f"Grupo inventado {group.number}",
        centre_code=_centre_of(ground, group),
        representative_id=ground.people[Role.REPRESENTATIVE].id,
        created_at=opened,
    )
    ground.session.add(registered)
    ground.session.flush()
    _add_members(ground.session, registered, group)
    profile = invented_profile(group.requested, ground.rulebook)
    application = Application(
        contest_id=ground.contest.id,
        group_id=registered.id,
        state=ApplicationState.DRAFT.value,
        category_code=group.category,
        line_code=group.line,
        title=f"Negocio inventado {group.number}",
        profile=write_profile(profile),
        requested=profile.requested,
        created_at=opened,
    )
    ground.session.add(application)
    ground.session.flush()
    return application


def _centre_of(ground: Ground, group: InventedGroup) -> str:
    territory = ground.rulebook.territory
    return f"{territory[group.number % len(territory)]}{CENTRE}"


def _add_members(session: Session, registered: ProducerGroup, group: InventedGroup) -> None:
    households = {
        number: Household(code=f"{number:08d}", centre_code=registered.centre_code)
        for number in sorted({member.household for member in group.members})
    }
    session.add_all(households.values())
    session.flush()
    persons = [_person(member, households[member.household].id) for member in group.members]
    session.add_all(persons)
    session.flush()
    offices = (*_OFFICES, *[MemberOffice.MEMBER] * len(persons))
    session.add_all(
        GroupMember(
            group_id=registered.id, person_id=person.id, office=office.value, joined_at=registered.created_at
        )
        for person, office in zip(persons, offices, strict=False)
    )
    session.flush()


def _person(member: InventedMember, household_id: int) -> Person:
    given, paternal, maternal = member.names
    return Person(
        dni=f"{member.number:08d}",
        given_names=given,
        paternal_surname=paternal,
        maternal_surname=maternal,
        sort_key=sort_key(paternal, maternal, given),
        birth_date=member.born_on,
        sex=member.sex,
        household_id=household_id,
    )
