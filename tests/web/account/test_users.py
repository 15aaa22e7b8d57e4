"""The administrator keeps the accounts."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_by_email, user_line
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.kernel.passwords import matches
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest
from tests.page_client import PageClient

PASSWORD = re.compile(r'summary-value">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})\b')


@pytest.fixture
def admin(client: PageClient, session: Session) -> User:
    user = make_user(session, Role.ADMIN, full_name="Hugo Salas")
    session.commit()
    client.sign_in(user.id)
    return user


@pytest.mark.usefixtures("admin")
def test_list_names_everybody_with_roles_and_state(client: PageClient, session: Session) -> None:
    make_user(session, Role.STAFF, full_name="Irma Solís")
    closed = make_user(session, Role.JUROR, full_name="Elsa Roque")
    closed.is_active = False
    session.commit()

    page = client.get("/cuentas").text

    assert [page.index(name) for name in ("Elsa Roque", "Hugo Salas</a>", "Irma Solís")] == sorted(
        page.index(name) for name in ("Elsa Roque", "Hugo Salas</a>", "Irma Solís")
    )
    assert all(text in page for text in ("Personal del programa", "Jurado", "Cerrada", "Abierta"))


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"texto": "solis"}, {"Irma Solís"}),
        ({"funcion": "juror"}, {"Elsa Roque"}),
        ({"funcion": "emperor"}, {"Irma Solís", "Elsa Roque"}),
        ({"texto": "nadie"}, set()),
        ({"texto": "o", "funcion": "juror"}, {"Elsa Roque"}),
    ],
)
def test_list_is_narrowed(
    client: PageClient, session: Session, query: dict[str, str], shown: set[str]
) -> None:
    make_user(session, Role.STAFF, full_name="Irma Solís")
    make_user(session, Role.JUROR, full_name="Elsa Roque")
    session.commit()

    page = client.post("/cuentas", data=query, follow_redirects=True).text

    assert {name for name in ("Irma Solís", "Elsa Roque") if f"{name}</a>" in page} == shown
    assert ("Ninguna cuenta coincide" in page) == (not shown)


@pytest.mark.usefixtures("admin")
def test_long_list_comes_in_pages(client: PageClient, session: Session) -> None:
    for _ in range(51):
        make_user(session, Role.REPRESENTATIVE, full_name="Delia Ccanto")
    session.commit()

    first = client.post("/cuentas", data={"funcion": "representative"}, follow_redirects=True)
    second = client.get("/cuentas?funcion=representative&pagina=2").text
    searched = client.post("/cuentas", data={"texto": "delia"}).text

    assert first.request.full_path == "/cuentas?funcion=representative"
    assert 'href="/cuentas?funcion=representative&amp;pagina=2"' in first.text
    assert (first.text.count("Delia Ccanto</a>"), second.count("Delia Ccanto</a>")) == (50, 1)
    assert (searched.count("Delia Ccanto</a>"), "pagina=2" in searched) == (50, False)
    assert "Hay más. Se muestran los primeros 50" in searched


@pytest.mark.usefixtures("admin")
def test_a_name_is_sent_in_the_body_and_stands_in_no_address(client: PageClient, session: Session) -> None:
    make_user(session, Role.STAFF, full_name="Irma Solís")
    make_user(session, Role.JUROR, full_name="Elsa Roque")
    session.commit()

    page = client.get("/cuentas?texto=irma").text

    assert ("Elsa Roque</a>" in page, '<form class="filters" method="post"' in page) == (True, True)


@pytest.mark.usefixtures("admin")
def test_new_account_shows_its_password_once(client: PageClient, session: Session) -> None:
    answer = client.post(
        "/cuentas/nueva",
        data={"full_name": "Irma Solís", "email": "Irma@x.example", "roles": ["staff", "secretary"]},
    )

    user = user_by_email(session, "irma@x.example")
    assert user is not None
    (password,) = PASSWORD.findall(answer.text)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert matches(user.password_hash, password)
    assert (user.must_change_password, {grant.role for grant in user.grants}) == (
        True,
        {"staff", "secretary"},
    )
    assert f'href="/cuentas/{user.id}"' in answer.text
    assert PASSWORD.search(client.get(f"/cuentas/{user.id}").text) is None


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"full_name": "", "email": "i@x.example", "roles": ["staff"]}, "Escriba los nombres y apellidos."),
        ({"full_name": "Irma", "email": "", "roles": ["staff"]}, "Escriba el correo electrónico."),
        ({"full_name": "Irma", "email": "i@x.example"}, "Marque por lo menos una función."),
        ({"full_name": "Irma", "email": "i@x", "roles": ["staff"]}, "Escriba un correo electrónico completo"),
        ({"full_name": "Irma", "email": "i@x.example", "roles": ["juror", "staff"]}, "Un jurado no puede"),
        ({"full_name": "Irma", "email": "i@x.example", "roles": ["emperor"]}, "emperor"),
    ],
)
def test_account_that_breaks_a_rule_is_not_opened(
    client: PageClient, session: Session, sent: dict[str, object], message: str
) -> None:
    answer = client.post("/cuentas/nueva", data=sent)

    assert answer.status_code == 422
    assert message in answer.text
    assert len(session.scalars(select(User)).all()) == 1


@pytest.mark.usefixtures("admin")
def test_what_was_typed_stays_in_a_refused_form(client: PageClient) -> None:
    page = client.post(
        "/cuentas/nueva", data={"full_name": "Irma <b>", "email": "irma@x", "roles": "staff"}
    ).text

    assert 'value="Irma &lt;b&gt;"' in page
    assert 'value="irma@x"' in page
    assert re.search(r'<input[^>]*checked[^>]*value="staff"', page)


@pytest.mark.usefixtures("admin")
def test_roles_are_set(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    answer = client.post(f"/cuentas/{user.id}", data={"roles": ["secretary"], "is_active": "y"})

    session.expire_all()
    assert (answer.status_code, answer.location) == (303, f"/cuentas/{user.id}")
    assert (user_line(session, user.id).roles, user_line(session, user.id).is_active) == (
        ("secretary",),
        True,
    )


@pytest.mark.usefixtures("admin")
def test_account_is_closed(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    client.post(f"/cuentas/{user.id}", data={"roles": ["staff"]})

    session.expire_all()
    assert user_line(session, user.id).is_active is False


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.SECRETARY, "Secretaría de concurso"), (Role.STAFF, "Personal del programa")],
    ids=["secretary", "staff"],
)
def test_role_in_one_contest_is_added_shown_kept_and_removed(
    client: PageClient, session: Session, role: Role, name: str
) -> None:
    author, user = make_user(session, Role.STAFF), make_user(session)
    contest = make_contest(session, make_office(session), author)
    session.commit()
    path, limited = f"/cuentas/{user.id}", f"{role.value}:{contest.id}"

    client.post(path, data={"extra_role": role.value, "extra_contest": str(contest.id), "is_active": "y"})
    session.expire_all()
    added = user_line(session, user.id).grants
    page = client.get(path).text
    client.post(path, data={"roles": [limited], "is_active": "y"})
    session.expire_all()
    kept = user_line(session, user.id).grants
    client.post(path, data={"is_active": "y"})
    session.expire_all()

    assert added == kept == {Grant(role, contest.id)}
    assert f"{name}, solo en «{contest.title}»" in page
    assert f'value="{limited}"' in page
    assert user_line(session, user.id).grants == frozenset()


@pytest.mark.usefixtures("admin")
def test_role_added_without_its_contest_is_refused(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    answer = client.post(
        f"/cuentas/{user.id}", data={"roles": ["staff"], "extra_role": "auditor", "is_active": "y"}
    )

    session.expire_all()
    assert answer.status_code == 422
    assert "Elija el concurso en el que valdrá la función." in answer.text
    assert user_line(session, user.id).roles == ("staff",)


@pytest.mark.usefixtures("admin")
def test_grant_that_was_not_offered_is_refused(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    answer = client.post(f"/cuentas/{user.id}", data={"roles": ["admin:7"], "is_active": "y"})

    session.expire_all()
    assert (answer.status_code, user_line(session, user.id).roles) == (422, ("staff",))


def test_administrator_cannot_lock_the_own_account(client: PageClient, session: Session, admin: User) -> None:
    answer = client.post(f"/cuentas/{admin.id}", data={"roles": ["admin"]})

    session.expire_all()
    assert answer.status_code == 422
    assert "No puede quitarse a sí mismo la administración." in answer.text
    assert user_line(session, admin.id).is_active is True


@pytest.mark.usefixtures("admin")
def test_forgotten_password_is_replaced_and_shown_once(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.STAFF)
    session.commit()

    answer = client.post(f"/cuentas/{user.id}/contrasena")

    session.refresh(user)
    (password,) = PASSWORD.findall(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert (matches(user.password_hash, password), user.must_change_password) == (True, True)


def test_own_password_is_not_replaced(client: PageClient, admin: User) -> None:
    answer = client.post(f"/cuentas/{admin.id}/contrasena")

    assert answer.status_code == 422
    assert "Esta es su propia cuenta." in answer.text


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/cuentas/999999"), ("post", "/cuentas/999999"), ("post", "/cuentas/999999/contrasena")],
)
def test_unknown_account_is_not_found(client: PageClient, method: str, path: str) -> None:
    assert client.open(path, method=method.upper()).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_pages_are_the_administrator_s(client: PageClient, session: Session, role: Role) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    statuses = [
        client.get("/cuentas").status_code,
        client.get("/cuentas/nueva").status_code,
        client.post("/cuentas/nueva").status_code,
        client.get(f"/cuentas/{user.id}").status_code,
        client.post(f"/cuentas/{user.id}").status_code,
        client.post(f"/cuentas/{user.id}/contrasena").status_code,
    ]

    assert statuses == [403] * 6
