"""The automatic checks of a received application: the rules of its sending asked again, with the evidence of now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.attachment_queries import attachments_of, held_files
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import GroupMemberView, group_members, group_view
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.queries import profiles_of
from contest_portal.applications.rules.attachments import FileReport, file_reports
from contest_portal.applications.rules.completeness import SectionReport, section_reports
from contest_portal.applications.rules.eligibility import Outcome, outcomes
from contest_portal.applications.rules.profile import read_profile
from contest_portal.applications.rules.screening_changes import MemberPlace, member_changes
from contest_portal.applications.rules.similarity import NearPair, near_pairs
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import Problem
from contest_portal.kernel.sentences import Sentence
from contest_portal.registry.models.register import Centre, Household
from contest_portal.registry.queries.register import RegisteredPerson, registered_persons


@dataclass(frozen=True, slots=True)
class AutomaticChecks:
    """How the group and its profile stand now, what changed in the group since, and how many files came along."""

    outcomes: tuple[Outcome, ...]
    sections: tuple[SectionReport, ...]
    changes: tuple[Sentence, ...]
    files: int
    asked: tuple[FileReport, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give all that stands against the application, the group first."""
        of_the_group = (problem for outcome in self.outcomes for problem in outcome.problems)
        of_the_profile = (problem for section in self.sections for problem in section.problems)
        of_the_files = (problem for report in self.asked for problem in report.problems)
        return (*of_the_group, *of_the_profile, *of_the_files)


def automatic_checks(session: Session, application: Application, rulebook: Rulebook) -> AutomaticChecks:
    """Ask the rules of sending again of whom and what was sent, by the register and the rules of now."""
    sent = _sent_members(session, application.id)
    members = tuple(member for member, _ in sent)
    facts = group_facts(
        session,
        group=group_view(session, application.group_id),
        contest_id=application.contest_id,
        rulebook=rulebook,
        members=members,
    )
    files = attachments_of(session, application.id)
    return AutomaticChecks(
        outcomes=outcomes(facts),
        sections=section_reports(choice_of(application), read_profile(application.profile), rulebook),
        changes=_changes(session, application, [place for _, place in sent]),
        files=len(files),
        asked=file_reports(held_files(files), rulebook.files),
    )


def near_identical(session: Session, application_ids: tuple[int, ...]) -> tuple[NearPair, ...]:
    """Point out which of these applications have near-identical profiles."""
    return near_pairs(profiles_of(session, application_ids))


def _changes(session: Session, application: Application, sent: Sequence[MemberPlace]) -> tuple[Sentence, ...]:
    present = {member.person_id: member.full_name for member in group_members(session, application.group_id)}
    registered = registered_persons(session, [place.person_id for place in sent])
    return member_changes(sent, {person.person_id: _place(person) for person in registered}, present)


def _place(person: RegisteredPerson) -> MemberPlace:
    return MemberPlace(person.person_id, person.full_name, person.household_id, person.centre_name)


def _sent_members(session: Session, application_id: int) -> tuple[tuple[GroupMemberView, MemberPlace], ...]:
    rows = session.execute(
        select(ApplicationMember, Household.code, Centre.name)
        .join(Household, Household.id == ApplicationMember.household_id)
        .join(Centre, Centre.code == ApplicationMember.centre_code)
        .where(ApplicationMember.application_id == application_id)
        .order_by(ApplicationMember.id)
    )
    return tuple(
        (
            GroupMemberView(
                member_id=row.id,
                person_id=row.person_id,
                dni=row.dni,
                full_name=row.full_name,
                sex=row.sex,
                office=row.office,
                household_id=row.household_id,
                household_code=household_code,
                centre_name=centre_name,
            ),
            MemberPlace(row.person_id, row.full_name, row.household_id, centre_name),
        )
        for row, household_code, centre_name in rows
    )
