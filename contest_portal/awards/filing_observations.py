"""Keeping an observation with its receipt, whichever door it came through."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.applications.quarantine import put_file
from contest_portal.applications.receiving import SoundFile
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.observation import OBSERVATION_RECEIPT, ObservationReceipt
from contest_portal.awards.observation_desk import note_observation
from contest_portal.awards.observation_models import Observation, ObservationFile
from contest_portal.awards.observation_queries import about_names, filing_facts, has_result, observable
from contest_portal.awards.rules.observations import (
    About,
    Window,
    about_problem,
    files_problem,
    filing_problem,
    text_problem,
)
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import N_, NotFound, Problem, Refused, refuse
from contest_portal.kernel.storage import Storage


@dataclass(frozen=True, slots=True)
class Filed:
    """An observation as it arrived: the code of what it is about, its text, when, on paper or not, sound files with it.

    `storage` is where the files are kept.
    """

    about: str
    text: str
    arrived_at: datetime
    on_paper: bool
    files: tuple[SoundFile, ...] = ()
    storage: Storage | None = None


def keep_observation(session: Session, act: Act, application: Application, filed: Filed) -> Observation:
    """Keep it and issue its receipt. The caller asked for the permission; the application's group is loaded.

    Raises Refused with the reason and the dates outside the window, for a text that says nothing or that was filed
    before (a button pressed twice), for what the group was not scored on; NotFound for a group without a result.
    """
    contest = hold_contest(session, application.contest_id)
    facts = filing_facts(session, contest, application.id, filed.arrived_at)
    refuse(
        [
            filing_problem(facts),
            text_problem(filed.text, "text"),
            files_problem([one.original_sha256 for one in filed.files]),
        ]
    )
    if application.category_code is None or not has_result(session, application.id):
        raise NotFound(f"result of application {application.id}")
    refuse([_repeated(session, contest, application, filed)])
    rulebook = rulebook_of(session, contest.id)
    about = {one.code: one for one in observable(rulebook, application.category_code)}.get(filed.about)
    if about is None or facts.window is None:
        raise Refused([about_problem()])
    names = about_names(rulebook, about)
    receipt = _receipt(session, act, contest, application, facts.window, filed, names)
    observation = _stored(act, application, facts.window, filed, about, receipt)
    observation.files = _kept_files(session, filed, act.at)
    session.add(observation)
    note_observation(
        session,
        act,
        observation,
        action="observation.filed",
        document_id=receipt.id,
        on_paper=filed.on_paper,
        files=len(filed.files),
    )
    return observation


def _kept_files(session: Session, filed: Filed, at: datetime) -> list[ObservationFile]:
    if filed.storage is None:
        return []
    return [
        ObservationFile(
            number=number,
            name=f"prueba-{number}.{one.kind.ending}",
            media_type=one.kind.media_type,
            size=len(one.content),
            sha256=put_file(session, filed.storage, one, at),
            original_sha256=one.original_sha256,
            preview_sha256=None if one.preview is None else filed.storage.put(one.preview),
            pages=one.pages,
            scan=one.scan.value,
        )
        for number, one in enumerate(filed.files, 1)
    ]


def _repeated(session: Session, contest: Contest, application: Application, filed: Filed) -> Problem | None:
    same = select(Observation.id).where(
        Observation.application_id == application.id,
        Observation.announced_at == contest.announced_at,
        Observation.text == filed.text.strip(),
    )
    if session.scalar(same.limit(1)) is None:
        return None
    return Problem(
        "observation.repeated",
        field="text",
        message=N_("El grupo ya presentó esta misma observación. Descargue su cargo."),
    )


def _stored(
    act: Act, application: Application, window: Window, filed: Filed, about: About, receipt: Document
) -> Observation:
    return Observation(
        contest_id=application.contest_id,
        application_id=application.id,
        state="received",
        phase_code=about.phase,
        criterion_code=about.criterion,
        text=filed.text.strip(),
        announced_at=window.opens_at,
        received_at=filed.arrived_at,
        closes_at=window.until,
        on_paper=filed.on_paper,
        filed_by=act.actor.user_id,
        filed_at=act.at,
        document_id=receipt.id,
    )


def _receipt(
    session: Session,
    act: Act,
    contest: Contest,
    application: Application,
    window: Window,
    filed: Filed,
    names: tuple[str, str],
) -> Document:
    phase, criterion = names
    content = ObservationReceipt(
        contest_code=contest.code,
        contest_title=contest.title,
        application_code=application.code or "",
        group_name=application.group.name,
        phase=phase,
        criterion=criterion,
        text=filed.text.strip(),
        received_at=filed.arrived_at,
        closes_at=window.until,
        on_paper=filed.on_paper,
        files=tuple(one.original_sha256 for one in filed.files),
    )
    return issue_document(
        session,
        act,
        kind=OBSERVATION_RECEIPT,
        office=office_by_id(session, contest.office_id),
        subject=f"application:{application.id}",
        title=titles.OBSERVED.format(code=application.code),
        build=lambda _issue: content,
    )
