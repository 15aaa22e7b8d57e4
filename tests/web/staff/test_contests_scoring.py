"""The designer's page of scoring keeps what holds and names what does not."""

import pytest

from contest_portal.contests.rules.rulebook import (
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.kernel.marks import Score
from tests.factories.contests import RULEBOOK
from tests.factories.designing import Desk, rows

SCORING = {
    "pass_mark": "65.5",
    "quorum": "3",
    "marks_per_point": "2",
    "decimals": "1",
    "rounding": "half_even",
    "decides_on": "exact",
}


def test_scoring_is_kept(desk: Desk) -> None:
    links = rows("tie_breaks", {"link": "phase_score:PUBLIC"}, {"link": "lot"})

    desk.post("puntaje", SCORING | links)

    scoring = desk.book.scoring
    assert scoring == ScoringRules(
        pass_mark=Score(655, 1),
        quorum=3,
        marks_per_point=2,
        decimals=1,
        rounding=scoring.rounding.__class__("half_even"),
        decides_on=scoring.decides_on.__class__("exact"),
        tie_breaks=(TieBreak(TieKind.PHASE_SCORE, "PUBLIC"), TieBreak(TieKind.LOT)),
    )


@pytest.mark.parametrize(
    ("changes", "links", "message"),
    [
        pytest.param({"pass_mark": "100.5"}, ("lot",), "El puntaje mínimo (100.5)", id="pass mark over 100"),
        pytest.param(
            {"pass_mark": "70.55"}, ("lot",), "Use como máximo 1 decimales", id="finer than printed"
        ),
        pytest.param({"pass_mark": "setenta"}, ("lot",), "«setenta» no vale como puntaje.", id="in words"),
        pytest.param({"quorum": "0"}, ("lot",), "El quórum debe ser de al menos una ficha", id="no quorum"),
        pytest.param({"decimals": "999999"}, ("lot",), "van de 0 a 4", id="too many decimals"),
        pytest.param({"marks_per_point": "3"}, ("lot",), "Elija el paso de las notas", id="thirds"),
        pytest.param({}, ("",), "Elija al menos un criterio de desempate.", id="no chain"),
        pytest.param({}, ("lot", "lot"), "Un criterio de desempate está repetido.", id="link twice"),
    ],
)
def test_scoring_that_cannot_be_changes_nothing(
    desk: Desk, changes: dict[str, object], links: tuple[str, ...], message: str
) -> None:
    chain = rows("tie_breaks", *({"link": link} for link in links))

    response = desk.post("puntaje", SCORING | changes | chain)

    assert (response.status_code, message in response.text, desk.book.scoring) == (
        422,
        True,
        RULEBOOK.scoring,
    )
