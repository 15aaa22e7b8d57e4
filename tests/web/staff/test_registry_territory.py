"""Districts and centres on the office's pages, and the list to take away."""

import csv
import io
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household
from contest_portal.web.staff.registry_territory import COLUMNS
from tests.factories.accounts import make_user
from tests.factories.registry_files import CENTRES, HOUSEHOLDS, import_register, import_territory, imported
from tests.page_client import PageClient, words


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    import_territory(session)
    session.commit()
    return client.sign_in(user.id)


def heads(text: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", head).strip()
        for head in re.findall(r'row-head"[^>]*>(.*?)</th>', text, re.DOTALL)
    ]


def listed(client: PageClient, address: str, **query: str) -> list[str]:
    return heads(client.get(address, query_string=query).get_data(as_text=True))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["CHAHUARMA", "LIRCAY", "ÑAHUINCUCHO"]),
        ({"texto": "nahuin"}, ["ÑAHUINCUCHO"]),
        ({"texto": "0903010099"}, ["CHAHUARMA"]),
        ({"departamento": "09", "provincia": "0903", "distrito": "090302"}, ["ÑAHUINCUCHO"]),
        ({"departamento": "09", "provincia": "1003"}, ["CHAHUARMA", "LIRCAY", "ÑAHUINCUCHO"]),
        ({"distrito": "090302"}, ["CHAHUARMA", "LIRCAY", "ÑAHUINCUCHO"]),
        ({"estado": "targeted"}, ["CHAHUARMA"]),
        ({"estado": "otro", "departamento": "%"}, ["CHAHUARMA", "LIRCAY", "ÑAHUINCUCHO"]),
        ({"texto": "' UNION SELECT password FROM user --"}, []),
        ({"pagina": "999"}, ["CHAHUARMA", "LIRCAY", "ÑAHUINCUCHO"]),
    ],
)
def test_centres_are_narrowed_from_the_address(
    staff: PageClient, query: dict[str, str], names: list[str]
) -> None:
    assert listed(staff, "/oficina/centros", **query) == names


def test_a_search_without_result_says_what_to_do(staff: PageClient) -> None:
    text = staff.get("/oficina/centros?texto=zzz").get_data(as_text=True)

    assert "Escriba solo una parte del nombre o quite los filtros." in text


def test_provinces_and_districts_are_offered_once_the_one_above_is_chosen(staff: PageClient) -> None:
    text = staff.get("/oficina/centros?departamento=09&provincia=0903").get_data(as_text=True)

    assert re.findall(r'<option[^>]*value="(\d+)"', text) == ["09", "0903", "090302", "090301"]


def test_a_centre_shows_its_standing_reason_and_figures(staff: PageClient, session: Session) -> None:
    imported(session, "households", HOUSEHOLDS)
    session.commit()

    text = staff.get("/oficina/centros/0903010099").get_data(as_text=True)

    assert "Centro rural con 85 hogares (mínimo 40), en un distrito con 45.8 % de pobreza monetaria" in text
    terms = dict(
        zip(
            re.findall(r'summary-term">([^<]+)<', text),
            (value.strip() for value in re.findall(r'summary-value">([^<]+)<', text)),
            strict=True,
        )
    )
    assert {name: value for name, value in terms.items() if name != "Vigente desde"} == {
        "Regla": "Versión 1: Directiva N.° 006-2012-MIDIS",
        "Hogares que se contaron": "85 (declarados)",
        "Pobreza monetaria del distrito": "45.8\u00a0%, de 2018",
        "Distrito priorizado contra la desnutrición": "Sin dato",
        "Código": "0903010099",
        "Ubigeo del distrito": "090301",
        "Área": "Rural",
        "Hogares declarados": "85",
        "Viviendas": "—",
        "Hogares en el padrón": "2",
        "Población": "—",
        "Altitud (msnm)": "—",
        "Latitud": "-12.97",
        "Longitud": "-74.71",
    }


