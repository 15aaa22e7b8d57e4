"""What a household received, on its page: add, change its state, correct, void."""

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.money import Money
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.models.register import Household
from tests.factories.accounts import make_user
from tests.factories.components import kind_of, make_record
from tests.factories.registry import make_centre, make_district, make_household
from tests.page_client import PageClient

MAY = date(2026, 5, 10)


@pytest.fixture
def household(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session), code="H-77")


@pytest.fixture
def staff(client: PageClient, session: Session, household: Household) -> PageClient:
    user = make_user(session, Role.STAFF, full_name="Irma Solís Quinto")
    session.commit()
    return client.sign_in(user.id)


def new_url(household: Household) -> str:
    return f"/oficina/hogares/{household.id}/componentes/nuevo"


def typed(session: Session, **changes: str) -> dict[str, str]:
    data = {
        "kind_id": str(kind_of(session).id),
        "state": "delivered",
        "on_date": "2026-05-10",
        "quantity": "12",
        "trainer": "Prudencio Paytan",
        "counterpart_days": "4",
        "counterpart_inputs": "adobes",
        "counterpart_value": "60.50",
        "note": "",
    }
    return data | changes


def records(session: Session) -> list[ComponentRecord]:
    return list(session.scalars(select(ComponentRecord).execution_options(populate_existing=True)))


def test_a_household_without_anything_says_what_to_do(staff: PageClient, household: Household) -> None:
    text = staff.get(f"/oficina/hogares/{household.id}").text

    assert "No consta que este hogar haya recibido algo" in text
    assert f'href="{new_url(household)}"' in text


def test_only_kinds_in_use_are_offered_by_component(
    staff: PageClient, session: Session, household: Household
) -> None:
    kind_of(session, "hidroponia").is_active = False
    session.commit()

    text = staff.get(new_url(household)).text

    assert re.findall(r'<optgroup label="([^"]*)"', text)[-3:] == [
        "Producción familiar",
        "Vivienda saludable",
        "Capacidades financieras",
    ]
    assert ("Módulo de cuyes (cuyes)" in text, "Módulo hidropónico" in text) == (True, False)


def test_what_it_received_is_recorded_and_listed(
    staff: PageClient, session: Session, household: Household
) -> None:
    answer = staff.post(new_url(household), data=typed(session))

    (row,) = records(session)
    text = staff.get(answer.location or "").text
    assert (row.quantity, row.counterpart_days, row.counterpart_value) == (12, 4, Money.soles(60, 50))
    assert answer.location == f"/oficina/hogares/{household.id}"
    assert ("12 cuyes" in text, "10 de mayo de 2026" in text, "Entregado" in text) == (True, True, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind_id": ""}, "Elija qué recibió el hogar."),
        ({"on_date": ""}, "Escriba la fecha."),
        ({"on_date": "2026-11-24"}, "Esa fecha todavía no llega."),
        ({"quantity": "0"}, "«0» no vale aquí. Escriba un número entero mayor que cero, sin decimales."),
        ({"quantity": "1.5"}, "«1.5» no vale aquí."),
        ({"counterpart_value": "mucho"}, "«mucho» no es un monto."),
        ({"counterpart_value": "0"}, "Escriba un valor mayor que cero, o déjelo vacío."),
        ({"trainer": "t" * 81}, "Escriba 80 letras como máximo: hay 81."),
        ({"state": "abandoned"}, "field-error"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, household: Household, changes: dict[str, str], sentence: str
) -> None:
    answer = staff.post(new_url(household), data=typed(session, **changes))

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert records(session) == []


def test_the_same_kind_and_day_twice_is_refused(
    staff: PageClient, session: Session, household: Household
) -> None:
    make_record(session, household, steps=(("delivered", MAY),))
    session.commit()

    answer = staff.post(new_url(household), data=typed(session))

    assert answer.status_code == 422
    assert "Este hogar ya tiene «Módulo de cuyes» con fecha 10/05/2026." in answer.text


def test_a_record_shows_everything_with_its_history(
    staff: PageClient, session: Session, household: Household
) -> None:
    staff.post(new_url(household), data=typed(session, note="Galpón techado"))
    (row,) = records(session)

    text = staff.get(f"/oficina/componentes/{row.id}").text

    for shown in ("Prudencio Paytan", "adobes", "S/\u00a060.50", "Galpón techado", "Irma Solís Quinto"):
        assert shown in text, shown
    assert re.findall(r'row-head"[^>]*>\s*([^<]+?)\s*<', text) == ["Entregado"]


def test_a_change_of_state_offers_what_is_possible_and_is_kept(
    staff: PageClient, session: Session, household: Household
) -> None:
    row = make_record(session, household, steps=(("delivered", MAY),))
    session.commit()
    address = f"/oficina/componentes/{row.id}/estado"
    offered = re.findall(r'name="action"[^>]*value="([^"]*)"', staff.get(address).text)

    answer = staff.post(address, data={"action": "use", "on_date": "2026-06-01", "version": "1"})

    text = staff.get(answer.location or "").text
    assert offered == ["use", "abandon"]
    assert [row.state for row in records(session)] == ["in_use"]
    assert ("En uso" in text, "1 de junio de 2026" in text) == (True, True)


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        (
            {"on_date": "2026-05-09"},
            422,
            "La fecha no puede ser anterior al cambio que ya consta, del 10/05/2026.",
        ),
        ({"on_date": "2026-11-24"}, 422, "Esa fecha todavía no llega."),
        ({"action": ""}, 422, "Elija qué pasó."),
        ({"version": "9"}, 409, "Otra persona guardó cambios"),
    ],
)
def test_a_change_that_cannot_be_is_said(
    staff: PageClient,
    session: Session,
    household: Household,
    changes: dict[str, str],
    status: int,
    sentence: str,
) -> None:
    row = make_record(session, household, steps=(("delivered", MAY),))
    session.commit()
    sent = {"action": "use", "on_date": "2026-06-01", "version": "1"} | changes

    answer = staff.post(f"/oficina/componentes/{row.id}/estado", data=sent)

    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert [row.state for row in records(session)] == ["delivered"]


