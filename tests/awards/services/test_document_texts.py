"""Documents are issued with the text of their office that holds that day, and keep it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.documents.models import Document, DocumentTextDraft, Series
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.discard_document_text import discard_document_text
from contest_portal.documents.services.publish_document_text import publish_document_text
from contest_portal.documents.services.restore_document_text import restore_document_text
from contest_portal.documents.services.save_document_text import save_document_text
from contest_portal.documents.texts.preview import specimens
from contest_portal.documents.texts.printing import shipped_body, wording_of
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from tests.conftest import NOON
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import (
    issued_acta,
    issued_agreements,
    issued_resolution,
    make_awarded_contest,
    make_press,
)
from tests.factories.voiding import make_void

CSS = "p { text-indent: 8mm; }"


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


def reworded(kind: DocumentKind, before: str, after: str) -> str:
    assert kind.text is not None
    body = shipped_body(kind.text)
    assert before in body
    return body.replace(before, after)


def put(session: Session, awarded: ScoredContest, kind: DocumentKind, body: str, css: str = "") -> int:
    """Write a text and put it in force, as an administrator; give the number of its version."""
    act = act_of(make_user(session, Role.ADMIN), NOON)
    office_id = awarded.contest.office.id
    draft = save_document_text(
        session, act, office_id=office_id, kind=kind, expected_version=0, body=body, css=css
    )
    return publish_document_text(
        session, act, office_id=office_id, kind=kind, expected_version=draft.version, reason="Informe 12"
    ).number


def restore(session: Session, awarded: ScoredContest, number: int) -> int:
    act = act_of(make_user(session, Role.ADMIN), NOON)
    office_id = awarded.contest.office.id
    return restore_document_text(
        session, act, office_id=office_id, kind=AGREEMENT, number=number, reason="Se vuelve atrás"
    ).number


def anew(session: Session, awarded: ScoredContest, document: Document) -> Document:
    """Void an agreement and issue it again."""
    act = act_of(awarded.staff, NOON)
    make_void(session, act, contest_id=awarded.contest.id, document_id=document.id, reason="Se corrige")
    (issued,) = issue_agreements(session, act, contest_id=awarded.contest.id)
    return issued


def test_each_document_is_printed_with_the_text_it_was_issued_with(
    session: Session, awarded: ScoredContest, tmp_path: Path
) -> None:
    body = reworded(AGREEMENT, "Obligaciones de EL GRUPO", "Compromisos de EL GRUPO")
    first, *_ = issued_agreements(session, awarded)
    press = make_press(tmp_path)
    shipped = press.render(AGREEMENT, first)

    numbers = [put(session, awarded, AGREEMENT, body, CSS)]
    second = anew(session, awarded, first)
    ours = press.render(AGREEMENT, second)
    numbers.append(restore(session, awarded, 0))
    third = anew(session, awarded, second)
    numbers.append(restore(session, awarded, 1))
    fourth = anew(session, awarded, third)
    session.expire_all()

    assert numbers == [1, 2, 3]
    told = [json.loads(one.data).get("text_sha256") for one in (first, second, third, fourth)]
    own = wording_of(body, CSS).sha256
    assert told == [None, own, None, own]
    assert ["Compromisos de" in press.html(AGREEMENT, one) for one in (first, second, third, fourth)] == [
        False,
        True,
        False,
        True,
    ]
    assert ".edited-text p { text-indent: 8mm; }" in press.html(AGREEMENT, fourth)
    assert b"ANULADO" not in shipped
    assert all("ANULADO" in page for page in page_texts(press.render(AGREEMENT, second)))
    second.state = "issued"
    assert press.render(AGREEMENT, second) == ours
    session.expire_all()


def test_what_the_text_names_and_the_contest_has_not_takes_no_number(
    session: Session, awarded: ScoredContest
) -> None:
    issued_acta(session, awarded)
    awarded.contest.office.signer_title = ""
    session.flush()

    with pytest.raises(Refused, match=r"document_text\.gap.*La unidad: Quien firma: cargo"):
        issue_resolution(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id)


def test_a_text_that_does_not_say_it_for_this_contest_takes_no_number(
    session: Session, awarded: ScoredContest
) -> None:
    issued_resolution(session, awarded)
    name = "{{ doc.group.name }}"
    only_there = f"{{% if doc.contest_code == 'CERI-2026-01' %}}{name}{{% endif %}}"
    put(session, awarded, AGREEMENT, reworded(AGREEMENT, name, only_there))

    with pytest.raises(Refused, match=r"document_text\.must.*el nombre del grupo"):
        issue_agreements(session, act_of(awarded.staff, NOON), contest_id=awarded.contest.id)


def test_a_draft_holds_nothing_and_is_kept_apart_for_each_office_and_kind(
    session: Session, awarded: ScoredContest
) -> None:
    act = act_of(make_user(session, Role.ADMIN), NOON)
    where = {"office_id": awarded.contest.office.id, "kind": RESOLUTION}
    body = reworded(RESOLUTION, "Regístrese", "Cúmplase, regístrese")

    first = save_document_text(session, act, **where, expected_version=0, body=body, css="").version
    second = save_document_text(session, act, **where, expected_version=first, body=body, css=CSS).version
    with pytest.raises(Stale):
        save_document_text(session, act, **where, expected_version=first, body=body, css="")
    with pytest.raises(Refused, match=r"document_text\.field"):
        save_document_text(session, act, **where, expected_version=second, body="{{ doc.x }}", css="")
    with pytest.raises(Refused, match=r"document_text\.why"):
        publish_document_text(session, act, **where, expected_version=second, reason=" ")
    resolution = issued_resolution(session, awarded)
    discard_document_text(session, act, **where, expected_version=second)

    assert resolution.wording is None
    assert session.scalars(select(DocumentTextDraft)).all() == []
    with pytest.raises(Stale):
        publish_document_text(session, act, **where, expected_version=second, reason="Informe")


def test_what_holds_already_is_no_new_version(session: Session, awarded: ScoredContest) -> None:
    with pytest.raises(WrongState, match="same"):
        restore(session, awarded, 0)
    put(session, awarded, AGREEMENT, reworded(AGREEMENT, "Antecedentes", "Antecedente"))
    with pytest.raises(WrongState, match="same"):
        restore(session, awarded, 1)
    with pytest.raises(NotFound):
        restore(session, awarded, 9)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_only_an_administrator_may(session: Session, awarded: ScoredContest, role: Role) -> None:
    act = act_of(make_user(session, role), NOON)
    where = {"office_id": awarded.contest.office.id, "kind": AGREEMENT}

    for attempt in (
        lambda: save_document_text(session, act, **where, expected_version=0, body="a", css=""),
        lambda: publish_document_text(session, act, **where, expected_version=1, reason="a"),
        lambda: discard_document_text(session, act, **where, expected_version=1),
        lambda: restore_document_text(session, act, **where, number=0, reason="a"),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_each_act_is_in_the_record_and_the_series_does_not_move(
    session: Session, awarded: ScoredContest
) -> None:
    body = reworded(AGREEMENT, "Antecedentes", "Antecedente")
    put(session, awarded, AGREEMENT, body)
    restore(session, awarded, 0)

    rows = session.scalars(
        select(AuditRow).where(AuditRow.action.startswith("document_text.")).order_by(AuditRow.seq)
    ).all()

    own = wording_of(body, "").sha256
    assert [(row.action, row.subject, json.loads(row.data)) for row in rows] == [
        (
            "document_text.drafted",
            f"office:{awarded.contest.office.id}",
            {"kind": "agreement", "sha256": own},
        ),
        (
            "document_text.published",
            f"office:{awarded.contest.office.id}",
            {"kind": "agreement", "number": 1, "reason": "Informe 12", "sha256": own},
        ),
        (
            "document_text.published",
            f"office:{awarded.contest.office.id}",
            {"kind": "agreement", "number": 2, "reason": "Se vuelve atrás", "sha256": None},
        ),
    ]
    assert session.scalars(select(Series).where(Series.kind == "agreement")).all() == []


def test_a_real_document_is_tried_with_its_persons_covered(session: Session, awarded: ScoredContest) -> None:
    *_, newest = issued_agreements(session, awarded)
    president = json.loads(newest.data)["content"]["group"]["president"]

    real, invented = specimens(session, AGREEMENT, awarded.contest.office, NOON)
    shown = real.document(AGREEMENT).data

    assert (real.of, invented.of, real.issue.number) == (newest.code, None, 0)
    assert [president["full_name"] in shown, president["dni"] in shown] == [False, False]
    assert f"****{president['dni'][-4:]}" in shown
    assert newest.verification_code not in shown
