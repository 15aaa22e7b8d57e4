"""The worked example: prefilled, changeable, computed by the scoring function, and nothing of it kept."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import to_data
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.designing import Desk
from tests.factories.sheets import COMPUTED, WEIGHTED, book_of
from tests.page_client import words


def drafted(session: Session, desk: Desk, book: Rulebook) -> None:
    contest = session.get_one(Contest, desk.contest.id)
    by_lot = replace(book.scoring, tie_breaks=(TieBreak(TieKind.LOT),))
    contest.draft = canonical_json(to_data(replace(book, scoring=by_lot)))
    session.commit()


def shown_fields(desk: Desk) -> dict[str, object]:
    """Read the marks of the page as a browser would send them back."""
    fields: dict[str, object] = {}
    for part in desk.get("ejemplo").text.split("<input")[1:]:
        tag = part.split(">", 1)[0]
        if 'name="mark-' in tag or 'name="present-' in tag or 'name="fact-' in tag:
            fields[tag.split('name="')[1].split('"')[0]] = tag.split('value="')[1].split('"')[0]
    return fields


def test_the_house_rules_are_worked_step_by_step(desk: Desk) -> None:
    page = words(desk.get("ejemplo").text)

    for sentence in (
        "Evaluación de campo: 40 de 50 puntos, con 3 fichas.",
        "Presentación pública: 40 de 50 puntos, con 3 fichas.",
        "Suma exacta de las fases: 40 + 40 = 80.",
        "Redondeado a 2 decimales: 80.00. La mitad sube.",
        "Alcanza el mínimo de 70.00 puntos.",
        "Aporta 24 de 30.",
    ):
        assert sentence in page


def test_marks_that_are_changed_are_added_up_again_and_not_kept(session: Session, desk: Desk) -> None:
    marks = shown_fields(desk)
    lowered = marks | {name: "0" for name in marks if name.startswith("mark-PUBLIC")}

    response = desk.send("ejemplo", lowered)

    assert response.status_code == 200
    assert "40.00 puntos, por debajo del mínimo de 70.00." in words(response.text)
    assert desk.book.phases == RULEBOOK.phases


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        pytest.param("mark-FIELD-1-F1", "11", "«11» no vale como puntaje.", id="over the highest"),
        pytest.param("mark-FIELD-1-F1", "", "Falta calificar «Compromiso de las familias»", id="skipped"),
        pytest.param("present-FIELD", "tres", "«tres» no vale aquí.", id="in words"),
    ],
)
def test_a_mark_that_cannot_be_is_named(desk: Desk, name: str, typed: str, message: str) -> None:
    response = desk.send("ejemplo", shown_fields(desk) | {name: typed})

    assert (response.status_code, message in words(response.text)) == (422, True)
    assert "Alcanza el mínimo" not in response.text


def test_too_few_households_disqualify_the_invented_group(desk: Desk) -> None:
    response = desk.send("ejemplo", shown_fields(desk) | {"present-FIELD": "2"})

    assert "2 de 5 hogares presentes, menos del 50 % exigido." in words(response.text)


def test_classes_and_percentages_are_explained(session: Session, desk: Desk) -> None:
    drafted(session, desk, book_of(WEIGHTED, marks_per_point=10))

    page = words(desk.get("ejemplo").text)
    assert "Jurado: promedio 69.75 de 90 en 2 fichas; con su parte de 90 % suma 69.75." in page
    assert "Asesor: promedio 8.2 de 10 en 2 fichas; con su parte de 10 % suma 8.2." in page
    assert "Nota media entre 10, por su peso de 60 %: aporta 46.5 de 60." in page


def test_what_the_register_gives_can_be_tried_out(session: Session, desk: Desk) -> None:
    drafted(session, desk, book_of(COMPUTED))
    fields = shown_fields(desk)
    answers = {f"mark-COMPUTED-{sheet}-Q": "1" for sheet in (1, 2, 3)}

    women = words(desk.send("ejemplo", fields | answers).text)
    men = words(desk.send("ejemplo", fields | answers | {"fact-women": "0"}).text)
    out = words(desk.send("ejemplo", fields | dict.fromkeys(answers, "0")).text)

    assert ("Aporta 5 de 5." in women, "Aporta 0 de 5." in men) == (True, True)
    assert "3 de 3 fichas dicen que no cumple «Todos los papeles de las bases»." in out


def test_each_category_has_the_example_of_its_phases(session: Session, desk: Desk) -> None:
    idea = replace(PUBLIC, name="Presentación de ideas", categories=("IDEA",))
    running = replace(PUBLIC, code="RUN", name="Presentación en marcha", categories=("MARCHA",))
    drafted(session, desk, replace(RULEBOOK, phases=(FIELD, idea, running)))

    first = words(desk.get("ejemplo").text)
    other = words(desk.get("ejemplo?categoria=MARCHA").text)
    unknown = words(desk.get("ejemplo?categoria=OTRA").text)

    assert "Presentación de ideas: 40 de 50 puntos" in first
    assert "Ver el ejemplo de En marcha" in first
    assert "Presentación en marcha: 40 de 50 puntos" in other
    assert "Presentación de ideas" not in other
    assert "Categoría: En idea." in unknown


def test_the_page_of_a_draft_leads_to_its_example(desk: Desk) -> None:
    assert (
        f"/oficina/concursos/{desk.contest.id}/ejemplo"
        in desk.client.get(f"/oficina/concursos/{desk.contest.id}").text
    )


def test_an_unfinished_draft_says_what_it_lacks(session: Session, desk: Desk) -> None:
    drafted(session, desk, book_of())

    page = words(desk.get("ejemplo").text)

    assert "Antes hay que ajustar las reglas" in page
    assert "Agregue al menos una fase de evaluación." in page
