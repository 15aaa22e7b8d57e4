"""The secretary's page of phones, against odd files, foreign contests, presses out of turn, and both languages."""

import csv
import io
import json
from dataclasses import dataclass, replace
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.rules.rulebook import LatePhones
from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.phone_models import SheetEntryRow
from contest_portal.scoring.phone_queries import phones_of
from contest_portal.scoring.phone_signatures import SentEntry
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.web.shared.phone_labels import CONFLICT_LABEL, HOLD_LABELS, NEXT_STEPS
from contest_portal.web.shared.scale_labels import LATE_PHONES_LABELS
from tests.factories.accounts import make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.hall import open_hall
from tests.factories.phones import WHOLE, Phone, fates, group, make_phone, make_phone_scene, send, sheets
from tests.factories.sheet_papers import make_paper
from tests.page_client import PageClient, words


@dataclass
class Office:
    """The secretary, and a juror's phone that wrote something."""

    session: Session
    client: PageClient
    scene: Evaluation
    phone: Phone

    def at(self, part: str = "") -> str:
        return f"/oficina/concursos/{self.scene.contest.id}/telefonos{part}"

    def read_file(self, *entries: SentEntry) -> TestResponse:
        sent = [{"body": one.body, "signature": one.signature} for one in entries or self.phone.written]
        return self.hand_over(json.dumps({"entries": sent}).encode())

    def hand_over(self, content: bytes, name: str = "fichas.json") -> TestResponse:
        return self.client.post(self.at(), data={"file": (BytesIO(content), name)})

    def kept(self) -> int | None:
        return self.session.scalar(select(func.count()).select_from(SheetEntryRow))

    def another(self, juror: int = 0, *, signs: bool = True) -> Phone:
        self.session.refresh(self.scene.users[juror], ["grants"])
        phone = make_phone(self.session, self.scene, juror, signs=signs)
        self.session.commit()
        return phone

    def arrive(self, *phones: Phone) -> None:
        self.session.refresh(self.scene.users[0], ["grants"])
        for phone in phones or (self.phone,):
            send(self.session, self.scene, *phone.written)
        self.session.commit()


def make_office(session: Session, client: PageClient, scene: Evaluation) -> Office:
    phone = make_phone(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)
    return Office(session, client, scene, phone)


@pytest.fixture
def office(session: Session, client: PageClient) -> Office:
    return make_office(session, client, make_phone_scene(session))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"%PDF-1.4", id="a PDF"),
        pytest.param(b"[" * 100_000, id="nested for ever"),
        pytest.param(b'{"entries":[],"entries":[]}', id="a key twice"),
        pytest.param(b'{"entries":null}', id="null"),
        pytest.param(b'{"entries":[{"body":1,"signature":2}]}', id="numbers for texts"),
    ],
)
def test_a_file_that_no_phone_wrote_is_refused_and_keeps_nothing(office: Office, content: bytes) -> None:
    answer = office.hand_over(content)

    assert answer.status_code == 422
    assert (office.kept(), sheets(office.session)) == (0, [])


def test_a_file_in_which_one_entry_is_strange_is_refused_whole(office: Office) -> None:
    """Half a file would look as if all had been read: the secretary asks the juror for it again."""
    office.phone.write(group(office.scene), {"F1": 8})
    good = office.phone.written[0]

    answer = office.read_file(
        good, SentEntry(good.body.replace("F1", "F2 "), good.entry, "x"), SentEntry("{}", good.entry, "")
    )

    assert (answer.status_code, office.kept()) == (422, 0)


def test_a_file_of_another_contest_is_refused(office: Office) -> None:
    office.phone.write(group(office.scene), {"F1": 8}, contest="II-2026")

    answer = office.read_file()

    assert answer.status_code == 422
    assert "no es de un teléfono inscrito en este concurso" in words(answer.get_data(as_text=True))
    assert office.kept() == 0


def test_a_file_read_twice_counts_once_and_says_what_was_read(office: Office) -> None:
    office.phone.write(group(office.scene), WHOLE, kind=Kind.FINAL)

    answers = [office.read_file().status_code for _ in range(2)]

    assert (answers, office.kept(), sheets(office.session)) == ([303, 303], 1, [("final", dict(WHOLE))])
    assert "Se leyó 1 anotación." in office.client.read(office.at())


def test_a_file_that_was_changed_on_the_way_is_kept_and_does_not_count(office: Office) -> None:
    office.phone.write(group(office.scene), {"F1": 1})
    true = office.phone.written[0]
    forged = replace(true, body=true.body.replace('"units":1', '"units":9'))

    office.read_file(forged)

    assert (fates(office.session, office.scene), sheets(office.session)) == (["signature"], [])
    assert HOLD_LABELS["signature"] in office.client.read(office.at())


def test_two_jurors_in_one_file_are_read_each_for_themselves(office: Office) -> None:
    other = office.another(1)
    office.phone.write(group(office.scene), {"F1": 8})
    other.write(group(office.scene), {"F1": 3})

    office.read_file(*office.phone.written, *other.written)

    assert sheets(office.session) == [("draft", {"F1": 8}), ("draft", {"F1": 3})]


