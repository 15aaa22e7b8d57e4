"""Sheets on paper at the office, against what people send: empty, huge, foreign, twice, out of turn."""

import csv
import io
from dataclasses import dataclass
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_models import SheetPaper, SheetTyping
from contest_portal.scoring.paper_queries import sheet_paper
from contest_portal.web.shared.labels import SHEET_PAPER_LABELS
from tests.factories.accounts import make_user
from tests.factories.attachments import PDF_BYTES
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance, make_sheet
from tests.factories.sheet_papers import REASON, make_paper
from tests.page_client import PageClient, words

MARKS = {"mark_F1": "8", "mark_F2": "7", "mark_F3": "25", "comment": "Muy ordenado", "version": "0"}


@dataclass
class Office:
    """A printed sheet, and three people of the office with one browser."""

    session: Session
    client: PageClient
    scene: Evaluation
    paper: SheetPaper
    people: list[User]

    def at(self, rest: str = "") -> str:
        return f"/oficina/ficha-papel/{self.paper.id}{rest}"

    def among(self, rest: str = "") -> str:
        return f"/oficina/concursos/{self.scene.contest.id}/fichas-en-papel{rest}"

    def be(self, number: int) -> PageClient:
        return self.client.sign_in(self.people[number].id)

    def receive(self, **changes: object) -> TestResponse:
        sent = {"code": self.paper.serial, "reason": REASON, **changes}
        return self.be(0).post(self.among("/recibir"), data=sent)

    def type(self, person: int, **changes: str) -> TestResponse:
        return self.be(person).post(self.at("/transcribir"), data=MARKS | changes)

    def came_in(self) -> None:
        self.paper.received_by, self.paper.received_at = self.people[0].id, JURY_DAY
        self.paper.state, self.paper.reason = "received", REASON
        self.session.commit()

    def count(self, table: type) -> int | None:
        return self.session.scalar(select(func.count()).select_from(table))

    def step(self) -> str:
        self.session.expire_all()
        return sheet_paper(self.session, self.paper.id).step


@pytest.fixture
def office(session: Session, client: PageClient) -> Office:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    people = [scene.secretary]
    people += [make_user(session, Role.STAFF, full_name=name) for name in ("Ana Quispe", "Luz Mayta")]
    paper = make_paper(session, scene.jurors[0], scene.applications[0], scene.secretary)
    session.commit()
    return Office(session, client, scene, paper, people)


def text(answer: TestResponse) -> str:
    return words(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param({"code": ""}, "Escriba el número de la ficha o lea su código QR.", id="no number"),
        pytest.param({"reason": ""}, "Escriba por qué se calificó en papel.", id="no reason"),
        pytest.param({"reason": " \t "}, "Escriba por qué se calificó en papel.", id="a blank reason"),
        pytest.param({"reason": "x" * 401}, "Escriba 400 letras como máximo: hay 401.", id="too long"),
        pytest.param({"code": "x" * 50_000}, "Escriba 200 letras como máximo: hay 50000.", id="huge"),
        pytest.param({"code": "\x00\u202e"}, "Escriba el número de la ficha o lea su código QR.", id="control"),
        pytest.param({"code": "<b>"}, "Ninguna ficha de este concurso tiene ese número.", id="markup"),
        pytest.param({"code": "' OR 1=1 --"}, "Ninguna ficha de este concurso tiene ese número.", id="a query"),
    ],
)  # fmt: skip
def test_what_is_no_reception_says_so_and_takes_nothing_in(
    office: Office, sent: dict[str, str], said: str
) -> None:
    answer = office.receive(**sent)

    assert (answer.status_code, said in text(answer)) == (422, True)
    assert (office.step(), office.count(AuditRow)) == ("printed", 0)


def test_what_was_typed_stays_on_the_page_that_refuses_it(office: Office) -> None:
    page = office.receive(code="2222-2222").get_data(as_text=True)

    assert 'value="2222-2222"' in page
    assert REASON in page


def test_a_sheet_taken_in_twice_is_taken_in_once(office: Office) -> None:
    first, second = office.receive(), office.receive(reason="Otro motivo")

    assert (first.status_code, second.status_code) == (303, 422)
    assert "Una ficha se recibe una sola vez: ábrala en la lista." in text(second)
    assert (office.step(), office.paper.reason, office.count(AuditRow)) == ("typing", REASON, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"MZ\x90\x00", "ficha.pdf", id="no PDF in spite of its name"),
        pytest.param(b"", "ficha.pdf", id="empty"),
        pytest.param(b"<svg onload='x'>", "ficha.jpg", id="no photo in spite of its name"),
    ],
)
def test_a_photo_that_is_none_keeps_the_sheet_out(office: Office, content: bytes, name: str) -> None:
    answer = office.receive(scan=(BytesIO(content), name))

    assert answer.status_code == 422
    assert office.step() == "printed"


