"""The ranking as texts: exact fractions, decimals cut off, and empty where there is no figure."""

from fractions import Fraction

import pytest

from contest_portal.kernel.marks import Score
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.queries import RankedLine
from contest_portal.scoring.rules.totals import PhaseMean
from contest_portal.web.staff.ranking_view import (
    CategoryRanking,
    MeanText,
    RankingRow,
    decimal_text,
    exact_text,
    ranking_by_category,
)
from tests.factories.contests import RULEBOOK


def line(code: str, category: str, place: int | None = 1, **changes: object) -> RankedLine:
    values: dict[str, object] = {
        "application_id": 1,
        "code": code,
        "group_name": f"Grupo {code}",
        "category_code": category,
        "standing": "passed",
        "place": place,
        "total": Score(7933, 2),
        "exact_total": Fraction(238, 3),
        "phase_means": (PhaseMean("FIELD", Fraction(121, 3), 3), PhaseMean("PUBLIC", Fraction(39), 2)),
        "tie_note": (),
        "reason": None,
    }
    return RankedLine(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "exact", "decimal"),
    [
        (Fraction(39), "39", "39.0000"),
        (Fraction(121, 3), "121/3", "40.3333"),
        (Fraction(2, 3), "2/3", "0.6666"),
        (Fraction(79_995, 1000), "15999/200", "79.9950"),
        (Fraction(0), "0", "0.0000"),
    ],
)
def test_a_mean_is_written_exactly_and_with_decimals_cut_off(
    points: Fraction, exact: str, decimal: str
) -> None:
    assert (exact_text(points), decimal_text(points)) == (exact, decimal)


def test_a_passed_group_shows_its_arithmetic() -> None:
    assert ranking_by_category([line("C-1", "IDEA", tie_note=(Sentence("Empate con C-2."),))], RULEBOOK) == (
        CategoryRanking(
            "En idea",
            (
                RankingRow(
                    application_id=1,
                    code="C-1",
                    group_name="Grupo C-1",
                    category="En idea",
                    standing="passed",
                    place="1",
                    means=(MeanText("121/3", "40.3333", 3), MeanText("39", "39.0000", 2)),
                    exact_total="238/3",
                    total="79.33",
                    note="Empate con C-2.",
                ),
            ),
        ),
    )


def test_a_disqualified_group_without_sheets_shows_no_figures() -> None:
    (category,) = ranking_by_category(
        [
            line(
                "C-9",
                "MARCHA",
                None,
                standing="disqualified",
                total=None,
                exact_total=None,
                phase_means=(),
                reason=Sentence("Descalificado."),
            )
        ],
        RULEBOOK,
    )

    (row,) = category.rows
    assert (row.place, row.means, row.exact_total, row.total, row.note) == (
        "",
        (None, None),
        "",
        "",
        "Descalificado.",
    )


def test_categories_come_in_the_order_of_the_rules_and_lines_as_stored() -> None:
    lines = [line("C-3", "MARCHA"), line("C-1", "IDEA"), line("C-4", "MARCHA", 2), line("C-2", "IDEA", 2)]

    found = ranking_by_category(lines, RULEBOOK)

    assert [(category.name, [row.code for row in category.rows]) for category in found] == [
        ("En idea", ["C-1", "C-2"]),
        ("En marcha", ["C-3", "C-4"]),
    ]


def test_nothing_stored_shows_nothing() -> None:
    assert ranking_by_category([], RULEBOOK) == ()
