"""The catalogue of kinds on the office's pages."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.queries.components import component_kinds
from tests.factories.accounts import make_user
from tests.factories.components import kind_of
from tests.page_client import PageClient

KINDS = "/oficina/padron/componentes/tipos"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def typed(**changes: str) -> dict[str, str]:
    data = {
        "component": "production",
        "name": "Estanque de truchas",
        "phrase": "crían truchas",
        "unit": "truchas",
    }
    return data | changes


def test_the_list_names_each_kind_with_its_component(staff: PageClient) -> None:
    text = staff.get(KINDS).text

    assert ("Módulo de cuyes" in text, "Vivienda saludable" in text, "crían cuyes" in text) == (
        True,
        True,
        True,
    )


def test_a_kind_is_added(staff: PageClient, session: Session) -> None:
    answer = staff.post(f"{KINDS}/nuevo", data=typed())

    text = staff.get(KINDS).text
    assert (answer.status_code, kind_of(session, "estanque-de-truchas").unit) == (303, "truchas")
    assert "«Estanque de truchas» ya está en el catálogo." in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Escriba el nombre."),
        ({"name": "módulo DE cuyes"}, "ya está en el catálogo. Si está retirado, vuelva a activarlo."),
        ({"phrase": ""}, "Escriba qué hacen los hogares que lo tienen, por ejemplo: crían cuyes."),
        ({"component": ""}, "Elija a qué componente pertenece."),
        ({"unit": "u" * 31}, "Escriba 30 letras como máximo: hay 31."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, changes: dict[str, str], sentence: str
) -> None:
    before = len(component_kinds(session))

    answer = staff.post(f"{KINDS}/nuevo", data=typed(**changes))

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert len(component_kinds(session)) == before


def test_a_kind_is_renamed(staff: PageClient, session: Session) -> None:
    kind = kind_of(session, "gallinas")
    page = staff.get(f"{KINDS}/{kind.id}").text

    answer = staff.post(f"{KINDS}/{kind.id}", data=typed(name="Gallinas ponedoras", version="1"))

    session.refresh(kind)
    assert ('value="crían gallinas"' in page, answer.status_code) == (True, 303)
    assert (kind.code, kind.name, kind.component) == ("gallinas", "Gallinas ponedoras", "production")


def test_a_stale_page_is_a_conflict(staff: PageClient, session: Session) -> None:
    answer = staff.post(f"{KINDS}/{kind_of(session).id}", data=typed(version="9"))

    assert answer.status_code == 409


def test_a_kind_is_retired_after_asking_and_brought_back(staff: PageClient, session: Session) -> None:
    kind = kind_of(session, "pastos")
    page = staff.get(KINDS).text

    staff.post(f"{KINDS}/{kind.id}/retirar")
    retired = staff.get(KINDS).text
    staff.post(f"{KINDS}/{kind.id}/activar")
    restored = staff.get(KINDS).text

    assert "«Pastos sembrados» ya no se ofrecerá al registrar." in page
    assert ("Puede activarlo otra vez." in retired, "Retirado" in retired) == (True, True)
    assert ("El tipo está activo otra vez." in restored, "Retirado" in restored) == (True, False)


def test_who_may_only_look_sees_no_buttons(client: PageClient, session: Session) -> None:
    secretary = make_user(session, Role.SECRETARY)
    session.commit()

    text = client.sign_in(secretary.id).get(KINDS).text

    assert ("Módulo de cuyes" in text, "Retirar" in text, "Agregar un tipo" in text) == (True, False, False)
