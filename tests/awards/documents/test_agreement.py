"""What an agreement says, in its data and on paper."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.documents.agreement import (
    AGREEMENT,
    Agreement,
    BudgetLine,
    Instalment,
    Pledge,
)
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.kernel.records import from_data
from tests.documents.papers import page_texts
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_agreements, make_awarded_contest, make_press


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


@pytest.fixture
def first(session: Session, awarded: ScoredContest) -> Document:
    return issued_agreements(session, awarded)[0]


def content(document: Document) -> Agreement:
    return from_data(Agreement, json.loads(document.data)["content"])


def test_the_money_adds_up(first: Document) -> None:
    money = content(first).money

    assert (money.amount, money.goods + money.assistance, money.counterpart, money.whole) == (
        Money.soles(18_000),
        Money.soles(18_000),
        Money.soles(2_500),
        Money.soles(20_500),
    )
    assert money.instalments == (
        Instalment(1, 70, Money.soles(12_600)),
        Instalment(2, 30, Money.soles(5_400)),
    )


def test_it_runs_from_the_day_of_issue(first: Document) -> None:
    said = content(first)

    assert (said.months, said.starts_on, said.ends_on) == (12, date(2026, 11, 23), date(2027, 11, 23))


def test_it_cites_acta_and_resolution(first: Document) -> None:
    said = content(first)

    assert (said.acta.code, said.resolution.code) == (
        "ACTA N.° 001-2026-UT-HUANCAVELICA",
        "RESOLUCIÓN N.° 001-2026-UT-HUANCAVELICA",
    )


def test_president_and_treasurer_sign_and_all_members_are_listed(first: Document) -> None:
    group = content(first).group

    assert [(member.full_name, member.dni) for member in group.members[:2]] == [
        (group.president.full_name, group.president.dni),
        (group.treasurer.full_name, group.treasurer.dni),
    ]
    assert (len(group.members), group.households) == (3, 3)


def test_the_plan_is_the_one_of_the_profile(first: Document) -> None:
    plan = content(first).plan

    assert (plan.goods, plan.assistance, plan.pledges) == (
        (
            BudgetLine(
                "Cuyes reproductores, raza Perú",
                "unidad",
                Quantity.of(40),
                Money.soles(45),
                Money.soles(1_800),
            ),
        ),
        (BudgetLine("Manejo y sanidad", "día", Quantity.of(12), Money.soles(180), Money.soles(2_160)),),
        (Pledge("Bienes propios", "Galpón de adobe", Money.soles(2_500)),),
    )


def test_the_paper_says_it_all(first: Document, tmp_path: Path) -> None:
    text = " ".join(page_texts(make_press(tmp_path).render(AGREEMENT, first)))

    for expected in (
        "CONVENIO N.° 001-2026-UT-HUANCAVELICA",
        "el grupo Sumaq Kuy",
        "con RUC 20512333797",
        "S/ 18,000.00 (DIECIOCHO MIL CON 00/100 SOLES)",
        "S/ 2,500.00 (DOS MIL QUINIENTOS CON 00/100 SOLES)",
        "DIEZ MIL OCHOCIENTOS CON 00/100 SOLES",
        "rige por doce meses, desde el 23 de noviembre de 2026 hasta el 23 de noviembre de 2027",
        "70 % S/ 12,600.00",
        "SÉPTIMA. Protección de niñas, niños y adolescentes",
        "DUODÉCIMA. Controversias y ley aplicable",
        "el veintitrés de noviembre de dos mil veintiséis",
        "Presidencia de EL GRUPO",
        "Tesorería de EL GRUPO",
        "Anexo 1 del Convenio N.° 001-2026-UT-HUANCAVELICA: integrantes de EL GRUPO",
        "Cuyes reproductores, raza Perú",
        "Galpón de adobe",
    ):
        assert expected in text, f"{expected!r} is missing"


def test_signatures_stand_on_one_page_and_members_with_the_whole_dni(first: Document, tmp_path: Path) -> None:
    pages = page_texts(make_press(tmp_path).render(AGREEMENT, first))

    signed = [
        page
        for page in pages
        if all(word in page for word in ("Jefa de la", "Presidencia de EL", "Tesorería de EL", "Leído el"))
    ]
    listed = [f"{member.full_name} {member.dni}" in pages[-1] for member in content(first).group.members]
    assert (len(signed), listed) == (1, [True] * 3)


def test_a_profile_without_rows_gives_no_empty_tables(
    session: Session, awarded: ScoredContest, tmp_path: Path
) -> None:
    bare = issued_agreements(session, awarded)[1]

    text = " ".join(page_texts(make_press(tmp_path).render(AGREEMENT, bare)))

    assert ("Contrapartida de EL GRUPO" in text, "Mano de obra" in text) == (False, False)