def test_a_correction_starts_from_what_is_kept(
    staff: PageClient, session: Session, household: Household
) -> None:
    staff.post(new_url(household), data=typed(session))
    (row,) = records(session)
    address = f"/oficina/componentes/{row.id}/corregir"
    page = staff.get(address).text

    answer = staff.post(address, data=typed(session, quantity="10", on_date="2026-05-11", version="1"))

    (row,) = records(session)
    shown = dict(re.findall(r'name="(on_date|quantity|counterpart_value|version)"[^>]*value="([^"]*)"', page))
    assert shown == {"version": "1", "on_date": "2026-05-10", "quantity": "12", "counterpart_value": "60.50"}
    assert (answer.status_code, row.quantity, row.on_date) == (303, 10, date(2026, 5, 11))


def test_voiding_asks_why_and_keeps_the_record_in_sight(
    staff: PageClient, session: Session, household: Household
) -> None:
    row = make_record(session, household)
    session.commit()
    address = f"/oficina/componentes/{row.id}/anular"
    asked = staff.get(address).text
    empty = staff.post(address, data={"reason": " ", "version": "1"})

    answer = staff.post(address, data={"reason": "Era de otro hogar.", "version": "1"})

    listed = staff.get(answer.location or "").text
    shown = staff.get(f"/oficina/componentes/{row.id}").text
    assert ("Anular no se puede deshacer" in asked, empty.status_code) == (True, 422)
    assert ("Anulado" in listed, "Era de otro hogar. (Irma Solís Quinto" in shown) == (True, True)
    assert ("Corregir" in shown, staff.get(f"/oficina/componentes/{row.id}/estado").status_code) == (
        False,
        409,
    )


def test_who_may_only_look_sees_no_buttons(
    client: PageClient, session: Session, household: Household
) -> None:
    secretary = make_user(session, Role.SECRETARY)
    row = make_record(session, household)
    session.commit()
    client.sign_in(secretary.id)

    home = client.get(f"/oficina/hogares/{household.id}").text
    shown = client.get(f"/oficina/componentes/{row.id}").text

    assert ("Módulo de cuyes" in home, "Agregar lo que recibió" in home) == (True, False)
    assert ("Módulo de cuyes" in shown, "Cambiar el estado" in shown) == (True, False)


def test_who_may_only_look_at_an_empty_household_is_told_who_records(
    client: PageClient, session: Session, household: Household
) -> None:
    secretary = make_user(session, Role.SECRETARY)
    session.commit()

    text = client.sign_in(secretary.id).get(f"/oficina/hogares/{household.id}").text

    assert "Lo registra el personal del programa." in text
