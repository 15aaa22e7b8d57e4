"""What the resolution says, in its data and on paper."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.allocation.rules.registry import RULES
from contest_portal.awards.documents.allocation_words import ALLOCATION_RULES, names_of, rule_in_words
from contest_portal.awards.documents.resolution import (
    RESOLUTION,
    ApprovedStep,
    Resolution,
    Totals,
    build_resolution,
)
from contest_portal.contests.queries import rulebook_of, rulebook_sha256
from contest_portal.contests.rules.allocation_terms import AllocationTerms, CountedPart, Limit, LimitOf
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import from_data, to_data
from tests.conftest import NOON
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest, make_approved
from tests.factories.amendments import make_amendment, proposal
from tests.factories.awards import (
    issued_resolution,
    make_awarded_contest,
    make_judged_contest,
    make_press,
)
from tests.factories.contests import RULEBOOK
from tests.factories.envelopes import make_nested_contest
from tests.factories.publication import make_document


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


@pytest.fixture
def resolution(session: Session, awarded: ScoredContest) -> Document:
    return issued_resolution(session, awarded)


def content(document: Document) -> Resolution:
    return from_data(Resolution, json.loads(document.data)["content"])


def text_of(document: Document, folder: Path) -> str:
    return " ".join(page_texts(make_press(folder).render(RESOLUTION, document)))


def test_envelopes_inside_envelopes_are_told_one_by_one_with_what_went_up(
    session: Session, tmp_path: Path
) -> None:
    scored = make_nested_contest(session)
    make_approved(session, scored)
    acta = make_document(session, scored, "acta")

    told = build_resolution(session, scored.contest, acta=acta)
    paper = issue_document(
        session,
        act_of(scored.staff, NOON),
        kind=RESOLUTION,
        office=scored.office,
        subject=f"contest:{scored.contest.id}",
        title="Resolución",
        build=lambda _issue: told,
    )

    sums = {
        one.name: (one.envelope, one.received, one.awarded, one.spilled, one.balance)
        for one in told.categories
    }
    assert sums["En idea"] == tuple(map(Money.soles, (30_000, 10_000, 35_000, 5_000, 0)))
    assert Money.total(one.balance for one in told.categories) == told.fund.balance == Money.soles(13_000)
    text = text_of(paper, tmp_path)
    assert "Distribución por sobre" in text
    assert "se reparten primero" in text
    assert "desierta" not in text


def test_the_totals_are_those_of_the_awards(resolution: Document) -> None:
    assert content(resolution).totals == Totals(
        winners=3,
        households=9,
        members=9,
        women=6,
        amount=Money.soles(55_000),
        goods=Money.soles(33_000),
        assistance=Money.soles(22_000),
        reserves=2,
    )


def test_every_sol_of_the_fund_is_award_or_balance(resolution: Document) -> None:
    said = content(resolution)

    assert said.totals.amount + said.fund.balance == said.fund.amount
    assert [(one.name, one.envelope, one.awarded, one.balance) for one in said.categories] == [
        ("En idea", Money.soles(40_000), Money.soles(35_000), Money.soles(5_000)),
        ("En marcha", Money.soles(60_000), Money.soles(20_000), Money.soles(40_000)),
    ]


def test_the_first_winner_stands_with_members_and_parts(resolution: Document, awarded: ScoredContest) -> None:
    winner = content(resolution).categories[0].winners[0]

    assert (winner.place, winner.code, winner.total, winner.amount, winner.goods, winner.assistance) == (
        1,
        awarded.code("Sumaq Kuy"),
        Score(9100, 2),
        Money.soles(18_000),
        Money.soles(10_800),
        Money.soles(7_200),
    )
    assert [member.office for member in winner.members] == ["Presidencia", "Tesorería", "Secretaría"]
    assert all(len(member.dni) == 8 for member in winner.members)


def test_the_reserve_list_keeps_its_order(resolution: Document) -> None:
    reserves = content(resolution).categories[0].reserves

    assert [(one.order, one.group_name, one.requested) for one in reserves] == [
        (1, "Allin Ruway", Money.soles(12_000)),
        (2, "Wiñay Warmi", Money.soles(5_000)),
    ]


def test_proposer_and_approver_are_named(resolution: Document) -> None:
    act = content(resolution).allocation

    assert (act.proposed_by, act.approved_by) == ("Rosa Inga Paredes", "Delia Yupanqui Rojas")


def test_the_steps_before_the_last_are_named_with_their_day(resolution: Document, tmp_path: Path) -> None:
    step = ApprovedStep("Secretaría técnica", "Alina Soto Huamán", date(2026, 11, 23))
    told = content(resolution)
    told = replace(told, allocation=replace(told.allocation, steps=(step,)))
    resolution.data = canonical_json(json.loads(resolution.data) | {"content": to_data(told)})

    page = " ".join(make_press(tmp_path).html(RESOLUTION, resolution).split())

    assert (
        "por Rosa Inga Paredes, conforme para «Secretaría técnica» el 23 de noviembre de 2026 por Alina Soto Huamán "
        "y aprobada el"
    ) in page


def test_every_allocation_rule_has_its_words() -> None:
    assert set(ALLOCATION_RULES) >= set(RULES)


@pytest.mark.parametrize(
    ("rule", "terms", "words"),
    [
        (
            "within_share",
            AllocationTerms(share_percent=65, counted=(CountedPart.LABOUR,)),
            "; se financia hasta el 65 % de cada plan, que es lo solicitado más lo aportado en mano de obra",
        ),
        (
            "within_share",
            AllocationTerms(counted=()),
            "; se financia hasta el 80 % de cada plan, que es lo solicitado",
        ),
        (
            "equal_share",
            AllocationTerms(most_winners=10),
            "; en cada categoría se atiende como máximo a 10 grupos",
        ),
        ("equal_share", AllocationTerms(), ""),
        ("merit_order", AllocationTerms(most_winners=10), ""),
        (
            "best_total",
            AllocationTerms(
                limits=(
                    Limit(LimitOf.LINE, "cuyes", 1, 3, Money.soles(5), Money.soles(9)),
                    Limit(LimitOf.DISTRICT, "090301", 1),
                    Limit(LimitOf.CATEGORY, "IDEA", 2),
                )
            ),
            "; para la línea Crianza de cuyes, al menos 1 grupo y como máximo 3 grupos y al menos S/ 5.00 y como "
            "máximo S/ 9.00; para el distrito Yauli, al menos 1 grupo; para la categoría En idea, al menos 2 grupos",
        ),
    ],
)
def test_the_terms_of_a_rule_are_said_after_it(rule: str, terms: AllocationTerms, words: str) -> None:
    assert (
        rule_in_words(rule, terms, names_of(RULEBOOK, {"090301": "Yauli"})) == ALLOCATION_RULES[rule] + words
    )


def test_the_paper_says_it_all(resolution: Document, tmp_path: Path) -> None:
    text = text_of(resolution, tmp_path)

    for expected in (
        "RESOLUCIÓN N.° 001-2026-UT-HUANCAVELICA",
        "Huancavelica, 23 de noviembre de 2026",
        "VISTO:",
        "Acta N.° 001-2026-UT-HUANCAVELICA",
        "CONSIDERANDO:",
        "S/ 100,000.00 (CIEN MIL CON 00/100 SOLES)",
        "SE RESUELVE:",
        "Artículo 2.° Adjudicación. Adjudicar a 3 grupos la suma de S/ 55,000.00",
        "(CINCUENTA Y CINCO MIL CON 00/100 SOLES)",
        "Artículo 7.°",
        "Regístrese, comuníquese y publíquese.",
        "Irma Solís Quinto",
        "Anexo 1 de la Resolución N.° 001-2026-UT-HUANCAVELICA: grupos adjudicados",
        "Suma de la categoría En idea S/ 21,000.00 S/ 14,000.00 S/ 35,000.00",
        "para 3 grupos de 9 hogares y 9 integrantes, 6 de ellos mujeres",
        "Anexo 2",
        "Wiñay Warmi",
        "Página 4 de 4",
    ):
        assert expected in text, f"{expected!r} is missing"


def test_without_reserves_there_is_no_second_annex(resolution: Document, tmp_path: Path) -> None:
    said = content(resolution)
    alone = replace(
        said,
        categories=tuple(replace(category, reserves=()) for category in said.categories),
        totals=replace(said.totals, reserves=0),
    )
    data = json.loads(resolution.data) | {"content": to_data(alone)}
    resolution.data = canonical_json(data)

    text = text_of(resolution, tmp_path)

    assert ("Anexo 2" in text, "No queda ningún grupo aprobado en reserva." in text) == (False, True)


def test_the_resolution_cites_the_bases_and_every_amendment(session: Session, tmp_path: Path) -> None:
    scored = make_judged_contest(session)
    first = rulebook_sha256(session, scored.contest.id)
    calendar = rulebook_of(session, scored.contest.id).calendar
    wanted = proposal(session, scored.contest, calendar=replace(calendar, results_on=date(2026, 12, 20)))
    make_amendment(session, scored.contest, scored.staff, wanted)
    make_approved(session, scored)

    document = issued_resolution(session, scored)

    said = " ".join(make_press(tmp_path).html(RESOLUTION, document).split())
    assert content(document).rulebook_sha256 == first
    assert [(cited.number, cited.sha256) for cited in content(document).amendments] == [
        (1, rulebook_sha256(session, scored.contest.id))
    ]
    assert "modificadas por la Enmienda N.° 1, publicada el 23 de noviembre de 2026" in said
