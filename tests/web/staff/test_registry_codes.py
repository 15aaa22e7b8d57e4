"""The page of the codes that changed: record, search, withdraw, restore, take away."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.territory import CodeChange
from tests.factories.accounts import make_user
from tests.factories.registry_files import imported
from tests.factories.territory import make_code_change
from tests.page_client import PageClient

LIST = "/oficina/padron/codigos"


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF, full_name="Yeni Ramos Soto")
    session.commit()
    return client.sign_in(user.id)


def typed(**changes: str) -> dict[str, str]:
    data = {
        "kind": "I",
        "old_code": "090303",
        "new_code": "090301",
        "since": "2020-01-31",
        "source": "Ley 30001",
    }
    return data | changes


def test_an_empty_list_says_what_to_do(staff: PageClient) -> None:
    page = staff.get(LIST).text

    assert ("No hay cambios de código" in page, "Descargar en CSV" in page) == (True, False)


def test_a_change_is_recorded_and_listed_with_who_and_when(staff: PageClient) -> None:
    answer = staff.post(f"{LIST}/nuevo", data=typed())

    page = staff.get(LIST).text
    assert (answer.status_code, answer.location) == (303, LIST)
    assert all(
        words in page for words in ("090303", "090301", "Ley 30001", "2020", "Yeni Ramos Soto", "Se aplica")
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"old_code": ""}, "Escriba el código que ya no vale."),
        ({"old_code": "9030"}, "Escriba los 6 dígitos del código, con el cero inicial."),
        ({"kind": "C"}, "Escriba los 10 dígitos del código, con el cero inicial."),
        ({"new_code": "090303"}, "El código nuevo es el mismo que el antiguo."),
        ({"source": " "}, "Escriba el documento que dispone el cambio, con su número y fecha."),
        ({"since": "ayer"}, "«ayer» no es una fecha del calendario."),
        ({"old_code": "090309", "new_code": "090308"}, "Ese cambio de código ya está en la lista."),
        ({"old_code": "090308", "new_code": "090309"}, "Con este cambio un código volvería a sí mismo"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    staff: PageClient, session: Session, changes: dict[str, str], sentence: str
) -> None:
    make_code_change(session, "090309", "090308")
    session.commit()

    answer = staff.post(f"{LIST}/nuevo", data=typed(**changes))

    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_change_is_withdrawn_and_restored(staff: PageClient, session: Session) -> None:
    change = make_code_change(session)
    session.commit()

    staff.post(f"{LIST}/{change.id}/retirar")
    withdrawn = staff.get(LIST).text
    staff.post(f"{LIST}/{change.id}/restablecer")
    restored = staff.get(LIST).text

    assert ("Retirado" in withdrawn, "Puede restablecerlo." in withdrawn) == (True, True)
    assert ("Se aplica" in restored, "se aplica otra vez" in restored) == (True, True)


def test_what_cannot_be_restored_says_why(staff: PageClient, session: Session) -> None:
    change = make_code_change(session)
    session.commit()
    staff.post(f"{LIST}/{change.id}/retirar")
    make_code_change(session, change.new_code, change.old_code)
    session.commit()

    staff.post(f"{LIST}/{change.id}/restablecer")

    assert "Con este cambio un código volvería a sí mismo" in staff.get(LIST).text
    still = session.scalar(select(CodeChange.withdrawn_at).where(CodeChange.id == change.id))
    assert still is not None


@pytest.mark.parametrize(
    ("text", "found"), [("0903", True), ("090301", True), ("ley 30", True), ("120101", False), ("%", False)]
)
def test_changes_are_found_by_either_code_or_document(
    staff: PageClient, session: Session, text: str, *, found: bool
) -> None:
    make_code_change(session)
    session.commit()

    page = staff.get(LIST, query_string={"texto": text}).text

    assert ("Ley 30001" in page, "Ningún cambio coincide" in page) == (found, not found)


def test_a_split_and_a_file_are_said(staff: PageClient, session: Session) -> None:
    make_code_change(session)
    imported(session, "codes", "codigo_antiguo,codigo_nuevo,documento\n090303,090302,Ley 7\n")
    session.commit()

    page = staff.get(LIST).text

    assert page.count("Dividido: hay que elegir") == 2
    assert "archivo.csv, línea 2" in page


def test_the_list_taken_away_can_be_imported_again(staff: PageClient, session: Session) -> None:
    make_code_change(session)
    make_code_change(session, "0903010001", "0903010002", kind="C")
    session.commit()

    content = staff.get(f"{LIST}.csv").text

    assert content.removeprefix("\ufeff").splitlines() == [
        "clase,codigo_antiguo,codigo_nuevo,desde,documento,vigente",
        "centro poblado,0903010001,0903010002,,Ley 30001,1",
        "distrito,090303,090301,,Ley 30001,1",
    ]
    report = imported(session, "codes", content)
    assert (report.read, report.new, report.rejected) == (2, 0, 0)
    assert staff.get(f"{LIST}.xlsx").data.startswith(b"PK")


def test_who_only_looks_gets_no_buttons(client: PageClient, session: Session) -> None:
    make_code_change(session)
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    page = client.sign_in(auditor.id).get(LIST).text

    assert ("Se aplica" in page, "Retirar" in page, "Registrar un cambio" in page) == (True, False, False)
