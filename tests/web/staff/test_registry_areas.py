"""The territory's pages: down from the department, with counts, files to take away and names to choose."""

import io
import re
import zipfile

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory
from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.factories.registry_files import import_register, imported
from tests.factories.territory import make_code_change
from tests.page_client import PageClient

LAND = "/oficina/territorio"
OTHERWISE = "ubigeo,departamento,provincia,distrito\n090305,Wankawillka,Angaraes,Ccochaccasa\n"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    import_register(session)
    session.commit()
    return client.sign_in(user.id)


def limited(client: PageClient, session: Session, prefix: str) -> PageClient:
    user = make_user(session, Role.SECRETARY)
    session.add(GrantTerritory(grant_id=user.grants[0].id, prefix=prefix))
    session.commit()
    return client.sign_in(user.id)


def cells(page: str) -> list[str]:
    """Give the cells of the page's tables, row by row, without their markup."""
    found = re.findall(r'<(?:th class="row-head"|td class)[^>]*>(.*?)</t[hd]>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in found]


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("", ["Huancavelica", "09", "2 (2)", "1", "1", "1", "2"]),
        ("/09", ["Angaraes", "0903", "2 (2)", "1", "1", "1", "2"]),
        ("/0903", ["Anchonga", "090302", "Sí", "0", "0", "1", "0"]),
    ],
)
def test_each_level_counts_its_parts(staff: PageClient, address: str, row: list[str]) -> None:
    assert cells(staff.get(LAND + address).text)[:7] == row


def test_the_way_down_and_the_lists_are_linked(staff: PageClient) -> None:
    page = staff.get(f"{LAND}/09").text

    assert f'href="{LAND}/0903"' in page
    assert 'href="/oficina/centros?estado=targeted&amp;departamento=09&amp;provincia=0903"' in page
    assert 'href="/oficina/hogares?departamento=09&amp;provincia=0903"' in page


def test_a_district_shows_codes_rates_and_centres(staff: PageClient, session: Session) -> None:
    make_code_change(session)
    session.commit()

    page = staff.get(f"{LAND}/090301").text

    assert "Distrito de Angaraes, Huancavelica" in page
    assert "Su código antiguo fue 090303, según Ley 30001." in page
    assert ("080301" in page, "2018" in page, "45.8\u00a0%" in page) == (True, True, True)
    assert cells(page)[0] == "CHAHUARMA"


def test_a_district_without_data_says_so(staff: PageClient, session: Session) -> None:
    imported(session, "districts", OTHERWISE.replace("Wankawillka", "Huancavelica"))
    session.commit()

    page = staff.get(f"{LAND}/090305").text

    assert "Sin dato: ningún archivo trae la tasa de este distrito." in page
    assert "Este distrito no tiene centros poblados" in page


def test_the_parts_are_taken_away_as_csv_and_as_a_workbook(staff: PageClient) -> None:
    text = staff.get(f"{LAND}.csv?de=0903").text
    book = staff.get(f"{LAND}.xlsx")

    assert text.removeprefix("\ufeff").splitlines() == [
        "codigo,nombre,distritos,distritos_con_tasa,centros_focalizados,centros_no_focalizados,"
        "centros_sin_datos,hogares",
        "090302,Anchonga,1,1,0,0,1,0",
        "090301,Lircay,1,1,1,1,0,2",
    ]
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        assert b"Huancavelica" in b"".join(parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize(
    "address", ["/9", "/0909", "/090399", "/abcdef", "/٠٩", ".csv?de=090301", ".csv?de=x", ".pdf"]
)
def test_what_is_no_area_is_not_found(staff: PageClient, address: str) -> None:
    assert staff.get(LAND + address).status_code == 404


def test_an_empty_register_says_what_to_do(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    assert "Todavía no hay territorio" in client.sign_in(user.id).get(LAND).text


def test_somebody_limited_sees_only_what_lies_inside(
    staff: PageClient, client: PageClient, session: Session
) -> None:
    limited(client, session, "090302")

    assert cells(client.get(LAND).text) == ["Huancavelica", "09", "1 (1)", "0", "0", "1", "0"]
    assert cells(client.get(f"{LAND}/0903").text)[0] == "Anchonga"
    statuses = [client.get(f"{LAND}{tail}").status_code for tail in ("/09", "/090302", "/090301", "/01")]
    assert statuses == [200, 200, 403, 403]


def test_names_that_do_not_agree_are_chosen_on_their_page(staff: PageClient, session: Session) -> None:
    empty = staff.get(f"{LAND}/nombres").text
    imported(session, "districts", OTHERWISE)
    session.commit()

    before = staff.get(LAND).text
    names = staff.get(f"{LAND}/nombres").text
    address = re.findall(r'action="([^"]+/nombres/\d+)"', names)[-1]
    answer = staff.post(address)

    assert "Todos los nombres coinciden" in empty
    assert "Los archivos no coinciden en el nombre de 1 lugar" in before
    assert ("Por decidir" in names, "Usar «Wankawillka»" in names) == (True, True)
    assert (answer.status_code, answer.location) == (303, f"{LAND}/nombres")
    after = staff.get(LAND).text
    assert ("no coinciden" in after, "Wankawillka" in after) == (False, True)
    assert "Usar «Huancavelica»" in staff.get(f"{LAND}/nombres").text
