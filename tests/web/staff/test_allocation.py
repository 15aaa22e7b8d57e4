"""The office's allocation page: every line with its reason, and for each person only what that person may do."""

import csv
import io
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf
from contest_portal.scoring.models import RankingLine
from tests.factories.accounts import make_user
from tests.factories.allocation import (
    ScoredContest,
    add_ranked,
    make_approved,
    make_full_contest,
    make_proposed,
    make_scored_contest,
    with_rule,
)
from tests.page_client import PageClient
from tests.query_count import counted_queries

PROPOSE = "Proponer el reparto"
APPROVE = "Revisar y aprobar"
DISCARD = "Descartar la propuesta"


def url(scored: ScoredContest, tail: str = "") -> str:
    return f"/oficina/concursos/{scored.contest.id}/reparto{tail}"


def buttons(page: str) -> list[str]:
    return [label for label in (PROPOSE, APPROVE, DISCARD) if f">{label}<" in page]


def test_the_secretary_of_a_scored_contest_is_offered_to_propose(
    client: PageClient, session: Session
) -> None:
    scored = make_full_contest(session)
    session.commit()

    page = client.sign_in(scored.secretary.id).get(url(scored)).text

    assert buttons(page) == [PROPOSE]
    assert "cuando uno no alcanza, el sobre se cierra" in page


def test_what_the_limits_asked_stands_beside_what_they_got(client: PageClient, session: Session) -> None:
    terms = AllocationTerms(limits=(Limit(LimitOf.LINE, "cuyes", 1, 2),))
    scored = make_scored_contest(session, rulebook=replace(with_rule("best_total"), allocation=terms))
    add_ranked(session, scored, "Sumaq Kuy", soles=9_000, place=1)
    make_proposed(session, scored)
    session.commit()

    page = client.sign_in(scored.secretary.id).get(url(scored)).text

    assert "Límites de las bases" in page
    assert "al menos 1 grupo, como máximo 2 grupos" in page
    assert "está en el conjunto de mayor puntaje" in page


def test_a_proposal_that_is_refused_says_where_it_is_mended(client: PageClient, session: Session) -> None:
    terms = AllocationTerms(limits=(Limit(LimitOf.LINE, "panaderia", min_awards=1),))
    scored = make_scored_contest(session, rulebook=replace(with_rule("best_total"), allocation=terms))
    add_ranked(session, scored, "Sumaq Kuy", soles=9_000, place=1)
    session.commit()

    answer = client.sign_in(scored.secretary.id).post(url(scored, "/proponer"))

    assert (answer.status_code, session.scalar(select(func.count()).select_from(AllocationRun))) == (422, 0)
    assert "No se propuso ningún reparto" in answer.text
    assert "El mínimo de «panaderia»" in answer.text
    assert f"/oficina/concursos/{scored.contest.id}/enmiendas" in answer.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_others_of_the_office_wait_for_the_proposal(client: PageClient, session: Session, role: Role) -> None:
    scored = make_full_contest(session)
    reader = make_user(session, role)
    session.commit()

    page = client.sign_in(reader.id).get(url(scored)).text

    assert buttons(page) == []
    assert "Todavía no hay un reparto propuesto" in page


@pytest.mark.parametrize("state", ["published", "evaluating"])
def test_before_the_scoring_closes_the_page_says_what_comes_first(
    client: PageClient, session: Session, state: str
) -> None:
    scored = make_full_contest(session)
    scored.contest.state = state
    session.commit()

    page = client.sign_in(scored.secretary.id).get(url(scored)).text

    assert buttons(page) == []
    assert "Todavía no se puede repartir el fondo" in page


