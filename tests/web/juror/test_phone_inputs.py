"""What a juror's phone may send wrong, and what it is told of papers: refused by name, nothing kept, nobody else's."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.rules.actor import Role
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_models import JurorDevice, SheetEntryRow
from contest_portal.scoring.phone_queries import device_by_code
from contest_portal.scoring.phone_signatures import SentEntry
from contest_portal.scoring.rules.fates import Hold
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.web.shared.phone_labels import HOLD_LABELS, NEXT_STEPS
from tests.factories.accounts import make_user
from tests.factories.evaluation import JURY_DAY, Evaluation
from tests.factories.phones import WHOLE, Phone, group, make_phone, make_phone_scene, public_key, sheets
from tests.factories.scoring import make_sheet
from tests.factories.sheet_papers import REASON, make_paper
from tests.page_client import PageClient


@dataclass
class Desk:
    """A juror signed in with an enrolled phone."""

    session: Session
    client: PageClient
    scene: Evaluation
    phone: Phone

    def at(self, part: str = "") -> str:
        return f"/jurado/concursos/{self.scene.contest.id}/sin-conexion{part}"

    def send(self, *entries: SentEntry) -> TestResponse:
        sent = [{"body": one.body, "signature": one.signature} for one in entries or self.phone.written]
        return self.client.post(self.at("/anotaciones"), data=json.dumps({"entries": sent}))

    def enrol(self, **told: object) -> TestResponse:
        sent = {"device": "e" * 32, "public_key": public_key(5), **told}
        return self.client.post(self.at("/telefono"), data=json.dumps(sent))

    def luggage(self) -> Any:
        return self.client.get(self.at("/paquete")).get_json()

    def take_in(self) -> None:
        scene = self.scene
        make_paper(self.session, scene.jurors[0], scene.applications[0], scene.secretary, state="received")
        self.session.commit()

    def kept(self) -> int | None:
        return self.session.scalar(select(func.count()).select_from(SheetEntryRow))


@pytest.fixture
def desk(session: Session, client: PageClient) -> Desk:
    scene = make_phone_scene(session)
    phone = make_phone(session, scene)
    session.commit()
    client.sign_in(scene.users[0].id)
    return Desk(session, client, scene, phone)


def test_a_phone_hears_that_its_sheet_is_on_paper_and_the_next_try_says_the_same(desk: Desk) -> None:
    desk.take_in()
    key = desk.phone.write(group(desk.scene), WHOLE, kind=Kind.FINAL)

    answers = [desk.send().get_json() for _ in range(2)]

    assert [one["held"] for one in answers] == [{key: "on_paper"}] * 2
    assert [one["received"] for one in answers] == [[key]] * 2
    assert answers[1]["sheets"][0]["version"] == 0
    assert sheets(desk.session) == []


def test_the_page_has_words_for_every_reason_in_both_languages(desk: Desk) -> None:
    spanish = desk.client.get(desk.at()).get_data(as_text=True)
    english = desk.client.get(f"{desk.at()}?lang=en").get_data(as_text=True)

    assert all(f"held_{hold.value}" in page for hold in Hold for page in (spanish, english))
    assert HOLD_LABELS[Hold.ON_PAPER] in spanish
    assert "The sheet is scored on paper" in english
    assert [label for label in HOLD_LABELS.values() if label in english] == []


def test_every_reason_has_its_words_and_its_next_step() -> None:
    assert set(HOLD_LABELS) == set(NEXT_STEPS) == {hold.value for hold in Hold}


def test_a_file_of_anothers_marks_is_not_in_the_luggage_even_on_paper(desk: Desk) -> None:
    desk.take_in()
    make_sheet(
        desk.session, desk.scene.jurors[1], desk.scene.applications[0], "FIELD", {"F1": 3}, final=False
    )
    desk.session.commit()

    told = json.dumps(desk.luggage(), ensure_ascii=False)

    assert REASON not in told
    assert '"units": 3' not in told
    assert desk.scene.secretary.full_name not in told


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"group": "\x00"}, id="a zero byte in the group"),
        pytest.param({"phase": "FIELD\x00"}, id="a zero byte in the phase"),
    ],
)
def test_a_letter_that_no_database_keeps_is_no_entry(desk: Desk, changes: dict[str, str]) -> None:
    body = json.loads(written(desk).body) | changes
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    answer = desk.client.post(
        desk.at("/anotaciones"), data=json.dumps({"entries": [{"body": text, "signature": ""}]})
    )

    assert (answer.status_code, list(answer.get_json()["refused"].values())) == (200, ["malformed"])
    assert desk.kept() == 0


def written(desk: Desk) -> SentEntry:
    desk.phone.write(group(desk.scene), {"F1": 8})
    return desk.phone.written[-1]


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param("", id="none"),
        pytest.param("0" * 128, id="zeros"),
        pytest.param("f" * 128, id="beyond the order"),
        pytest.param("x" * 10_000, id="huge"),
        pytest.param("\x00" * 128, id="zero bytes"),
        pytest.param("ñ" * 128, id="no digits"),
    ],
)
def test_a_signature_that_is_none_is_held_and_never_an_error(desk: Desk, signature: str) -> None:
    true = written(desk)

    answer = desk.send(replace(true, signature=signature))
    then = desk.send(true)

    assert (answer.status_code, list(answer.get_json()["held"].values())) == (200, ["signature"])
    assert then.get_json()["sheets"][0]["marks"] == [{"criterion": "F1", "units": 8, "reason": ""}]
    assert sheets(desk.session) == [("draft", {"F1": 8})]


def test_texts_are_kept_as_a_page_would_keep_them(desk: Desk) -> None:
    """Direction marks and control letters could make a comment read otherwise than it is."""
    desk.phone.write(group(desk.scene), {"F1": 8}, comment=" Buen\u202e grupo\x07 ")

    answer = desk.send()

    assert answer.status_code == 200
    assert desk.session.scalars(select(Sheet.comment)).one() == "Buen grupo"


@pytest.mark.parametrize(
    "told",
    [
        {"device": ""}, {"device": "x" * 100_000}, {"device": 5}, {"device": None}, {"public_key": "04"},
        {"public_key": "\x00"}, {"extra": 1}, {"public_key": ["04"]},
    ],
)  # fmt: skip
def test_what_is_no_phone_is_not_enrolled(desk: Desk, told: dict[str, object]) -> None:
    answer = desk.enrol(**told)

    assert answer.status_code == 422
    assert desk.session.scalar(select(func.count()).select_from(JurorDevice)) == 1


def test_the_phone_of_another_juror_is_nobody_elses(desk: Desk) -> None:
    desk.client.sign_in(desk.scene.users[1].id)

    answer = desk.enrol(device=desk.phone.code, public_key=desk.phone.key)

    assert answer.status_code == 403
    device = device_by_code(desk.session, desk.phone.code)
    assert device is not None
    assert device.juror_id == desk.scene.jurors[0].id


def test_a_phone_without_a_key_is_told_so_by_an_empty_code(desk: Desk) -> None:
    assert desk.enrol(public_key="").get_json() == {"fingerprint": "", "revoked": False}


def test_a_phone_that_is_out_of_use_hears_it_when_it_comes_again(desk: Desk) -> None:
    device = device_by_code(desk.session, desk.phone.code)
    assert device is not None
    device.revoked_at, device.revoked_by = JURY_DAY, desk.scene.secretary.id
    desk.session.commit()

    answer = desk.enrol(device=desk.phone.code, public_key=desk.phone.key)

    assert answer.get_json()["revoked"] is True


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.STAFF, Role.AUDITOR, Role.REPRESENTATIVE, Role.JUROR])
def test_nobody_without_a_seat_reads_or_sends(desk: Desk, role: Role) -> None:
    outsider = make_user(desk.session, role)
    desk.session.commit()
    written(desk)
    desk.client.sign_in(outsider.id)

    answers = [desk.client.get(desk.at("/paquete")), desk.send(), desk.enrol()]

    assert {one.status_code for one in answers} <= {403, 404}
    assert desk.kept() == 0


def test_sixty_entries_are_a_batch(desk: Desk) -> None:
    for number in range(60):
        desk.phone.write(group(desk.scene), {"F1": number % 10})

    answer = desk.send()

    assert (answer.status_code, len(answer.get_json()["received"]), desk.kept()) == (200, 60, 60)
    assert sheets(desk.session) == [("draft", {"F1": 9})]


def test_good_entries_of_a_batch_are_kept_beside_those_that_are_none(desk: Desk) -> None:
    good = written(desk)
    stranger = Phone("9" * 32, 11, desk.scene.contest.code, desk.phone.rules)
    stranger.write(group(desk.scene), {"F1": 1})

    answer = desk.send(SentEntry("[]", good.entry, ""), good, *stranger.written).get_json()

    assert (len(answer["received"]), sorted(answer["refused"].values())) == (
        1,
        ["malformed", "unknown_phone"],
    )
    assert sheets(desk.session) == [("draft", {"F1": 8})]


def test_a_closed_contest_tells_the_phone_and_holds_what_comes(desk: Desk) -> None:
    key = desk.phone.write(group(desk.scene), {"F1": 8})
    desk.scene.contest.state, desk.scene.contest.scored_at = "scored", JURY_DAY
    desk.session.commit()

    answer = desk.send().get_json()

    assert (answer["open"], answer["held"]) == (False, {key: "closed"})
    assert sheets(desk.session) == []


def test_a_returned_sheet_comes_back_with_the_reason(desk: Desk) -> None:
    sheet = make_sheet(
        desk.session, desk.scene.jurors[0], desk.scene.applications[0], "FIELD", {"F1": 8}, final=False
    )
    sheet.returned_reason = "Corresponde a otro grupo"
    desk.session.commit()

    told = desk.luggage()["sheets"]

    assert [one["returned"] for one in told if one["group"] == group(desk.scene)] == [
        "Corresponde a otro grupo",
        "",
    ]
