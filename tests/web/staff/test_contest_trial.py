"""Test mode on its pages: what is asked, what is shown, what is refused, and that nothing of it is left."""

from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import to_data
from contest_portal.tables import METADATA
from tests.factories.designing import Desk
from tests.factories.trials import SMALL, template_book
from tests.page_client import words

CHOSEN = {"groups": "1", "strength": "usual", "seed": "1"}
PLAN = "?semilla=1&grupos=1&nivel=usual"
MARK = "PRUEBA, sin valor"


@pytest.fixture
def small(session: Session, desk: Desk) -> Desk:
    drafted(session, desk, SMALL)
    return desk


def drafted(session: Session, desk: Desk, book: Rulebook) -> None:
    session.get_one(Contest, desk.contest.id).draft = canonical_json(to_data(book))
    session.commit()


def everything(session: Session) -> Mapping[str, list[tuple[object, ...]]]:
    """Read every row of every table."""
    session.expire_all()

    def rows(table: Table) -> list[tuple[object, ...]]:
        return sorted((tuple(row) for row in session.execute(select(table))), key=repr)

    return {table.name: rows(table) for table in METADATA.sorted_tables}


def test_a_trial_leaves_the_note_that_it_was_run_and_nothing_else(session: Session, small: Desk) -> None:
    folder: Path = small.client.application.extensions["storage"].root
    before, files = everything(session), sorted(folder.rglob("*"))

    sent = small.send("prueba", CHOSEN)
    ended = small.get("prueba/avance")
    for page in ("resultado", "resultado.csv", "grupos/1"):
        assert small.get(f"prueba/{page}{PLAN}").status_code == 200
    paper = small.get(f"prueba/documentos/1.pdf{PLAN}")

    after = everything(session)
    left = {name: [row for row in rows if row not in before[name]] for name, rows in after.items()}
    assert (sent.status_code, (sent.location or "").endswith("/prueba/avance")) == (303, True)
    assert (ended.status_code, (ended.location or "").endswith(f"/prueba/resultado{PLAN}")) == (303, True)
    assert {name: len(rows) for name, rows in left.items() if rows} == {"audit": 1, "audit_head": 1}
    assert "contest.tried" in left["audit"][0]
    assert (paper.content_type, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert "PRUEBA-sin-valor-" in paper.headers["Content-Disposition"]
    assert {name: len(rows) for name, rows in after.items() if name != "audit"} == {
        name: len(rows) for name, rows in before.items() if name != "audit"
    }
    assert sorted(folder.rglob("*")) == files


def test_the_result_tells_every_group_why_it_is_there_and_what_became_of_it(small: Desk) -> None:
    page = words(small.get(f"prueba/resultado{PLAN}").text)

    for sentence in (
        MARK,
        "Empata: otro grupo tiene sus mismas notas.",
        "Decide la presentación más temprana.",
        "por debajo del mínimo de 70.00.",
        "Descalificado en Evaluación de campo",
        "En reserva",
        "ACTA N.° 001-2026-PRUEBA",
        "Aprueban 4 de 6 grupos.",
        "3 evaluadores dejan 14 fichas definitivas; el quórum es de 2 por grupo y fase.",
    ):
        assert sentence in page


def test_a_group_shows_its_sheets_and_how_they_add_up(small: Desk) -> None:
    fewer = words(small.get(f"prueba/grupos/4{PLAN}").text)
    absent = words(small.get(f"prueba/grupos/6{PLAN}").text)

    assert MARK in fewer
    assert "Un jurado se abstuvo y no lo califica." in fewer
    assert ("Jurado 1" in fewer, "Jurado 2" in fewer, "Jurado 3" in fewer) == (True, False, True)
    assert "de 100 puntos." in fewer
    assert "Nadie lo califica en esta fase." in absent


def test_the_file_is_marked_line_by_line(small: Desk) -> None:
    answer = small.get(f"prueba/resultado.csv{PLAN}")
    header, *lines = answer.get_data(as_text=True).strip().splitlines()

    assert "PRUEBA-sin-valor" in answer.headers["Content-Disposition"]
    assert header.lstrip("\ufeff").startswith("prueba")
    assert len(lines) == 6
    assert all(MARK in line for line in lines)


def test_the_page_of_a_draft_leads_to_its_trial_and_says_what_can_be_chosen(small: Desk) -> None:
    address = f"/oficina/concursos/{small.contest.id}"
    assert f'href="{address}/prueba"' in small.client.get(address).text
    page = small.get("prueba").text
    again = small.get(f"prueba{PLAN.replace('semilla=1', 'semilla=42')}").text

    assert (MARK in page, 'value="42"' in again) == (True, True)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("groups", "0", "Escriba un número entero de 1 a 12."),
        ("groups", "", "Escriba cuántos grupos inventar"),
        ("seed", "muchos", "Escriba un número entero de 1 a 999999."),
        ("strength", "otra", ""),
    ],
)
def test_a_choice_that_cannot_be_is_named(small: Desk, field: str, typed: str, message: str) -> None:
    answer = small.send("prueba", CHOSEN | {field: typed})

    assert (answer.status_code, message in words(answer.text)) == (422, True)


