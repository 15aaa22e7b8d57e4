"""The pages on which an office chooses how its numbers are written."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.models import NumberFormat
from tests.factories.accounts import make_office, make_user
from tests.page_client import PageClient

PATTERN = "RESOLUCIÓN N° {numero:3}-{año}-FONDO/{oficina}"


@pytest.fixture
def office(session: Session, client: PageClient) -> Office:
    office = make_office(session)
    session.commit()
    client.sign_in(make_user(session, Role.STAFF).id)
    session.commit()
    return office


def address(office: Office, part: str = "") -> str:
    return f"/oficina/unidades/{office.id}/numeracion{part}"


def test_a_form_is_looked_at_kept_and_listed(session: Session, client: PageClient, office: Office) -> None:
    page = address(office, "/resolution")

    looked = client.post(page, data={"pattern": PATTERN, "version": "0", "look": "1"})
    before = session.scalars(select(NumberFormat)).all()
    kept = client.post(page, data={"pattern": PATTERN, "version": "0"})
    listed = client.get(address(office)).text

    assert (looked.status_code, "RESOLUCIÓN N° 001-2026-FONDO/UT-HUANCAVELICA" in looked.text) == (200, True)
    assert (list(before), kept.status_code, kept.location) == ([], 303, address(office))
    assert ("RESOLUCIÓN N° 001-2026-FONDO/UT-HUANCAVELICA" in listed, "ACTA N.° 001-2026-" in listed) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        ({"pattern": "", "version": "0"}, 422, "Escriba la forma del número."),
        ({"pattern": "ACTA {mes}-{numero}-{año}", "version": "0"}, 422, "Entre llaves solo van"),
        ({"pattern": "ACTA {numero}", "version": "0", "look": "1"}, 422, "Ponga {año} una vez"),
        ({"pattern": "ACTA N.° {numero}-{año}-{oficina}", "version": "0"}, 422, "llevaría el mismo número"),
        (
            {"pattern": "ACTA N.° {numero}-{año}-{oficina}", "version": "0", "look": "1"},
            422,
            "llevaría el mismo número",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    client: PageClient, office: Office, data: dict[str, str], status: int, message: str
) -> None:
    answer = client.post(address(office, "/resolution"), data=data)

    assert (answer.status_code, message in answer.text) == (status, True)


def test_a_kind_that_is_none_is_not_found(client: PageClient, office: Office) -> None:
    assert client.get(address(office, "/factura")).status_code == 404
