"""What a file of figures would change among the targeted centres: shown and taken away before it is applied."""

import io
import re

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.factories.registry_files import import_territory
from tests.page_client import PageClient

IMPORT = "/oficina/padron/importar"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    import_territory(session)
    session.commit()
    return client.sign_in(user.id)


def report_of(staff: PageClient, kind: str, content: str) -> str:
    data = {"clase": kind, "archivo": (io.BytesIO(content.encode()), "nuevo.csv"), "parcial": "1"}
    answer = staff.post(IMPORT, data=data, content_type="multipart/form-data", follow_redirects=True)
    return answer.get_data(as_text=True)


def list_of(staff: PageClient, page: str) -> list[str]:
    address = re.findall(r'href="(/oficina/padron/importar/[^"]+/focalizacion\.csv[^"]*)"', page)[0]
    return staff.get(address.replace("&amp;", "&")).get_data().decode("utf-8-sig").splitlines()[1:]


def test_a_lower_rate_names_the_centres_that_leave(staff: PageClient) -> None:
    page = report_of(staff, "poverty", "ubigeo,anio,tasa_pct\n090301,2024,39.9\n")

    assert "0 centros pasarían a estar focalizados y 1 dejarían de estarlo." in page
    assert ("Dejarían de estar focalizados: 1" in page, "CHAHUARMA" in page) == (True, True)
    assert list_of(staff, page) == [
        "0903010099,CHAHUARMA,Lircay,Angaraes,Huancavelica,targeted,no_data,priority_unknown,85,households,39.9"
    ]


def test_new_centres_enter_under_their_code(staff: PageClient) -> None:
    page = report_of(staff, "centres", "codigo,nombre,area,hogares\n0903010500,PAMPAS,R,60\n")

    assert ("Pasarían a estar focalizados: 1" in page, "Centro nuevo" in page) == (True, True)
    assert list_of(staff, page) == [
        "0903010500,,Lircay,Angaraes,Huancavelica,,targeted,poverty_above,60,households,45.8"
    ]


def test_a_file_that_moves_nothing_shows_no_list(staff: PageClient) -> None:
    page = report_of(staff, "poverty", "ubigeo,anio,tasa_pct\n090301,2024,50\n")

    assert ("El archivo está bien" in page, "focalizados" in page) == (True, False)
