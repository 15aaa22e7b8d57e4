"""A group that fell half a point short observes its result, and two people answer."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.rules.observations import Answer
from contest_portal.awards.services.decide_observation import decide_observation
from contest_portal.awards.services.file_observation import file_observation
from contest_portal.awards.services.propose_observation_answer import propose_observation_answer
from contest_portal.cli.demo.applying import representative
from contest_portal.cli.demo.cast import OFFICE_PLAYERS, act_of
from contest_portal.cli.demo.contests import office_time
from contest_portal.cli.demo.entries import demo_groups
from contest_portal.contests.models import Contest

_STAFF, _SECRETARY = OFFICE_PLAYERS[:2]


def tell_observation(session: Session, contest: Contest) -> None:
    """File it on the last of the three days, and answer it with what the sheets say."""
    group = demo_groups()[7]
    application_id = session.scalars(
        select(Application.id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Application.contest_id == contest.id, ProducerGroup.name == group.name)
    ).one()
    observation = file_observation(
        session,
        act_of(session, representative(group), office_time(date(2026, 9, 9), 16)),
        application_id=application_id,
        about="allocation",
        text="Nos faltó medio punto para aprobar. Pedimos que se sumen otra vez las fichas de todas las fases.",
    )
    propose_observation_answer(
        session,
        act_of(session, _SECRETARY, office_time(date(2026, 9, 11), 10)),
        observation_id=observation.id,
        expected_version=observation.version,
        outcome=Answer.REJECT,
        answer=(
            "Se sumaron otra vez las fichas de todas las fases y el total es el mismo: 69.50 puntos. El mínimo "
            "para aprobar es 70.00, según las bases. Las fichas están en la página del grupo."
        ),
    )
    decide_observation(
        session,
        act_of(session, _STAFF, office_time(date(2026, 9, 14), 9)),
        observation_id=observation.id,
        expected_version=observation.version,
    )
