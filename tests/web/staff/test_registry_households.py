"""Finding and looking at households: DNI masked, nothing personal in an address."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household
from tests.factories.accounts import make_user
from tests.factories.registry_files import import_register, imported
from tests.page_client import PageClient


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    import_register(session)
    session.commit()
    return client.sign_in(user.id)


def household_id(session: Session, code: str = "H-1") -> int:
    return session.scalars(select(Household.id).where(Household.code == code)).one()


def found(client: PageClient, text: str) -> list[str]:
    page = client.post("/oficina/hogares", data={"texto": text}).get_data(as_text=True)
    return re.findall(r'row-head" scope="row"><a[^>]*>([^<]+)<', page)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("70000002", ["Saúl Quispe Ccanto"]),
        ("H-2", ["Luz Ñahui"]),
        ("ÑAHUI", ["Luz Ñahui"]),
        ("huamani delia", ["Delia Ccanto Huamaní"]),
        ("waman delya", ["Delia Ccanto Huamaní"]),
        ("zzz", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_search_finds_by_dni_code_or_name(staff: PageClient, text: str, names: list[str]) -> None:
    assert found(staff, text) == names


def test_a_search_is_sent_in_the_body_so_that_no_dni_stays_in_an_address(staff: PageClient) -> None:
    text = staff.get("/oficina/hogares?texto=70000002").get_data(as_text=True)

    assert ('method="post"' in text, "Saúl" in text) == (True, False)


def test_an_empty_search_says_what_to_write(staff: PageClient) -> None:
    answer = staff.post("/oficina/hogares", data={"texto": " "})

    assert answer.status_code == 422
    assert "Escriba un DNI, un código de hogar, un nombre, un centro poblado o un NEC." in answer.get_data(
        as_text=True
    )


def test_a_search_without_result_says_what_to_do(staff: PageClient) -> None:
    text = staff.post("/oficina/hogares", data={"texto": "99999999"}).get_data(as_text=True)

    assert "No se encontró ningún hogar" in text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("70000002", "Es su DNI"),
        ("h-2", "Código del hogar"),
        ("saul quispe", "Nombre igual"),
        ("saul kispe", "Nombre parecido: «kispe» por «quispe»"),
    ],
)
def test_a_finding_says_why_it_is_there(staff: PageClient, text: str, reason: str) -> None:
    page = staff.post("/oficina/hogares", data={"texto": text}).get_data(as_text=True)

    assert [one.strip() for one in re.findall(r'data-label="Por qué aparece">([^<]+)<', page)] == [reason]


def test_a_centre_that_is_found_leads_to_its_households(staff: PageClient) -> None:
    page = staff.post("/oficina/hogares", data={"texto": "centro chahuarma"}).get_data(as_text=True)

    (address,) = re.findall(r'<li><a href="(/oficina/hogares[^"]+)"', page)
    assert listed(staff, address.replace("&amp;", "&")) == ["H-1", "H-2"]


def listed(client: PageClient, address: str) -> list[str]:
    page = client.get(address).get_data(as_text=True)
    return re.findall(r'row-head" scope="row"><a[^>]*>([^<]+)<', page)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["H-1", "H-2"]),
        ("departamento=09&provincia=0903&distrito=090301&centro=0903010099", ["H-1", "H-2"]),
        ("departamento=09&provincia=0903&distrito=090302", []),
        ("departamento=10", []),
        ("clase=sin_dato", ["H-1", "H-2"]),
        ("clase=pobre", []),
        ("clase=otra&sexo=X&edad_desde=mil&departamento=%25", ["H-1", "H-2"]),
        ("sexo=F&edad_desde=18", ["H-1"]),
        ("sexo=M", []),
        ("grupo=si", []),
        ("grupo=no", ["H-1", "H-2"]),
        ("despues=999999", ["H-1", "H-2"]),
        ("despues=x&antes=-1", ["H-1", "H-2"]),
    ],
)
def test_the_list_is_narrowed_from_the_address(staff: PageClient, query: str, codes: list[str]) -> None:
    assert listed(staff, f"/oficina/hogares?{query}") == codes


def test_a_list_without_households_says_what_to_do(staff: PageClient) -> None:
    assert "Quite algún filtro" in staff.get("/oficina/hogares?clase=pobre").get_data(as_text=True)


def test_an_empty_register_says_what_to_import(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    text = client.sign_in(user.id).get("/oficina/hogares").get_data(as_text=True)

    assert ("Todavía no hay hogares" in text, "Exportar esta lista" in text) == (True, False)


def test_pages_follow_one_another_in_both_directions(staff: PageClient, session: Session) -> None:
    lines = "".join(f"K-{number:03d},0903010099,800{number:05d},Ana,Poma,F,1\n" for number in range(120))
    imported(
        session, "households", "codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,sexo,jefe\n" + lines
    )
    session.commit()
    walked: list[list[str]] = []
    address = "/oficina/hogares?distrito=090301&provincia=0903&departamento=09"
    while address:
        page = staff.get(address).get_data(as_text=True)
        walked.append(re.findall(r'row-head" scope="row"><a[^>]*>([^<]+)<', page))
        address = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), "").replace("&amp;", "&")
    (back,) = re.findall(r'rel="prev" href="([^"]+)"', page)

    assert [len(codes) for codes in walked] == [50, 50, 22]
    assert (codes := [code for part in walked for code in part]) == sorted(codes)
    assert listed(staff, back.replace("&amp;", "&")) == walked[1]


def test_only_the_last_digits_of_a_dni_are_shown(staff: PageClient, session: Session) -> None:
    searched = staff.post("/oficina/hogares", data={"texto": "H-1"}).get_data(as_text=True)
    opened = staff.get(f"/oficina/hogares/{household_id(session)}").get_data(as_text=True)

    assert "****0001" in searched
    assert "70000001" not in searched.replace('value="H-1"', "")
    assert ("****0002" in opened, "70000002" in opened) == (True, False)


def test_a_household_shows_its_members_head_first(staff: PageClient, session: Session) -> None:
    text = staff.get(f"/oficina/hogares/{household_id(session)}").get_data(as_text=True)

    heads = [head.strip() for head in re.findall(r'row-head" scope="row"><a[^>]*>([^<]+)<', text)]
    offices = [office.strip() for office in re.findall(r'data-label="En el hogar">([^<]+)<', text)]
    assert (heads, offices) == (
        ["Delia Ccanto Huamaní", "Saúl Quispe Ccanto"],
        ["Jefa de hogar", "Integrante"],
    )


def test_an_expired_class_is_said(staff: PageClient, session: Session) -> None:
    household = session.get_one(Household, household_id(session))
    imported(
        session,
        "households",
        "codigo_hogar,codigo_centro,dni,nombre,sexo,clase_sisfoh,vence_sisfoh\n"
        "H-1,0903010099,70000001,Delia,F,pobre,22/11/2026\n",
    )
    session.commit()

    text = staff.get(f"/oficina/hogares/{household.id}").get_data(as_text=True)

    assert "La clasificación SISFOH de este hogar está vencida." in text


def test_an_unknown_household_is_not_found(staff: PageClient) -> None:
    assert staff.get("/oficina/hogares/999999").status_code == 404


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.JUROR, Role.ADMIN])
def test_a_household_is_not_for_others(
    client: PageClient, staff: PageClient, session: Session, role: Role
) -> None:
    other = make_user(session, role)
    session.commit()

    assert client.sign_in(other.id).get(f"/oficina/hogares/{household_id(session)}").status_code == 403


def test_a_household_says_how_old_the_register_is(staff: PageClient, session: Session) -> None:
    text = staff.get(f"/oficina/hogares/{household_id(session)}").get_data(as_text=True)

    assert "El padrón que usamos es de hoy, 23 de noviembre de 2026, según «Archivos importados»." in text
