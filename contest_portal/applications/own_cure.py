"""Loading the cure of a representative's own application."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import held_files
from contest_portal.applications.confirmations import agreement_left
from contest_portal.applications.cured_files import cure_files
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import choice_of, own_application, refuse_two_sides
from contest_portal.applications.rules.answers import asked_only
from contest_portal.applications.rules.attachments import check_files
from contest_portal.applications.rules.differences import changed_sections
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.profile import Profile, read_profile
from contest_portal.applications.rules.screening import SCREENING, Finding, ScreeningFacts, marks_files
from contest_portal.applications.screening_models import Screening
from contest_portal.applications.screening_queries import findings_of, screening_of
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import NotFound, Problem, WrongState


@dataclass(frozen=True, slots=True)
class Cure:
    """An own application that may be corrected now; `profile` is the correction as far as it was written."""

    application: Application
    contest: Contest
    screening: Screening
    rulebook: Rulebook
    findings: tuple[Finding, ...]
    profile: Profile

    def facts(self, act: Act) -> ScreeningFacts:
        """Give what the guards ask for."""
        return cure_facts(self.screening, self.contest, self.rulebook, act)


def own_cure(session: Session, act: Act, application_id: int) -> Cure:
    """Give the cure of an own application; NotFound when none was ever asked for, WrongState when it is over."""
    application = own_application(session, act, application_id, Action.APPLICATION_SUBMIT)
    contest = application.contest
    screening = screening_of(session, application_id)
    if screening is None or screening.cure_until is None:
        raise NotFound(f"cure of application {application_id}")
    rulebook = rulebook_of(session, contest.id)
    SCREENING.require(screening, "cure")
    problems = SCREENING.problems("cure", cure_facts(screening, contest, rulebook, act))
    if problems:
        raise WrongState(problems)
    return Cure(
        application=application,
        contest=contest,
        screening=screening,
        rulebook=rulebook,
        findings=findings_of(session, screening),
        profile=read_profile(screening.profile or application.profile),
    )


def cure_to_change(session: Session, act: Act, application_id: int) -> Cure:
    """Give the same under the lock of its contest: the evaluation cannot open meanwhile."""
    application = own_application(session, act, application_id, Action.APPLICATION_SUBMIT)
    refuse_two_sides(act)
    hold_contest(session, application.contest_id)
    return own_cure(session, act, application_id)


def cure_facts(screening: Screening, contest: Contest, rulebook: Rulebook, act: Act) -> ScreeningFacts:
    """Give what the guards of a cure ask for."""
    return ScreeningFacts(
        at=act.at,
        closes_at=rulebook.calendar.closes_at,
        contest_state=contest.state,
        cure_until=screening.cure_until,
    )


def missing_in_cure(session: Session, cure: Cure) -> tuple[Problem, ...]:
    """Give what the correction lacks beside the profile: files when it may change them, the agreement of the group."""
    held = held_files(cure_files(session, cure.application.id))
    files = check_files(held, cure.rulebook.files) if marks_files(cure.findings) else ()
    return (*files, *_agreement_with(session, cure))


def _agreement_with(session: Session, cure: Cure) -> tuple[Problem, ...]:
    """Ask the group again where the words changed: it agreed with others."""
    application, form = cure.application, cure.rulebook.form
    if not changed_sections(read_profile(application.profile), asked_only(cure.profile, form), form):
        return ()
    words = Draft(choice_of(application), cure.profile)
    return agreement_left(session, cure.rulebook.group, application.id, application.group_id, words)
