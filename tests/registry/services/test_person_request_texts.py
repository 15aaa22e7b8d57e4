"""The receipt of a request about personal data and its answer are issued in the words of their office."""

import json

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.publish_document_text import publish_document_text
from contest_portal.documents.services.save_document_text import save_document_text
from contest_portal.documents.texts.preview import specimens
from contest_portal.documents.texts.printing import shipped_body, wording_of
from contest_portal.kernel.problems import Refused
from contest_portal.registry.documents.person_request import PERSON_REQUEST_ANSWER, PERSON_REQUEST_RECEIPT
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.rules.person_requests import RequestKind
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.files import make_family
from tests.factories.person_requests import ANSWER, ASKS, answer_request, make_person_request


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def put(session: Session, office: Office, kind: DocumentKind, before: str, after: str) -> str:
    """Reword a kind as an administrator; give the hash of the text."""
    act = act_of(make_user(session, Role.ADMIN), NOON)
    assert kind.text is not None
    body = shipped_body(kind.text).replace(before, after)
    assert body != shipped_body(kind.text)
    where = {"office_id": office.id, "kind": kind}
    draft = save_document_text(session, act, **where, expected_version=0, body=body, css="")
    publish_document_text(session, act, **where, expected_version=draft.version, reason="Informe legal 7")
    return wording_of(body, "").sha256


def text_of(session: Session, document_id: int | None) -> str | None:
    return json.loads(session.get_one(Document, document_id).data).get("text_sha256")  # type: ignore[no-any-return]


def test_both_papers_have_the_words_of_their_office_and_no_other(
    session: Session, staff: User, office: Office
) -> None:
    head = make_family(session).head
    receipt_text = put(session, office, PERSON_REQUEST_RECEIPT, "La persona pide:", "Pide lo que sigue:")
    answer_text = put(session, office, PERSON_REQUEST_ANSWER, "Respondemos", "Damos respuesta a")

    ours = make_person_request(session, staff, office, head)
    answer_request(session, staff, ours)
    theirs = make_person_request(
        session, staff, make_office(session, code="UT-PUNO"), head, text=f"{ASKS} Gracias."
    )

    told = [text_of(session, one) for one in (ours.receipt_id, ours.answer_id, theirs.receipt_id)]
    assert told == [receipt_text, answer_text, None]


def test_nobody_is_turned_away_for_the_words_of_a_receipt_and_an_answer_waits(
    session: Session, staff: User, office: Office
) -> None:
    head = make_family(session).head
    for kind in (PERSON_REQUEST_RECEIPT, PERSON_REQUEST_ANSWER):
        name = "known_person(doc.full_name, doc.dni)"
        put(
            session,
            office,
            kind,
            f"{{{{ {name} }}}}",
            f"{{% if doc.kind != 'rectification' %}}{{{{ {name} }}}}{{% endif %}}",
        )

    kept = make_person_request(session, staff, office, head, kind=RequestKind.RECTIFICATION)
    with pytest.raises(Refused, match=r"document_text\.must.*el nombre de la persona"):
        answer_request(session, staff, kept)

    assert (text_of(session, kept.receipt_id), kept.answer_id) == (None, None)
    assert session.get_one(PersonRequest, kept.id).state == "received"


def test_whoever_words_them_reads_nothing_that_a_person_wrote(
    session: Session, staff: User, office: Office
) -> None:
    answer_request(session, staff, make_person_request(session, staff, office, make_family(session).head))

    for kind in (PERSON_REQUEST_RECEIPT, PERSON_REQUEST_ANSWER):
        shown = [one.document(kind).data for one in specimens(session, kind, office, NOON)]
        assert (len(shown) > 1, any(ASKS in one or ANSWER in one for one in shown)) == (True, False)
