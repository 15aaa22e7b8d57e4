"""Reliability in words, figures and strips: nothing is named that figures do not say, no mark leaves its strip."""

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.allocation.reliability import Reliability
from contest_portal.allocation.rules.without_one import Judged, leaning
from contest_portal.applications.queries import Entrant
from contest_portal.jury.queries import SeatedJuror
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.reliability import (
    JurorFigures,
    RankAgreement,
    juror_figures,
    panel_agreement,
    spreads,
)
from contest_portal.web.shared.reliability_paper import HEADER, reliability_lines
from contest_portal.web.shared.reliability_view import (
    ReliabilityView,
    Strip,
    points_text,
    reliability_view,
    tau_text,
)
from tests.allocation.judged import NO_CHAIN, judged, whole

F = Fraction
NAMES = {1: "Elsa Ñahui", 2: "Teófilo Peña", 3: "Marcos Yauri"}
CLOSE = (
    judged("A", {1: 20, 2: 10, 3: 12}),
    judged("B", {1: 12, 2: 14, 3: 13}),
    judged("C", {1: 1, 2: 1, 3: 1}),
)
"""Without juror 1 the envelope would be of B."""
CLEAR = (judged("A", {1: 20, 2: 20, 3: 20}), judged("B", {1: 5, 2: 5, 3: 5}), judged("C", {1: 1, 2: 1, 3: 1}))
TIED = (judged("A", {1: 12, 2: 10, 3: 8}), judged("B", {1: 8, 2: 10, 3: 12}))


@pytest.fixture(autouse=True)
def spoken(worker_app: Flask) -> Iterator[None]:
    with worker_app.test_request_context("/"):
        yield


def found_in(*groups: Judged, seed: str | None = None) -> Reliability:
    compared = spreads((one.entry for one in groups), NO_CHAIN)
    return Reliability(
        groups={one.entry.code: entrant(one) for one in groups},
        jurors={
            number: SeatedJuror(number, number, name, "0000000" + str(number), "", "member", ())
            for number, name in NAMES.items()
        },
        spreads=compared,
        figures=juror_figures(compared),
        panels=panel_agreement(compared),
        leaning=leaning(whole(*groups, seed=seed)),
    )


def entrant(one: Judged) -> Entrant:
    code = one.entry.code
    return Entrant(
        application_id=ord(code[0]),
        code=code,
        group_id=1,
        group_name=f"Grupo {code}",
        category_code=one.candidate.category,
        line_code="cuyes",
        title="",
        requested=Money.soles(10_000),
        submitted_at=datetime(2026, 11, 20, tzinfo=UTC),
        centre_code="",
        centre_name="",
        district_name="",
        households=4,
        members=4,
        women=2,
    )


def view(*groups: Judged, seed: str | None = None) -> ReliabilityView:
    return reliability_view(found_in(*groups, seed=seed), NO_CHAIN)


def strips(found: ReliabilityView) -> list[Strip]:
    return [
        *(row.strip for row in found.jurors if row.strip is not None),
        *(row.strip for _, rows in found.categories for row in rows),
        *(row.strip for panel in found.panels for row in panel.rows),
    ]


def places(strip: Strip) -> list[int]:
    marks = (strip.low, strip.high, strip.dot, strip.line, *strip.ticks)
    return [place for place in marks if place is not None]


def test_who_would_win_without_a_juror_is_named() -> None:
    found = view(*CLOSE)

    first, *others = found.without
    assert (first.juror, first.moved, first.enter, first.leave, first.doubt) == (
        "Elsa Ñahui",
        "3.00 (A Grupo A)",
        "B Grupo B",
        "A Grupo A",
        "",
    )
    assert [(one.enter, one.leave) for one in others] == [("", "")] * 2
    assert (found.turning, found.leans_on_nobody) == (1, False)


def test_a_result_that_leans_on_nobody_says_so() -> None:
    found = view(*CLEAR)

    assert (found.turning, found.leans_on_nobody) == (0, True)
    assert {one.moved for one in found.without} == {"0.00"}


def test_while_the_lot_is_not_drawn_no_page_says_that_others_would_win_nor_that_none_would() -> None:
    found = view(*TIED)

    assert (found.turning, found.leans_on_nobody, found.cuts) == (0, False, ())
    assert [one.doubt for one in found.without] == [
        "Todavía no se puede decir: el resultado oficial espera un sorteo.",
        "No se puede decir: habría un empate que solo decide un sorteo.",
        "Todavía no se puede decir: el resultado oficial espera un sorteo.",
    ]


def test_a_group_without_a_total_is_named_in_the_doubt() -> None:
    found = view(*CLEAR, judged("D", {1: 9}))

    assert [one.doubt for one in found.without] == [
        "No se puede decir: sin sus fichas no tendrían total D Grupo D.",
        "",
        "",
    ]
    assert not found.leans_on_nobody


