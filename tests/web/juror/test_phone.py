"""What a phone fetches and sends: own sheets alone, strict JSON, and the same answer for the same entries."""

import base64
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.rules.actor import Role
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_models import JurorDevice, SheetEntryRow
from contest_portal.scoring.phone_signatures import SentEntry
from contest_portal.scoring.rules.sheet_entries import Kind
from tests.architecture.access_json import keys_of
from tests.factories.accounts import make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import Evaluation, add_group, make_evaluation
from tests.factories.phones import WHOLE, Phone, group, make_phone, make_phone_scene, public_key, sheets
from tests.factories.scoring import make_interest, make_sheet
from tests.factories.sheet_papers import make_paper
from tests.factories.sheets import AXES, book_of
from tests.page_client import PageClient
from tests.query_count import counted_queries

SHEETS = "sheets[comment fixed group kind marks paper phase returned rivals version]"


@pytest.fixture
def scene(session: Session, client: PageClient) -> Evaluation:
    scene = make_phone_scene(session)
    session.commit()
    client.sign_in(scene.users[0].id)
    return scene


@pytest.fixture
def phone(session: Session, scene: Evaluation) -> Phone:
    session.refresh(scene.users[0], ["grants"])
    phone = make_phone(session, scene)
    session.commit()
    return phone


def address(scene: Evaluation, part: str = "") -> str:
    return f"/jurado/concursos/{scene.contest.id}/sin-conexion{part}"


def luggage(client: PageClient, scene: Evaluation, have: str = "") -> Any:
    return client.get(address(scene, f"/paquete?have={have}")).get_json()


def post(client: PageClient, scene: Evaluation, entries: Iterable[SentEntry]) -> TestResponse:
    batch = {"entries": [{"body": one.body, "signature": one.signature} for one in entries]}
    return client.post(address(scene, "/anotaciones"), data=json.dumps(batch))


def test_the_page_brings_its_words_and_asks_for_the_declaration_first(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    page = client.get(address(scene)).get_data(as_text=True)
    newcomer = add_group(session, scene.contest, scene.centre, "Llegó después")
    session.commit()

    detour = client.get(address(scene))

    assert ("Calificar sin conexión" in page, "Guardada en este teléfono" in page) == (True, True)
    assert (detour.status_code, detour.location) == (303, f"/jurado/concursos/{scene.contest.id}/intereses")
    assert client.get(address(scene, "/paquete")).status_code == 422
    assert newcomer.code not in page


def test_the_luggage_holds_own_groups_rules_and_marks_and_nothing_of_others(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 8}, final=False)
    make_sheet(session, scene.jurors[1], scene.applications[0], "FIELD", {"F1": 3, "F2": 4}, final=False)
    session.commit()

    found = luggage(client, scene)

    text = json.dumps(found, ensure_ascii=False)
    assert keys_of(found) == (
        f"contest digest held keys now open package[groups phases rules] session {SHEETS} token"
    )
    assert keys_of(post(client, scene, []).json) == f"contest held now open received refused {SHEETS} token"
    assert [one["code"] for one in found["package"]["groups"]] == [group(scene), group(scene, 1)]
    assert found["sheets"][0] | {"fixed": []} == {
        "group": group(scene), "phase": "FIELD", "version": 1, "kind": "draft", "comment": "", "returned": "",
        "marks": [{"criterion": "F1", "units": 8, "reason": ""}], "fixed": [], "rivals": [], "paper": "",
    }  # fmt: skip
    assert (found["open"], found["held"], len(found["sheets"])) == (True, {}, 4)
    assert not any(user.full_name in text for user in scene.users[1:])
    assert not any(juror.dni in text for juror in scene.jurors)
    assert "Integrante" not in text


def test_the_luggage_brings_the_keys_of_the_account_and_names_the_session(
    client: PageClient, scene: Evaluation
) -> None:
    page = client.get(address(scene)).get_data(as_text=True)
    found = [luggage(client, scene), luggage(client, scene)]
    for user in scene.users[:2]:
        client.sign_in(user.id)
        found.append(luggage(client, scene))

    keys, sessions = [json.loads(one["keys"]) for one in found], [one["session"] for one in found]
    assert [len(base64.b64decode(key)) for key in keys[0]] == [32]
    assert (keys[0] == keys[1] == keys[2], keys[0] == keys[3], keys[0][0] in page) == (True, False, False)
    assert (sessions[0] == sessions[1], len(set(sessions))) == (True, 3)


@pytest.mark.parametrize("asks", [True, False])
def test_the_page_asks_for_a_pin_unless_the_office_does_without(
    app: Flask, client: PageClient, scene: Evaluation, *, asks: bool
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], juror_pin=asks)

    page = client.get(address(scene)).get_data(as_text=True)

    assert ('data-pin="required"' in page) is asks


def test_the_luggage_is_sent_again_only_when_it_changed(client: PageClient, scene: Evaluation) -> None:
    first = luggage(client, scene)

    again = luggage(client, scene, first["digest"])

    assert (again["package"], again["digest"], len(again["sheets"])) == (None, first["digest"], 4)


