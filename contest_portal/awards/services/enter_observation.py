"""Enter an observation that a group brought to the office on paper."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.models import Application
from contest_portal.applications.receiving import SoundFile
from contest_portal.awards.filing_observations import Filed, keep_observation
from contest_portal.awards.observation_models import Observation
from contest_portal.kernel.problems import N_, NotFound, Problem, refuse
from contest_portal.kernel.storage import Storage


def enter_observation(
    session: Session,
    act: Act,
    *,
    application_id: int,
    about: str,
    text: str,
    received_at: datetime,
    files: tuple[SoundFile, ...] = (),
    storage: Storage | None = None,
) -> Observation:
    """Keep an observation by the instant at which its paper came: what came in time counts, though entered later.

    Refused as `keep_observation` does, and for an instant that is still to come.
    """
    application = session.scalars(
        select(Application).where(Application.id == application_id).options(joinedload(Application.group))
    ).one_or_none()
    if application is None:
        raise NotFound(f"application {application_id}")
    permit(act.actor, Action.OBSERVATION_ENTER, Scope(contest_id=application.contest_id))
    refuse([_to_come() if received_at > act.at else None])
    filed = Filed(about, text, arrived_at=received_at, on_paper=True, files=files, storage=storage)
    return keep_observation(session, act, application, filed)


def _to_come() -> Problem:
    return Problem(
        "observation.to_come",
        field="received_at",
        message=N_("Esa hora todavía no llega. Escriba cuándo se recibió el papel."),
    )
