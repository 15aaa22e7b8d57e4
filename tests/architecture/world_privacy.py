"""What the world holds of personal data itself: requests of persons, a run of the rules of keeping, a hold."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.services.file_person_request import file_person_request
from contest_portal.documents.models import Document
from contest_portal.kernel.storage import Storage
from contest_portal.privacy.models import LegalHold, RetentionRun
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.person_requests import RequestKind
from tests.architecture.world_contests import kept_print
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.person_requests import ASKS, answer_request, make_person_request

Values = dict[str, object]


def privacy_things(
    session: Session, awarded: ScoredContest, usual: Values, owner: User, storage: Storage
) -> dict[str, Values]:
    """Make a request that waits, one that was answered, one of a member of the own group, a proposed run and a hold."""
    person = session.get_one(Person, usual["person_id"])
    waiting = make_person_request(session, awarded.staff, awarded.office, person)
    answered = make_person_request(
        session, awarded.staff, awarded.office, person, kind=RequestKind.RECTIFICATION
    )
    answer_request(session, awarded.staff, answered)
    group_id, member_id = int(str(usual["group_id"])), int(str(usual["member_id"]))
    own = file_person_request(
        session,
        act_of(owner, NOON),
        group_id=group_id,
        member_id=member_id,
        office_id=awarded.office.id,
        kind=RequestKind.ACCESS,
        text=ASKS,
    )
    for document_id in (waiting.receipt_id, answered.answer_id, own.receipt_id):
        kept_print(session, session.get_one(Document, document_id), storage)
    return {
        "usual": {
            "person_request_id": waiting.id,
            "retention_run_id": _run(session, awarded),
            "hold_id": _hold(session, awarded),
        },
        "staff.person_request_letter": {"person_request_id": answered.id},
        "staff.person_request_data": {"file_format": "json"},
        "applicant.member_request_receipt": {"person_request_id": own.id},
    }


def _run(session: Session, awarded: ScoredContest) -> int:
    run = RetentionRun(
        as_of=NOON.date(),
        reason="Se cumplió el plazo de guarda.",
        plan='{"as_of":"2026-11-23","lines":[]}',
        plan_sha256="a" * 64,
        proposed_by=awarded.staff.id,
        proposed_at=NOON,
    )
    session.add(run)
    session.flush()
    return run.id


def _hold(session: Session, awarded: ScoredContest) -> int:
    hold = LegalHold(
        contest_id=awarded.contest.id,
        reason="Un reclamo en curso.",
        placed_by=awarded.staff.id,
        placed_at=NOON,
    )
    session.add(hold)
    session.flush()
    return hold.id