def test_a_centre_tells_its_history(staff: PageClient, session: Session) -> None:
    imported(session, "centres", "codigo,nombre,area,hogares\n0903010099,CHAHUARMA,R,90\n")
    session.commit()

    text = staff.get("/oficina/centros/0903010099").get_data(as_text=True)

    assert "Hogares declarados: 85 → 90" in text
    assert ("archivo.csv, línea 2" in text, "Lo trajo al padrón" in text) == (True, True)


def test_a_centre_without_figures_says_what_is_missing(staff: PageClient) -> None:
    text = staff.get("/oficina/centros/0903020004").get_data(as_text=True)

    assert "Sin datos para decidir" in text
    assert "No constan los hogares del centro ni los datos de su distrito que pide la regla." in text


@pytest.mark.parametrize("code", ["9999999999", "x", "0903010099'"])
def test_an_unknown_centre_is_not_found(staff: PageClient, code: str) -> None:
    assert staff.get(f"/oficina/centros/{code}").status_code == 404


def test_the_list_is_taken_away_as_it_is_filtered(staff: PageClient) -> None:
    response = staff.get("/oficina/centros.csv?estado=targeted")

    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert response.headers["Content-Disposition"] == 'attachment; filename="centros.csv"'
    assert rows == [
        list(COLUMNS),
        [
            "0903010099",
            "CHAHUARMA",
            "090301",
            "Lircay",
            "Angaraes",
            "Huancavelica",
            "R",
            "",
            "85",
            "45.8",
            "targeted",
            "poverty_above",
            "",
        ],
    ]


def test_a_formula_leaves_as_text(staff: PageClient, session: Session) -> None:
    imported(session, "centres", "codigo,nombre,area\n0903010500,=1+1,R\n")
    session.commit()

    rows = list(
        csv.reader(
            io.StringIO(staff.get("/oficina/centros.csv?texto=0903010500").get_data().decode("utf-8-sig"))
        )
    )

    assert rows[1][1] == "'=1+1"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Anchonga", "Lircay"]),
        ({"texto": "LÍRCAY"}, ["Lircay"]),
        ({"texto": "090302"}, ["Anchonga"]),
        ({"departamento": "09"}, ["Anchonga", "Lircay"]),
        ({"texto": "puno"}, []),
    ],
)
def test_districts_are_narrowed_from_the_address(
    staff: PageClient, query: dict[str, str], names: list[str]
) -> None:
    assert listed(staff, "/oficina/distritos", **query) == names


def test_a_district_without_a_rate_says_no_data(staff: PageClient, session: Session) -> None:
    imported(
        session,
        "districts",
        "ubigeo,departamento,provincia,distrito\n090303,Huancavelica,Angaraes,Callanmarca\n",
    )
    session.commit()

    text = staff.get("/oficina/distritos?texto=callanmarca").get_data(as_text=True)

    assert re.search(r'data-label="Pobreza monetaria">\s*Sin dato', text)


def test_a_centre_that_is_gone_is_said_where_it_is_shown(client: PageClient, session: Session) -> None:
    import_register(session)
    imported(
        session, "centres", "".join(ln for ln in CENTRES.splitlines(keepends=True) if "CHAHUARMA" not in ln)
    )
    home_id = session.scalars(select(Household.id).where(Household.code == "H-1")).one()
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)

    usual, gone, page, home, table = (
        client.get(f"/oficina/{path}").text
        for path in (
            "centros",
            "centros?figura=no",
            "centros/0903010099",
            f"hogares/{home_id}",
            "centros.csv",
        )
    )

    assert ("CHAHUARMA" in usual, "CHAHUARMA" in table, "CHAHUARMA" in gone) == (False, False, True)
    assert "Ya no figura desde el" in words(gone)
    assert "Este centro ya no figura desde el" in words(page)
    assert "El centro poblado de este hogar ya no figura" in words(home)
