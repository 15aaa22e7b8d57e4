"""What a file of figures would change among the targeted centres: shown and taken away before it is applied."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.factories.import_jobs import ImportDesk
from tests.factories.registry_files import import_territory
from tests.page_client import PageClient


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> ImportDesk:
    user = make_user(session, Role.STAFF)
    import_territory(session)
    session.commit()
    return ImportDesk(app, client.sign_in(user.id))


def report_of(desk: ImportDesk, kind: str, content: str) -> str:
    return desk.check(kind, content, parcial="1").text


def list_of(desk: ImportDesk, page: str) -> list[str]:
    address = re.findall(r'href="(/oficina/padron/trabajos/\d+/focalizacion\.csv)"', page)[0]
    return desk.client.get(address).get_data().decode("utf-8-sig").splitlines()[1:]


def test_a_lower_rate_names_the_centres_that_leave(desk: ImportDesk) -> None:
    page = report_of(desk, "poverty", "ubigeo,anio,tasa_pct\n090301,2024,39.9\n")

    assert "Centros que pasarían a estar focalizados: 0; que dejarían de estarlo: 1." in page
    assert ("Dejarían de estar focalizados: 1" in page, "CHAHUARMA" in page) == (True, True)
    assert list_of(desk, page) == [
        "0903010099,CHAHUARMA,Lircay,Angaraes,Huancavelica,targeted,no_data,priority_unknown,85,households,39.9"
    ]


def test_new_centres_enter_under_their_code(desk: ImportDesk) -> None:
    page = report_of(desk, "centres", "codigo,nombre,area,hogares\n0903010500,PAMPAS,R,60\n")

    assert ("Pasarían a estar focalizados: 1" in page, "Centro nuevo" in page) == (True, True)
    assert list_of(desk, page) == [
        "0903010500,,Lircay,Angaraes,Huancavelica,,targeted,poverty_above,60,households,45.8"
    ]


def test_a_file_that_moves_nothing_shows_no_list(desk: ImportDesk) -> None:
    page = report_of(desk, "poverty", "ubigeo,anio,tasa_pct\n090301,2024,50\n")

    assert ("El archivo está bien" in page, "focalizados" in page) == (True, False)


def test_the_list_goes_with_the_report(desk: ImportDesk) -> None:
    page = report_of(desk, "poverty", "ubigeo,anio,tasa_pct\n090301,2024,39.9\n")
    (number,) = {*re.findall(r"/trabajos/(\d+)/focalizacion", page)}
    desk.room.begin(int(number))

    assert desk.client.get(f"/oficina/padron/trabajos/{number}/focalizacion.csv").status_code == 404
