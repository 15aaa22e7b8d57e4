"""Loading what a deed of the screening works on, under the lock of its contest, and telling what it led to."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.cured_files import forget_cure_files
from contest_portal.applications.documents.screening_letter import (
    SCREENING_LETTER,
    LetterFinding,
    ScreeningLetter,
)
from contest_portal.applications.models import Application
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.screening import (
    SCREENING,
    Finding,
    ScreeningFacts,
    place_name,
)
from contest_portal.applications.screening_models import Screening, ScreeningDecision, ScreeningFinding
from contest_portal.applications.screening_queries import findings_of, screening_of
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook, ScreeningRules
from contest_portal.documents.rules.kinds import Issue
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_, NotFound, Problem, Stale, WrongState


@dataclass(frozen=True, slots=True)
class Case:
    """An application under screening with all that decides about it."""

    application: Application
    contest: Contest
    screening: Screening
    rulebook: Rulebook
    rules: ScreeningRules
    findings: tuple[Finding, ...]

    def facts(self, act: Act) -> ScreeningFacts:
        """Give what the guards ask for."""
        return ScreeningFacts(
            at=act.at,
            closes_at=self.contest.entries_end_at or self.rulebook.calendar.closes_at,
            contest_state=self.contest.state,
            findings=self.findings,
            cure_until=self.screening.cure_until,
        )


def case_of(session: Session, act: Act, application_id: int, *, expected_version: int | None) -> Case:
    """Give a received application to whoever may decide on it.

    `expected_version` is that of the screening, 0 before there was one, None when any will do. Raises NotFound for
    what was not received, WrongState when the contest does not screen, Stale when somebody acted since.
    """
    application = received_application(session, application_id)
    permit(act.actor, Action.SCREENING_DECIDE, Scope(contest_id=application.contest_id))
    contest = hold_contest(session, application.contest_id)
    rulebook = rulebook_of(session, contest.id)
    if rulebook.screening is None:
        raise WrongState([NO_SCREENING])
    screening = screening_of(session, application_id)
    shown = 0 if screening is None else screening.version
    if expected_version is not None and shown != expected_version:
        raise Stale(f"screening of application {application_id}: {expected_version} is not {shown}")
    if screening is None:
        screening = Screening(application_id=application_id, state="open")
        session.add(screening)
        session.flush()
    return Case(
        application, contest, screening, rulebook, rulebook.screening, findings_of(session, screening)
    )


def received_application(session: Session, application_id: int) -> Application:
    """Give what a group sent and did not take back, with its group; NotFound for anything else."""
    application = session.scalars(
        select(Application)
        .where(Application.id == application_id, Application.state == ApplicationState.SUBMITTED.value)
        .options(joinedload(Application.group))
    ).one_or_none()
    if application is None:
        raise NotFound(f"received application {application_id}")
    return application


def screen_again(session: Session, act: Act, application: Application) -> None:
    """Begin the screening anew when a call that was opened again lets a group send anew; decisions stay on record."""
    contest = application.contest
    if contest.entries_end_at is None:
        return
    screening = screening_of(session, application.id)
    if screening is None:
        return
    facts = ScreeningFacts(at=act.at, closes_at=contest.entries_end_at, contest_state=contest.state)
    session.execute(delete(ScreeningFinding).where(ScreeningFinding.screening_id == screening.id))
    SCREENING.move(screening, "begin_again", facts)
    screening.cure_until, screening.profile = None, None
    forget_cure_files(session, application.id)
    session.flush()


def settle(session: Session, act: Act, case: Case, action: str, *, reason: str = "") -> ScreeningDecision:
    """Move the screening, tell the group by letter, and keep the decision beside the earlier ones."""
    SCREENING.move(case.screening, action, case.facts(act))
    case.screening.profile = None
    forget_cure_files(session, case.application.id)
    session.flush()
    document = issue_document(
        session,
        act,
        kind=SCREENING_LETTER,
        office=office_by_id(session, case.contest.office_id),
        subject=f"application:{case.application.id}",
        title=SCREENING_LETTER.title,
        build=lambda _issue: _letter(_issue, case, action, reason),
    )
    codes = [finding.code for finding in case.findings]
    decision = ScreeningDecision(
        screening_id=case.screening.id,
        action=action,
        reason=reason,
        codes=" ".join(codes),
        document_id=document.id,
        decided_at=act.at,
        decided_by=act.actor.user_id,
    )
    session.add(decision)
    session.flush()
    data: Mapping[str, Json] = {"codes": codes, "contest_id": case.contest.id, "document_id": document.id}
    note(session, act, case.application.id, action=f"screening.{action}", data=data)
    return decision


def note(session: Session, act: Act, application_id: int, *, action: str, data: Mapping[str, Json]) -> None:
    """Write a deed of the screening to the chain."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"application:{application_id}",
        data=data,
    )


def _letter(_issue: Issue, case: Case, action: str, reason: str) -> ScreeningLetter:
    return ScreeningLetter(
        contest_code=case.contest.code,
        contest_title=case.contest.title,
        application_code=case.application.code or "",
        group_name=case.application.group.name,
        business=case.application.title,
        action=action,
        reason=reason,
        findings=tuple(
            LetterFinding(
                finding.code,
                finding.text,
                place_name(finding.section, case.rulebook.form),
            )
            for finding in case.findings
        ),
        cure_until=case.screening.cure_until if action == "ask_cure" else None,
    )


NO_SCREENING = Problem(
    "screening.not_in_rules",
    field="state",
    message=N_("Las bases de este concurso no prevén revisión de admisión: todo lo recibido se evalúa."),
)
