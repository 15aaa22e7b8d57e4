"""Sheets on paper at the office: printed, taken in, typed by two, decided, registered."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_models import SheetPaper
from tests.factories.accounts import make_user
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance, make_sheet
from tests.factories.sheet_papers import REASON, make_paper
from tests.page_client import PageClient, words

MARKS = {"mark_F1": "8", "mark_F2": "7", "mark_F3": "25", "version": "0"}
Scene = tuple[Evaluation, SheetPaper, list[User]]


@pytest.fixture
def scene(session: Session) -> Scene:
    evaluation = make_evaluation(session)
    make_attendance(session, evaluation.applications[0], evaluation.secretary, present=4)
    office = [evaluation.secretary, *(make_user(session, Role.STAFF) for _ in range(2))]
    paper = make_paper(session, evaluation.jurors[0], evaluation.applications[0], evaluation.secretary)
    session.commit()
    return evaluation, paper, office


def papers(scene: Scene, rest: str = "") -> str:
    return f"/oficina/concursos/{scene[0].contest.id}/fichas-en-papel{rest}"


def paper(scene: Scene, rest: str = "") -> str:
    return f"/oficina/ficha-papel/{scene[1].id}{rest}"


def text_of(client: PageClient, address: str) -> str:
    return words(client.get(address).get_data(as_text=True))


def test_a_sheet_goes_from_the_printer_to_the_total(
    session: Session, client: PageClient, scene: Scene
) -> None:
    _, printed, office = scene
    client.sign_in(office[0].id)
    answer = client.post(
        papers(scene, "/recibir"), data={"code": printed.serial.lower(), "reason": REASON, "confirmed": "1"}
    )
    assert answer.status_code == 303
    for user, first in ((office[0], "8"), (office[1], "3")):
        client.sign_in(user.id)
        assert client.post(paper(scene, "/transcribir"), data=MARKS | {"mark_F1": first}).status_code == 303
    assert "Las transcripciones difieren en 1 punto." in text_of(client, paper(scene))

    client.sign_in(office[2].id)
    deciding = text_of(client, paper(scene, "/diferencias"))
    assert client.post(paper(scene, "/diferencias"), data=MARKS).status_code == 303
    assert client.post(paper(scene, "/registrar"), data={"confirmed": "1"}).status_code == 303

    assert "Aquí difieren: mire el papel Primera: 8 Segunda: 3" in deciding
    sheet = session.scalars(select(Sheet)).one()
    session.refresh(sheet, ["marks"])
    assert (sheet.state, {row.criterion_code: row.units for row in sheet.marks}) == (
        "final",
        {"F1": 8, "F2": 7, "F3": 25},
    )
    assert "Registrada como ficha definitiva" in text_of(client, paper(scene))
    board = text_of(client, f"/oficina/concursos/{printed.contest_id}/evaluacion")
    assert f"En papel: ficha {printed.serial}" in board


def test_nobody_sees_what_another_typed(session: Session, client: PageClient, scene: Scene) -> None:
    receive(session, scene)
    client.sign_in(scene[2][0].id).post(
        paper(scene, "/transcribir"), data=MARKS | {"comment": "Muy ordenado"}
    )
    client.sign_in(scene[2][1].id)

    pages = [
        client.get(address).get_data(as_text=True)
        for address in (paper(scene), paper(scene, "/transcribir"), papers(scene), papers(scene, ".csv"))
    ]

    assert not any("Muy ordenado" in page or 'value="25"' in page for page in pages)


def receive(session: Session, scene: Scene) -> None:
    evaluation, printed, _ = scene
    printed.received_by, printed.received_at = evaluation.secretary.id, JURY_DAY
    printed.state, printed.reason = "received", REASON
    session.commit()


def test_the_blank_sheet_names_whose_it_is_and_what_to_mark(
    session: Session, client: PageClient, scene: Scene
) -> None:
    evaluation, printed, office = scene
    other = make_paper(session, evaluation.jurors[1], evaluation.applications[0], evaluation.secretary)
    session.commit()
    client.sign_in(office[0].id)

    every, own = (
        PdfReader(io.BytesIO(client.get(papers(scene, rest)).data)).pages
        for rest in (".pdf", f".pdf?jurado={printed.juror_id}")
    )

    text = own[0].extract_text()
    assert (len(every), len(own)) == (2, 1)
    assert other.serial not in text
    for said in (printed.serial, "Jurado 1", "Sumaq Kuy", "Compromiso de las familias", "de 0 a 10"):
        assert said in text


def test_the_juror_reads_that_the_paper_counts(session: Session, client: PageClient, scene: Scene) -> None:
    evaluation, printed, _ = scene
    make_sheet(session, evaluation.jurors[0], evaluation.applications[0], "FIELD", {"F1": 1}, final=False)
    receive(session, scene)
    client.sign_in(evaluation.users[0].id)
    address = f"/jurado/grupos/{printed.application_id}/fichas/FIELD"

    page, groups = text_of(client, address), text_of(client, f"/jurado/concursos/{printed.contest_id}")
    sent = client.post(address, data=MARKS)

    assert f"La recibió {evaluation.secretary.full_name}" in page
    assert f"Motivo: {REASON}." in page
    assert f"En papel: ficha {printed.serial}" in groups
    assert sent.status_code == 409


def test_preparing_and_voiding(session: Session, client: PageClient, scene: Scene) -> None:
    client.sign_in(scene[2][0].id)

    client.post(papers(scene, "/preparar"))
    empty = client.post(paper(scene, "/anular"), data={"reason": ""})
    done = client.post(paper(scene, "/anular"), data={"reason": "Se mojó"})

    assert (empty.status_code, done.status_code) == (422, 303)
    assert "Ficha anulada Se mojó" in text_of(client, paper(scene))
    assert len(client.get(papers(scene, ".csv")).get_data(as_text=True).splitlines()) == 1 + 11


def unknown(_session: Session, scene: Scene) -> dict[str, str]:
    return {"code": "2222-2222", "reason": REASON}


def final(session: Session, scene: Scene) -> dict[str, str]:
    evaluation, printed, _ = scene
    marks = {"F1": 8, "F2": 7, "F3": 25}
    make_sheet(session, evaluation.jurors[0], evaluation.applications[0], "FIELD", marks)
    session.commit()
    return {"code": printed.serial, "reason": REASON}


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        pytest.param(unknown, "Ninguna ficha de este concurso tiene ese número.", id="no such sheet"),
        pytest.param(final, "ya tiene definitiva en pantalla su ficha", id="final on both"),
    ],
)
def test_a_sheet_that_cannot_come_in_says_why(
    session: Session,
    client: PageClient,
    scene: Scene,
    prepare: Callable[[Session, Scene], dict[str, str]],
    said: str,
) -> None:
    sent = prepare(session, scene) | {"confirmed": "1"}

    answer = client.sign_in(scene[2][0].id).post(papers(scene, "/recibir"), data=sent)

    assert answer.status_code == 422
    assert said in words(answer.get_data(as_text=True))


def test_before_there_are_any_the_page_says_what_to_do(session: Session, client: PageClient) -> None:
    evaluation = make_evaluation(session)
    session.commit()

    page = text_of(
        client.sign_in(evaluation.secretary.id),
        f"/oficina/concursos/{evaluation.contest.id}/fichas-en-papel",
    )

    assert "Todavía no hay fichas impresas" in page
    assert "Preparar las fichas que faltan" in page


def test_the_photo_is_evidence_and_no_auditor_reads_marks_from_it_before_the_close(
    app: Flask, session: Session, client: PageClient, scene: Scene
) -> None:
    receive(session, scene)
    storage: Storage = app.extensions["storage"]
    scene[1].scan_sha256, scene[1].scan_type = storage.put(b"%PDF-1.4"), "application/pdf"
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    typist = client.sign_in(scene[2][0].id).get(paper(scene, "/escaneo"))
    reader = client.sign_in(auditor.id).get(paper(scene, "/escaneo"))

    assert (typist.data, typist.headers["Content-Disposition"], reader.status_code) == (
        b"%PDF-1.4",
        f'attachment; filename="ficha-{scene[1].serial}"',
        403,
    )
