"""The draft of a text at its edges: nothing there yet, written twice, refused whole, and reasons too short or long."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.documents.models import DocumentText, DocumentTextDraft
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.discard_document_text import discard_document_text
from contest_portal.documents.services.publish_document_text import publish_document_text
from contest_portal.documents.services.restore_document_text import restore_document_text
from contest_portal.documents.services.save_document_text import save_document_text
from contest_portal.documents.text_acts import LONGEST_REASON
from contest_portal.documents.text_queries import (
    drafted_kinds,
    latest_texts,
    text_draft,
    text_versions,
    wording_in_force,
)
from contest_portal.documents.texts.faults import MOST_TOLD
from contest_portal.documents.texts.printing import shipped_body
from contest_portal.kernel.problems import NotFound, Refused, Stale, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user


@pytest.fixture
def act(session: Session) -> Act:
    return act_of(make_user(session, Role.ADMIN), NOON)


@pytest.fixture
def office_id(session: Session) -> int:
    return make_office(session).id


def body(kind: DocumentKind = ANNULMENT, end: str = "<p>Fin</p>") -> str:
    assert kind.text is not None
    return shipped_body(kind.text) + end


def save(session: Session, act: Act, office_id: int, *, text: str, css: str = "", version: int = 0) -> int:
    return save_document_text(
        session, act, office_id=office_id, kind=ANNULMENT, expected_version=version, body=text, css=css
    ).version


def publish(
    session: Session, act: Act, office_id: int, *, reason: str = "Informe 1", version: int = 1
) -> int:
    return publish_document_text(
        session, act, office_id=office_id, kind=ANNULMENT, expected_version=version, reason=reason
    ).number


def test_a_draft_keeps_its_lines_however_the_browser_ends_them(
    session: Session, act: Act, office_id: int
) -> None:
    save(session, act, office_id, text="<p>a</p>\r\n<p>b</p>", css="p { margin: 0 }\r\n")

    draft = text_draft(session, office_id, "annulment")
    assert draft is not None
    assert (draft.body, draft.css, draft.edited_at) == ("<p>a</p>\n<p>b</p>", "p { margin: 0 }\n", NOON)


def test_faults_of_text_and_style_are_told_together_and_nothing_is_kept(
    session: Session, act: Act, office_id: int
) -> None:
    with pytest.raises(Refused) as refused:
        save(session, act, office_id, text="<img>{{ doc.x }}", css="p { float: left }")

    assert {(problem.code, problem.field) for problem in refused.value.problems} >= {
        ("document_text.element", "body"),
        ("document_text.field", "body"),
        ("document_text.property", "css"),
    }
    assert text_draft(session, office_id, "annulment") is None


def test_of_many_faults_the_first_few_of_each_are_told(session: Session, act: Act, office_id: int) -> None:
    many = MOST_TOLD + 1

    with pytest.raises(Refused) as refused:
        save(session, act, office_id, text="{{ doc.x }}\n" * many, css="p { float: left }\n" * many)

    fields = [problem.field for problem in refused.value.problems]
    assert (fields.count("body"), fields.count("css")) == (MOST_TOLD, MOST_TOLD)
    assert refused.value.problems[MOST_TOLD - 1].params["line"] == str(MOST_TOLD)


@pytest.mark.parametrize("version", [-1, 1, 2])
def test_a_draft_that_is_not_there_cannot_be_written_on(
    session: Session, act: Act, office_id: int, version: int
) -> None:
    with pytest.raises(Stale):
        save(session, act, office_id, text=body(), version=version)


def test_a_second_first_draft_overwrites_nothing(session: Session, act: Act, office_id: int) -> None:
    save(session, act, office_id, text="<p>a</p>")

    with pytest.raises(Stale):
        save(session, act, office_id, text="<p>b</p>")
    assert [draft.body for draft in session.scalars(select(DocumentTextDraft))] == ["<p>a</p>"]


@pytest.mark.parametrize("version", [0, 1])
def test_with_no_draft_there_is_nothing_to_publish_or_to_throw_away(
    session: Session, act: Act, office_id: int, version: int
) -> None:
    with pytest.raises(Stale):
        publish(session, act, office_id, version=version)
    with pytest.raises(Stale):
        discard_document_text(session, act, office_id=office_id, kind=ANNULMENT, expected_version=version)


def test_a_draft_is_published_once_and_thrown_away_once(session: Session, act: Act, office_id: int) -> None:
    where = {"office_id": office_id, "kind": ANNULMENT, "expected_version": 1}
    save(session, act, office_id, text=body())
    assert publish(session, act, office_id) == 1
    with pytest.raises(Stale):
        publish(session, act, office_id)
    save(session, act, office_id, text=body(end="<p>Otro</p>"))
    discard_document_text(session, act, **where)
    with pytest.raises(Stale):
        discard_document_text(session, act, **where)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "document_text.why"),
        (" \n\t ", "document_text.why"),
        ("a" * (LONGEST_REASON + 1), "document_text.why_long"),
    ],
    ids=["none", "blank", "one letter too long"],
)
def test_a_version_says_why_in_so_many_letters(
    session: Session, act: Act, office_id: int, reason: str, code: str
) -> None:
    save(session, act, office_id, text=body())

    with pytest.raises(Refused) as refused:
        publish(session, act, office_id, reason=reason)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, "reason")]
    assert session.scalars(select(DocumentText)).all() == []


def test_the_longest_reason_is_kept_without_the_spaces_around_it(
    session: Session, act: Act, office_id: int
) -> None:
    save(session, act, office_id, text=body())
    publish(session, act, office_id, reason=f"  {'a' * LONGEST_REASON} ")

    assert [one.reason for one in text_versions(session, office_id, "annulment")] == ["a" * LONGEST_REASON]


def test_a_text_that_leaves_out_what_it_must_say_stays_a_draft(
    session: Session, act: Act, office_id: int
) -> None:
    save(session, act, office_id, text="<p>{{ doc.reason }}</p>")

    with pytest.raises(Refused, match=r"document_text\.must.*el monto en cifras") as refused:
        publish(session, act, office_id, reason="")
    assert refused.value.problems[0].code == "document_text.why"
    assert text_draft(session, office_id, "annulment") is not None
    assert wording_in_force(session, office_id, "annulment") is None


def test_the_text_as_shipped_written_anew_is_a_version_and_the_same_again_is_none(
    session: Session, act: Act, office_id: int
) -> None:
    save(session, act, office_id, text=body(end=""))
    assert publish(session, act, office_id) == 1
    save(session, act, office_id, text=body(end=""))
    with pytest.raises(WrongState, match="same"):
        publish(session, act, office_id)
    restore_document_text(session, act, office_id=office_id, kind=ANNULMENT, number=0, reason="Como vino")

    assert [(one.number, one.wording is None) for one in text_versions(session, office_id, "annulment")] == [
        (2, True),
        (1, False),
    ]


def test_offices_and_kinds_do_not_touch_each_other(session: Session, act: Act, office_id: int) -> None:
    other = make_office(session, "UT-LIMA").id
    save(session, act, office_id, text=body())
    publish(session, act, office_id)
    save(session, act, other, text=body())

    assert (drafted_kinds(session, office_id), drafted_kinds(session, other)) == (set(), {"annulment"})
    assert (set(latest_texts(session, office_id)), latest_texts(session, other)) == ({"annulment"}, {})
    assert wording_in_force(session, office_id, AGREEMENT.code) is None
    with pytest.raises(NotFound):
        restore_document_text(session, act, office_id=other, kind=ANNULMENT, number=1, reason="De otra")


def test_an_office_that_is_not_there_has_no_texts(session: Session, act: Act) -> None:
    with pytest.raises(NotFound):
        save(session, act, 999_999, text=body())
