"""The nuclei on the office's pages: register, choose centres, take out, close, take away as CSV."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.models.register import Centre
from tests.factories.accounts import make_user
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district, make_household
from tests.page_client import PageClient

LIST = "/oficina/padron/nucleos"


@pytest.fixture
def centre(session: Session) -> Centre:
    make_district(session)
    return make_centre(session)


@pytest.fixture
def staff(client: PageClient, session: Session, centre: Centre) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def typed(**changes: str) -> dict[str, str]:
    data = {
        "code": "NEC-1",
        "name": "NEC Lircay",
        "office_id": "",
        "first_year": "2024",
        "last_year": "2026",
    }
    return data | changes


def test_an_empty_list_says_what_to_do_first(staff: PageClient) -> None:
    text = staff.get(LIST).text

    assert ("Todavía no hay núcleos" in text, "Registrar un NEC" in text, "Descargar en CSV" in text) == (
        True,
        True,
        False,
    )


def test_a_central_nucleus_is_registered_and_shown(staff: PageClient, session: Session) -> None:
    answer = staff.post(f"{LIST}/nuevo", data=typed())

    central = session.scalars(select(CentralNucleus)).one()
    text = staff.get(f"{LIST}/{central.id}").text
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{central.id}")
    assert "Núcleo ejecutor central NEC-1, 2024–2026" in text
    assert "Este NEC todavía no tiene núcleos ejecutores" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, "Escriba el código del NEC."),
        ({"code": "nec 1"}, "Escriba el código con mayúsculas sin tilde, números y guiones"),
        ({"name": " "}, "Escriba el nombre del NEC."),
        ({"first_year": "24"}, "«24» no es un año. Escriba cuatro cifras, por ejemplo 2026."),
        ({"first_year": ""}, "Escriba el año en que empieza a trabajar."),
        ({"last_year": "2023"}, "El último año no puede ser anterior al primero."),
        ({"code": "N" * 21}, "Escriba 20 letras como máximo: hay 21."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, changes: dict[str, str], sentence: str
) -> None:
    answer = staff.post(f"{LIST}/nuevo", data=typed(**changes))

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert session.scalars(select(CentralNucleus)).all() == []


def test_closing_its_years_is_an_edit(staff: PageClient, session: Session) -> None:
    central = make_central(session, last_year=None)
    session.commit()
    address = f"{LIST}/{central.id}/editar"
    shown = re.findall(r'name="(first_year|last_year|version)"[^>]*value="([^"]*)"', staff.get(address).text)

    answer = staff.post(address, data=typed(last_year="2025", version="1"))

    session.refresh(central)
    assert shown == [("version", "1"), ("first_year", "2024"), ("last_year", "")]
    assert (answer.status_code, central.last_year) == (303, 2025)


def test_an_edit_from_an_old_page_is_a_conflict(staff: PageClient, session: Session) -> None:
    central = make_central(session)
    session.commit()

    answer = staff.post(f"{LIST}/{central.id}/editar", data=typed(version="7"))

    assert (answer.status_code, "Otra persona guardó cambios" in answer.text) == (409, True)


def test_an_executing_nucleus_is_added_and_leads_to_its_centres(staff: PageClient, session: Session) -> None:
    central = make_central(session)
    session.commit()

    answer = staff.post(f"{LIST}/{central.id}/ne/nuevo", data={"code": "NE-01", "name": "Lircay Alto"})

    nucleus = session.scalars(select(ExecutingNucleus)).one()
    page = staff.get(answer.location or "").text
    assert answer.location == f"/oficina/padron/ne/{nucleus.id}/centros"
    assert ("Busque el primer centro" in page, "Agregar centros a Lircay Alto" in page) == (True, True)


def test_an_executing_nucleus_is_renamed(staff: PageClient, session: Session) -> None:
    nucleus = make_nucleus(session, make_central(session))
    session.commit()
    address = f"/oficina/padron/ne/{nucleus.id}/editar"

    answer = staff.post(address, data={"code": "NE-09", "name": "Lircay Bajo", "version": "1"})

    session.refresh(nucleus)
    assert (answer.status_code, nucleus.code, nucleus.name) == (303, "NE-09", "Lircay Bajo")


def test_found_centres_are_marked_and_added(staff: PageClient, session: Session, centre: Centre) -> None:
    nucleus = make_nucleus(session, make_central(session))
    session.commit()
    address = f"/oficina/padron/ne/{nucleus.id}/centros"
    offered = re.findall(r'name="centros" value="(\d+)"', staff.get(f"{address}?texto=chahuar").text)

    answer = staff.post(address, data={"centros": offered})

    page = staff.get(answer.location or "").text
    assert offered == [centre.code]
    assert ("Se agregó 1 centro poblado." in page, ">Chahuarma</a>" in page) == (True, True)


def test_marking_none_is_said(staff: PageClient, session: Session) -> None:
    nucleus = make_nucleus(session, make_central(session))
    session.commit()

    answer = staff.post(f"/oficina/padron/ne/{nucleus.id}/centros")

    assert (answer.status_code, "Marque por lo menos un centro poblado." in answer.text) == (422, True)


def test_a_centre_of_another_nucleus_cannot_be_marked_and_is_refused_by_name(
    staff: PageClient, session: Session, centre: Centre
) -> None:
    central = make_central(session)
    make_nucleus(session, central, centre)
    nucleus = make_nucleus(session, central, code="NE-02", name="Lircay Bajo")
    session.commit()
    address = f"/oficina/padron/ne/{nucleus.id}/centros"

    page = staff.get(f"{address}?texto=chahuar").text
    answer = staff.post(address, data={"centros": [centre.code]})

    assert ('name="centros"' in page, "NE Lircay Alto, NEC Lircay (2024–2026)" in page) == (False, True)
    assert answer.status_code == 422
    assert "Chahuarma ya está en el núcleo ejecutor Lircay Alto de NEC Lircay (2024–2026)." in answer.text


def test_a_centre_is_taken_out_after_asking(staff: PageClient, session: Session, centre: Centre) -> None:
    nucleus = make_nucleus(session, make_central(session), centre)
    session.commit()
    page = staff.get(f"{LIST}/{nucleus.central_nucleus_id}").text

    answer = staff.post(f"/oficina/padron/ne/{nucleus.id}/centros/{centre.code}/quitar")

    assert "Chahuarma dejará de estar en Lircay Alto. Sus hogares no se tocan." in page
    assert (answer.status_code, session.scalars(select(NucleusCentre)).all()) == (303, [])


def test_an_empty_nucleus_is_removed_a_full_one_is_not(
    staff: PageClient, session: Session, centre: Centre
) -> None:
    central = make_central(session)
    full, empty = make_nucleus(session, central, centre), make_nucleus(session, central, code="NE-02")
    session.commit()

    removed = staff.post(f"/oficina/padron/ne/{empty.id}/quitar")
    refused = staff.post(f"/oficina/padron/ne/{full.id}/quitar")

    assert (removed.status_code, refused.status_code) == (303, 422)
    assert "Este núcleo ejecutor tiene centros poblados. Retire primero sus centros." in refused.text
    assert session.scalars(select(ExecutingNucleus.id)).all() == [full.id]


def test_the_list_is_taken_away_a_row_per_centre(staff: PageClient, session: Session, centre: Centre) -> None:
    make_household(session, centre)
    make_nucleus(session, make_central(session, code="NEC-1"), centre)
    session.commit()

    lines = staff.get(f"{LIST}.csv").text.lstrip("\ufeff").splitlines()

    assert lines[1:] == [
        "NEC-1,NEC Lircay,2024,2026,NE-01,Lircay Alto,0903010099,Chahuarma,Lircay,85,1",
    ]


def test_a_centre_says_which_nucleus_it_is_in(staff: PageClient, session: Session, centre: Centre) -> None:
    alone = staff.get(f"/oficina/centros/{centre.code}").text
    make_nucleus(session, make_central(session), centre)
    session.commit()

    placed = staff.get(f"/oficina/centros/{centre.code}").text

    assert "Este centro no está en ningún núcleo ejecutor." in alone
    assert "NE Lircay Alto, NEC Lircay (2024–2026)" in placed


def test_who_may_only_look_sees_no_buttons(client: PageClient, session: Session, centre: Centre) -> None:
    secretary = make_user(session, Role.SECRETARY)
    central = make_central(session)
    make_nucleus(session, central, centre)
    session.commit()
    client.sign_in(secretary.id)

    text = client.get(f"{LIST}/{central.id}").text

    assert ("Chahuarma" in text, "Retirar" in text, "Agregar centros" in text) == (True, False, False)


def test_who_may_only_look_is_told_who_registers_nuclei(client: PageClient, session: Session) -> None:
    secretary = make_user(session, Role.SECRETARY)
    central = make_central(session)
    session.commit()
    client.sign_in(secretary.id)

    assert "Los agrega el personal del programa." in client.get(f"{LIST}/{central.id}").text