def test_the_cut_in_words() -> None:
    idea, march = view(*CLOSE).cuts

    assert (idea.last_in, idea.first_out, idea.gap, idea.range, idea.near) == (
        "A Grupo A: 84.00",
        "B Grupo B: 83.00",
        "1.00",
        "83.50 a 86.00",
        "A Grupo A, B Grupo B",
    )
    assert (march.last_in, march.first_out, march.gap, march.range, march.near) == ("", "", "", "", "")


def test_groups_stand_by_their_total_and_those_that_never_move_have_one_figure() -> None:
    ((_, rows), (_, none)) = view(*CLOSE).categories

    assert [(row.code, row.total, row.range, row.awarded, row.near) for row in rows] == [
        ("A", "84.00", "81.00 a 86.00", True, True),
        ("B", "83.00", "82.50 a 83.50", False, True),
        ("C", "71.00", "71.00", False, False),
    ]
    assert none == ()


def test_one_group_is_too_few_to_say_anything_of_a_juror() -> None:
    found = view(CLOSE[0])

    assert {(row.severity, row.agreement, row.strip) for row in found.jurors} == {("", "", None)}
    assert {row.alpha for row in found.agreement} == {""}


def test_english_words() -> None:
    with force_locale("en"):
        found = view(*TIED)
        near = view(*CLOSE)

    assert found.without[0].doubt == "It cannot be said yet: the official result waits for a draw."
    assert "83.50 to 86.00" in near.cuts[0].range


@pytest.mark.parametrize(
    ("points", "plain", "signed"),
    [
        (None, "", ""),
        (F(0), "0.00", "0.00"),
        (F(1, 3), "0.33", "+0.33"),
        (F(-1, 3), "-0.33", "-0.33"),
        (F(5, 1000), "0.01", "+0.01"),
        (F(1, 1000), "0.00", "0.00"),
        (F(-1, 1000), "0.00", "0.00"),
        (F(-10, 3), "-3.33", "-3.33"),
        (F(200, 3), "66.67", "+66.67"),
        (F(100), "100.00", "+100.00"),
    ],
)
def test_points_have_two_decimals_and_their_sign(points: Fraction | None, plain: str, signed: str) -> None:
    assert (points_text(points), points_text(points, signed=True)) == (plain, signed)


@pytest.mark.parametrize(
    ("agreement", "text"),
    [
        (None, ""),
        (RankAgreement(0, 0, 0, 3), ""),
        (RankAgreement(3, 0, 3, 3), "1.000"),
        (RankAgreement(0, 3, 3, 3), "-1.000"),
        (RankAgreement(2, 0, 2, 3), "0.816"),
        (RankAgreement(1, 1, 3, 3), "0.000"),
        (RankAgreement(14, 15, 30, 30), "-0.033"),
    ],
)
def test_tau_has_three_decimals(agreement: RankAgreement | None, text: str) -> None:
    assert tau_text(JurorFigures(1, 3, 3, None, agreement)) == text


@given(
    st.lists(
        st.fixed_dictionaries({1: st.integers(0, 20), 2: st.integers(0, 20), 3: st.integers(0, 20)}),
        min_size=1,
        max_size=5,
    )
)
def test_no_mark_leaves_its_strip_and_bars_hold_their_dots(marks: list[dict[int, int]]) -> None:
    found = view(*(judged(code, given) for code, given in zip("ABCDE", marks, strict=False)), seed="4821")

    for strip in strips(found):
        assert all(6 <= place <= 306 for place in places(strip))
        assert strip.low is not None
        assert strip.high is not None
        assert strip.low <= strip.high
        assert strip.dot is None or strip.low <= strip.dot <= strip.high
        assert all(strip.low <= tick <= strip.high for tick in strip.ticks)
    assert all(panel.low % 10 == panel.high % 10 == 0 for panel in found.panels)


def test_the_zero_of_severity_is_in_the_middle_of_its_strip() -> None:
    marks = view(*CLOSE).jurors

    assert {row.strip.line for row in marks if row.strip} == {156}


def test_the_file_has_a_line_for_each_figure_and_each_is_exact() -> None:
    lines = list(reliability_lines(found_in(*CLOSE), NO_CHAIN))
    figures = [line[0] for line in lines]

    assert {len(line) for line in lines} == {len(HEADER)}
    assert figures.count("ficha_de_100") == 3 * 3 * 2
    assert [
        figures.count(one) for one in ("total", "total_minimo_sin_un_jurado", "total_maximo_sin_un_jurado")
    ] == [3] * 3
    assert [line[2:5] for line in lines if line[0] == "entraria_sin_el"] == [("Elsa Ñahui", "B", "Grupo B")]
    assert [line[2:5] for line in lines if line[0] == "saldria_sin_el"] == [("Elsa Ñahui", "A", "Grupo A")]
    assert all(points_text(F(line[5])) == line[6].lstrip("+") for line in lines if line[5])


def test_the_file_names_no_document_of_a_juror() -> None:
    text = "\n".join(",".join(line) for line in reliability_lines(found_in(*CLOSE), NO_CHAIN))

    assert [dni for dni in ("00000001", "00000002", "00000003") if dni in text] == []
