"""The pages of a contest's documents, as the office sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.contests.queries import frozen_rulebook, read_rulebook
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.documents.models import Document
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.records import to_data
from contest_portal.web.staff import documents as staff_documents
from tests.conftest import NOON
from tests.documents.papers import issue_note, page_texts
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import (
    issued_acta,
    issued_resolution,
    make_judged_contest,
)
from tests.page_client import PageClient

ACTA_FORM = {
    "place": "Plaza principal de Lircay",
    "opened_at": "2026-11-23T09:00",
    "closed_at": "2026-11-23T11:30",
    "remarks": "Se felicitó a los grupos.",
}


@pytest.fixture
def staff(client: PageClient, awarded: ScoredContest) -> PageClient:
    return client.sign_in(awarded.staff.id)


def page(awarded: ScoredContest, rest: str = "") -> str:
    return f"/oficina/concursos/{awarded.contest.id}/documentos{rest}"


def documents(session: Session, awarded: ScoredContest) -> tuple[Document, ...]:
    session.expire_all()
    return contest_documents(session, awarded.contest.id)


def test_the_page_says_what_comes_first(session: Session, staff: PageClient, awarded: ScoredContest) -> None:
    session.commit()

    text = staff.get(page(awarded)).text

    assert f'href="{page(awarded)}/acta"' in text
    assert "Emita primero el acta: la resolución se apoya en ella." in text
    assert "Emita primero la resolución: cada convenio la cita." in text
    assert "Todavía no se emitió ningún documento" in text


def test_the_whole_way_from_acta_to_printed_agreements(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    session.commit()

    answers = [
        staff.post(page(awarded, "/acta"), data=ACTA_FORM).status_code,
        staff.post(page(awarded, "/resolucion")).status_code,
        staff.post(page(awarded, "/convenios"), data={"months": "10", "first_percent": "60"}).status_code,
    ]

    assert answers == [303, 303, 303]
    assert [(one.kind, one.number, one.file_sha256 is not None) for one in documents(session, awarded)] == [
        ("acta", 1, True),
        ("resolution", 1, True),
        ("agreement", 1, True),
        ("agreement", 2, True),
        ("agreement", 3, True),
    ]


def test_the_form_proposes_the_parts_of_the_rules(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    issued_resolution(session, awarded)
    frozen = frozen_rulebook(session, awarded.contest.id)
    book = replace(read_rulebook(frozen.data), follow_up=FollowUpRules((55, 45)))
    frozen.data = canonical_json(to_data(book))
    session.commit()

    assert 'value="55"' in staff.get(page(awarded, "/convenios")).text


def test_the_terms_of_the_form_are_those_of_the_agreements(
    session: Session, staff: PageClient, awarded: ScoredContest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_documents, "PRINTS_AT_ONCE", 0)
    issued_resolution(session, awarded)
    session.commit()

    staff.post(page(awarded, "/convenios"), data={"months": "10", "first_percent": "60"})

    data = documents(session, awarded)[-1].data
    assert '"months":10' in data
    assert '"percent":60' in data


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("place", "", "Escriba el lugar donde sesionó el jurado."),
        ("closed_at", "2026-11-23T08:00", "La hora de cierre debe ser del mismo día"),
        ("closed_at", "2026-11-23T23:00", "La sesión todavía no ha terminado a esa hora."),
        ("opened_at", "", "Escriba el día y la hora de inicio."),
    ],
)
def test_an_impossible_session_comes_back_with_what_to_mend(
    session: Session, staff: PageClient, awarded: ScoredContest, field: str, value: str, message: str
) -> None:
    session.commit()

    answer = staff.post(page(awarded, "/acta"), data=ACTA_FORM | {field: value})

    assert (answer.status_code, message in answer.text, documents(session, awarded)) == (422, True, ())


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"months": "40", "first_percent": "70"}, "El plazo va de 1 a 36 meses."),
        ({"months": "12", "first_percent": "0"}, "La primera transferencia va de 1 a 100 por ciento."),
        ({"months": "", "first_percent": "70"}, "Escriba el plazo en meses."),
    ],
)
def test_impossible_terms_come_back_with_what_to_mend(
    session: Session, staff: PageClient, awarded: ScoredContest, terms: dict[str, str], message: str
) -> None:
    issued_resolution(session, awarded)
    session.commit()

    answer = staff.post(page(awarded, "/convenios"), data=terms)

    assert (answer.status_code, message in answer.text, len(documents(session, awarded))) == (422, True, 2)


@pytest.mark.parametrize("address", ["/resolucion", "/convenios"])
def test_what_is_not_due_yet_is_a_conflict(
    session: Session, staff: PageClient, awarded: ScoredContest, address: str
) -> None:
    session.commit()

    answers = (staff.get(page(awarded, address)).status_code, staff.post(page(awarded, address)).status_code)

    assert (answers, documents(session, awarded)) == ((409, 409), ())


def test_the_file_is_sent_as_it_was_stored(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    session.commit()
    staff.post(page(awarded, "/acta"), data=ACTA_FORM)
    (acta,) = documents(session, awarded)

    answer = staff.get(page(awarded, f"/{acta.id}.pdf"))

    assert (answer.mimetype, sha256_hex(answer.data), answer.headers["Content-Disposition"]) == (
        "application/pdf",
        acta.file_sha256,
        'attachment; filename="ACTA-001-2026-UT-HUANCAVELICA.pdf"',
    )


def test_a_document_that_waits_is_printed_by_the_button(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    acta = issued_acta(session, awarded)
    session.commit()

    waiting = staff.get(page(awarded)).text
    too_early = staff.get(page(awarded, f"/{acta.id}.pdf")).status_code
    printed = staff.post(page(awarded, "/imprimir")).status_code

    assert ("Falta imprimir 1 documento." in waiting, too_early, printed) == (True, 409, 303)
    assert documents(session, awarded)[0].file_sha256 is not None


def test_printing_stops_after_some_documents_and_goes_on_when_asked(
    session: Session, staff: PageClient, awarded: ScoredContest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_documents, "PRINTS_AT_ONCE", 1)
    issued_resolution(session, awarded)
    session.commit()

    printed = []
    for _ in range(3):
        staff.post(page(awarded, "/imprimir"))
        printed.append(sum(one.file_sha256 is not None for one in documents(session, awarded)))

    assert printed == [1, 2, 2]


def test_a_void_document_is_handed_out_with_its_mark_and_the_original_stays(
    session: Session, staff: PageClient, awarded: ScoredContest, app: Flask
) -> None:
    session.commit()
    staff.post(page(awarded, "/acta"), data=ACTA_FORM)
    (acta,) = documents(session, awarded)
    before = app.extensions["storage"].get(acta.file_sha256)

    asked = staff.post(page(awarded, f"/{acta.id}/anular"), data={"reason": "Error en un puntaje"})
    joint = session.scalars(select(JointAct)).one()
    confirm, seen = page(awarded, f"/{acta.id}/anular/{joint.id}/confirmar"), {"sha256": joint.content_sha256}
    alone = staff.post(confirm, data=seen)
    other = make_user(session, Role.STAFF)
    session.commit()
    staff.sign_in(other.id)
    shown = staff.read(page(awarded, f"/{acta.id}/anular"))
    answer = staff.post(confirm, data=seen)
    copy = staff.get(page(awarded, f"/{acta.id}.pdf"))

    assert (asked.status_code, alone.status_code) == (303, 403)
    assert ("Lo pidió" in shown, "Anular el documento" in shown) == (True, True)
    assert (answer.status_code, all("ANULADO" in text for text in page_texts(copy.data))) == (303, True)
    assert "ANULADO.pdf" in copy.headers["Content-Disposition"]
    assert app.extensions["storage"].get(documents(session, awarded)[0].file_sha256) == before
    assert "Error en un puntaje" in staff.get(page(awarded)).text


def test_voiding_needs_a_reason(session: Session, staff: PageClient, awarded: ScoredContest) -> None:
    acta = issued_acta(session, awarded)
    session.commit()

    answer = staff.post(page(awarded, f"/{acta.id}/anular"), data={"reason": " "})

    assert (answer.status_code, documents(session, awarded)[0].state) == (422, "issued")
    assert "Escriba por qué se anula el documento." in answer.text


def test_a_cited_document_is_not_voided(session: Session, staff: PageClient, awarded: ScoredContest) -> None:
    issued_resolution(session, awarded)
    acta, _ = documents(session, awarded)
    session.commit()

    answer = staff.post(page(awarded, f"/{acta.id}/anular"), data={"reason": "Error"})

    assert (answer.status_code, "Anule primero la resolución." in answer.text) == (409, True)


@pytest.mark.parametrize("address", ["/{id}.pdf", "/{id}/anular"])
def test_a_document_of_another_contest_is_not_found(
    session: Session, staff: PageClient, awarded: ScoredContest, address: str
) -> None:
    stranger = issue_note(session, act_of(awarded.staff, NOON), awarded.office, subject="contest:99999")
    session.commit()

    assert staff.get(page(awarded, address.format(id=stranger.id))).status_code == 404


@pytest.mark.parametrize(
    ("role", "list_status", "issue_status"),
    [
        (Role.STAFF, 200, 200),
        (Role.SECRETARY, 200, 200),
        (Role.AUDITOR, 200, 403),
        (Role.JUROR, 403, 403),
        (Role.REPRESENTATIVE, 403, 403),
        (Role.ADMIN, 403, 403),
    ],
)
def test_who_sees_and_who_issues(
    session: Session,
    client: PageClient,
    awarded: ScoredContest,
    role: Role,
    list_status: int,
    issue_status: int,
) -> None:
    acta = issued_acta(session, awarded)
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    answers = [
        client.get(page(awarded)).status_code,
        client.get(page(awarded, f"/{acta.id}/anular")).status_code,
    ]

    assert answers == [list_status, issue_status]


def test_a_reader_sees_no_buttons(session: Session, client: PageClient, awarded: ScoredContest) -> None:
    issued_acta(session, awarded)
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    text = client.sign_in(auditor.id).get(page(awarded)).text

    assert (
        f"{page(awarded)}/imprimir" in text,
        "/anular" in text,
        f"{page(awarded)}/resolucion" in text,
    ) == (
        False,
        False,
        False,
    )


def test_strangers_are_sent_to_sign_in(session: Session, client: PageClient, awarded: ScoredContest) -> None:
    session.commit()

    assert client.get(page(awarded)).status_code in (302, 303)


@pytest.mark.parametrize("address", ["/acta", "/resolucion", "/convenios"])
def test_each_step_shows_what_it_is_about_to_do(
    session: Session, staff: PageClient, awarded: ScoredContest, address: str
) -> None:
    if address == "/resolucion":
        issued_acta(session, awarded)
    if address == "/convenios":
        issued_resolution(session, awarded)
    session.commit()

    answer = staff.get(page(awarded, address))

    assert (answer.status_code, "Emitir toma" in answer.text) == (200, True)


def test_the_acta_form_comes_with_the_hour_of_the_close(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    session.commit()

    text = staff.get(page(awarded, "/acta")).text

    assert ('value="2026-11-23T09:00"' in text, 'value="2026-11-23T10:00"' in text) == (True, True)


def test_before_the_scoring_closes_the_page_says_so(session: Session, client: PageClient) -> None:
    judged = make_judged_contest(session)
    judged.contest.state = "evaluating"
    session.commit()

    text = client.sign_in(judged.staff.id).get(page(judged)).text

    assert "Cierre primero la calificación: el acta recoge los puntajes finales." in text


def test_looking_writes_nothing(session: Session, staff: PageClient, awarded: ScoredContest) -> None:
    issued_acta(session, awarded)
    session.commit()

    staff.get(page(awarded))

    assert session.scalars(select(Document.file_sha256)).all() == [None]


def test_the_page_asks_the_database_as_often_for_five_documents_as_for_one(
    session: Session, staff: PageClient, awarded: ScoredContest
) -> None:
    act = act_of(awarded.staff, NOON)
    issued_acta(session, awarded)
    session.commit()
    with counted_queries(session) as one:
        staff.get(page(awarded))
    issue_resolution(session, act, contest_id=awarded.contest.id)
    issue_agreements(session, act, contest_id=awarded.contest.id)
    session.commit()
    with counted_queries(session) as five:
        staff.get(page(awarded))

    assert len(five) == len(one)


@contextmanager
def counted_queries(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
