"""The office opens the accounts of representatives."""

import re

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.passwords import matches
from tests.factories.accounts import make_user
from tests.page_client import PageClient

LIST = "/oficina/representantes"
NEW = "/oficina/representantes/nuevo"
PASSWORD = re.compile(r'summary-value">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})\b')


@pytest.fixture(autouse=True)
def _clerk(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF, full_name="Irma Solís")
    session.commit()
    client.sign_in(user.id)


def test_empty_list_says_what_to_do(client: PageClient) -> None:
    page = client.get(LIST).text

    assert "Todavía no hay representantes" in page
    assert f'href="{NEW}"' in page


def test_list_shows_representatives_alone(client: PageClient, session: Session) -> None:
    make_user(session, Role.REPRESENTATIVE, full_name="Delia Ccanto")
    make_user(session, Role.JUROR, full_name="Elsa Roque")
    session.commit()

    page = client.get(LIST).text

    assert ("Delia Ccanto" in page, "Elsa Roque" in page) == (True, False)


def test_list_is_narrowed_by_name(client: PageClient, session: Session) -> None:
    make_user(session, Role.REPRESENTATIVE, full_name="Delia Ccanto")
    make_user(session, Role.REPRESENTATIVE, full_name="Nilda Ñahui")
    session.commit()

    page = client.post(LIST, data={"texto": "ñahui"}).text

    assert ("Delia Ccanto" in page, "Nilda Ñahui" in page) == (False, True)
    assert "Nadie coincide" in client.post(LIST, data={"texto": "nadie"}).text
    asked = client.get(LIST, query_string={"texto": "ñahui"}).text
    assert ("Delia Ccanto" in asked, 'method="post"' in asked) == (True, True)


def test_new_account_shows_its_password_once(client: PageClient, session: Session) -> None:
    answer = client.post(NEW, data={"full_name": "Delia Ccanto", "email": "delia@x.example"})

    user = user_by_email(session, "delia@x.example")
    assert user is not None
    (password,) = PASSWORD.findall(answer.text)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert matches(user.password_hash, password)
    assert ([grant.role for grant in user.grants], user.must_change_password) == (["representative"], True)
    assert "Con contraseña temporal" in client.get(LIST).text


def test_roles_cannot_be_slipped_in(client: PageClient, session: Session) -> None:
    client.post(
        NEW, data={"full_name": "Delia Ccanto", "email": "delia@x.example", "roles": "admin", "role": "admin"}
    )

    user = user_by_email(session, "delia@x.example")
    assert user is not None
    assert [grant.role for grant in user.grants] == ["representative"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"full_name": "", "email": "delia@x.example"}, "Escriba los nombres y apellidos."),
        ({"full_name": "Delia Ccanto", "email": ""}, "Escriba el correo electrónico."),
        ({"full_name": "Delia Ccanto", "email": "delia"}, "Escriba un correo electrónico completo"),
    ],
)
def test_refusal_is_shown(client: PageClient, sent: dict[str, str], message: str) -> None:
    answer = client.post(NEW, data=sent)

    assert answer.status_code == 422
    assert message in answer.text


def test_address_in_use_is_refused(client: PageClient, session: Session) -> None:
    taken = make_user(session, Role.JUROR)
    session.commit()

    answer = client.post(NEW, data={"full_name": "Delia Ccanto", "email": taken.email.upper()})

    assert answer.status_code == 422
    assert "Ya hay una cuenta con ese correo." in answer.text


def test_forgotten_password_is_replaced(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.REPRESENTATIVE)
    session.commit()

    answer = client.post(f"{LIST}/{user.id}/contrasena")

    session.refresh(user)
    assert matches(user.password_hash, PASSWORD.findall(answer.text)[0])
    assert f'href="{LIST}"' in answer.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.ADMIN, Role.AUDITOR, Role.JUROR])
def test_password_of_another_role_is_not_the_office_s(
    client: PageClient, session: Session, role: Role
) -> None:
    user = make_user(session, role)
    session.commit()

    answer = client.post(f"{LIST}/{user.id}/contrasena")

    session.refresh(user)
    assert (answer.status_code, user.password_hash) == (403, "!")


def test_auditor_looks_elsewhere(client: PageClient, session: Session) -> None:
    auditor = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(auditor.id)

    assert [client.get(LIST).status_code, client.get(NEW).status_code] == [403, 403]
