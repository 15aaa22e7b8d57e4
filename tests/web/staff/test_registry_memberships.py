"""Social programmes on the office's pages: the catalogue, the files, the list of households, the import."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household, Person
from tests.factories.accounts import make_user
from tests.factories.memberships import all_memberships, make_membership, programme_of
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.page_client import PageClient

CATALOGUE = "/oficina/padron/programas"


@pytest.fixture
def home(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session), code="H-1")


@pytest.fixture
def delia(session: Session, home: Household) -> Person:
    return make_person(session, home)


@pytest.fixture
def staff(client: PageClient, session: Session, delia: Person) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def typed(session: Session, **changes: str) -> dict[str, str]:
    data = {"since": "2019-03-01", "until": "", "evidence": "Mostró su carné en la visita."}
    return {"programme_id": str(programme_of(session).id), **data, **changes}


def test_an_empty_file_says_what_to_do_and_a_programme_is_noted(
    staff: PageClient, session: Session, home: Household, delia: Person
) -> None:
    before = staff.get(f"/oficina/hogares/{home.id}").text
    asked = staff.get(f"/oficina/hogares/{home.id}/programas/nuevo").text

    answer = staff.post(f"/oficina/hogares/{home.id}/programas/nuevo", data=typed(session))
    staff.post(f"/oficina/personas/{delia.id}/programas/nuevo", data=typed(session, until="2021-06-30"))

    after, own = (
        staff.get(f"/oficina/hogares/{home.id}").text,
        staff.get(f"/oficina/personas/{delia.id}").text,
    )
    assert "No consta que pertenezca a un programa social" in before
    assert ("Para todo el hogar." in asked, answer.status_code) == (True, 303)
    assert after.count("Mostró su carné en la visita.") == own.count("Mostró su carné en la visita.") == 2
    assert ("Sigue" in after, "30 de junio de 2021" in after, "Deshacer el término" in own) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"programme_id": ""}, "Elija el programa."),
        ({"since": ""}, "Escriba desde qué día pertenece."),
        ({"since": "2026-02-30"}, "no es una fecha del calendario"),
        ({"until": "2018-01-01"}, "El último día no puede ser anterior al de inicio."),
        ({"evidence": ""}, "Escriba cómo se sabe"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, home: Household, changes: dict[str, str], sentence: str
) -> None:
    answer = staff.post(f"/oficina/hogares/{home.id}/programas/nuevo", data=typed(session, **changes))

    assert (answer.status_code, sentence in answer.text, all_memberships(session)) == (422, True, [])


def test_a_membership_is_ended_and_the_end_undone(staff: PageClient, session: Session, delia: Person) -> None:
    row = make_membership(session, delia)
    session.commit()
    end = f"/oficina/programas/{row.id}/termino"

    asked = staff.get(end).text
    refused = staff.post(end, data={"until": "2018-01-01", "version": "1"})
    stale = staff.post(end, data={"until": "2021-06-30", "version": "7"})
    ended = staff.post(end, data={"until": "2021-06-30", "version": "1"})
    session.refresh(row)
    until = row.until
    staff.post(f"/oficina/programas/{row.id}/reabrir/{row.version}")
    again = staff.post(f"/oficina/programas/{row.id}/reabrir/{row.version + 1}", follow_redirects=True)

    session.refresh(row)
    assert ("Juntos, desde el 1 de marzo de 2019" in asked, until, row.until) == (
        True,
        date(2021, 6, 30),
        None,
    )
    assert (refused.status_code, stale.status_code, ended.status_code) == (422, 409, 303)
    assert "no hay término que deshacer" in again.text


def test_a_mistake_is_voided_with_its_reason_in_sight(
    staff: PageClient, session: Session, home: Household
) -> None:
    row = make_membership(session, home)
    session.commit()
    void = f"/oficina/programas/{row.id}/anular"

    asked = staff.get(void).text
    refused = staff.post(void, data={"reason": "x", "version": "1"})
    answer = staff.post(void, data={"reason": "Se anotó en otro hogar.", "version": "1"})

    page = staff.get(f"/oficina/hogares/{home.id}").text
    assert ("ningún archivo lo vuelve a traer" in asked, refused.status_code, answer.status_code) == (
        True,
        422,
        303,
    )
    assert ("Anulado" in page, "Se anotó en otro hogar." in page) == (True, True)
    assert staff.get(void).status_code == 409


def test_a_day_of_the_past_shows_the_programmes_of_that_day(
    staff: PageClient, session: Session, home: Household, delia: Person
) -> None:
    make_membership(session, delia, until=date(2021, 6, 30))
    session.commit()

    during = staff.get(f"/oficina/hogares/{home.id}/dia?fecha=2021-06-30").text
    after = staff.get(f"/oficina/hogares/{home.id}/dia?fecha=2021-07-01").text
    own = staff.get(f"/oficina/personas/{delia.id}/dia?fecha=2021-06-30").text

    assert ["Juntos" in page for page in (during, after, own)] == [True, False, True]
    assert "No consta que ese día perteneciera a un programa social." in after


def test_the_list_is_narrowed_by_programme_and_so_is_its_export(
    staff: PageClient, session: Session, home: Household
) -> None:
    other = make_household(session, make_centre(session, "0903010098"), code="H-2")
    make_membership(session, other)
    session.commit()

    def codes(programme: str) -> list[bool]:
        page = staff.get(f"/oficina/hogares?programa={programme}").text
        return [f">{code}</a>" in page for code in ("H-1", "H-2")]

    assert [codes(asked) for asked in ("juntos", "ninguno", "contigo", "x' OR 1=1")] == [
        [False, True],
        [True, False],
        [False, False],
        [True, True],
    ]
    page = staff.get("/oficina/hogares/exportar?programa=juntos").text
    assert ("Programa social" in page, "La lista tiene 1 hogar." in page) == (True, True)


def test_the_catalogue_counts_households_and_takes_a_programme(
    staff: PageClient, session: Session, home: Household
) -> None:
    make_membership(session, home)
    session.commit()

    page = staff.get(CATALOGUE).text
    added = staff.post(f"{CATALOGUE}/nuevo", data={"name": "Apoyo municipal"})
    taken = staff.post(f"{CATALOGUE}/nuevo", data={"name": "JUNTOS"})

    assert ('href="/oficina/hogares?programa=juntos"' in page, added.status_code) == (True, 303)
    assert (taken.status_code, "ya está en el catálogo" in taken.text) == (422, True)
    assert "apoyo-municipal" in staff.get(CATALOGUE).text


def test_a_programme_is_renamed_retired_and_brought_back(staff: PageClient, session: Session) -> None:
    row = programme_of(session)
    own = f"{CATALOGUE}/{row.id}"

    form = staff.get(own).text
    answers = [staff.post(own, data={"name": "Juntos 2", "version": version}) for version in ("1", "1")]
    staff.post(f"{own}/retirar")
    retired = staff.get(CATALOGUE).text
    staff.post(f"{own}/activar")

    session.refresh(row)
    assert ('value="Juntos"' in form, [answer.status_code for answer in answers]) == (True, [303, 409])
    assert ("Retirado" in retired, row.name, row.is_active) == (True, "Juntos 2", True)


def test_who_may_only_look_sees_no_buttons(client: PageClient, session: Session, home: Household) -> None:
    make_membership(session, home)
    secretary = make_user(session, Role.SECRETARY)
    session.commit()
    client.sign_in(secretary.id)

    page, catalogue = client.get(f"/oficina/hogares/{home.id}").text, client.get(CATALOGUE).text

    assert ("Juntos" in page, "Terminó" in page, "Anular" in page) == (True, False, False)
    assert ("Agregar un programa" in catalogue, "Retirar" in catalogue) == (False, False)


def test_limited_staff_note_nothing_elsewhere(client: PageClient, session: Session, delia: Person) -> None:
    row = make_membership(session, delia)
    limited = make_user(session, Role.STAFF)
    session.add(GrantTerritory(grant_id=limited.grants[0].id, prefix="0801"))
    session.commit()
    client.sign_in(limited.id)

    addresses = (f"/oficina/personas/{delia.id}/programas/nuevo", f"/oficina/programas/{row.id}/termino")
    assert [client.get(address).status_code for address in addresses] == [403, 403]
