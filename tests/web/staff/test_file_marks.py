"""A file found later leads to its row: the number that it bears is looked for on the page of the access log."""

import csv
import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.registry.models.accesses import FileAccess
from tests.factories.accounts import make_user
from tests.factories.files import Family, make_family
from tests.page_client import PageClient

LOG = "/oficina/padron/accesos"
EXPORT = "/oficina/hogares/exportar"
WHY = "Visita de campo a Lircay"
SENT = {"content": "persons", "purpose": "work", "reason": WHY}
NUMBER = re.compile(
    r"Consulta N\.° (\d+): lo llevó Gladys Meza el 23/11/2026 12:00, hora de Lima\. Para: ([^<\"\r\n]+)"
)


@pytest.fixture
def family(session: Session, client: PageClient) -> Family:
    family = make_family(session)
    staff = make_user(session, Role.STAFF, full_name="Gladys Meza")
    session.commit()
    client.sign_in(staff.id)
    return family


def found_by(client: PageClient, number: str) -> list[str]:
    """Give the numbers of the rows that the page lists for the number of a file."""
    return re.findall(r"N\.° (\d+)</span>", client.get(f"{LOG}?numero={number}").text)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_export_leads_to_who_asked_for_it_and_why(
    client: PageClient, session: Session, family: Family, file_format: str
) -> None:
    client.get(f"/oficina/personas/{family.head.id}")  # another row of the log
    answer = client.post(EXPORT, data={**SENT, "file_format": file_format}, buffered=True)

    content = answer.data
    if file_format == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = book.read("docProps/core.xml")
    ((number, why),) = NUMBER.findall(content.decode())
    page = client.get(f"{LOG}?numero={number}").text
    taken = session.scalars(select(AuditRow).where(AuditRow.action == "registry.exported")).one()
    assert why.strip() == WHY
    assert (found_by(client, number), WHY in page, "Gladys Meza" in page) == ([number], True, True)
    assert json.loads(taken.data)["access"] == int(number)


def test_whatever_else_leaves_with_persons_leads_back_too(
    client: PageClient, session: Session, family: Family
) -> None:
    files = {
        f"/oficina/hogares/{family.household.id}/historia.csv": "historia de un expediente",
        f"/oficina/personas/{family.head.id}/historia.csv": "historia de un expediente",
        f"{LOG}.csv": "registro de consultas de expedientes",
    }

    for address, why in files.items():
        rows = list(csv.DictReader(io.StringIO(client.post(address).text.removeprefix("\ufeff"))))
        ((number, told),) = NUMBER.findall(rows[0]["constancia"])

        assert {row["constancia"] for row in rows[1:]} <= {f"Consulta N.° {number}"}
        assert (found_by(client, number), told) == ([number], why)
        in_chain = session.scalars(select(AuditRow.data).where(AuditRow.subject == f"access:{number}")).one()
        assert json.loads(in_chain)["access"] == int(number)


def test_what_is_refused_leaves_no_row_in_the_log(
    client: PageClient, session: Session, family: Family
) -> None:
    answer = client.post(EXPORT, data={**SENT, "file_format": "csv", "reason": "sí"})

    assert (answer.status_code, session.scalars(select(FileAccess)).all()) == (422, [])


@pytest.mark.parametrize("typed", ["0", "-3", "99999999999999999999", "12x", "999"])
def test_a_number_of_no_row_finds_nothing_or_is_told(client: PageClient, family: Family, typed: str) -> None:
    client.get(f"/oficina/personas/{family.head.id}")

    page = client.get(f"{LOG}?numero={typed}")

    assert page.status_code == 200
    assert ("Ninguna consulta coincide" in page.text) == (typed == "999")
    assert ('aria-invalid="true"' in page.text) == (typed != "999")