def test_a_photo_is_kept_with_its_hash_and_given_to_who_types(office: Office) -> None:
    office.receive(scan=(BytesIO(PDF_BYTES), "ficha.pdf"))

    page = office.be(1).read(office.at())
    photo = office.client.get(office.at("/escaneo"))

    assert (office.paper.scan_sha256 or "") in page
    assert (photo.status_code, photo.mimetype) == (200, "application/pdf")
    assert photo.headers["Content-Disposition"].startswith("attachment")


def test_without_a_photo_there_is_none(office: Office) -> None:
    office.came_in()

    assert office.be(0).get(office.at("/escaneo")).status_code == 404
    assert "Descargar la foto" not in office.client.read(office.at())


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param("11", id="above"),
        pytest.param("-1", id="below"),
        pytest.param("8,5", id="half a point where there is none"),
        pytest.param("ocho", id="a word"),
        pytest.param("9" * 5_000, id="huge"),
        pytest.param("\u0668", id="a digit of another script"),
    ],
)
def test_a_mark_that_the_sheet_does_not_admit_is_no_reading(office: Office, mark: str) -> None:
    office.came_in()

    answer = office.type(1, mark_F1=mark)

    assert (answer.status_code, 'href="#mark_F1"' in answer.get_data(as_text=True)) == (422, True)
    assert (office.count(SheetTyping), office.step()) == (0, "typing")


def test_an_empty_box_is_kept_as_empty_and_a_zero_as_zero(office: Office) -> None:
    office.came_in()

    office.type(1, mark_F1="", mark_F2="0")

    (reading,) = sheet_paper(office.session, office.paper.id).readings.values()
    assert [(one.criterion, one.units) for one in reading.sheet.marks] == [
        ("F1", None),
        ("F2", 0),
        ("F3", 25),
    ]


def test_a_reading_pressed_twice_is_one_reading(office: Office) -> None:
    office.came_in()

    answers = [office.type(1).status_code for _ in range(2)]

    assert (answers, office.count(SheetTyping), office.step()) == ([303, 422], 1, "typing")


def test_marks_of_criteria_that_the_sheet_has_not_are_left_alone(office: Office) -> None:
    office.came_in()

    office.type(1, mark_P1="20", mark_ZZ="1", juror_id="2", state="entered")

    (reading,) = sheet_paper(office.session, office.paper.id).readings.values()
    assert {one.criterion for one in reading.sheet.marks} == {"F1", "F2", "F3"}
    assert office.step() == "typing"


def test_registering_twice_is_refused_and_seals_once(office: Office) -> None:
    office.came_in()
    office.type(0)
    office.type(1)

    answers = [office.be(2).post(office.at("/registrar")).status_code for _ in range(2)]

    assert (answers, office.count(Sheet), office.step()) == ([303, 409], 1, "entered")


@pytest.mark.parametrize(
    ("state", "rest"),
    [
        ("printed", "/transcribir"),
        ("printed", "/registrar"),
        ("printed", "/diferencias"),
        ("received", "/registrar"),
        ("received", "/diferencias"),
    ],
)
def test_a_step_out_of_turn_is_a_conflict_and_changes_nothing(office: Office, state: str, rest: str) -> None:
    if state == "received":
        office.came_in()
    before = office.step()

    answer = office.be(1).post(office.at(rest), data=MARKS)

    assert answer.status_code == 409
    assert (office.step(), office.count(SheetTyping), office.count(Sheet)) == (before, 0, 0)


def test_who_typed_it_does_not_decide_and_reads_who_does(office: Office) -> None:
    office.came_in()
    office.type(0)
    office.type(1, mark_F1="3")

    page = office.be(1).read(office.at())
    answers = [office.client.get(office.at("/diferencias")), office.client.post(office.at("/diferencias"))]

    assert "las diferencias las decide otra persona" in page
    assert "Comparar y decidir" not in page
    assert [one.status_code for one in answers] == [409, 409]


def test_deciding_shows_both_readings_where_they_differ_and_nothing_else(office: Office) -> None:
    office.came_in()
    office.type(0)
    office.type(1, mark_F2="", comment="Desordenado")

    page = office.be(2).read(office.at("/diferencias"))

    assert page.count("Aquí difieren: mire el papel") == 2
    assert "Primera: 7 Segunda: vacío" in page
    assert "Primera: Muy ordenado Segunda: Desordenado" in page


def test_no_page_of_the_office_but_the_deciding_one_shows_what_was_typed(office: Office) -> None:
    office.came_in()
    office.type(0, comment="9173")
    office.type(1, comment="9173")
    office.be(2)

    pages = [office.client.get(one) for one in (office.at(), office.among(), office.among(".csv"))]

    assert [one.status_code for one in pages] == [200] * 3
    assert not any("9173" in one.get_data(as_text=True) for one in pages)