@pytest.mark.parametrize(
    "part",
    [
        "resultado?semilla=x",
        "resultado?grupos=99",
        "resultado?nivel=otro",
        f"grupos/99{PLAN}",
        f"documentos/99.pdf{PLAN}",
    ],
)
def test_what_no_trial_has_is_not_found(small: Desk, part: str) -> None:
    assert small.get(f"prueba/{part}").status_code == 404


def test_a_choice_that_was_refused_leaves_nothing_at_all(session: Session, small: Desk) -> None:
    before = everything(session)

    small.send("prueba", CHOSEN | {"groups": "0"})

    assert everything(session) == before


def test_the_same_address_shows_what_the_rules_of_today_do(session: Session, small: Desk) -> None:
    before = words(small.get(f"prueba/resultado{PLAN}").text)
    nobody_fails = replace(SMALL, scoring=replace(SMALL.scoring, pass_mark=Score(0, 2)))
    drafted(session, small, nobody_fails)

    after = words(small.get(f"prueba/resultado{PLAN}").text)

    assert ("Aprueban 4 de 6 grupos." in before, "Aprueban 5 de 6 grupos." in after) == (True, True)
    assert "El mínimo no deja fuera a nadie." in after
    assert "El mínimo no deja fuera a nadie." not in before


def test_from_the_result_one_goes_on_to_groups_papers_file_and_another_trial(small: Desk) -> None:
    page = unescape(small.get(f"prueba/resultado{PLAN}").text)
    start = f"/oficina/concursos/{small.contest.id}/prueba"

    for number in range(1, 7):
        assert f'href="{start}/grupos/{number}{PLAN}"' in page
    for number in range(1, 5):
        assert f'href="{start}/documentos/{number}.pdf{PLAN}"' in page
    assert f'href="{start}/documentos/5.pdf' not in page
    assert f'href="{start}/resultado.csv{PLAN}"' in page
    assert f'href="{start}{PLAN}"' in page


def test_in_english_the_mark_is_understood_too(small: Desk) -> None:
    small.client.get("/?lang=en")

    page = words(small.get(f"prueba/resultado{PLAN}").text)

    assert "TRIAL, not valid" in page
    assert "Ties: another group has the same marks." in page
    assert "Of all kinds: most pass" in words(small.get("prueba").text)


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ("weighted", ["Una clase de evaluadores no lo califica.", "estas reglas no descalifican a nadie"]),
        ("young_entrepreneurs", ["Jóvenes emprendedores"]),
    ],
)
def test_each_kind_of_sheet_has_its_page(
    session: Session, desk: Desk, template: str, sentences: list[str]
) -> None:
    drafted(session, desk, template_book(template))

    page = words(desk.get(f"prueba/resultado{PLAN}").text)

    assert [sentence in page for sentence in sentences] == [True] * len(sentences)


def test_rules_that_could_not_be_published_say_where_they_are_mended(session: Session, desk: Desk) -> None:
    drafted(session, desk, replace(SMALL, phases=(), territory=()))

    looked, sent, result = (
        desk.get("prueba"),
        desk.send("prueba", CHOSEN),
        desk.get(f"prueba/resultado{PLAN}"),
    )

    assert (looked.status_code, sent.status_code, result.status_code) == (200, 422, 422)
    for part in ("territorio", "fases"):
        assert f"/oficina/concursos/{desk.contest.id}/{part}" in looked.text
    assert "Elija al menos un distrito" in words(looked.text)


def test_published_rules_are_not_tried(session: Session, desk: Desk) -> None:
    contest = session.get_one(Contest, desk.contest.id)
    contest.published_at, contest.state = contest.created_at, "published"
    contest.opens_at, contest.closes_at = SMALL.calendar.opens_at, SMALL.calendar.closes_at
    session.commit()

    assert desk.get("prueba").status_code == 409