def test_proposing_stores_a_run_and_comes_back_to_the_page(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    session.commit()

    answer = client.sign_in(scored.secretary.id).post(url(scored, "/proponer"))

    assert (answer.status_code, answer.location) == (303, url(scored))
    assert session.scalars(select(AllocationRun.state)).all() == ["proposed"]


def test_a_second_proposal_is_a_conflict(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.secretary.id).post(url(scored, "/proponer"))

    assert answer.status_code == 409
    assert "Ya hay un reparto propuesto o aprobado en este concurso" in answer.text


def test_every_group_has_its_reason_on_the_page(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text.replace("\u00a0", " ")

    for sentence in (
        "Puesto 2: recibe los S/ 17,000.00 que solicitó; en el sobre había S/ 22,000.00 y quedan S/ 5,000.00.",
        "Puesto 3: solicitó S/ 12,000.00 y en el sobre solo quedan S/ 5,000.00; desde aquí, reserva.",
        "Obtuvo 69.50 puntos; el mínimo para aprobar es 70.00.",
        "Fue descalificado según las bases; no entra en el reparto.",
    ):
        assert sentence in page


def test_the_proposer_sees_why_there_is_no_button_to_approve(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    page = client.sign_in(scored.secretary.id).get(url(scored)).text

    assert buttons(page) == [DISCARD]
    assert "quien propone no aprueba" in page


def test_staff_may_approve_or_discard_a_proposal_of_another(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text

    assert buttons(page) == [APPROVE, DISCARD]
    assert "Propuesto por Rosa Inga Paredes" in page


def test_somebody_with_every_role_may_not_approve_the_own_proposal(
    client: PageClient, session: Session
) -> None:
    scored = make_full_contest(session)
    scored.secretary = make_user(session, *Role)
    run = make_proposed(session, scored)
    session.commit()
    client.sign_in(scored.secretary.id)

    answers = [
        client.get(url(scored, "/aprobar")),
        client.post(
            url(scored, "/aprobar"),
            data={"run_id": run.id, "result_sha256": run.result_sha256, "warned": "y"},
        ),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert buttons(client.get(url(scored)).text) == [DISCARD]


def test_the_auditor_reads_and_does_nothing(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    auditor = make_user(session, Role.AUDITOR)
    session.commit()

    page = client.sign_in(auditor.id).get(url(scored)).text

    assert buttons(page) == []
    assert client.post(url(scored, "/descartar")).status_code == 403


@pytest.mark.parametrize("role", [Role.ADMIN, Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_outside_the_office_enters(client: PageClient, session: Session, role: Role) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    outsider = make_user(session, role)
    session.commit()
    client.sign_in(outsider.id)

    answers = [client.get(url(scored, tail)).status_code for tail in ("", "/aprobar", ".csv")]

    assert answers == [403, 403, 403]


def test_the_secretary_of_another_contest_does_not_see_it(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    other = make_user(session, Role.SECRETARY, contest_id=scored.contest.id + 1)
    session.commit()

    assert client.sign_in(other.id).get(url(scored)).status_code == 403


def test_the_confirmation_shows_the_totals_in_figures(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored, "/aprobar")).text

    figures = page.replace("\u00a0", " ")
    for figure in ("S/ 100,000.00", "S/ 55,000.00", "S/ 45,000.00", "Aprobar el reparto de S/ 55,000.00"):
        assert figure in figures


def test_approving_grants_what_was_shown(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.staff.id).post(
        url(scored, "/aprobar"), data={"run_id": run.id, "result_sha256": run.result_sha256, "warned": "y"}
    )

    assert (answer.status_code, answer.location) == (303, url(scored))
    assert session.scalar(select(func.count()).select_from(Award)) == 3


def test_approving_another_result_than_the_one_shown_is_a_conflict(
    client: PageClient, session: Session
) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.staff.id).post(
        url(scored, "/aprobar"), data={"run_id": run.id, "result_sha256": "f" * 64, "warned": "y"}
    )

    assert answer.status_code == 409
    assert session.scalar(select(func.count()).select_from(Award)) == 0


def test_a_refused_approval_says_what_to_do(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.execute(update(RankingLine).where(RankingLine.total_units == 9100).values(total_units=9200))
    session.commit()

    answer = client.sign_in(scored.staff.id).post(
        url(scored, "/aprobar"), data={"run_id": run.id, "result_sha256": run.result_sha256, "warned": "y"}
    )

    assert answer.status_code == 422
    assert "Descarte esta propuesta y haga otra." in answer.text


@pytest.mark.parametrize(
    "data", [{}, {"run_id": "x", "result_sha256": "f" * 64}, {"run_id": "1", "result_sha256": "short"}]
)
def test_a_mangled_approval_is_refused(client: PageClient, session: Session, data: dict[str, str]) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.staff.id).post(url(scored, "/aprobar"), data=data)

    assert answer.status_code in (409, 422)
    assert session.scalar(select(func.count()).select_from(Award)) == 0


def test_after_approval_the_page_is_frozen_with_both_hashes(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    run = make_approved(session, scored)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text

    assert "Sin comprometer en los sobres ahora: S/\u00a045,000.00." in page
    assert buttons(page) == []
    assert "Aprobado por Delia Yupanqui Rojas" in page
    assert run.inputs_sha256 in page
    assert run.result_sha256 in page


def test_discarding_leaves_a_note_and_the_way_to_propose_again(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.secretary.id).post(url(scored, "/descartar"), follow_redirects=True)

    assert buttons(answer.text) == [PROPOSE]
    assert "Hay 1 propuesta anterior descartada" in answer.text


def test_there_is_nothing_to_approve_discard_or_download_before_a_proposal(
    client: PageClient, session: Session
) -> None:
    scored = make_full_contest(session)
    session.commit()
    client.sign_in(scored.staff.id)

    answers = [
        client.get(url(scored, "/aprobar")),
        client.post(url(scored, "/descartar")),
        client.get(url(scored, ".csv")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_csv_has_every_line_and_no_formula(client: PageClient, session: Session) -> None:
    scored = make_scored_contest(session)
    add_ranked(session, scored, "=HYPERLINK(1)", soles=18_000, place=1, units=9100)
    make_proposed(session, scored)
    session.commit()

    answer = client.sign_in(scored.staff.id).get(url(scored, ".csv"))

    rows = list(
        csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff").replace("\u00a0", " ")))
    )
    assert rows == [
        {
            "paso": "1",
            "categoria": "IDEA",
            "puesto": "1",
            "codigo": scored.code("=HYPERLINK(1)"),
            "grupo": "'=HYPERLINK(1)",
            "puntaje": "91.00",
            "solicitado": "18000.00",
            "resultado": "Adjudicado",
            "orden_reserva": "",
            "adjudicado": "18000.00",
            "saldo_del_sobre": "22000.00",
            "razon": "Puesto 1: recibe los S/ 18,000.00 que solicitó; en el sobre había S/ 40,000.00 y quedan "
            "S/ 22,000.00.",
        }
    ]


def test_a_contest_with_nobody_in_an_envelope_still_has_its_page(
    client: PageClient, session: Session
) -> None:
    scored = make_scored_contest(session)
    make_proposed(session, scored)
    session.commit()

    page = client.sign_in(scored.staff.id).get(url(scored)).text

    assert page.count("Todo el sobre queda como saldo.") == 2


def test_the_number_of_queries_does_not_grow_with_the_groups(client: PageClient, session: Session) -> None:
    few = make_scored_contest(session)
    add_ranked(session, few, "Sumaq Kuy", place=1)
    many = make_full_contest(session, beside=few)
    make_proposed(session, few)
    make_proposed(session, many)
    session.commit()
    client.sign_in(few.staff.id)

    with counted_queries(session) as with_one:
        client.get(url(few))
    with counted_queries(session) as with_seven:
        client.get(url(many))

    assert with_seven.total == with_one.total
