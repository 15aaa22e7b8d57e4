"""The secretary's page of phones: what is held and why, without a mark; files, lost phones, the end of the session."""

import json
from io import BytesIO

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.rules.actor import Role
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.phone_queries import phones_of
from contest_portal.scoring.phone_signatures import SentEntry
from contest_portal.scoring.rules.fates import Hold
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.web.shared.phone_labels import HOLD_LABELS, NEXT_STEPS
from tests.factories.accounts import make_user
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation, score_fully
from tests.factories.hall import open_hall
from tests.factories.phones import (
    WHOLE,
    Phone,
    codes_of,
    fates,
    group,
    make_phone,
    make_phone_scene,
    send,
    sheets,
)
from tests.page_client import PageClient, words


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_phone_scene(session)


@pytest.fixture
def phone(session: Session, client: PageClient, scene: Evaluation) -> Phone:
    phone = make_phone(session, scene)
    phone.write(group(scene), {"F1": 99})
    phone.write(group(scene, 1), {"F1": 7})
    session.commit()
    client.sign_in(scene.secretary.id)
    return phone


def address(scene: Evaluation, part: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/telefonos{part}"


def hand_over(client: PageClient, scene: Evaluation, *entries: SentEntry, text: str = "") -> TestResponse:
    content = text or json.dumps(
        {"entries": [{"body": one.body, "signature": one.signature} for one in entries]}
    )
    data = {"file": (BytesIO(content.encode()), "fichas.json")}
    return client.post(address(scene), data=data)


def test_a_file_is_read_and_the_page_says_what_does_not_count_and_what_to_do(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    empty = client.read(address(scene))

    answer = hand_over(client, scene, *phone.written)
    page = client.get(address(scene)).get_data(as_text=True)

    assert "Nada está retenido" in empty
    assert (answer.status_code, sheets(session)) == (303, [("draft", {"F1": 7})])
    assert "Se leyeron 2 anotaciones." in page
    for expected in ("Sumaq Kuy", HOLD_LABELS[Hold.MARKS], NEXT_STEPS[Hold.MARKS], "En uso"):
        assert expected in words(page)
    assert "99" not in words(page).replace(phone.contest, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "no es de un teléfono de jurado"),
        ("[1.5]", "no es de un teléfono de jurado"),
        ('{"entries":[]}', "no es de un teléfono inscrito"),
        ('{"entries":[{"body":"{}","signature":""}]}', "no es de un teléfono inscrito"),
    ],
)
def test_another_file_is_refused_with_what_to_do(
    client: PageClient, scene: Evaluation, phone: Phone, text: str, reason: str
) -> None:
    answer = hand_over(client, scene, text=text)

    assert answer.status_code == 422
    assert reason in answer.get_data(as_text=True)
    assert phone.written


def test_no_file_and_a_file_of_a_phone_that_never_enrolled_are_refused(
    client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 1}, device="f" * 32)

    assert client.post(address(scene)).status_code == 422
    assert hand_over(client, scene, *phone.written).status_code == 422


def test_codes_are_read_where_a_camera_may_be_used_and_only_there(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    entries = [{"body": one.body, "signature": one.signature} for one in phone.written]
    codes = codes_of(json.dumps({"entries": entries}), room=300)
    page, elsewhere = client.get(address(scene, "/codigos")), client.get(address(scene))

    wrong = [
        client.post(address(scene, "/codigos"), data={"codes": text})
        for text in ("", "\n".join(codes[1:]), codes_of("{}")[0], codes_of('{"entries":[]}')[0])
    ]
    answer = client.post(address(scene, "/codigos"), data={"codes": "\n".join(reversed(codes))})

    policies = [one.headers["Permissions-Policy"].split(",")[0] for one in (page, elsewhere)]
    assert policies == ["camera=(self)", "camera=()"]
    assert [one.status_code for one in wrong] == [422] * 4
    said = (
        "Pegue el texto",
        f"De {len(codes)} códigos faltan: 1.",
        "no es de un teléfono de jurado",
        "inscrito",
    )
    assert [part in one.get_data(as_text=True) for one, part in zip(wrong, said, strict=True)] == [True] * 4
    assert (answer.status_code, sheets(session)) == (303, [("draft", {"F1": 7})])


def test_a_phone_is_taken_out_of_use_and_what_is_held_looked_at_again(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    device = phones_of(session, scene.contest.id)[0].device_id

    before = client.read(address(scene))
    moves = [client.post(address(scene, part)) for part in (f"/{device}/baja", "/revisar")]
    hall = open_hall(session, scene)
    hall.state, hall.closed_at = "closed", JURY_DAY
    session.commit()
    after = client.read(address(scene))

    assert [move.status_code for move in moves] == [303, 303]
    assert ("En uso" in before, "La sesión todavía no se cierra." in before) == (True, True)
    assert ("Dado de baja" in after, "La sesión se cerró el" in after) == (True, True)
    assert phone.key


def test_a_conflict_is_named_for_the_secretary_and_shown_to_nobody_else(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    session.refresh(scene.users[0], ["grants"])
    other = make_phone(session, scene)
    other.write(group(scene, 1), WHOLE, kind=Kind.FINAL)
    send(session, scene, *phone.written)
    send(session, scene, *other.written)
    session.commit()

    page = client.read(address(scene))
    lines = client.get(address(scene, ".csv")).get_data(as_text=True).splitlines()

    assert fates(session, scene) == ["marks", "counted", "conflict"]
    assert "Dos versiones de la misma ficha" in page
    assert [line.split(",")[2] for line in lines[1:]] == ["FIELD", "FIELD"]
    assert lines[1].startswith("Jurado 1,")


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_others_of_the_office_read_and_change_nothing(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone, role: Role
) -> None:
    reader = make_user(session, role)
    session.commit()
    client.sign_in(reader.id)

    page = client.read(address(scene))

    assert "Dar de baja" not in page
    assert hand_over(client, scene, *phone.written).status_code == 403


def test_the_closing_warns_of_what_may_still_count(
    session: Session, client: PageClient, scene: Evaluation, phone: Phone
) -> None:
    session.execute(delete(Attendance))
    score_fully(session, scene)
    session.commit()
    closing = f"/oficina/concursos/{scene.contest.id}/evaluacion/cierre"
    warning = "Hay fichas de teléfonos que todavía podrían contar, de Jurado 1."
    hand_over(client, scene, phone.written[1])
    missing_one = client.read(closing)

    hand_over(client, scene, phone.written[0])

    assert (warning in missing_one, warning in client.read(closing)) == (True, False)
    assert fates(session, scene) == ["sealed", "marks"]


def test_a_draft_contest_has_no_phones(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, state="draft", groups=(), jurors=0)
    session.commit()
    client.sign_in(scene.secretary.id)

    assert client.get(address(scene)).status_code == 404
