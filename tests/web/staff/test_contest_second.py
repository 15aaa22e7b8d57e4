"""The designer's page of the second scoring: put in, checked while one types, tried, taken out."""

from dataclasses import replace

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.templates import SECOND_SCORING
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import to_data
from tests.factories.contests import WITH_PROGRESS
from tests.factories.designing import Desk, rows
from tests.page_client import words

TYPED: dict[str, object] = {"total_points": "100", "pass_mark": "65", "quorum": "3"}
PHASE = {"position": "1", "code": "av", "name": "Avance", "max_points": "100", "attendance": "50"}


def having_one(desk: Desk) -> Desk:
    contest = desk.session.get_one(Contest, desk.contest.id)
    contest.draft = canonical_json(to_data(replace(WITH_PROGRESS, code=contest.code)))
    desk.session.commit()
    return desk


def contest_page(desk: Desk) -> str:
    return desk.client.get(f"/oficina/concursos/{desk.contest.id}").text


def test_a_draft_without_one_says_so_and_starts_from_the_usual_sheets(desk: Desk) -> None:
    page = words(desk.get("avance").text)

    response = desk.post("avance", TYPED | rows("phases", dict.fromkeys(PHASE, "")) | {"step": "start"})

    assert "la segunda transferencia espera solo las cuentas" in page
    assert (response.status_code, desk.book.second) == (303, SECOND_SCORING)
    assert "Ficha: Evaluación de campo del avance" in desk.get("avance").text


def test_phases_are_typed_and_their_sheets_are_made_like_those_of_the_first(desk: Desk) -> None:
    desk.post("avance", TYPED | rows("phases", PHASE))
    assert desk.book.is_second("AV")
    sheet = {"weighting": "factor"} | rows(
        "criteria",
        {"code": "S1", "axis": "", "text": "Avance", "scale": "points", "max_points": "100"},
    )
    desk.post("fases/AV", sheet)

    second = desk.book.second
    assert isinstance(second, SecondRules)
    (phase,) = second.phases
    assert (phase.code, [one.code for one in phase.criteria], second.pass_mark, second.quorum) == (
        "AV",
        ["S1"],
        Score(6500, 2),
        3,
    )


def test_what_does_not_add_up_is_told_while_typing_and_refused_when_saved(desk: Desk) -> None:
    data = TYPED | rows("phases", PHASE | {"code": "FIELD", "max_points": "90"})

    told = desk.post("revision/avance", data).json
    refused = desk.post("avance", data)

    assert told is not None
    assert [one["text"].split(".")[0] for one in told["remarks"]] == [
        "El código FIELD ya es de una fase de la evaluación",
        "Las fases suman 90 puntos y deben sumar 100",
    ]
    assert (refused.status_code, desk.book.second) == (422, None)


def test_it_is_worked_as_an_example_and_taken_out_with_its_sheets(desk: Desk) -> None:
    example = words(having_one(desk).get("ejemplo?avance=1").text)

    removed = desk.post("avance", TYPED | rows("phases", PHASE) | {"step": "remove"})

    assert "Visita del avance: 80 de 100 puntos, con 3 fichas." in example
    assert "Evaluación de campo" not in example
    assert (removed.status_code, desk.book.second) == (303, None)


def test_the_contest_lists_it_with_its_sheet(desk: Desk) -> None:
    without = words(contest_page(desk))
    page = words(contest_page(having_one(desk)))

    assert "Sin ella: la segunda transferencia espera solo las cuentas" in without
    assert "1 fase, mínimo 70.00" in page
    assert "Ficha: Visita del avance" in page


def test_the_rules_as_read_say_what_the_progress_must_reach(desk: Desk) -> None:
    page = words(having_one(desk).get("publicar").text)

    assert "Puntaje mínimo para la segunda transferencia 70.00" in page
