"""The access log on its pages: filters, the file to take away, the list for the person who asks."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.file_marks import MARK_COLUMN
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.web.staff.registry_accesses import COLUMNS
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import make_user
from tests.factories.files import DETAIL, Family, make_family
from tests.page_client import PageClient

LIST = "/oficina/padron/accesos"


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def auditor(client: PageClient, session: Session, family: Family) -> User:
    user = make_user(session, Role.AUDITOR, full_name="Gladys Meza")
    session.commit()
    client.sign_in(user.id)
    return user


def reveal(client: PageClient, family: Family) -> None:
    client.post(
        f"/oficina/personas/{family.head.id}/ver-dato",
        data={"datos": ["dni"], "motivo": "audit", "detalle": DETAIL},
    )


def log(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(FileAccess.kind).order_by(FileAccess.id)))


@pytest.mark.usefixtures("auditor")
def test_an_empty_log_says_what_will_stand_here(client: PageClient) -> None:
    page = client.get(LIST).text

    assert ("Todavía nadie consultó un expediente" in page, "accesos.csv" in page) == (True, False)


@pytest.mark.usefixtures("auditor")
def test_looks_and_reveals_are_listed_without_names_or_dni(client: PageClient, family: Family) -> None:
    client.get(f"/oficina/hogares/{family.household.id}")
    reveal(client, family)

    page = client.get(LIST).text

    shown = (
        "Gladys Meza",
        "Vio datos",
        "Trabajo de control o auditoría",
        DETAIL,
        "Hogar H-CANTO-1",
        "Persona n.°",
    )
    assert [text for text in shown if text not in page] == []
    assert [secret for secret in ("71234567", "Delia", "Ccanto") if secret in page] == []


@pytest.mark.usefixtures("auditor")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("clase=look", True),
        ("clase=reveal", False),
        ("clase=otra", True),
        ("quien=meza", True),
        ("quien=nadie", False),
        ("desde=2026-11-23&hasta=2026-11-23", True),
        ("desde=2026-11-24", False),
        ("hasta=2026-11-22", False),
        ("desde=ayer", True),
    ],
)
def test_the_list_is_narrowed(client: PageClient, family: Family, query: str, found: bool) -> None:  # noqa: FBT001
    client.get(f"/oficina/personas/{family.head.id}")

    page = client.get(f"{LIST}?{query}").text

    assert (f"/personas/{family.head.id}" in page) is found
    assert ("Ninguna consulta coincide" in page) is not found


def test_the_file_holds_the_rows_and_is_itself_a_row(
    client: PageClient, session: Session, family: Family, auditor: User
) -> None:
    client.get(f"/oficina/personas/{family.head.id}")
    reveal(client, family)

    answer = client.post(f"{LIST}.csv?clase=reveal")

    (header, line) = csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    row = dict(zip(header, line, strict=True))
    assert tuple(header) == (*COLUMNS, MARK_COLUMN)
    assert (row["user_id"], row["person_id"], row["fields"], row["reason"], row["screen"]) == (
        str(auditor.id),
        str(family.head.id),
        "dni",
        "audit",
        "staff.person_reveal",
    )
    assert log(session) == ["look", "reveal", "export"]
    assert "71234567" not in answer.get_data(as_text=True)


@pytest.mark.usefixtures("auditor")
def test_the_file_cannot_be_taken_by_get(client: PageClient, session: Session) -> None:
    assert (client.get(f"{LIST}.csv").status_code, log(session)) == (405, [])


@pytest.mark.usefixtures("auditor")
def test_a_person_gets_a_list_to_print_and_that_is_a_look(
    client: PageClient, session: Session, family: Family
) -> None:
    client.get(f"/oficina/hogares/{family.household.id}")
    reveal(client, family)

    page = client.get(f"{LIST}/personas/{family.head.id}").text

    assert all(text in page for text in ("Delia Ccanto Huamaní", "****4567", DETAIL, "H-CANTO-1"))
    assert (page.count("Miró, con datos tapados"), log(session)) == (2, ["look", "reveal", "look"])


@pytest.mark.usefixtures("auditor")
def test_nobody_is_not_found(client: PageClient) -> None:
    assert client.get(f"{LIST}/personas/999999").status_code == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.STAFF, True),
        (Role.AUDITOR, True),
        (Role.SECRETARY, False),
        (Role.REPRESENTATIVE, False),
        (Role.JUROR, False),
        (Role.ADMIN, False),
    ],
)
def test_who_may_see_the_log(
    client: PageClient,
    session: Session,
    family: Family,
    role: Role,
    may: bool,  # noqa: FBT001
) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    statuses = [
        client.get(LIST).status_code,
        client.post(f"{LIST}.csv").status_code,
        client.get(f"{LIST}/personas/{family.head.id}").status_code,
    ]

    assert statuses == [200 if may else 403] * 3


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.AUDITOR, True), (Role.STAFF, True), (Role.SECRETARY, False)]
)
def test_the_way_to_the_log_shows_to_those_who_may_see_it(
    client: PageClient,
    session: Session,
    family: Family,
    role: Role,
    shown: bool,  # noqa: FBT001
) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    pages = (client.get("/oficina/padron").text, client.get(f"/oficina/personas/{family.head.id}").text)

    assert ["/padron/accesos" in page for page in pages] == [shown, shown]


@pytest.mark.usefixtures("auditor")
def test_who_takes_much_at_once_is_told_on_both_pages_for_seven_days(
    client: PageClient, session: Session, family: Family, clock: StandingClock
) -> None:
    taker = make_user(session, Role.STAFF, full_name="Rufina Ccente")
    reveals = [
        {"at": NOON, "user_id": taker.id, "roles": "staff", "kind": "reveal", "person_id": family.head.id}
        | {"fields": "dni", "reason": "audit", "detail": DETAIL, "screen": "x", "request_id": "0"}
        for _ in range(31)
    ]
    session.execute(insert(FileAccess), reveals)
    for rows in (200, 201):
        session.add(
            RegistryExport(
                content="persons",
                file_format="csv",
                filter="{}",
                has_dni=False,
                reason="x",
                rows=rows,
                sha256="0" * 64,
                exported_at=NOON,
                exported_by=taker.id,
            )
        )
    session.commit()

    clock.set(NOON + timedelta(days=6))
    told, home = client.get(LIST).text, client.get("/oficina/").text
    clock.set(NOON + timedelta(days=8))
    later = client.get(LIST).text, client.get("/oficina/").text

    assert "Rufina Ccente vio 31 datos completos en una hora" in told
    assert re.findall(r"se llevó un archivo de (\d+) filas", told) == ["201"]
    assert "2 veces se tomaron muchos datos de personas" in home
    assert [("una sola vez" in page) for page in later] == [False, False]
