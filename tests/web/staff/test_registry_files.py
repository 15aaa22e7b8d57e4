"""The files of persons and households on their pages: masked, every look on record, revealed for a reason."""

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.documents.models import Document
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.register import Person
from tests.factories.accounts import make_user
from tests.factories.awards import issued_agreements, make_awarded_contest
from tests.factories.contests import make_contest
from tests.factories.files import DETAIL, Family, make_family, winner_of
from tests.factories.publication import make_announced_contest
from tests.factories.registry_files import HOUSEHOLDS, import_territory, imported
from tests.page_client import PageClient

SECRETS = ("71234567", "79876543", "14 de marzo de 1988", "quechua", "Pobre extremo", "2027")
REASON = {"motivo": "correction", "detalle": DETAIL}


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def staff(client: PageClient, session: Session, family: Family) -> User:
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)
    return user


def log(session: Session) -> list[tuple[str, str, int | None, int | None, str]]:
    session.expire_all()
    rows = session.scalars(select(FileAccess).order_by(FileAccess.id))
    return [(row.kind, row.screen, row.person_id, row.household_id, row.fields) for row in rows]


def cells(page: str, label: str) -> list[str]:
    found = re.findall(rf'data-label="{label}">(.*?)</td>', page, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in found]


@pytest.mark.usefixtures("staff")
def test_a_person_page_is_masked_and_its_look_on_record(
    client: PageClient, session: Session, family: Family
) -> None:
    page = client.get(f"/oficina/personas/{family.head.id}").text

    assert [secret for secret in SECRETS if secret in page] == []
    assert all(
        shown in page for shown in ("Delia Ccanto Huamaní", "****4567", "1988", "H-CANTO-1", "Chahuarma")
    )
    assert log(session) == [("look", "staff.person", family.head.id, None, "")]


@pytest.mark.usefixtures("staff")
def test_a_household_page_is_masked_and_its_look_on_record(
    client: PageClient, session: Session, family: Family
) -> None:
    page = client.get(f"/oficina/hogares/{family.household.id}").text

    assert [secret for secret in SECRETS if secret in page] == []
    assert (page.count("Consta"), "****6543" in page, "2009" in page) == (3, True, True)
    assert log(session) == [("look", "staff.household", None, family.household.id, "")]


def test_a_look_names_the_request_and_who(
    client: PageClient, session: Session, family: Family, staff: User
) -> None:
    answer = client.get(f"/oficina/personas/{family.head.id}")

    row = session.scalars(select(FileAccess)).one()
    assert (row.user_id, row.request_id) == (staff.id, answer.headers["X-Request-Id"])


@pytest.mark.usefixtures("staff")
def test_every_look_is_a_row(client: PageClient, session: Session, family: Family) -> None:
    for _ in range(3):
        client.get(f"/oficina/personas/{family.head.id}")

    assert len(log(session)) == 3


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("noun", ["personas", "hogares"])
def test_what_is_not_there_is_not_found_and_no_look(client: PageClient, session: Session, noun: str) -> None:
    statuses = [client.get(f"/oficina/{noun}/999999{tail}").status_code for tail in ("", "/ver-dato")]

    assert (statuses, log(session)) == ([404, 404], [])


@pytest.mark.usefixtures("staff")
def test_empty_files_say_so(client: PageClient, family: Family) -> None:
    person = client.get(f"/oficina/personas/{family.head.id}").text
    household = client.get(f"/oficina/hogares/{family.household.id}").text

    assert all(
        said in person for said in ("No está ni estuvo en ningún grupo.", "No hay solicitudes enviadas")
    )
    assert "Nadie de este expediente está ni estuvo en un grupo." in household


@pytest.mark.usefixtures("staff")
def test_asking_to_see_shows_nothing_and_is_no_look(
    client: PageClient, session: Session, family: Family
) -> None:
    page = client.get(f"/oficina/personas/{family.head.id}/ver-dato").text

    assert ([secret for secret in SECRETS if secret in page], log(session)) == ([], [])
    assert "Ley 29733" in page


@pytest.mark.usefixtures("staff")
def test_a_field_is_shown_once_with_its_reason_on_record(
    client: PageClient, session: Session, family: Family
) -> None:
    address = f"/oficina/personas/{family.head.id}/ver-dato"

    answer = client.post(address, data={"datos": ["dni"], **REASON})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Refresh"] == f"120; url={address.removesuffix('/ver-dato')}"
    assert ("71234567" in answer.text, "14 de marzo de 1988" in answer.text) == (True, False)
    assert log(session) == [("reveal", "staff.person_reveal", family.head.id, None, "dni")]
    assert "71234567" not in client.get(address).text


