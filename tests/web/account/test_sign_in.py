"""Signing in and out through the pages."""

from functools import cache

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.passwords import hash_password, matches
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.page_client import TEST_PASSWORD, PageClient

WRONG = "otra clave que no es esta"


@cache
def known_hash() -> str:
    return hash_password(TEST_PASSWORD)


def person(session: Session, *roles: Role, active: bool = True, temporary: bool = False) -> User:
    user = make_user(session, *roles)
    user.password_hash = known_hash()
    user.is_active = active
    user.must_change_password = temporary
    session.commit()
    return user


def sign_in(client: PageClient, email: str, password: str = TEST_PASSWORD, **query: str):  # type: ignore[no-untyped-def]
    return client.post("/ingresar", data={"email": email, "password": password}, query_string=query)


def actions(session: Session) -> list[tuple[str, str, int | None]]:
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq))
    return [(row.action, row.subject, row.actor_id) for row in rows]


def test_right_password_opens_a_session(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)

    answer = sign_in(client, user.email)

    assert (answer.status_code, answer.location) == (303, "/inicio")
    assert client.get("/cuentas").status_code == 200
    assert actions(session) == [("session.opened", f"user:{user.id}", user.id)]


def test_address_is_read_whatever_its_case_and_spaces(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)

    assert sign_in(client, f"  {user.email.upper()} ").status_code == 303


def test_wrong_password_is_refused_and_noted(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)

    answer = sign_in(client, user.email, WRONG)

    assert answer.status_code == 422
    assert "El correo o la contraseña no coinciden" in answer.text
    assert actions(session) == [("session.refused", f"user:{user.id}", None)]
    assert client.get("/cuentas").location == "/ingresar?next=/cuentas"


def test_a_hash_of_an_older_cost_is_made_anew_by_whoever_has_the_password(
    client: PageClient, session: Session
) -> None:
    user = person(session, Role.ADMIN)
    older = user.password_hash = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(TEST_PASSWORD)
    session.commit()

    sign_in(client, user.email, WRONG)
    session.refresh(user)
    assert user.password_hash == older
    sign_in(client, user.email)

    session.refresh(user)
    cost = extract_parameters(user.password_hash)
    assert (cost, matches(user.password_hash, TEST_PASSWORD)) == (extract_parameters(known_hash()), True)
    renewed = user.password_hash
    client.post("/salir")
    assert sign_in(client, user.email).status_code == 303
    session.refresh(user)
    assert user.password_hash == renewed


def test_unknown_wrong_and_closed_accounts_get_the_same_page(client: PageClient, session: Session) -> None:
    active, closed = person(session, Role.STAFF), person(session, Role.STAFF, active=False)

    answers = [
        sign_in(client, active.email, WRONG),
        sign_in(client, closed.email),
        sign_in(client, "nadie@fondos.example"),
    ]

    typed = [active.email, closed.email, "nadie@fondos.example"]
    pages = {answer.text.replace(email, "") for answer, email in zip(answers, typed, strict=True)}
    assert (len(pages), {answer.status_code for answer in answers}) == (1, {422})


def test_password_is_never_sent_back(client: PageClient, session: Session) -> None:
    user = person(session, Role.STAFF)

    assert WRONG not in sign_in(client, user.email, WRONG).text


def test_empty_form_says_what_to_write(client: PageClient, session: Session) -> None:
    answer = sign_in(client, "", "")

    assert answer.status_code == 422
    assert "Escriba su correo electrónico." in answer.text
    assert "Escriba su contraseña." in answer.text
    assert actions(session) == []


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/cuentas?texto=a", "/cuentas?texto=a"),
        ("https://evil.example", "/inicio"),
        ("//evil.example", "/inicio"),
        ("/\\evil.example", "/inicio"),
        ("\\\\evil.example", "/inicio"),
        ("/a\\b", "/inicio"),
        ("/\t/evil.example", "/inicio"),
        ("/\r\nX: y", "/inicio"),
        ("javascript:alert(1)", "/inicio"),
        ("", "/inicio"),
    ],
)
def test_only_a_path_of_this_portal_is_gone_on_to(
    client: PageClient, session: Session, asked: str, target: str
) -> None:
    user = person(session, Role.ADMIN)

    assert sign_in(client, user.email, next=asked).location == target


def test_closed_page_leads_through_sign_in_and_back(client: PageClient, session: Session) -> None:
    user = person(session, Role.AUDITOR)

    detour = client.get("/oficina/auditoria?accion=x")
    answer = client.post(detour.location, data={"email": user.email, "password": TEST_PASSWORD})

    assert answer.location == "/oficina/auditoria?accion=x"


def test_form_sent_after_the_session_ended_does_not_lead_back_to_it(client: PageClient) -> None:
    assert client.post("/cuentas/nueva").location == "/ingresar"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.REPRESENTATIVE, "/grupo/"),
        (Role.JUROR, "/jurado/"),
        (Role.STAFF, "/oficina/"),
        (Role.SECRETARY, "/oficina/"),
        (Role.AUDITOR, "/oficina/"),
        (Role.ADMIN, "/cuentas"),
    ],
)
def test_start_leads_to_the_pages_of_the_role(
    client: PageClient, session: Session, role: Role, home: str
) -> None:
    user = person(session, role)
    client.sign_in(user.id)

    assert client.get("/inicio").location == home


