"""What may be noted, and what may be taken back; every refusal says what to do."""

from datetime import date

import pytest

from contest_portal.registry.rules.life_events import (
    Dependants,
    Home,
    centre_problem,
    departure_problems,
    gone_problem,
    kinship_problem,
    noting_problems,
    proposed_code,
    split_problems,
    target_problem,
    undo_problems,
)

TODAY = date(2026, 11, 23)
FAMILY = Home(frozenset({1, 2, 3}), head=1)
ALONE = Home(frozenset({1}), head=1)
HEADLESS = Home(frozenset({2, 3}), head=None)
REASON = "Avisó la familia."


@pytest.mark.parametrize(
    ("reason", "on_date", "last", "born", "codes"),
    [
        (REASON, TODAY, None, None, ()),
        (REASON, date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 1), ()),
        ("", TODAY, None, None, ("life.reason",)),
        ("x" * 301, TODAY, None, None, ("life.reason",)),
        ("Mostró el acta 45418672.", TODAY, None, None, ("text.number",)),
        (REASON, date(2026, 11, 24), None, None, ("life.day_to_come",)),
        (REASON, date(2026, 10, 31), date(2026, 11, 1), None, ("life.before_last",)),
        (REASON, date(2026, 10, 31), None, date(2026, 11, 1), ("life.before_birth",)),
        ("no", date(2027, 1, 1), None, None, ("life.reason", "life.day_to_come")),
    ],
)
def test_reason_and_day(
    reason: str, on_date: date, last: date | None, born: date | None, codes: tuple[str, ...]
) -> None:
    found = noting_problems(reason, on_date, today=TODAY, last=last, born=born)

    assert tuple(problem.code for problem in found) == codes


@pytest.mark.parametrize(
    ("home", "person", "before", "after", "code"),
    [
        (FAMILY, 2, None, "child", None),
        (FAMILY, 2, "spouse", "child", None),
        (FAMILY, 2, "child", "child", "life.kinship"),
        (FAMILY, 1, None, "child", "life.kinship"),
        (HEADLESS, 2, None, "child", "life.kinship"),
        (FAMILY, 2, None, "head", "life.kinship"),
        (FAMILY, 2, None, "", "life.kinship"),
        (FAMILY, 4, None, "child", "life.not_there"),
    ],
)
def test_links_to_the_head(home: Home, person: int, before: str | None, after: str, code: str | None) -> None:
    found = kinship_problem(home, person, before=before, after=after)

    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("home", "leaving", "new_head", "may_end", "codes"),
    [
        (FAMILY, {2}, None, False, ()),
        (FAMILY, {1}, 2, False, ()),
        (FAMILY, {1}, None, False, ("life.no_head",)),
        (FAMILY, {1}, 1, False, ("life.no_head",)),
        (FAMILY, {1}, 9, False, ("life.no_head",)),
        (FAMILY, {1, 2}, 2, True, ("life.no_head",)),
        (FAMILY, {4}, None, True, ("life.not_there",)),
        (ALONE, {1}, None, False, ("life.last_member",)),
        (ALONE, {1}, None, True, ()),
        (HEADLESS, {2}, None, False, ()),
    ],
)
def test_departures(
    home: Home,
    leaving: set[int],
    new_head: int | None,
    may_end: bool,  # noqa: FBT001
    codes: tuple[str, ...],
) -> None:
    found = departure_problems(home, leaving, new_head, may_end=may_end)

    assert tuple(problem.code for problem in found) == codes


@pytest.mark.parametrize(
    ("known", "gone", "same", "said"),
    [
        (True, False, False, None),
        (False, False, False, "No hay un hogar «H-9» en el padrón."),
        (True, True, False, "El hogar «H-9» ya no figura"),
        (True, False, True, "Es el mismo hogar."),
    ],
)
def test_household_to_move_to(
    known: bool,  # noqa: FBT001
    gone: bool,  # noqa: FBT001
    same: bool,  # noqa: FBT001
    said: str | None,
) -> None:
    problem = target_problem("H-9", is_known=known, is_gone=gone, is_same=same)

    assert problem is None if said is None else problem is not None and problem.text.startswith(said)


def test_centre_to_move_to() -> None:
    found = [
        centre_problem("0903010099", is_known=known, is_same=same)
        for known, same in ((True, False), (False, False), (True, True))
    ]

    assert [problem is None for problem in found] == [True, False, False]


@pytest.mark.parametrize(
    ("chosen", "head", "code", "taken", "codes"),
    [
        ({2, 3}, 2, "H-1-2", False, ()),
        (set(), None, "H-1-2", False, ("life.chosen",)),
        ({1, 2, 3}, 1, "H-1-2", False, ("life.nobody_left",)),
        ({2}, 3, "H-1-2", False, ("life.new_home_head",)),
        ({2}, None, "H-1-2", False, ("life.new_home_head",)),
        ({2}, 2, "", False, ("life.code",)),
        ({2}, 2, "H" * 21, False, ("life.code",)),
        ({2}, 2, "H-1", True, ("life.code_taken",)),
    ],
)
def test_splits(
    chosen: set[int],
    head: int | None,
    code: str,
    taken: bool,  # noqa: FBT001
    codes: tuple[str, ...],
) -> None:
    found = split_problems(FAMILY, chosen, head, code, is_taken=taken)

    assert tuple(problem.code for problem in found) == codes


def test_nothing_is_noted_of_a_household_that_is_gone() -> None:
    found = [gone_problem(FAMILY), gone_problem(Home(frozenset(), None, is_gone=True))]

    assert [problem and problem.code for problem in found] == [None, "life.household_gone"]


@pytest.mark.parametrize(
    ("code", "taken", "expected"),
    [
        ("H-1", set(), "H-1-2"),
        ("H-1", {"H-1-2", "H-1-3"}, "H-1-4"),
        ("H" * 20, set(), "H" * 16 + "-2"),
    ],
)
def test_code_proposed_for_a_new_household(code: str, taken: set[str], expected: str) -> None:
    assert proposed_code(code, taken) == expected


@pytest.mark.parametrize(
    ("dependants", "words"),
    [
        (Dependants(), []),
        (Dependants(changed=True), ["Deshaga primero el último."]),
        (Dependants(joined=True), ["Anote primero adónde pasan."]),
        (Dependants(components=2), ["recibió 2 componentes"]),
        (Dependants(applications=("S-1", "S-2")), ["se envió la solicitud S-1, S-2"]),
        (
            Dependants(changed=True, components=1),
            ["Deshaga primero el último.", "recibió 1 componentes"],
        ),
    ],
)
def test_what_rests_on_an_event_keeps_it(dependants: Dependants, words: list[str]) -> None:
    found = undo_problems(REASON, dependants, is_undone=False)

    assert [word in problem.text for word, problem in zip(words, found, strict=True)] == [True] * len(words)


def test_an_event_is_undone_once_and_for_a_reason() -> None:
    assert [problem.code for problem in undo_problems("", Dependants(), is_undone=False)] == ["life.reason"]
    assert [problem.code for problem in undo_problems(REASON, Dependants(), is_undone=True)] == [
        "life.undone"
    ]
