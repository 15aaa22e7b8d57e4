"""What a group may look like whatever the contest."""

import pytest

from contest_portal.applications.rules.group import (
    MAX_MEMBERS,
    already_member,
    name_problem,
    room_for_one_more,
    stands_still,
)


@pytest.mark.parametrize(
    "name",
    [
        "La Todinita Puyqueña",
        '<script>alert("x")</script>',
        "${7*7} <%= 7*7 %> {{7*7}}",
        "=1+1",
        "-2+3+cmd|x",
        "Ñu",
    ],
)
def test_any_characters_are_a_name(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize("name", ["", "X", "x" * 121])
def test_a_name_is_neither_empty_nor_endless(name: str) -> None:
    problem = name_problem(name)

    assert problem is not None
    assert (problem.code, problem.field) == ("group.name", "name")


def test_a_group_in_a_contest_stands_still_and_is_told_in_which() -> None:
    problem = stands_still("I Concurso")

    assert problem is not None
    assert "«I Concurso»" in problem.text
    assert stands_still(None) is None


@pytest.mark.parametrize(("members", "refused"), [(0, False), (MAX_MEMBERS - 1, False), (MAX_MEMBERS, True)])
def test_a_list_of_members_ends_somewhere(members: int, *, refused: bool) -> None:
    assert (room_for_one_more(members) is not None) is refused


def test_a_person_joins_once() -> None:
    problem = already_member("Delia Ccanto", 7, [3, 7])

    assert problem is not None
    assert problem.text == "Delia Ccanto ya está en el grupo. Escriba el DNI de otra persona."
    assert already_member("Delia Ccanto", 8, [3, 7]) is None
