"""Record what a person decided about the use of their data."""

import logging
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.life_acts import person_to_change
from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.queries.consents import consents_of, decided
from contest_portal.registry.rules.consent import ConsentPaper, consent_problems

log = logging.getLogger(__name__)


def record_consent(session: Session, act: Act, *, person_id: int, paper: ConsentPaper) -> PersonConsent:
    """Add a decision to a person's history; the last about a purpose stands.

    The paper and who received it stay out of the audit chain: they are words about a person.
    """
    person, _ = person_to_change(session, act, person_id)
    paper = replace(paper, paper=clean_text(paper.paper), received_by=clean_text(paper.received_by))
    before = decided(consents_of(session, [person_id]))
    refuse(consent_problems(paper, before, today=office_date(act.at), born=person.birth_date))
    purposes = sorted(purpose.value for purpose in paper.purposes)
    row = PersonConsent(
        person_id=person_id,
        decision=paper.decision.value,
        purposes=f" {' '.join(purposes)} ",
        on_date=paper.on_date,
        paper=paper.paper,
        received_by=paper.received_by,
        noted_at=act.at,
        noted_by=act.actor.user_id,
    )
    session.add(row)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="consent.recorded",
        subject=f"person_consent:{row.id}",
        data={
            "person_id": person_id,
            "decision": row.decision,
            "purposes": purposes,
            "on_date": row.on_date.isoformat(),
        },
    )
    log.info("consent recorded", extra={"consent_id": row.id})
    return row
