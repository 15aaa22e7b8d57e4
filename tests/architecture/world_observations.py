"""What a group that observed its result leaves in the world."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application
from contest_portal.awards.documents.observation import OBSERVATION_RECEIPT, ObservationReceipt
from contest_portal.awards.observation_models import Observation
from contest_portal.documents.services.issue_document import issue_document
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.observations import WORDS

Values = Mapping[str, object]


def observed(session: Session, awarded: ScoredContest, application_id: int, owner: User) -> Values:
    """Make an observation on an entry that nobody announced yet: its pages ask for the group, not for the result."""
    application = session.get_one(Application, application_id)
    receipt = issue_document(
        session,
        act_of(awarded.staff, NOON),
        kind=OBSERVATION_RECEIPT,
        office=awarded.office,
        subject=f"application:{application_id}",
        title="Observación de prueba",
        build=lambda _issue: ObservationReceipt(
            "C", "Concurso", "001", "Ayni Wasi", "", "", WORDS, NOON, NOON, False
        ),
    )
    observation = Observation(
        contest_id=application.contest_id,
        application_id=application_id,
        text=WORDS,
        announced_at=NOON,
        received_at=NOON,
        closes_at=NOON + timedelta(days=3),
        on_paper=False,
        filed_by=owner.id,
        filed_at=NOON,
        document_id=receipt.id,
    )
    session.add(observation)
    session.flush()
    return {"application_id": application_id, "observation_id": observation.id}