def test_an_entry_for_a_sheet_on_paper_says_so_and_what_to_do(office: Office) -> None:
    scene = office.scene
    make_paper(office.session, scene.jurors[0], scene.applications[0], scene.secretary, state="received")
    office.session.commit()
    office.phone.write(group(scene), WHOLE, kind=Kind.FINAL)

    office.read_file()
    page = office.client.read(office.at())

    assert sheets(office.session) == []
    for expected in (HOLD_LABELS["on_paper"], NEXT_STEPS["on_paper"], "Sumaq Kuy", "Evaluación de campo"):
        assert expected in page


def test_the_spreadsheet_gives_a_line_for_each_held_entry_with_no_mark(office: Office) -> None:
    office.phone.write(group(office.scene), {"F1": 99}, comment="Muy ordenado")
    office.phone.write("=1+1", {"F1": 7})
    office.arrive()

    sent = office.client.get(office.at(".csv")).get_data(as_text=True)

    _, *lines = csv.reader(io.StringIO(sent.lstrip("\ufeff")))
    code = phones_of(office.session, office.scene.contest.id)[0].fingerprint
    assert [(line[0], line[1], line[2], line[3], line[4], line[6], line[7]) for line in lines] == [
        ("Jurado 1", "'=1+1", "FIELD", code, "2", HOLD_LABELS["not_yours"], NEXT_STEPS["not_yours"]),
        ("Jurado 1", group(office.scene), "FIELD", code, "1", HOLD_LABELS["marks"], NEXT_STEPS["marks"]),
    ]
    assert "ordenado" not in sent


def test_what_a_phone_wrote_for_a_group_is_shown_as_text(office: Office) -> None:
    office.phone.write("<b>grupo</b>", {"F1": 7}, phase="<i>fase</i>")
    office.arrive()

    page = office.client.get(office.at()).get_data(as_text=True)

    assert "&lt;b&gt;grupo&lt;/b&gt;" in page
    assert "<i>fase" not in page


def test_a_phone_of_another_contest_is_not_found(office: Office) -> None:
    device = phones_of(office.session, office.scene.contest.id)[0].device_id

    foreign = office.client.post(f"/oficina/concursos/999999/telefonos/{device}/baja")
    none = office.client.post(office.at("/999999/baja"))

    assert {foreign.status_code, none.status_code} <= {403, 404}
    assert phones_of(office.session, office.scene.contest.id)[0].revoked_at is None


@pytest.mark.parametrize("part", ["/baja", "/revisar"])
@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_but_the_secretary_presses_anything(office: Office, role: Role, part: str) -> None:
    other = make_user(office.session, role)
    device = phones_of(office.session, office.scene.contest.id)[0].device_id
    office.session.commit()
    office.client.sign_in(other.id)

    answer = office.client.post(office.at(f"/{device}{part}" if part == "/baja" else part))

    assert answer.status_code in (403, 404)
    assert phones_of(office.session, office.scene.contest.id)[0].revoked_at is None


def test_pressed_twice_is_pressed_once(office: Office) -> None:
    device = phones_of(office.session, office.scene.contest.id)[0].device_id

    answers = [
        office.client.post(office.at(part)).status_code for part in (f"/{device}/baja", "/revisar") * 2
    ]

    assert answers == [303] * 4
    rows = office.session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
    assert rows == ["phone.enrolled", "phone.revoked"]


def test_once_the_scoring_is_closed_the_page_is_read_and_nothing_is_pressed(office: Office) -> None:
    office.phone.write(group(office.scene), {"F1": 99})
    office.arrive()
    office.scene.contest.state, office.scene.contest.scored_at = "scored", JURY_DAY
    office.session.commit()

    page = office.client.read(office.at())
    settling = office.client.post(office.at("/revisar"))

    assert HOLD_LABELS["marks"] in page
    assert ("Revisar lo retenido" in page, "Dar de baja" in page, "Leer el archivo" in page) == (False,) * 3
    assert (settling.status_code, HOLD_LABELS["marks"] in office.client.read(office.at())) == (303, True)


@pytest.mark.parametrize("rule", list(LatePhones))
def test_the_page_says_what_the_rules_say_of_late_phones(
    session: Session, client: PageClient, rule: LatePhones
) -> None:
    rules = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, late_phones=rule))
    office = make_office(session, client, make_evaluation(session, rulebook=rules))
    hall = open_hall(session, office.scene)
    hall.state, hall.closed_at = "closed", JURY_DAY
    session.commit()

    page = client.read(office.at())

    others = [text for code, text in LATE_PHONES_LABELS.items() if code != rule.value]
    assert LATE_PHONES_LABELS[rule.value] in page
    assert not any(f"cerrada la sesión: {other}." in page for other in others)


def test_a_phone_without_a_key_is_listed_as_one_that_does_not_sign(office: Office) -> None:
    office.another(1, signs=False)

    assert "Sin clave: no firma" in office.client.read(office.at())


def test_the_page_speaks_english_with_all_that_is_held(office: Office) -> None:
    other = office.another()
    office.phone.write(group(office.scene), {"F1": 3})
    other.write(group(office.scene), {"F1": 9})
    office.phone.write(group(office.scene, 1), {"F1": 99})
    office.arrive(office.phone, other)

    page = office.client.read(f"{office.at()}?lang=en")

    assert fates(office.session, office.scene) == ["counted", "marks", "conflict"]
    for spanish in (CONFLICT_LABEL, HOLD_LABELS["marks"], NEXT_STEPS["marks"], "Teléfonos de los jurados"):
        assert spanish not in page
    assert "Jurado 1" in page
