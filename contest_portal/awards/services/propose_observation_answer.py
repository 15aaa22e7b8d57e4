"""Propose how an observation is answered."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.awards.observation_desk import hold_observation, note_observation
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.observation_queries import answering_scope
from contest_portal.awards.rules.correction import Previewed
from contest_portal.awards.rules.observations import OBSERVATION, Answer, answer_problem, text_problem
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import Stale, refuse
from contest_portal.kernel.records import to_data


def propose_observation_answer(
    session: Session,
    act: Act,
    *,
    observation_id: int,
    expected_version: int,
    outcome: Answer,
    answer: str,
    previewed: Previewed | None = None,
) -> Observation:
    """Keep a proposed answer for a second person; `previewed` is the correction whose effect was shown, if it has one.

    Not by a juror of the group's sheets. Raises Stale when somebody answered meanwhile, WrongState when it is decided,
    Refused for an answer that says nothing, and for a rejection that corrects.
    """
    observation = hold_observation(session, observation_id)
    where = (observation.contest_id, observation.application_id)
    permit(act.actor, Action.OBSERVATION_ANSWER, answering_scope(session, *where))
    OBSERVATION.require(observation, "propose")
    if observation.version != expected_version:
        raise Stale(f"observation {observation_id}")
    refuse([text_problem(answer, "answer"), answer_problem(outcome, corrects=previewed is not None)])
    # with its answer: the table takes one only with the other
    OBSERVATION.move(observation, "propose", None)
    observation.outcome, observation.answer = outcome.value, answer.strip()
    observation.correction = canonical_json(to_data(previewed)) if previewed else None
    observation.proposed_by, observation.proposed_at = act.actor.user_id, act.at
    effect = {"effect_sha256": previewed.effect.sha256} if previewed else {}
    note_observation(
        session, act, observation, action="observation.proposed", outcome=outcome.value, **effect
    )
    return observation
