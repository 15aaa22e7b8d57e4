"""The rule's page: versions, what a new one would change, and putting it in force."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import TargetingRule
from contest_portal.registry.targeting import rule_in_force
from tests.factories.accounts import make_user
from tests.factories.registry_files import import_territory
from tests.page_client import PageClient

NEW = "/oficina/padron/focalizacion/nueva"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF, full_name="Yeni Ramos Soto")
    import_territory(session)
    session.commit()
    return client.sign_in(user.id)


def typed(session: Session, **changes: str) -> dict[str, str]:
    rule = rule_in_force(session)
    data = {
        "min_households": "90",
        "poverty_above": "40",
        "source": "Resolución 12-2026",
        "rule_id": str(rule.id) if rule else "",
    }
    return data | changes


def versions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(TargetingRule)) or 0


def test_the_form_starts_from_the_rule_in_force(staff: PageClient) -> None:
    text = staff.get(NEW).get_data(as_text=True)

    values = re.findall(r'name="(min_households|poverty_above|source)"[^>]*value="([^"]*)"', text)
    assert values == [("min_households", "40"), ("poverty_above", "40"), ("source", "")]


def test_first_it_shows_what_would_change_and_keeps_nothing(staff: PageClient, session: Session) -> None:
    answer = staff.post(NEW, data=typed(session))

    text = answer.get_data(as_text=True)
    assert (answer.status_code, versions(session)) == (200, 1)
    assert "Centros que pasarían a estar focalizados: 0; que dejarían de estarlo: 1." in text
    assert re.findall(r'data-label="(?:Ahora|Con la nueva regla)">(\d+)<', text) == [
        "1",
        "0",
        "1",
        "2",
        "1",
        "1",
    ]


def test_confirmed_it_is_in_force_and_listed(staff: PageClient, session: Session) -> None:
    answer = staff.post(NEW, data=typed(session, confirmar="1", poverty_above="35,5"))

    text = staff.get("/oficina/padron/focalizacion").get_data(as_text=True)
    heads = [head.strip() for head in re.findall(r'row-head"[^>]*>([^<]+)<', text)]
    assert (answer.status_code, versions(session)) == (303, 2)
    assert heads == ["Versión 2: Resolución 12-2026", "Versión 1: Directiva N.° 006-2012-MIDIS"]
    assert ("35.5\u00a0%" in text, "Yeni Ramos Soto" in text) == (True, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"min_households": "0"}, "El mínimo de hogares debe ser un número de 1 a 100000."),
        ({"min_households": ""}, "Escriba cuántos hogares debe tener el centro como mínimo."),
        ({"poverty_above": "cuarenta"}, "«cuarenta» no es un porcentaje."),
        ({"poverty_above": "101"}, "«101» no es un porcentaje."),
        ({"poverty_above": ""}, "Escriba el porcentaje de pobreza que debe superar el distrito."),
        ({"source": " "}, "Escriba el documento que aprueba esta regla, con su número y fecha."),
    ],
)
@pytest.mark.parametrize("confirms", [{}, {"confirmar": "1"}], ids=["looking", "confirming"])
def test_what_makes_no_sense_is_said_beside_its_field(
    staff: PageClient, session: Session, changes: dict[str, str], sentence: str, confirms: dict[str, str]
) -> None:
    answer = staff.post(NEW, data=typed(session, **changes, **confirms))

    assert (answer.status_code, versions(session)) == (422, 1)
    assert sentence in answer.get_data(as_text=True)


def test_the_same_rule_again_is_refused_with_a_reason(staff: PageClient, session: Session) -> None:
    same = typed(session, min_households="40", source="Directiva N.° 006-2012-MIDIS", confirmar="1")

    answer = staff.post(NEW, data=same)

    assert (answer.status_code, "Esa regla ya está vigente." in answer.get_data(as_text=True)) == (422, True)


def test_a_version_that_somebody_replaced_meanwhile_is_a_conflict(
    staff: PageClient, session: Session
) -> None:
    answer = staff.post(NEW, data=typed(session, rule_id="999", confirmar="1"))

    assert (answer.status_code, versions(session)) == (409, 1)


def test_a_version_that_was_not_sent_is_a_conflict_too(staff: PageClient, session: Session) -> None:
    data = typed(session, confirmar="1")
    del data["rule_id"]

    answer = staff.post(NEW, data=data)

    assert (answer.status_code, versions(session)) == (409, 1)


def test_only_staff_may_change_the_rule(client: PageClient, session: Session, staff: PageClient) -> None:
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    answer = client.sign_in(auditor.id).post(NEW, data=typed(session, confirmar="1"))

    assert (answer.status_code, versions(session)) == (403, 1)


def test_the_centres_that_would_change_are_listed_and_taken_away(staff: PageClient, session: Session) -> None:
    page = staff.post(NEW, data=typed(session)).get_data(as_text=True)
    addresses = re.findall(r'href="(/oficina/padron/focalizacion/cambios[^"]+)"', page)

    text, book = (staff.get(address.replace("&amp;", "&")) for address in addresses)

    assert "Dejarían de estar focalizados: 1" in page
    assert ("CHAHUARMA" in page, "Pasarían a estar focalizados" in page) == (True, False)
    assert text.get_data().decode("utf-8-sig").splitlines() == [
        "codigo,nombre,distrito,provincia,departamento,antes,despues,motivo,hogares,que_se_conto,pobreza_pct",
        "0903010099,CHAHUARMA,Lircay,Angaraes,Huancavelica,targeted,not_targeted,few_households,85,households,45.8",
    ]
    assert book.data.startswith(b"PK")


@pytest.mark.parametrize(
    ("query", "status", "lines"),
    [
        ("", 200, 1),
        ("hogares=90&pobreza_e4=400000", 200, 2),
        ("hogares=x", 404, 0),
        ("pobreza_e4=-1", 404, 0),
    ],
)
def test_thresholds_are_read_from_the_address(staff: PageClient, query: str, status: int, lines: int) -> None:
    answer = staff.get(f"/oficina/padron/focalizacion/cambios.csv?{query}")

    assert answer.status_code == status
    assert status != 200 or len(answer.text.splitlines()) == lines