def test_the_luggage_says_which_sheets_are_on_paper(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    paper = make_paper(session, scene.jurors[0], scene.applications[0], scene.secretary, state="received")
    make_paper(session, scene.jurors[1], scene.applications[1], scene.secretary, state="received")
    session.commit()

    found = luggage(client, scene)

    assert [sheet["paper"] for sheet in found["sheets"]] == [paper.serial, "", "", ""]


def test_a_group_that_the_juror_left_is_not_in_it(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)
    make_interest(session, scene.jurors[0], scene.applications[1])
    session.commit()
    client.sign_in(scene.users[0].id)

    found = luggage(client, scene)

    assert {sheet["group"] for sheet in found["sheets"]} == {group(scene, 1)}
    assert [one["code"] for one in found["package"]["groups"]] == [group(scene, 1)]


def test_a_phone_enrols_and_sends_and_twice_is_once(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    told = {"device": "e" * 32, "public_key": public_key(5)}
    codes = {
        client.post(address(scene, "/telefono"), data=json.dumps(told)).get_json()["fingerprint"]
        for _ in range(2)
    }
    phone = Phone("e" * 32, 5, scene.contest.code, luggage(client, scene)["package"]["rules"])
    phone.write(group(scene), {"F1": 8})
    key = phone.write(group(scene), WHOLE, kind=Kind.FINAL)

    answers = [post(client, scene, phone.written).get_json() for _ in range(2)]

    assert len(codes) == 1
    assert [answer["received"][-1] for answer in answers] == [key, key]
    assert [answer["sheets"][0]["kind"] for answer in answers] == ["final", "final"]
    assert answers[0]["refused"] == {}
    assert sheets(session) == [("final", dict(WHOLE))]
    assert session.scalar(select(func.count()).select_from(SheetEntryRow)) == 2
    assert session.scalar(select(func.count()).select_from(JurorDevice)) == 1


def test_a_conflict_and_what_is_held_come_back_with_the_answer(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 1}, final=False)
    session.commit()
    rival = phone.write(group(scene), {"F1": 8})
    held = phone.write(group(scene, 1), {"F1": 99})

    answer = post(client, scene, phone.written).get_json()

    assert answer["held"] == {held: "marks"}
    assert answer["sheets"][0]["rivals"] == [
        {
            "key": rival,
            "kind": "draft",
            "comment": "",
            "marks": [{"criterion": "F1", "units": 8, "reason": ""}],
        }
    ]


def test_what_no_entry_is_and_what_a_stranger_wrote_is_named_and_not_kept(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8}, device="9" * 32)
    broken = SentEntry("{}", phone.written[0].entry, "")

    answer = post(client, scene, [broken, *phone.written]).get_json()

    assert sorted(answer["refused"].values()) == ["malformed", "unknown_phone"]
    assert session.scalar(select(func.count()).select_from(SheetEntryRow)) == 0


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", '{"entries":[],"entries":[]}', '{"entries":1.5}', '{"entries":[{"body":"x"}]}', '{"entries":NaN}',
        '{"entries":[' + ",".join(['{"body":"x","signature":""}'] * 61) + "]}", '{"entries":[],"__proto__":{}}',
    ],
)  # fmt: skip
def test_a_batch_that_is_none_is_refused(client: PageClient, scene: Evaluation, body: str) -> None:
    assert client.post(address(scene, "/anotaciones"), data=body).status_code == 422


def test_a_script_without_a_session_hears_401_and_another_contests_juror_404(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    stranger = make_user(session, Role.JUROR)
    session.commit()

    client.sign_in(stranger.id)
    foreign = [client.get(address(scene, part)).status_code for part in ("", "/paquete")]
    with client.session_transaction() as cookie:
        cookie.clear()
    gone = client.get(address(scene, "/paquete"), headers={"Content-Type": "application/json"})

    assert (foreign, gone.status_code) == ([404, 404], 401)


def test_another_jurors_entries_are_refused(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8})
    client.sign_in(scene.users[1].id)

    answer = post(client, scene, phone.written)

    assert answer.status_code == 403
    assert session.scalar(select(func.count()).select_from(Sheet)) == 0


def test_the_worker_is_a_script(client: PageClient, scene: Evaluation) -> None:
    answer = client.get("/jurado/sin-conexion.js")

    assert answer.mimetype == "text/javascript"
    assert b"addEventListener" in answer.data


def test_the_luggage_asks_as_often_for_three_groups_as_for_two(
    session: Session, client: PageClient, scene: Evaluation
) -> None:
    with counted_queries(session) as before:
        luggage(client, scene)
    third = add_group(session, scene.contest, scene.centre, "Tercero")
    for juror in scene.jurors:
        make_interest(session, juror, third)
    session.commit()

    with counted_queries(session) as after:
        luggage(client, scene)

    assert after.total == before.total


def test_every_kind_of_criterion_travels_with_what_its_checks_need(
    session: Session, client: PageClient
) -> None:
    rules = replace(book_of(AXES), categories=RULEBOOK.categories)
    scene = make_evaluation(session, rulebook=rules, groups=("Sumaq Kuy",))
    scene.jurors[0].phases = AXES.code
    session.commit()
    client.sign_in(scene.users[0].id)

    phase = luggage(client, scene)["package"]["phases"][AXES.code]

    assert (phase["parts"], phase["most"]) == (35, "80")
    assert [(one["code"], one["scale"], one["factor"]) for one in phase["criteria"]] == [
        ("Q", "yes_no", 0), ("O1", "points", 56), ("O2", "points", 112), ("C1", "points", 240),
    ]  # fmt: skip
    assert phase["criteria"][0]["reason_hint"] == "Escríbalo si contesta «no»."
