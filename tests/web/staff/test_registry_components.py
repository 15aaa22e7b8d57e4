"""Totals of components: the programme, a central nucleus, a centre; by year; taken away as CSV."""

import re
from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.nuclei import CentralNucleus
from contest_portal.registry.models.register import Centre
from tests.factories.accounts import make_user
from tests.factories.components import kind_of, make_record
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district, make_household
from tests.page_client import PageClient

TOTALS = "/oficina/padron/componentes"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


@pytest.fixture
def central(session: Session) -> CentralNucleus:
    """A central nucleus of one centre with three households, two of which keep guinea pigs."""
    make_district(session)
    centre = make_centre(session)
    homes = [make_household(session, centre) for _ in range(3)]
    make_record(session, homes[0], steps=(("in_use", date(2022, 3, 1)),))
    make_record(session, homes[1], steps=(("in_use", date(2024, 3, 1)),))
    central = make_central(session)
    make_nucleus(session, central, centre)
    session.commit()
    return central


def row_of(text: str, head: str) -> list[str]:
    found = re.search(rf'row-head"[^>]*>(?:<a[^>]*>)?\s*{head}(.*?)</tr>', text, re.DOTALL)
    assert found is not None, head
    return [cell.strip() for cell in re.findall(r'class="numeric"[^>]*>([^<]*)<', found[1])]


def test_without_records_it_says_where_to_begin(staff: PageClient) -> None:
    text = staff.get(TOTALS).text

    assert ("Todavía no hay componentes registrados" in text, "Descargar en CSV" in text) == (True, False)


@pytest.mark.usefixtures("central")
def test_the_programme_shows_kinds_and_its_central_nuclei(staff: PageClient) -> None:
    text = staff.get(TOTALS).text

    assert row_of(text, "Módulo de cuyes") == ["2", "66.7\u00a0%"]
    assert row_of(text, "Pastos sembrados") == ["0", "0\u00a0%"]
    assert row_of(text, "NEC Lircay") == ["3", "2", "66.7\u00a0%"]


def test_a_central_nucleus_shows_its_centres_and_leads_to_them(
    staff: PageClient, central: CentralNucleus
) -> None:
    text = staff.get(f"{TOTALS}?nec={central.id}&anio=2024").text

    assert "NEC Lircay, recibido en 2024" in text
    assert row_of(text, "Módulo de cuyes") == ["1", "33.3\u00a0%"]
    assert row_of(text, "Chahuarma") == ["3", "1", "33.3\u00a0%"]
    assert f'href="{TOTALS}?nec={central.id}&amp;centro=0903010099&amp;anio=2024"' in text


@pytest.mark.usefixtures("central")
def test_a_centre_is_reached_without_its_nucleus_too(staff: PageClient) -> None:
    text = staff.get(f"{TOTALS}?centro=0903010099").text

    assert ('<option selected value="0903010099">Chahuarma</option>' in text, "Por NEC" in text) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [("nec=999", 404), ("centro=9999999999", 404), ("nec=x&centro=1&anio=veinte", 200), ("anio=1850", 200)],
)
@pytest.mark.usefixtures("central")
def test_what_makes_no_sense_in_an_address(staff: PageClient, query: str, status: int) -> None:
    assert staff.get(f"{TOTALS}?{query}").status_code == status


@pytest.mark.usefixtures("central")
def test_a_year_without_anything_says_so(staff: PageClient) -> None:
    text = staff.get(f"{TOTALS}?anio=2023").text

    assert ("Nada registrado con estos filtros" in text, "Descargar en CSV" in text) == (True, False)


@pytest.mark.usefixtures("central")
def test_a_retired_kind_shows_only_while_somebody_has_it(staff: PageClient, session: Session) -> None:
    for code in ("cuyes", "pastos"):
        kind_of(session, code).is_active = False
    session.commit()

    text = staff.get(TOTALS).text

    assert ("Módulo de cuyes (retirado)" in text, "Pastos sembrados" in text) == (True, False)


def test_the_totals_are_taken_away_place_by_place(staff: PageClient, central: CentralNucleus) -> None:
    lines = staff.get(f"{TOTALS}.csv?nec={central.id}").text.lstrip("\ufeff").splitlines()

    assert [line for line in lines if ",cuyes," in line or line.startswith("nivel")] == [
        "nivel,codigo_centro,lugar,anio,componente,tipo_codigo,tipo,hogares_padron,hogares_con,porcentaje",
        "nec,,NEC Lircay,,production,cuyes,Módulo de cuyes,3,2,66.7",
        "centro,0903010099,Chahuarma,,production,cuyes,Módulo de cuyes,3,2,66.7",
    ]
    assert len(lines) == 1 + 2 * 16


def test_a_centre_leads_to_the_components_of_its_households(
    staff: PageClient, session: Session, central: CentralNucleus
) -> None:
    centre = session.get_one(Centre, "0903010099")

    text = staff.get(f"/oficina/centros/{centre.code}").text

    assert (f'href="{TOTALS}?centro={centre.code}"' in text, central.name in text) == (True, True)
