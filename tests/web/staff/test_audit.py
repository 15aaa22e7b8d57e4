"""The audit chain on the auditor's pages."""

import ast
import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.rules.reserve import ANSWERS
from contest_portal.applications.services.autosave_field import AUTOSAVED
from contest_portal.awards.rules.observations import DECIDED
from contest_portal.awards.rules.print_run import Papers
from contest_portal.jury.rules.invitations import InvitationState
from contest_portal.jury.rules.session import PRESENTATION
from contest_portal.kernel.audit import record
from contest_portal.kernel.clock_watch import ACCEPTED
from contest_portal.kernel.scanner import Scan
from contest_portal.registry.rules.life_events import EventKind
from contest_portal.web.shared.audit_labels import AUDIT_ACTION_LABELS
from contest_portal.web.shared.labels import SCREENING_DECISION_LABELS
from tests.architecture.sources import modules, nodes_of
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.page_client import PageClient
from tests.query_count import counted_queries

LIST = "/oficina/auditoria"
OF_BEFORE = {"second_factor.reset_told"}
"""Kept in the logs of portals that noted them; no deed does any more."""


@pytest.fixture
def auditor(client: PageClient, session: Session) -> User:
    user = make_user(session, Role.AUDITOR, full_name="Gladys Meza")
    session.commit()
    client.sign_in(user.id)
    return user


def note(
    session: Session, actor: User | None, action: str = "sheet.finalised", subject: str = "sheet:1"
) -> None:
    actor_id = None if actor is None else actor.id
    record(session, at=NOON, actor_id=actor_id, action=action, subject=subject, data={"marks": 6})
    session.commit()


@pytest.mark.usefixtures("auditor")
def test_list_shows_who_did_what_and_when(client: PageClient, session: Session) -> None:
    note(session, make_user(session, Role.JUROR, full_name="Elsa Roque"))

    page = client.get(LIST).text

    assert all(
        shown in page
        for shown in (
            "Elsa Roque",
            "Hizo definitiva una ficha",
            "Ficha 1",
            "marks:</span> 6",
            "23 nov. 2026, 12:00",
        )
    )


@pytest.mark.usefixtures("auditor")
def test_empty_chain_says_so(client: PageClient) -> None:
    assert "Ninguna acción coincide" in client.get(LIST).text


@pytest.mark.usefixtures("auditor")
@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ({"accion": "group.made"}, {"Grupo 2"}),
        ({"sobre": "sheet:"}, {"Ficha 1"}),
        ({"sobre": "ficha 1"}, {"Ficha 1"}),
        ({"sobre": "GRUPO"}, {"Grupo 2"}),
        ({"sobre": "Grupo 3"}, set()),
        ({"sobre": "%"}, set()),
        ({"quien": "roque"}, {"Ficha 1"}),
        ({"desde": "2026-11-23", "hasta": "2026-11-23"}, {"Ficha 1", "Grupo 2"}),
        ({"desde": "2026-11-24"}, set()),
        ({"hasta": "2026-11-22"}, set()),
        ({"hasta": "9999-12-31"}, {"Ficha 1", "Grupo 2"}),
        ({"desde": "ayer"}, {"Ficha 1", "Grupo 2"}),
        ({"pagina": "-3"}, {"Ficha 1", "Grupo 2"}),
        ({"pagina": "99999999999"}, {"Ficha 1", "Grupo 2"}),
    ],
)
def test_list_is_narrowed(
    client: PageClient, session: Session, query: dict[str, str], subjects: set[str]
) -> None:
    note(session, make_user(session, Role.JUROR, full_name="Elsa Roque"))
    note(session, None, "group.made", "group:2")

    page = client.get(LIST, query_string=query)

    assert page.status_code == 200
    assert {subject for subject in ("Ficha 1", "Grupo 2") if f">{subject}<" in page.text} == subjects


@pytest.mark.usefixtures("auditor")
def test_day_that_cannot_be_read_is_told(client: PageClient) -> None:
    assert "field-error" in client.get(LIST, query_string={"desde": "ayer"}).text


@pytest.mark.usefixtures("auditor")
def test_long_list_comes_in_pages_that_keep_the_filter(client: PageClient, session: Session) -> None:
    for number in range(26):
        record(session, at=NOON, actor_id=None, action="x.done", subject=f"x:{number}")
    session.commit()

    page = client.get(LIST, query_string={"accion": "x.done"}).text

    assert "Página 1 de 2" in page
    assert 'href="/oficina/auditoria?accion=x.done&amp;pagina=2"' in page
    assert ">x:0<" in client.get(LIST, query_string={"accion": "x.done", "pagina": "2"}).text