@pytest.mark.usefixtures("staff")
def test_a_household_is_shown_in_words(client: PageClient, family: Family) -> None:
    fields = ["language", "sisfoh_class", "sisfoh_day", "sisfoh_expiry"]

    page = client.post(
        f"/oficina/hogares/{family.household.id}/ver-dato", data={"datos": fields, **REASON}
    ).text

    assert all(
        shown in page
        for shown in ("quechua chanka", "Pobre extremo", "19 de mayo de 2024", "19 de mayo de 2027")
    )


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("expires_on", "said"),
    [
        (date(2026, 11, 22), "Vencida desde el 23 de noviembre de 2026"),
        (date(2026, 11, 23), "23 de noviembre de 2026"),
        (date(2023, 12, 31), "Vencida desde el 1 de enero de 2024"),
    ],
)
def test_an_expired_class_says_since_when(
    client: PageClient, session: Session, family: Family, expires_on: date, said: str
) -> None:
    family.household.sisfoh_classified_on, family.household.sisfoh_expires_on = None, expires_on
    session.commit()

    page = client.post(
        f"/oficina/hogares/{family.household.id}/ver-dato", data={"datos": ["sisfoh_expiry"], **REASON}
    ).text

    assert (said in page, "Vencida desde" in page) == (True, said.startswith("Vencida"))


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({**REASON}, "Marque qué dato necesita ver."),
        ({"datos": ["dni"], "detalle": DETAIL}, "Elija para qué lo necesita."),
        ({"datos": ["dni"], "motivo": "correction"}, "Explique para qué lo necesita."),
        ({"datos": ["dni"], "motivo": "correction", "detalle": "corto"}, "con 10 a 200 letras"),
        ({"datos": ["dni"], "motivo": "correction", "detalle": "Lo pide Delia Ccanto"}, "No escriba nombres"),
        ({"datos": ["dni"], "motivo": "curiosity", "detalle": DETAIL}, "Revise lo siguiente"),
        ({"datos": ["sisfoh_class"], **REASON}, "Revise lo siguiente"),
        ({}, "Marque qué dato necesita ver."),
    ],
)
def test_without_a_reason_nothing_is_shown(
    client: PageClient, session: Session, family: Family, data: dict[str, object], said: str
) -> None:
    answer = client.post(f"/oficina/personas/{family.head.id}/ver-dato", data=data)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert ([secret for secret in SECRETS if secret in answer.text], log(session)) == ([], [])


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.JUROR, Role.ADMIN])
def test_others_are_refused_and_leave_no_look(
    client: PageClient, session: Session, family: Family, role: Role
) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)
    addresses = (f"personas/{family.head.id}", f"hogares/{family.household.id}")

    statuses = [
        client.get(f"/oficina/{one}{tail}").status_code for one in addresses for tail in ("", "/ver-dato")
    ]

    assert (statuses, log(session)) == ([403] * 4, [])


def test_a_winner_shows_group_application_award_and_agreement(client: PageClient, session: Session) -> None:
    scored = make_awarded_contest(session)
    issued_agreements(session, scored)
    document = session.scalars(
        select(Document).where(Document.kind == AGREEMENT.code).order_by(Document.id)
    ).first()
    member = winner_of(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)

    for address in (f"personas/{member.person_id}", f"hogares/{member.household_id}"):
        page = client.get(f"/oficina/{address}").text
        assert cells(page, "Cargo") == ["Presidencia"]
        assert cells(page, "Salió") == ["Sigue en el grupo"]
        assert cells(page, "Resultado") == ["Aprobado 91.00 puntos · puesto 1"]
        (award,) = cells(page, "Premio")
        assert ("18,000.00" in award, "aún sin anunciar" in award) == (True, True)
        assert document is not None
        assert document.code in award


def test_an_announced_award_says_when(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    member = winner_of(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)

    (award,) = cells(client.get(f"/oficina/personas/{member.person_id}").text, "Premio")

    assert "anunciado el 23 de noviembre de 2026" in award


def test_members_of_an_application_lead_to_their_files(client: PageClient, session: Session) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)

    page = client.get(f"/oficina/solicitudes/{member.application_id}").text

    assert f'href="/oficina/personas/{member.person_id}"' in page


def test_secretary_of_one_contest_sees_members_without_their_files(
    client: PageClient, session: Session
) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)
    secretary = make_user(session, Role.SECRETARY, contest_id=scored.contest.id)
    make_contest(session, scored.office, scored.staff, state="published")
    session.commit()
    client.sign_in(secretary.id)

    page = client.get(f"/oficina/solicitudes/{member.application_id}").text

    assert (member.full_name in page, "/oficina/personas/" in page) == (True, False)
    assert client.get(f"/oficina/personas/{member.person_id}").status_code == 403


@pytest.mark.parametrize(("screen", "known"), [("personas", "Apellido paterno"), ("hogares", "Idioma")])
def test_a_file_says_where_each_value_comes_from_without_showing_it(
    client: PageClient, session: Session, screen: str, known: str
) -> None:
    import_territory(session)
    person = "H-1,0903010099,71234567,Delia,Ccanto,Huamaní,14/03/1988,F,1,pobre extremo,2027-05-19,quechua\n"
    header = HOUSEHOLDS.splitlines()[0] + ",clase_sisfoh,vence_sisfoh,idioma\n"
    imported(session, "households", header + person)
    found = session.scalars(select(Person)).one()
    user = make_user(session, Role.STAFF)
    session.commit()
    client.sign_in(user.id)

    page = client.get(f"/oficina/{screen}/{found.id if screen == 'personas' else found.household_id}").text

    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert f"{known} Archivo archivo.csv, línea 2, importado el 23 de noviembre de 2026" in text
    assert [secret for secret in SECRETS if secret in page] == []
