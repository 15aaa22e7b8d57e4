"""The nuclei for somebody limited to a territory: those that touch it, and nothing of the others."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from tests.factories.accounts import make_user
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district
from tests.page_client import PageClient

LIST = "/oficina/padron/nucleos"


@pytest.fixture
def limited(client: PageClient, session: Session) -> PageClient:
    """Staff of the district of Lircay (090301)."""
    for ubigeo, name in (("090201", "Acobamba"), ("090301", "Lircay")):
        make_district(session, ubigeo, name=name)
    for code, name in (("0902010001", "Pomavilca"), ("0903010001", "Tuco")):
        centre = make_centre(session, code, name=name)
        make_nucleus(session, make_central(session, name=f"NEC {name}"), centre, name=f"NE {name}")
    make_central(session, name="NEC Vacío")
    user = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=user.grants[0].id, prefix="090301"))
    session.commit()
    return client.sign_in(user.id)


def central(session: Session, name: str) -> int:
    return session.scalars(select(CentralNucleus.id).where(CentralNucleus.name == f"NEC {name}")).one()


def nucleus(session: Session, name: str) -> int:
    return session.scalars(select(ExecutingNucleus.id).where(ExecutingNucleus.name == f"NE {name}")).one()


def test_the_lists_hold_what_touches_the_territory(limited: PageClient) -> None:
    page, file = limited.get(LIST).text, limited.get(f"{LIST}.csv").text

    assert [name in page for name in ("NEC Tuco", "NEC Vacío", "NEC Pomavilca")] == [True, True, False]
    assert ("NEC Tuco" in file, "NEC Pomavilca" in file) == (True, False)


@pytest.mark.parametrize(("name", "status"), [("Tuco", 200), ("Vacío", 200), ("Pomavilca", 403)])
def test_a_central_nucleus_outside_is_closed(
    limited: PageClient, session: Session, name: str, status: int
) -> None:
    central_id = central(session, name)

    answers = [limited.get(f"{LIST}/{central_id}{tail}").status_code for tail in ("", "/editar", "/ne/nuevo")]

    assert answers == [status] * 3


def test_nothing_outside_is_changed(limited: PageClient, session: Session) -> None:
    outside, central_id = nucleus(session, "Pomavilca"), central(session, "Pomavilca")
    typed = {"code": "NE-09", "name": "Otro", "version": "1"}

    statuses = [
        limited.post(f"{LIST}/{central_id}/ne/nuevo", data=typed).status_code,
        limited.post(f"/oficina/padron/ne/{outside}/editar", data=typed).status_code,
        limited.post(f"/oficina/padron/ne/{outside}/quitar").status_code,
        limited.post(f"/oficina/padron/ne/{outside}/centros", data={"centros": "0903010001"}).status_code,
        limited.post(f"/oficina/padron/ne/{outside}/centros/0902010001/quitar").status_code,
    ]

    assert statuses == [403] * 5
    assert session.scalar(select(func.count()).select_from(NucleusCentre)) == 2


def test_a_centre_outside_is_not_offered_and_not_taken(limited: PageClient, session: Session) -> None:
    make_centre(session, "0902010009", name="Tuco Chico")
    make_centre(session, "0903010009", name="Tuco Grande")
    session.commit()
    address = f"/oficina/padron/ne/{nucleus(session, 'Tuco')}/centros"

    page = limited.get(f"{address}?texto=tuco").text
    refused = limited.post(address, data={"centros": ["0902010009"]})
    taken = limited.post(address, data={"centros": ["0903010009"]})

    assert ("Tuco Grande" in page, "Tuco Chico" in page) == (True, False)
    assert (refused.status_code, taken.status_code) == (403, 303)


def test_the_search_box_shows_the_nuclei_inside(limited: PageClient, session: Session) -> None:
    inside = limited.post("/oficina/hogares", data={"texto": "nec tuko"}).text
    outside = limited.post("/oficina/hogares", data={"texto": "nec pomavilca"}).text

    assert f'href="{LIST}/{central(session, "Tuco")}">NEC Tuco</a>' in inside
    assert "núcleo ejecutor central, 2024–2026" in inside
    assert "No se encontró ningún hogar" in outside
