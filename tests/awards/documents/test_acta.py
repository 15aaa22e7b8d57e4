"""What the acta says, in its data and on paper."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_queries import checkpoint_about
from contest_portal.awards.documents.acta import ACTA, Acta, ActaJuror, ActaPhase, ActaRecusal
from contest_portal.awards.documents.allocation_words import ALLOCATION_RULES
from contest_portal.contests.amendment_queries import CitedAmendment
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import rulebook_of, rulebook_sha256
from contest_portal.documents.models import Document
from contest_portal.jury.models import Juror
from contest_portal.kernel.audit import head_checkpoint, verify_chain
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.checkpoints import printed
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import from_data
from tests.documents.papers import page_texts
from tests.factories.absences import make_absence
from tests.factories.allocation import ScoredContest
from tests.factories.amendments import make_amendment, proposal
from tests.factories.assignments import make_assignment_draw
from tests.factories.awards import JURORS, issued_acta, make_judged_contest, make_press
from tests.factories.evaluation import MARKS
from tests.factories.scoring import make_sheet
from tests.factories.tied import make_cancelled_draw


@pytest.fixture
def judged(session: Session) -> ScoredContest:
    return make_judged_contest(session)


def content(document: Document) -> Acta:
    return from_data(Acta, json.loads(document.data)["content"])


def test_the_panel_signs_with_dni_and_institution(session: Session, judged: ScoredContest) -> None:
    acta = content(issued_acta(session, judged))

    assert [(juror.full_name, juror.position) for juror in acta.jurors] == [
        ("Elsa Ñahui Quispe", "Presidencia"),
        ("Teófilo Peña Huarcaya", "Secretaría"),
        ("Marcos Yauri Sedano", "Integrante"),
    ]
    assert all(
        juror == ActaJuror(juror.full_name, juror.dni, "Municipalidad Distrital", juror.position)
        for juror in acta.jurors
    )


def test_the_rule_of_scoring_is_the_one_of_the_frozen_rules(session: Session, judged: ScoredContest) -> None:
    acta = content(issued_acta(session, judged))

    assert acta.allocation_rule == ALLOCATION_RULES["merit_order"]
    assert (acta.phases, acta.max_points, acta.pass_mark, acta.quorum) == (
        (ActaPhase("Evaluación de campo", 50, "50"), ActaPhase("Presentación pública", 50, None)),
        100,
        Score(7000, 2),
        2,
    )


def test_classes_and_categories_of_a_phase_are_said_on_paper(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    document = issued_acta(session, judged)
    data = json.loads(document.data)
    data["content"]["phases"][1] |= {
        "categories": ["En idea"],
        "shares": [{"name": "Jurado", "percent": 90}, {"name": "Asesor", "percent": 10}],
    }
    document.data = canonical_json(data)

    said = " ".join(make_press(tmp_path).html(ACTA, document).split())

    assert "Presentación pública (solo En idea)" in said
    assert (
        "En «Presentación pública» cada clase de evaluadores aporta su parte del promedio de sus fichas: "
        "Jurado 90 %, Asesor 10 %."
    ) in said


def test_a_quorum_and_a_panel_of_one_phase_stand_in_it(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    rules = session.scalars(select(ContestRulebook)).one()
    data = json.loads(rules.data)
    data["phases"][1] |= {"quorum": 3, "own_panel": True}
    rules.data = canonical_json(data)
    for juror in session.scalars(select(Juror).where(Juror.position == "president")):
        juror.phases = "PUBLIC"
    session.flush()

    document = issued_acta(session, judged)

    acta = content(document)
    assert ([phase.quorum for phase in acta.phases], acta.quorum) == ([0, 3], 2)
    assert acta.jurors[0].position == "Presidencia (Presentación pública)"
    said = " ".join(make_press(tmp_path).html(ACTA, document).split())
    assert "(dos como mínimo; en «Presentación pública», tres)" in said


def test_results_stand_by_category_in_order_of_merit(session: Session, judged: ScoredContest) -> None:
    acta = content(issued_acta(session, judged))

    assert [
        (
            category.name,
            [(line.place, line.group_name, str(line.total), line.standing) for line in category.lines],
        )
        for category in acta.categories
    ] == [
        (
            "En idea",
            [
                (1, "Sumaq Kuy", "91.00", "APROBADO"),
                (2, "Mishki Tanta", "88.50", "APROBADO"),
                (3, "Allin Ruway", "84.25", "APROBADO"),
                (4, "Wiñay Warmi", "70.00", "APROBADO"),
                (None, "Qori Sara", "69.50", "NO APROBADO"),
                (None, "Inti Rayku", "None", "DESCALIFICADO"),
            ],
        ),
        ("En marcha", [(1, "Llaqta Maki", "93.00", "APROBADO")]),
    ]
    assert (acta.entrants, acta.passed) == (7, 5)


def test_phase_means_are_rounded_as_the_contest_declares(session: Session, judged: ScoredContest) -> None:
    acta = content(issued_acta(session, judged))

    assert acta.categories[0].lines[0].means == ("45.67", "45.33")


def test_recusals_are_named_with_their_reason(session: Session, judged: ScoredContest) -> None:
    acta = content(issued_acta(session, judged))

    assert acta.recusals == (
        ActaRecusal(
            "Marcos Yauri Sedano", judged.code("Qori Sara"), "Qori Sara", "Es vecino de una integrante"
        ),
    )


def test_who_did_not_come_and_how_groups_were_shared_out_stand_in_it(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    jurors = session.scalars(
        select(Juror).where(Juror.contest_id == judged.contest.id).order_by(Juror.id)
    ).all()
    make_absence(session, jurors[0], judged.staff, substitute=jurors[1])
    make_assignment_draw(session, judged.contest, judged.staff)
    make_cancelled_draw(session, judged.contest.id, by=judged.staff)
    group = next(iter(judged.groups.values()))
    make_sheet(session, jurors[0], group, "FIELD", MARKS["FIELD"])

    issued = issued_acta(session, judged)

    acta, text = content(issued), " ".join(page_texts(make_press(tmp_path).render(ACTA, issued)))
    (line,) = acta.absences
    assert line.juror_name not in [juror.full_name for juror in acta.jurors]
    assert (len(acta.jurors), line.reason, line.sheets) == (2, "Bloqueo de la carretera", 1)
    assert f"{line.juror_name} {line.position}, {line.institution} Bloqueo de la carretera" in text
    assert "se repartieron con los números 4-17-8, sorteados ante El jurado" in text
    assert "un sorteo en el que salieron los números 1-2-3-4. Lo anuló Memorando 15 el" in text


def test_it_carries_the_state_of_the_audit_log_before_itself(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    good, _ = verify_chain(session)
    state = head_checkpoint(session)

    issued = issued_acta(session, judged)

    acta, said = content(issued), " ".join(make_press(tmp_path).html(ACTA, issued).split())
    assert (acta.checkpoint_seq, acta.checkpoint) == (good, printed(state))
    assert len(acta.checkpoint_hash) == 64
    assert f"asiento {good} y sus doce palabras" in said
    assert all(f"<b>{word}</b>" in said for word in printed(state).words)
    assert "testigos de este estado" in said
    assert checkpoint_about(session, f"contest:{judged.contest.id}") == printed(state)


def test_the_paper_says_it_all_and_is_signed_on_one_page(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    pages = page_texts(make_press(tmp_path).render(ACTA, issued_acta(session, judged)))

    text = " ".join(pages)
    for expected in (
        "ACTA N.° 001-2026-UT-HUANCAVELICA",
        "Siendo las nueve horas del veintitrés de noviembre de dos mil veintiséis",
        "Plaza principal de Lircay",
        "de 09:00 a 10:31 horas",
        "Elsa Ñahui Quispe",
        "Aprueba el grupo que obtiene 70.00 puntos o más",
        "Es vecino de una integrante",
        "calificaron 7 grupos, de los cuales aprobaron 5",
        "45.67 45.33 91.00 APROBADO",
        "Faltaron 2 de 3 hogares en el campo.",
        "siendo las diez horas con treinta y un minutos",
        f"Página 1 de {len(pages)}",
    ):
        assert expected in text, f"{expected!r} is missing"
    signed = [
        page
        for page in pages
        if "Leída el acta" in page and "Firmas" in page and all(name in page for name, _ in JURORS)
    ]
    assert len(signed) == 1


def test_the_acta_cites_the_bases_and_every_amendment(
    session: Session, judged: ScoredContest, tmp_path: Path
) -> None:
    first = rulebook_sha256(session, judged.contest.id)
    calendar = rulebook_of(session, judged.contest.id).calendar
    wanted = proposal(session, judged.contest, calendar=replace(calendar, results_on=date(2026, 12, 20)))
    make_amendment(session, judged.contest, judged.staff, wanted)
    second = rulebook_sha256(session, judged.contest.id)

    document = issued_acta(session, judged)

    acta = content(document)
    assert (acta.rulebook_sha256, acta.amendments) == (
        first,
        (CitedAmendment(1, date(2026, 11, 23), second),),
    )
    said = " ".join(make_press(tmp_path).html(ACTA, document).split())
    assert "modificadas por la Enmienda N.° 1, publicada el 23 de noviembre de 2026" in said


def test_an_acta_without_amendments_mentions_none(session: Session, judged: ScoredContest) -> None:
    assert '"amendments"' not in issued_acta(session, judged).data
