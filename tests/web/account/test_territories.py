"""The administrator limits an account to territories on its page."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import GrantTerritory, User
from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.factories.registry import make_district
from tests.page_client import PageClient


@pytest.fixture
def user(client: PageClient, session: Session) -> User:
    made = make_user(session, Role.STAFF)
    admin = make_user(session, Role.ADMIN)
    make_district(session)
    session.commit()
    client.sign_in(admin.id)
    return made


def save(client: PageClient, user: User, territories: str, *roles: str) -> tuple[int, str]:
    data = {"roles": list(roles or ("staff",)), "territories": territories, "is_active": "y"}
    answer = client.post(f"/cuentas/{user.id}", data=data)
    return answer.status_code, answer.text


def kept(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(GrantTerritory.prefix).order_by(GrantTerritory.prefix)))


@pytest.mark.parametrize(("typed", "codes"), [("0903", ["0903"]), ("090301 09", ["09"]), ("", [])])
def test_territories_are_saved_and_shown_again(
    client: PageClient, session: Session, user: User, typed: str, codes: list[str]
) -> None:
    status, _ = save(client, user, typed)

    page = client.get(f"/cuentas/{user.id}").text
    (control,) = re.findall(r'<input[^>]*name="territories"[^>]*>', page)
    assert (status, kept(session), f'value="{" ".join(codes)}"' in control) == (303, codes, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "«9» no es un territorio."),
        ("Lircay", "«Lircay» no es un territorio."),
        ("0903 15", "Ningún distrito del padrón empieza con «15»."),
    ],
)
def test_what_is_no_territory_is_refused(
    client: PageClient, session: Session, user: User, typed: str, said: str
) -> None:
    status, page = save(client, user, typed)

    assert (status, said in page, kept(session)) == (422, True, [])


def test_territories_limit_the_office_and_nobody_else(
    client: PageClient, session: Session, user: User
) -> None:
    status, _ = save(client, user, "0903", "auditor")

    assert (status, kept(session)) == (303, [])
