"""Registering a group and its members through the pages, hostile input included."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import GroupMember, ProducerGroup
from contest_portal.kernel.audit import verify_chain
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.register import Person
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.applying import Village
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.registry import make_centre, make_household, make_person
from tests.page_client import PageClient

CENTRE = "0903010099"


def register(client: PageClient, **fields: str) -> tuple[int, str]:
    data = {"name": "Sumaq Kuy", "centre_code": CENTRE, **fields}
    response = client.post("/grupo/grupos/nuevo", data=data)
    return response.status_code, response.get_data(as_text=True)


def groups(session: Session) -> list[tuple[str, str | None, str]]:
    session.expire_all()
    rows = session.scalars(select(ProducerGroup).order_by(ProducerGroup.id))
    return [(group.name, group.ruc, group.centre_code) for group in rows]


def test_a_group_is_registered_by_the_code_of_its_centre(
    representative: PageClient, session: Session
) -> None:
    status, _ = register(representative, ruc="20512333797")

    assert (status, groups(session)) == (303, [("Sumaq Kuy", "20512333797", CENTRE)])


def test_a_group_is_registered_where_a_member_lives(
    representative: PageClient, village: Village, session: Session
) -> None:
    make_person(session, make_household(session, village.centre), dni="45418672")
    session.commit()

    status, _ = register(representative, centre_code="", dni="45418672")

    assert (status, groups(session)) == (303, [("Sumaq Kuy", None, CENTRE)])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "  "}, "Escriba el nombre del grupo."),
        ({"ruc": "2051233379"}, "no es un RUC válido"),
        ({"centre_code": "21106"}, "no es un código de centro poblado"),
        ({"centre_code": "0999999999"}, "no tiene un centro poblado con el código 0999999999"),
        ({"centre_code": ""}, "Escriba el DNI de un integrante o el código del centro poblado."),
        ({"centre_code": "", "dni": "45418672"}, "no tiene a nadie con el DNI 45418672"),
        ({"name": "x" * 121}, "Escriba 120 letras como máximo: hay 121."),
    ],
    ids=[
        "no name",
        "BS-05 ten digits",
        "BS-06 five digits",
        "no such centre",
        "no place",
        "nobody",
        "endless",
    ],
)
def test_a_bad_field_is_refused_and_what_was_typed_is_kept(
    representative: PageClient, session: Session, fields: dict[str, str], message: str
) -> None:
    status, text = register(representative, **fields)

    assert (status, groups(session)) == (422, [])
    assert message in text
    assert all(f'value="{value}"' in text for value in fields.values() if value.strip())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('<script>alert("x")</script>', "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;"),
        ("${7*7} <%= 7*7 %> {{7*7}}", "${7*7} &lt;%= 7*7 %&gt; {{7*7}}"),
        ("=1+1", "=1+1"),
        ("-2+3+cmd|x", "-2+3+cmd|x"),
        ("La Todinita Puyqueña", "La Todinita Puyqueña"),
    ],
    ids=["BS-23", "BS-24", "BS-25", "BS-26", "BS-28"],
)
def test_a_hostile_name_is_stored_as_typed_and_harmless(
    representative: PageClient, session: Session, name: str, shown: str
) -> None:
    group_id = _existing(representative, session)

    response = representative.post(
        f"/grupo/grupos/{group_id}/editar", data={"version": "1", "name": name, "centre_code": CENTRE}
    )

    page = representative.get(f"/grupo/grupos/{group_id}").get_data(as_text=True)
    assert (response.status_code, groups(session)) == (303, [(name, None, CENTRE)])
    assert shown in page
    assert "<script>alert" not in page


def _existing(client: PageClient, session: Session) -> int:
    register(client, name="Antes")
    return session.scalars(select(ProducerGroup.id)).one()


def test_a_conflict_keeps_what_was_typed(representative: PageClient, session: Session) -> None:
    group_id = _existing(representative, session)
    data = {"version": "1", "centre_code": CENTRE}
    representative.post(f"/grupo/grupos/{group_id}/editar", data={**data, "name": "Primero"})

    response = representative.post(f"/grupo/grupos/{group_id}/editar", data={**data, "name": "Segundo"})

    assert response.status_code == 409
    assert 'value="Segundo"' in response.get_data(as_text=True)
    assert groups(session)[0][0] == "Primero"


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}, {"version": "-1"}], ids=str)
def test_a_group_is_not_changed_without_the_version_that_was_read(
    representative: PageClient, session: Session, version: dict[str, str]
) -> None:
    group_id = _existing(representative, session)

    response = representative.post(
        f"/grupo/grupos/{group_id}/editar", data={"name": "Después", "centre_code": CENTRE, **version}
    )

    assert (response.status_code, groups(session)[0][0]) == (409, "Antes")


def add(client: PageClient, group_id: int, dni: str, *, confirmed: str = "") -> tuple[int, str]:
    response = client.post(
        f"/grupo/grupos/{group_id}/integrantes/nuevo", data={"dni": dni, "confirmed": confirmed}
    )
    return response.status_code, response.get_data(as_text=True)


@pytest.fixture
def group_id(village: Village, session: Session) -> int:
    group = village.group(households=0)
    make_person(
        session,
        make_household(session, village.centre),
        dni="00418672",
        given_names="Justina",
        paternal_surname="Ñahui",
    )
    session.commit()
    return group.id


def test_the_person_found_is_shown_before_being_added(
    representative: PageClient, group_id: int, session: Session
) -> None:
    status, text = add(representative, group_id, "00418672")

    assert status == 200
    assert "Justina Ñahui Huamaní" in text
    assert "Chahuarma" in text
    assert group_members(session, group_id) == ()


def test_who_was_shown_whom_is_on_record_once_a_person(
    representative: PageClient, group_id: int, session: Session
) -> None:
    add(representative, group_id, "00418672")
    add(representative, group_id, "00418673")
    add(representative, group_id, "00418672", confirmed="00418672")

    looks = session.execute(
        select(FileAccess.kind, FileAccess.person_id, FileAccess.roles, FileAccess.screen)
    ).all()
    person_id = session.scalars(select(Person.id).where(Person.dni == "00418672")).one()
    assert looks == [("look", person_id, "representative", "applicant.add_member")]


@pytest.mark.parametrize("typed", ["00418672", "0041-8672"], ids=["BS-04 leading zeros", "BS-03 hyphen"])
def test_a_confirmed_person_is_added(
    representative: PageClient, group_id: int, session: Session, typed: str
) -> None:
    status, _ = add(representative, group_id, typed, confirmed="00418672")

    assert (status, [member.dni for member in group_members(session, group_id)]) == (303, ["00418672"])


def test_a_confirmation_of_another_person_adds_nobody(
    representative: PageClient, group_id: int, session: Session
) -> None:
    status, text = add(representative, group_id, "00418672", confirmed="45418672")

    assert (status, group_members(session, group_id)) == (200, ())
    assert "¿Es esta la persona?" in text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("4541867", "«4541867» no es un DNI. Escriba los 8 dígitos."),
        ("45a18672", "«45a18672» no es un DNI. Escriba los 8 dígitos."),
        ("", "Escriba el DNI de la persona."),
        ("45418672", "no tiene a nadie con el DNI 45418672"),
    ],
    ids=["BS-01 seven digits", "BS-02 a letter", "nothing", "nobody"],
)
def test_a_bad_dni_adds_nobody_and_is_kept_in_the_form(
    representative: PageClient, group_id: int, session: Session, typed: str, message: str
) -> None:
    status, text = add(representative, group_id, typed, confirmed=typed)

    assert (status, session.scalar(select(func.count(GroupMember.id)))) == (422, 0)
    assert message in text
    assert f'value="{typed}"' in text


def test_a_member_gets_an_office_and_leaves(
    representative: PageClient, group_id: int, session: Session
) -> None:
    add(representative, group_id, "00418672", confirmed="00418672")
    (member,) = group_members(session, group_id)
    address = f"/grupo/grupos/{group_id}/integrantes/{member.member_id}"
    representative.get(f"{address}/cargo")

    office = representative.post(f"{address}/cargo", data={"office": "president"})
    session.expire_all()
    held = group_members(session, group_id)[0].office
    leaving = representative.post(f"{address}/retirar")

    assert (office.status_code, held, leaving.status_code) == (303, "president", 303)
    assert group_members(session, group_id) == ()


def test_the_checklist_names_rule_person_and_evidence(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group(households=3)
    centre = make_centre(session, "0903010077", name="Pampa Blanca", status="not_targeted", households=31)
    odd = make_person(session, make_household(session, centre), given_names="Rubén", paternal_surname="Taipe")
    session.add(GroupMember(group_id=group.id, person_id=odd.id, joined_at=village.contest.created_at))
    session.commit()

    text = representative.get(f"/grupo/grupos/{group.id}").get_data(as_text=True)

    assert "Integrantes de centros poblados focalizados" in text
    assert "Rubén Taipe Huamaní vive en Pampa Blanca, que no está focalizado: tiene 31 hogares" in text
    assert "4 hogares; el concurso pide de 3 a 6." in text


@pytest.mark.parametrize(
    "page",
    ["", "/editar", "/integrantes/nuevo", "/integrantes/1/cargo"],
    ids=["group", "edit", "add", "office"],
)
def test_a_group_of_somebody_else_is_not_found(
    client: PageClient, village: Village, session: Session, page: str
) -> None:
    group = village.group()
    stranger = make_user(session, Role.REPRESENTATIVE)
    session.commit()

    response = client.sign_in(stranger.id).get(f"/grupo/grupos/{group.id}{page}")

    assert response.status_code == 404
    assert "Sumaq" not in response.get_data(as_text=True)
    assert verify_chain(session)[1] is None


def test_a_contest_for_other_districts_is_folded_to_a_line(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    elsewhere = make_contest(
        session, village.office, village.staff, rulebook=replace(RULEBOOK, territory=("090203",))
    )
    session.commit()

    text = representative.get(f"/grupo/grupos/{group.id}").get_data(as_text=True)

    assert text.count("<details>") == 1
    folded = text.partition("<details>")[2].partition("</details>")[0]
    assert ("Es para otros distritos" in folded, f"/convocatorias/{elsewhere.code}" in folded) == (True, True)
    assert f"/convocatorias/{village.contest.code}" not in folded


def test_a_contest_once_applied_to_is_never_folded(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    elsewhere = make_contest(
        session, village.office, village.staff, rulebook=replace(RULEBOOK, territory=("090203",))
    )
    make_application(session, elsewhere, group, state="draft")
    session.commit()

    assert "<details>" not in representative.get(f"/grupo/grupos/{group.id}").get_data(as_text=True)
