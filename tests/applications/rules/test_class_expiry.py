"""A household's expired SISFOH class before a contest: noted, or refused where the contest asks for a valid one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contest_portal.applications.rules.eligibility import Outcome, Standing, check_group, outcomes
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.contests.rules.rulebook import GroupRules
from tests.applications.rules.test_eligibility import group, member

OPENS = date(2026, 11, 2)
EXPIRED, VALID = OPENS - timedelta(days=1), OPENS
ASKING = GroupRules(valid_class_only=True)


def expiring(*days: date | None, rules: GroupRules) -> GroupFacts:
    """Make a group whose households' classes expire on these days."""
    people = [member(number, class_expires_on=day) for number, day in enumerate(days, start=1)]
    return replace(group(*people), rules=rules, opens_on=OPENS)


def line(facts: GroupFacts) -> Outcome | None:
    return next((outcome for outcome in outcomes(facts) if outcome.code == "valid_class"), None)


@pytest.mark.parametrize(
    ("days", "named"),
    [
        ((VALID, VALID, VALID), []),
        ((None, None, VALID), []),
        ((date(2030, 1, 1), VALID, None), []),
        ((EXPIRED, VALID, VALID), ["Persona 1"]),
        ((EXPIRED, None, date(2019, 5, 1)), ["Persona 1", "Persona 3"]),
    ],
    ids=["all valid", "no data", "long valid", "one expired", "two expired"],
)
def test_where_it_is_asked_for_each_expired_class_refuses(
    days: tuple[date | None, ...], named: list[str]
) -> None:
    problems = check_group(expiring(*days, rules=ASKING))

    assert [(problem.code, problem.params["person"]) for problem in problems] == [
        ("member.class_expired", person) for person in named
    ]


@pytest.mark.parametrize(
    ("days", "rules", "standing"),
    [
        ((VALID, VALID, VALID), ASKING, Standing.MET),
        ((EXPIRED, VALID, VALID), ASKING, Standing.NOT_MET),
        ((EXPIRED, VALID, VALID), GroupRules(), Standing.NOTED),
        ((VALID, VALID, VALID), GroupRules(), None),
        ((None, None, None), GroupRules(), None),
    ],
    ids=["met", "refused", "noted", "nothing to note", "nothing known"],
)
def test_the_checklist_says_met_refused_or_noted(
    days: tuple[date | None, ...], rules: GroupRules, standing: Standing | None
) -> None:
    found = line(expiring(*days, rules=rules))

    assert (None if found is None else found.standing) == standing


def test_what_is_only_noted_refuses_nobody_and_says_why_all_the_same() -> None:
    facts = expiring(EXPIRED, VALID, VALID, rules=GroupRules())

    found = line(facts)

    assert check_group(facts) == ()
    assert found is not None
    assert [problem.params for problem in found.problems] == [{"person": "Persona 1"}]


def test_neither_the_class_nor_its_day_is_told() -> None:
    (problem,) = check_group(expiring(EXPIRED, VALID, VALID, rules=ASKING))

    assert ("2026" in problem.text, "pobre" in problem.text) == (False, False)


def test_what_is_met_says_what_it_rests_on() -> None:
    found = line(expiring(VALID, VALID, VALID, rules=ASKING))

    assert found is not None
    assert found.evidence % found.params == (
        "Ninguna clasificación SISFOH de los 3 hogares estaba vencida al abrir el concurso."
    )


@pytest.mark.parametrize("rules", [ASKING, GroupRules()], ids=["asked for", "only noted"])
def test_a_group_without_members_has_nothing_to_note(rules: GroupRules) -> None:
    found = line(replace(group(), members=(), rules=rules))

    assert (None if found is None else found.standing) == (Standing.PENDING if rules is ASKING else None)
