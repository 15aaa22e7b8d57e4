"""Observations of groups on their announced result."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session, selectinload

from contest_portal.accounts.models import User
from contest_portal.applications.models import ProducerGroup
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.rules.correction import Previewed
from contest_portal.awards.rules.observations import Answer
from contest_portal.awards.services.file_observation import file_observation
from contest_portal.awards.services.propose_observation_answer import propose_observation_answer
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest

WORDS = "La ficha suma 9 puntos y debería sumar 10: el corral ya estaba terminado."
ANSWERED = "Se revisó la ficha con el jurado y la visita, y se decide así."
SOON = NOON + timedelta(hours=3)


def representative_of(session: Session, scored: ScoredContest, name: str) -> User:
    """Give who represents a group of the contest."""
    group = session.get_one(ProducerGroup, scored.groups[name].group_id)
    return session.get_one(User, group.representative_id, options=[selectinload(User.grants)])


def make_observation(
    session: Session,
    scored: ScoredContest,
    name: str = "Allin Ruway",
    *,
    about: str = "FIELD/F1",
    at: datetime = SOON,
) -> Observation:
    """File one as the representative of a group of an announced contest."""
    act = act_of(representative_of(session, scored, name), at)
    return file_observation(session, act, application_id=scored.groups[name].id, about=about, text=WORDS)


def make_proposed_answer(
    session: Session,
    scored: ScoredContest,
    observation: Observation,
    *,
    outcome: Answer = Answer.UPHOLD,
    previewed: Previewed | None = None,
    by: User | None = None,
) -> Observation:
    """Propose how to answer one, as the secretary."""
    return propose_observation_answer(
        session,
        act_of(by or scored.secretary, SOON),
        observation_id=observation.id,
        expected_version=observation.version,
        outcome=outcome,
        answer=ANSWERED,
        previewed=previewed,
    )
