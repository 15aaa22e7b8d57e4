"""The office gives codes, sees who has one, takes back an unused one; the public reads reasons without names."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.late_code_queries import late_codes_of
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import make_contest
from tests.factories.late_codes import LATE_RULES, REASON, make_late_code
from tests.page_client import PageClient, words

FORM = {"valid_until": "2026-11-30T17:00", "reason": REASON}


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=LATE_RULES)


def test_a_code_is_given_shown_and_taken_back(client: PageClient, village: Village, session: Session) -> None:
    group = village.group()
    session.commit()
    page = f"/oficina/concursos/{village.contest.id}/codigos"
    client.sign_in(village.staff.id)

    empty = client.read(page)
    asked = client.post(page, data=FORM | {"group_id": str(group.id)})
    joint = session.scalars(select(JointAct)).one()
    give, seen = f"{page}/{joint.id}/dar", {"sha256": joint.content_sha256}
    alone = client.post(give, data=seen)
    waiting = client.read(page)
    none = late_codes_of(session, village.contest.id)
    other = make_user(session, Role.STAFF)
    session.commit()
    given = client.sign_in(other.id).post(give, data=seen)
    (line,) = late_codes_of(session, village.contest.id)
    shown = client.read(page)
    public = client.read(f"/convocatorias/{village.contest.code}")
    csv = client.get(f"{page}.csv").text
    client.post(f"{page}/{line.code_id}/retirar")
    after = client.read(page)

    assert "No se dio ningún código" in empty
    assert (asked.status_code, alone.status_code, given.status_code, none) == (303, 403, 303, ())
    assert ("Esperan a la segunda persona" in waiting, "Dar el código" in waiting) == (True, False)
    assert f"El código es {line.code}" in shown
    assert (REASON in public, "(1 código)" in public, "Sumaq Kuy" in public) == (True, True, False)
    assert "30 minutos" in public
    assert ("Sumaq Kuy" in csv, line.code in csv) == (True, False)
    assert "Retirado" in after


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"group_id": ""}, "Elija el grupo"),
        ({"valid_until": "2026-11-20T17:00"}, "Elija una hora que venga después"),
        ({"reason": "Antena"}, "Escriba el motivo en 10 a 300 letras"),
    ],
)
def test_what_is_missing_is_said_beside_it(
    client: PageClient, village: Village, session: Session, change: dict[str, str], message: str
) -> None:
    group = village.group()
    session.commit()
    client.sign_in(village.staff.id)

    answer = client.post(
        f"/oficina/concursos/{village.contest.id}/codigos", data=FORM | {"group_id": str(group.id)} | change
    )

    assert (answer.status_code, message in words(answer.text)) == (422, True)
    assert late_codes_of(session, village.contest.id) == ()


def test_without_the_rule_or_the_right_nothing_can_be_given(
    client: PageClient, session: Session, village: Village
) -> None:
    strict = make_contest(session, village.office, village.staff).id
    make_late_code(session, village.contest, village.group(), village.staff, at=NOON)
    session.commit()
    client.sign_in(village.staff.id)

    assert "Las bases no prevén códigos fuera de plazo" in client.read(f"/oficina/concursos/{strict}/codigos")
    assert client.sign_in(village.representative.id).get(
        f"/oficina/concursos/{village.contest.id}/codigos"
    ).status_code in {403, 404}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARY])
def test_the_letters_of_an_unused_code_are_for_who_gives_codes(
    client: PageClient, village: Village, session: Session, role: Role
) -> None:
    code = make_late_code(session, village.contest, village.group(), village.staff, at=NOON)
    reader = make_user(session, role)
    session.commit()
    page = f"/oficina/concursos/{village.contest.id}/codigos"

    unused = client.sign_in(reader.id).read(page)
    own = client.sign_in(village.staff.id).read(page)
    code.state, code.used_at = "used", NOON
    session.commit()
    used = client.sign_in(reader.id).read(page)

    assert ("Sumaq Kuy" in unused, code.code in unused, code.code in own) == (True, False, True)
    assert code.code in used
