"""What a trial says of the rules themselves."""

import pytest

from contest_portal.allocation.rules.results import Outcome
from contest_portal.trials.rules.findings import Fate, findings
from contest_portal.trials.rules.purposes import Purpose
from tests.factories.contests import PUBLIC
from tests.factories.sheets import book_of
from tests.factories.trials import SMALL

PAID = Fate("IDEA", Purpose.LEADER, Outcome.AWARDED)
WAITS = Fate("IDEA", Purpose.CONTENDER, Outcome.RESERVE)
LOW = Fate("IDEA", Purpose.BELOW, Outcome.BELOW_PASS)
LOW_PAID = Fate("IDEA", Purpose.BELOW, Outcome.AWARDED)


@pytest.mark.parametrize(
    ("fates", "told"),
    [
        pytest.param((PAID, WAITS, LOW), [], id="all as it should be"),
        pytest.param((LOW,), ["ningún grupo llega a los 70.00 puntos"], id="nobody passes"),
        pytest.param((WAITS, LOW), ["ninguno recibe fondo"], id="nobody is paid"),
        pytest.param((PAID, LOW), ["Paga 2 premios del monto máximo."], id="enough for all"),
        pytest.param((PAID, WAITS, LOW_PAID), ["El mínimo no deja fuera a nadie."], id="the lowest passes"),
    ],
)
def test_what_is_worth_a_look_is_said(fates: tuple[Fate, ...], told: list[str]) -> None:
    found = [sentence.text for sentence in findings(SMALL, fates)]

    assert len(found) == len(told)
    assert all(
        words in text and text.startswith("En idea: ") for words, text in zip(told, found, strict=True)
    )


def test_rules_that_disqualify_nobody_are_named_category_by_category() -> None:
    fates = tuple(
        Fate(code, one.purpose, one.outcome) for code in ("IDEA", "MARCHA") for one in (PAID, WAITS, LOW)
    )

    found = [sentence.text for sentence in findings(book_of(PUBLIC), fates)]

    assert [text.partition(":")[0] for text in found] == ["En idea", "En marcha"]
    assert all("no descalifican a nadie" in text for text in found)