@pytest.mark.usefixtures("auditor")
def test_list_is_taken_away_as_csv_narrowed_the_same_way(client: PageClient, session: Session) -> None:
    juror = make_user(session, Role.JUROR, full_name='=HYPERLINK("http://evil.example")')
    note(session, juror)
    note(session, None, "group.made", "group:2")

    answer = client.get(f"{LIST}.csv", query_string={"accion": "sheet.finalised"})

    header, row = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "text/csv",
        'attachment; filename="auditoria.csv"',
    )
    assert header == ["seq", "at_utc", "actor_id", "actor", "action", "subject", "data", "hash"]
    assert row[:7] == [
        "1",
        NOON.isoformat(),
        str(juror.id),
        '\'=HYPERLINK("http://evil.example")',
        "sheet.finalised",
        "sheet:1",
        '{"marks":6}',
    ]


@pytest.mark.usefixtures("auditor")
def test_download_link_keeps_the_filter(client: PageClient, session: Session) -> None:
    note(session, None)

    page = client.get(LIST, query_string={"accion": "sheet.finalised"}).text

    assert 'href="/oficina/auditoria.csv?accion=sheet.finalised"' in page


@pytest.mark.usefixtures("auditor")
def test_whole_chain_is_checked(client: PageClient, session: Session) -> None:
    for _ in range(3):
        note(session, None)

    page = client.get(f"{LIST}/cadena").text

    assert "La cadena está intacta." in page
    assert "Se comprobaron 3 acciones" in page


@pytest.mark.usefixtures("auditor")
def test_broken_chain_is_told_with_its_place(client: PageClient, session: Session) -> None:
    for _ in range(3):
        note(session, None)
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_no_update"))
    else:
        session.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_append_only"))
    session.execute(text("UPDATE audit SET data = '{}' WHERE seq = 2"))
    session.commit()

    page = client.get(f"{LIST}/cadena").text

    assert "La cadena está rota en la acción n.° 2." in page


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.ADMIN, Role.JUROR, Role.REPRESENTATIVE])
def test_pages_are_the_auditor_s(client: PageClient, session: Session, role: Role) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    assert [client.get(path).status_code for path in (LIST, f"{LIST}.csv", f"{LIST}/cadena")] == [403] * 3


def test_list_costs_the_same_number_of_queries_for_one_row_and_for_three(
    client: PageClient, session: Session, auditor: User
) -> None:
    note(session, auditor)
    with counted_queries(session) as one:
        client.get(LIST)
    note(session, auditor, subject="sheet:2")
    note(session, None, subject="sheet:3")

    with counted_queries(session) as three:
        client.get(LIST)

    assert one.total == three.total


def test_instants_are_in_the_office_s_zone(client: PageClient, session: Session, auditor: User) -> None:
    record(session, at=NOON + timedelta(hours=11), actor_id=auditor.id, action="x.done", subject="x:1")
    session.commit()

    page = client.get(LIST, query_string={"desde": "2026-11-23", "hasta": "2026-11-23"}).text

    assert "23 nov. 2026, 23:00" in page


def noted_actions() -> set[str]:
    """Every action that some code notes, those made of a name, of an event's kind or of a decision too."""
    named = {
        constant.value
        for path in modules()
        for call in nodes_of(path)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "action"
        for constant in ast.walk(keyword.value)
        if isinstance(constant, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(constant.value))
    }
    made = {
        *(f"screening.{decision}" for decision in SCREENING_DECISION_LABELS),
        *(f"life.{kind}" for kind in EventKind),
        *(
            f"hall.presentation_{step.action}"
            for step in PRESENTATION.transitions
            if step.action != "postpone"
        ),
        *(f"reserve.{answer}" for answer in ANSWERS),
        *(f"{one.name.lower()}.{deed}" for one in Papers for deed in ("prepared", "stopped")),
        *(f"observation.{state}" for state in DECIDED),
        *(f"invitation.{state}" for state in (InvitationState.ACCEPTED, InvitationState.DECLINED)),
        *(f"file.{scan}" for scan in (Scan.CLEAN, Scan.INFECTED)),
        *noted_by("note", "paper", "applications"),
        *noted_by("note", "sheet_paper", "scoring"),
        *noted_by("note_deed", "hall"),
        *noted_by("note_exercise", "calibration"),
        *noted_by("end_joint_act", "joint_act"),
        *noted_by("note_joint_act", "joint_act"),
    }
    return named | made | {AUTOSAVED, ACCEPTED}


def noted_by(function: str, noun: str, package: str = "") -> set[str]:
    """What a stage's own way of noting is called with: its fourth argument, below the noun."""
    return {
        f"{noun}.{call.args[3].value}"
        for path in modules()
        if package in path.parts or not package
        for call in nodes_of(path)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function
        if len(call.args) > 3 and isinstance(call.args[3], ast.Constant)
    }


def test_every_action_that_is_noted_has_a_name() -> None:
    assert noted_actions() | OF_BEFORE == set(AUDIT_ACTION_LABELS)


@pytest.mark.usefixtures("auditor")
def test_action_without_a_name_is_shown_by_its_code(client: PageClient, session: Session) -> None:
    note(session, None, "thing.of_the_past")

    assert ">thing.of_the_past<" in client.get(LIST).text