@pytest.mark.parametrize("role", [Role.JUROR, Role.REPRESENTATIVE])
@pytest.mark.parametrize("rest", ["", "/transcribir", "/diferencias", "/anular", "/escaneo"])
def test_a_paper_is_nothing_for_whoever_is_not_of_the_office(office: Office, role: Role, rest: str) -> None:
    stranger = make_user(office.session, role)
    office.session.commit()

    answer = office.client.sign_in(stranger.id).get(office.at(rest))

    assert answer.status_code in (403, 404)
    assert office.paper.serial not in answer.get_data(as_text=True)


def test_an_auditor_reads_where_papers_are_and_does_nothing_with_them(office: Office) -> None:
    office.came_in()
    auditor = make_user(office.session, Role.AUDITOR)
    office.session.commit()
    client = office.client.sign_in(auditor.id)

    page, listed = client.read(office.at()), client.read(office.among())
    refused = [
        client.post(office.at("/registrar")),
        client.post(office.at("/anular"), data={"reason": "No"}),
        client.post(office.among("/preparar")),
        client.get(office.among("/recibir")),
        client.get(office.among(".pdf")),
        client.get(office.at("/transcribir")),
    ]

    assert "Transcribir la ficha" not in page
    assert "Preparar las fichas que faltan" not in listed
    assert [one.status_code for one in refused] == [403] * 6
    assert office.step() == "typing"


@pytest.mark.parametrize("rest", ["", "/transcribir", "/diferencias", "/anular", "/escaneo"])
def test_a_paper_that_is_none_is_not_found(office: Office, rest: str) -> None:
    office.be(0)

    assert office.client.get(f"/oficina/ficha-papel/999999{rest}").status_code == 404


def test_a_juror_of_the_office_is_told_why_not_to_type(office: Office) -> None:
    office.came_in()
    office.scene.jurors[1].user_id = office.people[1].id
    office.session.commit()

    page = office.be(1).read(office.at())
    answers = [office.client.get(office.at("/transcribir")), office.type(1)]

    assert "no transcribe fichas de nadie" in page
    assert [one.status_code for one in answers] == [422, 422]
    assert office.count(SheetTyping) == 0


def test_the_spreadsheet_has_a_line_for_each_paper_of_use_and_no_formula(office: Office) -> None:
    second = make_paper(
        office.session,
        office.scene.jurors[1],
        office.scene.applications[0],
        office.people[0],
        state="received",
    )
    second.reason = "=HYPERLINK(1)"
    office.paper.void_reason, office.paper.state = "Se mojó", "void"
    office.session.commit()

    sent = office.be(0).get(office.among(".csv")).get_data(as_text=True)

    header, *lines = csv.reader(io.StringIO(sent.lstrip("\ufeff")))
    assert header == ["Número", "Jurado", "Código", "Grupo", "Fase", "Estado", "Motivo"]
    assert lines == [
        [
            second.serial,
            "Jurado 2",
            office.scene.applications[0].code,
            "Sumaq Kuy",
            "Evaluación de campo",
            SHEET_PAPER_LABELS["typing"],
            "'=HYPERLINK(1)",
        ]
    ]


def test_blank_sheets_are_of_this_contest_and_only_of_what_is_not_in(office: Office) -> None:
    office.came_in()

    answers = [office.be(0).get(office.among(rest)).status_code for rest in (".pdf", ".pdf?jurado=999999")]

    assert answers == [404, 404]


def test_preparing_twice_makes_each_paper_once(office: Office) -> None:
    make_sheet(office.session, office.scene.jurors[1], office.scene.applications[0], "FIELD",
               {"F1": 8, "F2": 7, "F3": 25})  # fmt: skip
    office.session.commit()
    office.be(0)

    for _ in range(2):
        office.client.post(office.among("/preparar"))
    page = office.client.read(office.among())

    assert office.count(SheetPaper) == 11
    assert "Se prepararon 10 fichas nuevas." in page
    assert "Se prepararon 0 fichas nuevas." in page


def test_the_pages_of_a_paper_speak_english_too(office: Office) -> None:
    office.came_in()
    office.be(0)

    places = (office.at(), office.at("/transcribir"), office.at("/anular"), office.among("/recibir"))
    pages = [office.client.get(f"{one}?lang=en") for one in (office.among(), *places)]

    assert [one.status_code for one in pages] == [200] * 5
    spanish = (
        "Ficha en papel",
        "Transcribir la ficha",
        "Anular esta ficha",
        "Recibir una ficha",
        "Guardar mi",
    )
    assert [
        (said, number) for number, page in enumerate(pages) for said in spanish if said in text(page)
    ] == []
