"""The own account: who one is, and the password."""

from functools import cache

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.passwords import hash_password, matches
from tests.factories.accounts import make_user
from tests.page_client import TEST_PASSWORD, PageClient

NEW = "sombrero quinua rio martes"
OWN = "account.own_account"


@cache
def known_hash() -> str:
    return hash_password(TEST_PASSWORD)


@pytest.fixture
def user(session: Session) -> User:
    user = make_user(session, Role.STAFF, Role.SECRETARY, full_name="Irma Solís")
    user.password_hash = known_hash()
    session.commit()
    return user


def test_page_says_who_one_is(client: PageClient, user: User) -> None:
    page = client.sign_in(user.id).get("/cuenta").text

    assert "Irma Solís" in page
    assert user.email in page
    assert "Secretaría de concurso, Personal del programa" in page


def test_page_is_closed_to_visitors(client: PageClient) -> None:
    assert client.get("/cuenta").location == "/ingresar?next=/cuenta"


def test_password_is_changed_and_this_session_stays(client: PageClient, session: Session, user: User) -> None:
    client.sign_in(user.id)

    answer = client.post("/cuenta", data={"current": TEST_PASSWORD, "password": NEW})

    session.refresh(user)
    assert (answer.status_code, answer.location) == (303, "/cuenta")
    assert matches(user.password_hash, NEW)
    assert "Su contraseña cambió." in client.get("/cuenta").text


def test_other_sessions_end_when_the_password_changes(client: PageClient, user: User) -> None:
    elsewhere = client.application.test_client()
    assert isinstance(elsewhere, PageClient)
    elsewhere.sign_in(user.id)
    client.sign_in(user.id)

    client.post("/cuenta", data={"current": TEST_PASSWORD, "password": NEW})

    assert elsewhere.get("/cuenta").location == "/ingresar?next=/cuenta"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"current": "", "password": ""}, "Escriba su contraseña actual."),
        ({"current": TEST_PASSWORD, "password": ""}, "Escriba la contraseña nueva."),
        ({"current": NEW, "password": NEW}, "La contraseña actual no es esa."),
        ({"current": TEST_PASSWORD, "password": "corta"}, "La contraseña debe tener de 12 a 72 caracteres."),
        ({"current": TEST_PASSWORD, "password": TEST_PASSWORD}, "Esa es la contraseña que ya tiene."),
    ],
)
def test_refusal_is_shown_and_nothing_changes(
    client: PageClient, session: Session, user: User, sent: dict[str, str], message: str
) -> None:
    client.sign_in(user.id)

    answer = client.post("/cuenta", data=sent)

    session.refresh(user)
    assert (answer.status_code, user.session_epoch) == (422, 0)
    assert message in answer.text
    assert TEST_PASSWORD not in answer.text


def test_a_refusal_leaves_a_line_of_its_form_and_fields_and_of_no_value(
    client: PageClient, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    client.sign_in(user.id)
    for sent in ({"current": NEW, "password": "corta"}, {"current": "", "password": NEW, "otro": NEW}):
        client.post("/cuenta", data=sent)

    refused = [vars(one) for one in caplog.records if one.message == "input refused"]
    assert [(one["endpoint"], one["form"], one["fields"], one["problems"]) for one in refused] == [
        *[(OWN, "PasswordForm", ["current", "password"], ["password.current_wrong", "password.length"])],
        (OWN, "PasswordForm", ["current"], []),
    ]
    assert {one["user_id"] for one in refused} == {user.id}
    assert not {word for word in (NEW, "corta", "otro") for one in refused if word in repr(one)}


def test_fields_that_the_form_does_not_have_change_nothing(
    client: PageClient, session: Session, user: User
) -> None:
    client.sign_in(user.id)

    client.post(
        "/cuenta",
        data={"current": TEST_PASSWORD, "password": NEW, "full_name": "Y", "roles": "admin", "is_active": ""},
    )

    session.refresh(user, ["grants", "full_name", "is_active"])
    assert (user.full_name, user.is_active) == ("Irma Solís", True)
    assert {grant.role for grant in user.grants} == {"staff", "secretary"}
