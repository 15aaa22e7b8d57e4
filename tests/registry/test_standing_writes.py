"""Standings written by the database are those that the rule gives, whatever is known of a centre."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import (
    Centre,
    CentreTargeting,
    District,
    PovertyRate,
    TargetingRule,
)
from contest_portal.registry.rules.targeting import Thresholds
from contest_portal.registry.standing_writes import write_standings
from contest_portal.registry.targeting import assess_all
from tests.conftest import NOON
from tests.factories.registry import make_household

THRESHOLDS = Thresholds(2, 400_000)
NUMBERS = (None, 0, 1, 2)


@pytest.fixture
def rules(session: Session) -> list[int]:
    """Two versions, the second with other thresholds."""
    made = [
        TargetingRule(min_households=number, poverty_above_e4=400_000, source="Prueba", created_at=NOON)
        for number in (2, 3)
    ]
    session.add_all(made)
    session.flush()
    return [rule.id for rule in made]


@pytest.fixture
def land(session: Session) -> None:
    """Centres with everything that may be known or not, in districts with every rate and priority."""
    for number, (rate, priority) in enumerate(product((None, 400_000, 400_001), (None, False, True)), 1):
        ubigeo = f"0903{number:02d}"
        session.add(
            District(
                ubigeo=ubigeo,
                department="Huancavelica",
                province="Angaraes",
                name=f"Distrito {number}",
                sort_key=f"distrito {number}",
                has_malnutrition_priority=priority,
            )
        )
        session.flush()
        if rate is not None:
            session.add(PovertyRate(ubigeo=ubigeo, year=2013, rate_e4=900_000))
            session.add(PovertyRate(ubigeo=ubigeo, year=2018, rate_e4=rate))
        centres = list(_centres(ubigeo))
        session.add_all(centres)
        session.flush()
        for centre in centres[:6]:
            make_household(session, centre)
            make_household(session, centre)


def _centres(ubigeo: str) -> Iterator[Centre]:
    for number, (area, households, dwellings) in enumerate(product("RU", NUMBERS, NUMBERS)):
        code = f"{ubigeo}{number:04d}"
        yield Centre(
            code=code,
            ubigeo=ubigeo,
            name=code,
            sort_key=code,
            area=area,
            households=households,
            dwellings=dwellings,
        )


def stored(session: Session) -> list[tuple[object, ...]]:
    columns = ("centre_code", "status", "reason", "households", "counted", "poverty_e4", "rule_id")
    rows = session.execute(
        select(*(getattr(CentreTargeting, name) for name in columns)).order_by(CentreTargeting.centre_code)
    )
    return [tuple(row) for row in rows]


def judged(session: Session, thresholds: Thresholds, rule_id: int) -> list[tuple[object, ...]]:
    return [
        (
            code,
            found.status.value,
            found.reason.value,
            found.households,
            found.counted.value if found.counted else None,
            found.poverty_e4,
            rule_id,
        )
        for code, found in assess_all(session, thresholds)
    ]


@pytest.mark.usefixtures("land")
def test_every_centre_has_the_standing_that_the_rule_gives(session: Session, rules: list[int]) -> None:
    written = write_standings(session, THRESHOLDS, rule_id=rules[0])

    assert stored(session) == judged(session, THRESHOLDS, rules[0])
    assert written == 9 * 32


@pytest.mark.usefixtures("land")
def test_another_rule_counts_what_it_changes_and_is_named_by_every_centre(
    session: Session, rules: list[int]
) -> None:
    other = Thresholds(3, 400_000)
    write_standings(session, THRESHOLDS, rule_id=rules[0])
    before = stored(session)

    written = write_standings(session, other, rule_id=rules[1])

    after = stored(session)
    assert after == judged(session, other, rules[1])
    assert written == sum(one[:-1] != two[:-1] for one, two in zip(before, after, strict=True)) > 0


@pytest.mark.usefixtures("land")
def test_the_same_again_changes_nothing(session: Session, rules: list[int]) -> None:
    write_standings(session, THRESHOLDS, rule_id=rules[0])

    assert write_standings(session, THRESHOLDS, rule_id=rules[0]) == 0


def test_a_register_without_centres_has_no_standing(session: Session, rules: list[int]) -> None:
    assert (write_standings(session, THRESHOLDS, rule_id=rules[0]), stored(session)) == (0, [])
