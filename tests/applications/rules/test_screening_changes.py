"""What became of the members since the profile was sent, in words."""

import pytest

from contest_portal.applications.rules.screening_changes import MemberPlace, member_changes

ROSA = MemberPlace(1, "Rosa Inga", 10, "Tambraico")
JUAN = MemberPlace(2, "Juan Poma", 20, "Tambraico")
PRESENT = {1: "Rosa Inga", 2: "Juan Poma"}


@pytest.mark.parametrize(
    ("known", "present", "expected"),
    [
        pytest.param({1: ROSA, 2: JUAN}, PRESENT, (), id="nothing"),
        pytest.param({1: ROSA, 2: JUAN}, {1: "Rosa Inga"}, ("Juan Poma ya no está en el grupo.",), id="left"),
        pytest.param(
            {1: ROSA, 2: JUAN}, PRESENT | {3: "Ana Soto"}, ("Ana Soto entró al grupo después.",), id="joined"
        ),
        pytest.param(
            {1: MemberPlace(1, "Rosa Inga", 10, "Anta"), 2: JUAN},
            PRESENT,
            ("Rosa Inga vivía en Tambraico y ahora figura en Anta.",),
            id="another centre",
        ),
        pytest.param(
            {1: MemberPlace(1, "Rosa Inga", 11, "Tambraico"), 2: JUAN},
            PRESENT,
            ("Rosa Inga figura ahora en otro hogar.",),
            id="another household",
        ),
        pytest.param({2: JUAN}, PRESENT, (), id="who is unknown is told by the rules"),
    ],
)
def test_changes(known: dict[int, MemberPlace], present: dict[int, str], expected: tuple[str, ...]) -> None:
    found = member_changes([ROSA, JUAN], known, present)

    assert tuple(sentence.text for sentence in found) == expected
