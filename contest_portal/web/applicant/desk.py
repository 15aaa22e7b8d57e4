"""What a page about an application works with: the application, its profile, the rules, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import g

from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import GroupView, group_view
from contest_portal.applications.late_code_queries import sending_window
from contest_portal.applications.ownership import filing_scope
from contest_portal.applications.queries import ApplicationView, application_view, profile_of
from contest_portal.applications.rules.completeness import (
    Choice,
    SectionReport,
    SectionState,
    section_reports,
)
from contest_portal.applications.rules.eligibility import Outcome, Standing, outcomes
from contest_portal.applications.rules.lifecycle import ApplicationState, closed_to_draft, open_until
from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import Problem
from contest_portal.web.applicant.deadline import Deadline, deadline
from contest_portal.web.shared.arrival import arrived_at
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.device_keys import device_keys
from contest_portal.web.shared.section_pages import SectionPage, pages_of
from contest_portal.web.shared.session import current_actor


@dataclass(frozen=True, slots=True)
class Desk:
    """An own application as read for a page at an instant; `closed` says why the call is not open then.

    `writer_id` is who sits at it: what is kept on the device is theirs.
    """

    view: ApplicationView
    profile: Profile
    rulebook: Rulebook
    at: datetime
    deadline: Deadline
    closed: tuple[Problem, ...]
    writer_id: int

    @property
    def choice(self) -> Choice:
        """Give what it applies with."""
        return Choice(self.view.category_code, self.view.line_code, self.view.title)

    @property
    def device_keys(self) -> str:
        """Give what the writer's device seals with what it cannot send yet."""
        return device_keys(self.writer_id)

    @property
    def may_edit(self) -> bool:
        """Tell whether it is a draft of a call that is open: nothing else can be worked on."""
        return self.view.state == ApplicationState.DRAFT and not self.closed

    @property
    def reports(self) -> tuple[SectionReport, ...]:
        """Tell how far each section is."""
        return section_reports(self.choice, self.profile, self.rulebook)


@dataclass(frozen=True, slots=True)
class Step:
    """A section on the overview: its page, its state, and the first thing to do there."""

    page: SectionPage
    state: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OpenCall:
    """An open contest beside a group: how it stands before the rules, and its application there, if any."""

    contest_id: int
    code: str
    title: str
    deadline: Deadline
    outcomes: tuple[Outcome, ...]
    application: ApplicationView | None

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether the contest is for other districts than the group's, and the group never applied to it."""
        outside = any(
            outcome.code == "group_within_territory" and outcome.standing is Standing.NOT_MET
            for outcome in self.outcomes
        )
        return outside and self.application is None


def own_group_view(group_id: int) -> GroupView:
    """Read a group of the person signed in; anybody else's does not exist."""
    group = group_view(read_session(), group_id)
    scope = filing_scope(read_session(), current_actor(), group_id, owner_id=group.representative_id)
    permit(current_actor(), Action.GROUP_EDIT, scope)
    g.working_for = group.name
    return group


def own_view(application_id: int) -> ApplicationView:
    """Read what lists say of an application of the person signed in; anybody else's does not exist."""
    view = application_view(read_session(), application_id)
    actor = current_actor()
    scope = filing_scope(
        read_session(), actor, view.group_id, owner_id=view.representative_id, contest_id=view.contest_id
    )
    permit(actor, Action.APPLICATION_EDIT, scope)
    g.working_for = view.group_name
    return view


def own_desk(application_id: int) -> Desk:
    """Read an application of the person signed in; anybody else's does not exist."""
    session = read_session()
    view = own_view(application_id)
    at = arrived_at()
    window = sending_window(session, application_id, at)
    until = open_until(window) if view.state == ApplicationState.DRAFT else view.closes_at
    return Desk(
        writer_id=current_actor().user_id or 0,
        view=view,
        profile=profile_of(session, application_id),
        rulebook=rulebook_of(session, view.contest_id),
        at=at,
        deadline=deadline(at, view.opens_at, until),
        closed=closed_to_draft(window),
    )


def steps_of(desk: Desk) -> tuple[Step, ...]:
    """List the sections in the order of the form."""
    pages = pages_of(desk.rulebook.form)
    return tuple(
        Step(page, report.state, report.problems) for page, report in zip(pages, desk.reports, strict=True)
    )


def sections_left(reports: Iterable[SectionReport]) -> int:
    """Count the sections that still keep an application from being sent."""
    return sum(report.state in (SectionState.MISSING, SectionState.WRONG) for report in reports)


def checklist(group_id: int, contest_id: int, rulebook: Rulebook) -> tuple[Outcome, ...]:
    """Tell how a group stands before each rule of a contest, today."""
    session = read_session()
    group = group_view(session, group_id)
    facts = group_facts(session, group=group, contest_id=contest_id, rulebook=rulebook)
    return outcomes(facts)
