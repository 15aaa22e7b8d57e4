"""The reliability of a scoring as the office and the auditor read it, and as they take it away."""

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.reliability import reliability_of
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.documents.paper_checks import paper_faults
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.evaluation import MARKS, Evaluation, add_group, make_evaluation, score_fully
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.page_client import PageClient, words


def address(scene: Evaluation, rest: str = "") -> str:
    return f"/oficina/concursos/{scene.contest.id}/fiabilidad{rest}"


def closed(session: Session) -> Evaluation:
    """Close a contest of three groups; the first juror keeps the third one below the pass mark."""
    scene = make_evaluation(session)
    score_fully(session, scene)
    third = add_group(session, scene.contest, scene.centre, "Miel de Lircay")
    make_attendance(session, third, scene.secretary, present=4)
    for number, juror in enumerate(scene.jurors):
        make_interest(session, juror, third)
        for phase, marks in MARKS.items():
            first, *others = marks
            lowered = {first: marks[first] - 3 - 5 * (number == 0), **{code: marks[code] for code in others}}
            make_sheet(session, juror, third, phase, lowered)
    scene.applications.append(third)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    return scene


def test_before_the_close_nobody_reads_anything(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    session.commit()
    client.sign_in(scene.secretary.id)

    answers = [client.get(address(scene, rest)) for rest in ("", ".pdf", ".csv")]

    assert [answer.status_code for answer in answers] == [200, 409, 409]
    assert "Todavía no hay cifras" in answers[0].get_data(as_text=True)


def test_the_recomputed_totals_are_the_stored_ones(session: Session) -> None:
    scene = closed(session)

    found = reliability_of(session, scene.contest)

    assert found is not None
    assert found.leaning.official.totals == {
        line.code: line.exact_total for line in ranking(session, scene.contest.id)
    }


def test_the_page_says_what_leans_on_whom(session: Session, client: PageClient) -> None:
    scene = closed(session)
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    page = client.sign_in(auditor.id).get(address(scene)).get_data(as_text=True)

    for text in (
        "Sin 1 de los jurados ganarían otros grupos",
        "Alfa de Krippendorff",
        "68.00 a 73.00",
        "-3.33",
        'class="strip"',
    ):
        assert text in page


def test_the_file_holds_exact_figures(session: Session, client: PageClient) -> None:
    scene = closed(session)
    code = scene.applications[2].code
    session.commit()

    answer = client.sign_in(scene.secretary.id).get(address(scene, ".csv"))

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    header, lines = rows[0], rows[1:]
    assert header == ["cifra", "ficha", "jurado", "codigo", "grupo", "valor_exacto", "valor"]
    assert [
        (figure, Fraction(exact), text)
        for figure, _, _, of_group, _, exact, text in lines
        if figure.startswith("total") and of_group == code
    ] == [
        ("total", Fraction(209, 3), "69.67"),
        ("total_minimo_sin_un_jurado", Fraction(68), "68.00"),
        ("total_maximo_sin_un_jurado", Fraction(73), "73.00"),
    ]
    assert next(row[2:] for row in lines if row[0] == "severidad") == [
        *("Jurado 1", "", "", "'-10/3", "-3.33")
    ]


def test_the_paper_and_the_workbook_are_sent(session: Session, client: PageClient) -> None:
    scene = closed(session)
    session.commit()
    client.sign_in(scene.secretary.id)

    paper, book = (client.get(address(scene, rest)) for rest in (".pdf", ".xlsx"))

    assert (paper_faults(paper.data), book.data[:2]) == (set(), b"PK")


@pytest.mark.parametrize("role", [Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_else_reads_it(session: Session, client: PageClient, role: Role) -> None:
    scene = closed(session)
    other = make_user(session, role)
    session.commit()
    client.sign_in(other.id)

    assert [client.get(address(scene, rest)).status_code for rest in ("", ".pdf", ".csv")] == [403] * 3


def test_in_english_the_page_keeps_no_spanish_words(session: Session, client: PageClient) -> None:
    scene = closed(session)
    session.commit()

    page = words(client.sign_in(scene.secretary.id).get(address(scene), query_string={"lang": "en"}).text)

    spanish = (
        "Fiabilidad",
        "Último que gana",
        "Sin las fichas",
        "Desviación",
        "Muy pocos",
        "Junto al corte",
        "Gana",
    )
    assert [text for text in spanish if text in page] == []


def test_the_secretary_of_another_contest_reads_nothing(session: Session, client: PageClient) -> None:
    scene = closed(session)
    elsewhere = make_contest(session, make_office(session, "UT-PUNO"), scene.secretary, state="published")
    stranger = make_user(session, Role.SECRETARY, contest_id=elsewhere.id)
    session.commit()
    client.sign_in(stranger.id)

    assert [client.get(address(scene, rest)).status_code for rest in ("", ".pdf", ".csv", ".xlsx")] == [
        403
    ] * 4


def test_a_contest_that_is_not_there_has_no_figures(session: Session, client: PageClient) -> None:
    auditor = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(auditor.id)

    found = [client.get(f"/oficina/concursos/{number}/fiabilidad").status_code for number in (0, 999, 10**20)]

    assert found == [404] * 3


def test_figures_are_told_and_nothing_is_kept(session: Session, client: PageClient) -> None:
    """They decide nothing: neither a row nor a number of a document comes of them."""
    scene = closed(session)
    session.commit()
    client.sign_in(scene.secretary.id)
    before = kept(session)

    for rest in ("", ".pdf", ".csv", ".xlsx"):
        client.get(address(scene, rest))

    assert kept(session) == before


def kept(session: Session) -> tuple[int, ...]:
    models = (AuditRow, Document, RankingLine)
    return tuple(session.scalar(select(func.count()).select_from(model)) or 0 for model in models)


def test_two_jurors_are_too_few_to_say(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, jurors=2)
    score_fully(session, scene)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    session.commit()
    client.sign_in(scene.secretary.id)

    page, file = (client.get(address(scene, rest)).get_data(as_text=True) for rest in ("", ".csv"))

    assert page.count("Muy pocos para decirlo") == 2 + 2 + 2
    assert not any(figure in file for figure in ("severidad", "tau_b", "alfa"))


def test_a_tie_that_leaving_a_juror_out_would_bring_is_said(session: Session, client: PageClient) -> None:
    """Without the first juror both groups would have the same marks, and the chain of the rules has no lot yet."""
    rules = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=()))
    scene = make_evaluation(session, rulebook=rules)
    for application in scene.applications:
        make_attendance(session, application, scene.secretary, present=4)
        for number, juror in enumerate(scene.jurors):
            better = number == 0 and application is scene.applications[0]
            for phase, marks in MARKS.items():
                first, *others = marks
                raised = {first: marks[first] + better, **{code: marks[code] for code in others}}
                make_sheet(session, juror, application, phase, raised)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    session.commit()

    page = client.sign_in(scene.secretary.id).get(address(scene)).get_data(as_text=True)

    assert page.count("No se puede decir: habría un empate que solo decide un sorteo.") == 1


def test_a_contest_without_groups_has_nothing_to_compare(session: Session, client: PageClient) -> None:
    scene = make_evaluation(session, groups=())
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    session.commit()

    page = client.sign_in(scene.secretary.id).get(address(scene)).get_data(as_text=True)

    assert "No hay fichas que comparar" in page
