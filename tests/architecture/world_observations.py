"""What a group that observed its result leaves in the world: an observation that waits, and one with its answer."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.applications.late_code_fit import AskedCode
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.annulling import AskedAnnulment
from contest_portal.awards.documents.observation import OBSERVATION_RECEIPT, ObservationReceipt
from contest_portal.awards.documents.observation_answer import OBSERVATION_ANSWER, ObservationAnswer
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.observation_models import Observation, ObservationFile
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.reopening_queries import Kept
from contest_portal.awards.rules.reopening import BackTo, Reopening
from contest_portal.awards.voiding import Voiding
from contest_portal.contests.publishing import AskedRules
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from contest_portal.kernel.storage import Storage
from tests.architecture.world_contests import kept_print
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.attachments import PNG_BYTES
from tests.factories.observations import ANSWERED, WORDS
from tests.factories.promoters import make_promotion

Values = Mapping[str, object]
PASS = Score(7000, 2)
RECEIPT = ObservationReceipt("C", "Concurso", "001", "Ayni", "", "", WORDS, NOON, NOON, on_paper=False)
ANSWER = ObservationAnswer(
    "C", "Concurso", "001", "Ayni", "CARGO", NOON, "", "", False, ANSWERED, None, 100, PASS, None, None
)


def observed(
    session: Session, awarded: ScoredContest, application_id: int, owner: User, storage: Storage
) -> dict[str, Values]:
    """Observe an entry that nobody announced yet: these pages ask for the group, not for the result."""
    waiting = _observation(session, awarded, application_id, owner)
    session.add(_file(waiting.id, storage))
    answered = _observation(session, awarded, application_id, owner)
    letter_id = _issued(session, awarded, application_id, OBSERVATION_ANSWER, ANSWER)
    answered.answer_id = letter_id
    answered.state, answered.outcome, answered.answer = "rejected", "reject", ANSWERED
    answered.proposed_by, answered.decided_by = awarded.secretary.id, awarded.staff.id
    answered.proposed_at = answered.decided_at = NOON
    session.flush()
    _undone(session, awarded)
    reopening = Reopening(BackTo.EVALUATION, "R", "L", "M", "a" * 64)
    joint_id = _asked(session, awarded, "contest.reopening", reopening)
    voiding = {"joint_id": _asked(session, awarded, "document.voiding", Voiding(1, "A", "M"))}
    annulment = AskedAnnulment(1, "001", "G", Money(1), "S", None, Money(0), (), "", "M")
    annulling = {"joint_id": _asked(session, awarded, "award.annulment", annulment)}
    giving = {"joint_id": _asked(session, awarded, "late_code.giving", AskedCode(1, "G", "M", NOON))}
    rules = AskedRules(1, "a" * 64)
    publishing, amending = (
        _asked(session, awarded, f"contest.{one}", rules) for one in ("publishing", "amending")
    )
    whose: Values = {"application_id": application_id}
    letter = {**whose, "observation_id": answered.id}
    return {
        "usual": {"observation_id": waiting.id, "joint_id": joint_id},
        "applicant.observation_receipt": {**whose, "observation_id": waiting.id},
        "staff.amendment_confirm": {"joint_id": amending},
        "staff.publish_confirm": {"joint_id": publishing},
        "staff.award_annul_confirm": annulling,
        "staff.document_void": voiding,
        "staff.late_code_give": giving,
        "applicant.observation_letter": letter,
        "applicant.observation_file": {**whose, "observation_id": waiting.id, "number": 1},
        "staff.observation_file": {"observation_id": waiting.id, "number": 1},
        "staff.observation_letter": letter,
    }


def own_result(session: Session, people: Mapping[str, User], storage: Storage) -> dict[str, Values]:
    """Let a group of the announced contest be the representative's and the promoter's, with its notice."""
    notices = select(Document).where(Document.kind == RESULT_NOTICE.code).order_by(Document.id).limit(1)
    notice = kept_print(session, session.scalars(notices).one(), storage)
    application = session.get_one(Application, int(notice.subject.partition(":")[2]))
    session.get_one(ProducerGroup, application.group_id).representative_id = people["representative"].id
    make_promotion(session, people["promoter"], application.group_id)
    return {"applicant.result_paper": {"application_id": application.id, "document_id": notice.id}}


def _file(observation_id: int, storage: Storage) -> ObservationFile:
    sha256 = storage.put(PNG_BYTES)
    return ObservationFile(
        observation_id=observation_id,
        number=1,
        name="prueba-1.jpg",
        media_type="image/jpeg",
        size=len(PNG_BYTES),
        sha256=sha256,
        original_sha256=sha256,
        scan="clean",
    )


def _undone(session: Session, awarded: ScoredContest) -> None:
    """Keep a ranking that was undone before the one of now."""
    undone = UndoneResult(
        contest_id=awarded.contest.id,
        number=1,
        from_state="scored",
        to_state="evaluating",
        document="Resolución 1",
        reason="Un cierre antes de hora.",
        content=canonical_json(to_data(Kept("a" * 64, None, None, (), ()))),
        content_sha256="a" * 64,
        undone_by=awarded.staff.id,
        undone_at=NOON,
    )
    session.add(undone)
    session.flush()


def _asked(session: Session, awarded: ScoredContest, kind: str, content: object) -> int:
    """Let an act of two persons wait."""
    joint = JointAct(
        kind=kind,
        subject=f"contest:{awarded.contest.id}",
        contest_id=awarded.contest.id,
        content=canonical_json(to_data(content)),
        content_sha256="a" * 64,
        asked_by=awarded.secretary.id,
        asked_at=NOON,
    )
    session.add(joint)
    session.flush()
    return joint.id


def _observation(session: Session, awarded: ScoredContest, application_id: int, owner: User) -> Observation:
    observation = Observation(
        contest_id=session.get_one(Application, application_id).contest_id,
        application_id=application_id,
        text=WORDS,
        announced_at=NOON,
        received_at=NOON,
        closes_at=NOON + timedelta(days=3),
        on_paper=False,
        filed_by=owner.id,
        filed_at=NOON,
        document_id=_issued(session, awarded, application_id, OBSERVATION_RECEIPT, RECEIPT),
    )
    session.add(observation)
    session.flush()
    return observation


def _issued(
    session: Session, awarded: ScoredContest, application_id: int, kind: DocumentKind, content: object
) -> int:
    return issue_document(
        session,
        act_of(awarded.staff, NOON),
        kind=kind,
        office=awarded.office,
        subject=f"application:{application_id}",
        title=f"{kind.title} de prueba",
        build=lambda _issue: content,
    ).id
