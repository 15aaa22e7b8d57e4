"""A resolution that replaces another says which awards are others."""

import pytest

from contest_portal.awards.documents.resolution_changes import ChangedAward, Granted, changed_awards
from contest_portal.kernel.money import Money

TEN, NINE = Money.soles(10), Money.soles(9)


def granted(**amounts: Money) -> dict[str, Granted]:
    return {code: Granted(code, f"Grupo {code}", amount) for code, amount in amounts.items()}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (granted(a=TEN), granted(a=TEN), ()),
        (granted(a=TEN), granted(a=NINE), (ChangedAward("a", "Grupo a", TEN, NINE),)),
        (granted(b=TEN), granted(a=TEN, b=TEN), (ChangedAward("a", "Grupo a", None, TEN),)),
        (
            granted(b=TEN, a=NINE),
            granted(),
            (ChangedAward("a", "Grupo a", NINE, None), ChangedAward("b", "Grupo b", TEN, None)),
        ),
    ],
    ids=["the same", "another amount", "a new one", "nobody any more"],
)
def test_only_lines_that_are_others_are_told(
    before: dict[str, Granted], now: dict[str, Granted], expected: tuple[ChangedAward, ...]
) -> None:
    assert changed_awards(before, now) == expected