def test_start_leads_a_person_without_roles_to_the_public_pages(client: PageClient, session: Session) -> None:
    user = person(session)
    client.sign_in(user.id)

    assert client.get("/inicio").location == "/"


def test_signed_in_person_is_led_on_from_sign_in(client: PageClient, session: Session) -> None:
    user = person(session, Role.STAFF)
    client.sign_in(user.id)

    assert client.get("/ingresar").location == "/inicio"


def test_signing_out_ends_the_session(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)
    sign_in(client, user.email)

    answer = client.post("/salir")

    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'  # without a script, drafts of others may be there
    assert client.get("/cuentas").location == "/ingresar?next=/cuentas"


def test_a_field_that_is_sent_twice_is_tried_for_nobody(client: PageClient, session: Session) -> None:
    """Else one would be tried and another counted. What stands in the address is not tried either."""
    tried, other = person(session, Role.STAFF), person(session, Role.STAFF)
    twice = {"email": [tried.email, other.email], "password": [WRONG, TEST_PASSWORD]}

    answers = [client.post("/ingresar", data=twice) for _ in range(11)]

    assert {(answer.status_code, "llegó dos veces" in answer.text) for answer in answers} == {(422, True)}
    assert client.post(f"/ingresar?email={tried.email}&password={TEST_PASSWORD}").status_code == 422
    assert sign_in(client, tried.email).status_code == 303


def test_signing_out_needs_a_post(client: PageClient, session: Session) -> None:
    client.sign_in(person(session, Role.ADMIN).id)

    assert client.get("/salir").status_code == 405
    assert client.get("/cuentas").status_code == 200


def test_language_survives_signing_in_and_nothing_else_does(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)
    with client.session_transaction() as before:
        before.update(lang="en", planted="value")

    sign_in(client, user.email)

    with client.session_transaction() as after:
        assert (after.get("lang"), "planted" in after) == ("en", False)


def test_temporary_password_opens_only_the_page_to_change_it(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN, Role.AUDITOR, temporary=True)
    sign_in(client, user.email)

    assert [client.get(path).location for path in ("/inicio", "/cuentas", "/oficina/auditoria")] == [
        "/cuenta"
    ] * 3
    assert "Antes de continuar, cambie la contraseña temporal" in client.get("/cuenta").text


def test_changing_the_temporary_password_opens_the_rest(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN, temporary=True)
    sign_in(client, user.email)

    answer = client.post("/cuenta", data={"current": TEST_PASSWORD, "password": "sombrero quinua rio martes"})

    assert (answer.status_code, answer.location) == (303, "/cuenta")
    assert client.get("/cuentas").status_code == 200


def test_eleventh_try_for_an_account_from_one_address_waits(client: PageClient, session: Session) -> None:
    user = person(session, Role.STAFF)

    statuses = [sign_in(client, user.email, WRONG).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]
    assert len(actions(session)) == 10


def test_the_wait_holds_for_the_right_password_too(client: PageClient, session: Session) -> None:
    user = person(session, Role.STAFF)
    for _ in range(10):
        sign_in(client, user.email, WRONG)

    assert sign_in(client, user.email.upper()).status_code == 429


def test_neighbours_at_the_same_address_are_not_locked_out(client: PageClient, session: Session) -> None:
    victim, neighbour = person(session, Role.STAFF), person(session, Role.STAFF)
    for _ in range(11):
        sign_in(client, victim.email, WRONG)

    assert sign_in(client, neighbour.email).status_code == 303


def test_one_account_tried_from_many_addresses_waits(app: Flask, session: Session) -> None:
    user = person(session, Role.STAFF)
    body = {"email": user.email, "password": ""}
    client = app.test_client()

    def status(number: int) -> int:
        origin = {"REMOTE_ADDR": f"10.0.0.{number}"}
        return client.post("/ingresar", data=body, environ_base=origin).status_code

    assert [status(number) for number in range(31)] == [422] * 30 + [429]


def test_many_accounts_tried_from_one_address_wait(client: PageClient) -> None:
    statuses = [sign_in(client, f"persona{n}@otra.example", "").status_code for n in range(61)]

    assert statuses == [422] * 60 + [429]


def test_looking_at_the_page_is_not_a_try(client: PageClient) -> None:
    assert {client.get("/ingresar").status_code for _ in range(70)} == {200}


def test_session_ends_when_the_account_is_closed(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)
    client.sign_in(user.id)
    user.is_active = False
    session.commit()

    assert client.get("/cuentas").location == "/ingresar?next=/cuentas"


def test_session_of_an_earlier_epoch_is_nobodys(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)
    client.sign_in(user.id)
    user.session_epoch += 1
    session.commit()

    assert client.get("/cuentas").location == "/ingresar?next=/cuentas"


def test_rights_are_those_of_the_moment(client: PageClient, session: Session) -> None:
    user = person(session, Role.ADMIN)
    client.sign_in(user.id)
    session.refresh(user, ["grants"])
    user.grants.clear()
    session.commit()

    assert client.get("/cuentas").status_code == 403


def test_attempt_is_noted_at_the_instant_of_the_clock(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    sign_in(client, "nadie@fondos.example")

    (row,) = session.scalars(select(AuditRow))
    assert (row.at, row.subject) == (clock.instant, "user:unknown")
