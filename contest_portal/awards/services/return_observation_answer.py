"""Give a proposed answer back, so that another can be proposed."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.awards.observation_desk import hold_observation, note_observation
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.observation_queries import answering_scope
from contest_portal.awards.rules.observations import OBSERVATION


def return_observation_answer(session: Session, act: Act, *, observation_id: int) -> Observation:
    """Set a proposed answer aside; the observation waits again. Whoever may propose one may do it.

    Raises WrongState when it is decided or nothing is proposed.
    """
    observation = hold_observation(session, observation_id)
    where = (observation.contest_id, observation.application_id)
    permit(act.actor, Action.OBSERVATION_ANSWER, answering_scope(session, *where))
    OBSERVATION.move(observation, "return", None)
    observation.outcome = observation.answer = observation.correction = None
    observation.proposed_by = observation.proposed_at = None
    note_observation(session, act, observation, action="observation.returned")
    return observation
