"""What the acts on an observation share: the observation under its locks, and how it is noted."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.observation_models import Observation
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def hold_observation(session: Session, observation_id: int) -> Observation:
    """Give an observation as it is now, its contest held; NotFound when there is none."""
    contest_id = session.scalar(select(Observation.contest_id).where(Observation.id == observation_id))
    if contest_id is None:
        raise NotFound(f"observation {observation_id}")
    hold_contest(session, contest_id)
    return session.get_one(Observation, observation_id, populate_existing=True)


def note_observation(
    session: Session, act: Act, observation: Observation, *, action: str, **facts: Json
) -> None:
    """Write a deed into the chain: ids and hashes, no word of the group's or of the answer."""
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"application:{observation.application_id}",
        data={"observation": observation.id, **facts},
    )
    log.info(action, extra={"observation_id": observation.id})
