"""A phase with a quorum of its own, and one with a panel of its own under its own president."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.phase_checks import phases_problems
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.rules.panel import PanelSeat, panel_problems, seat_problems
from contest_portal.trials.rules.panel import invented_panel
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.sheets import WEIGHTED

APART: Rulebook = replace(RULEBOOK, phases=(FIELD, replace(PUBLIC, own_panel=True, quorum=1)))
BOTH_APART: Rulebook = replace(APART, phases=(replace(FIELD, own_panel=True), APART.phases[1]))
HEAD = PanelSeat(1, "40000001", "Ana Quispe", "president", ("FIELD",))
MEMBER = PanelSeat(2, "40000002", "Luis Ramos", "member", ("FIELD",))
OWN_HEAD = PanelSeat(3, "40000003", "Eva Soto", "president", ("PUBLIC",))
MINUTES = PanelSeat(4, "40000004", "Rita Paz", "secretary", ())


@pytest.mark.parametrize(
    ("seat", "panel", "expected"),
    [
        pytest.param(OWN_HEAD, [HEAD], [], id="each panel has its president"),
        pytest.param(replace(OWN_HEAD, phases=("FIELD",)), [HEAD], ["juror.second_president"], id="one each"),
        pytest.param(
            replace(HEAD, user_id=9, dni="40000009", phases=("PUBLIC",)),
            [OWN_HEAD],
            ["juror.second_president"],
            id="one in its own too",
        ),
        pytest.param(
            replace(MEMBER, phases=("FIELD", "PUBLIC")), [], ["juror.own_panel"], id="in no other phase"
        ),
        pytest.param(replace(MEMBER, phases=("PUBLIC",)), [HEAD, OWN_HEAD], [], id="a member of it"),
        pytest.param(MINUTES, [HEAD, OWN_HEAD], [], id="who scores nothing"),
    ],
)
def test_who_sits_in_a_panel_of_its_own_sits_in_no_other(
    seat: PanelSeat, panel: list[PanelSeat], expected: list[str]
) -> None:
    assert [problem.code for problem in seat_problems(seat, panel, (), APART) if problem] == expected


@pytest.mark.parametrize(
    ("book", "panel", "expected"),
    [
        pytest.param(APART, [HEAD, MEMBER, OWN_HEAD], [], id="whole, with one sheet enough in its own"),
        pytest.param(
            APART,
            [HEAD, MEMBER, replace(OWN_HEAD, position="member")],
            ["panel.no_president_of_phase"],
            id="its own has no president",
        ),
        pytest.param(
            APART, [MEMBER, OWN_HEAD], ["panel.no_president", "panel.below_quorum"], id="the other one"
        ),
        pytest.param(
            BOTH_APART,
            [HEAD, MEMBER, OWN_HEAD],
            [],
            id="all apart: nobody presides over the whole",
        ),
        pytest.param(
            replace(RULEBOOK, phases=(replace(FIELD, quorum=3), PUBLIC)),
            [replace(HEAD, phases=("FIELD", "PUBLIC")), replace(MEMBER, phases=("FIELD", "PUBLIC"))],
            ["panel.below_quorum"],
            id="a phase asks for more",
        ),
    ],
)
def test_each_panel_needs_its_president_and_each_phase_its_quorum(
    book: Rulebook, panel: list[PanelSeat], expected: list[str]
) -> None:
    assert [problem.code for problem in panel_problems(panel, book)] == expected


@pytest.mark.parametrize(
    ("quorum", "scorers", "expected"),
    [(0, 2, []), (3, 2, ["phases.scorers"]), (1, 1, []), (0, 1, ["phases.scorers"])],
)
def test_the_evaluators_of_a_group_make_the_quorum_of_the_phase(
    quorum: int, scorers: int, expected: list[str]
) -> None:
    book = replace(RULEBOOK, phases=(replace(FIELD, quorum=quorum, scorers=scorers), PUBLIC))

    assert [problem.code for problem in phases_problems(book)] == expected


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(RULEBOOK, id="one panel"),
        pytest.param(APART, id="one phase apart"),
        pytest.param(BOTH_APART, id="both apart"),
        pytest.param(
            replace(RULEBOOK, phases=(FIELD, replace(WEIGHTED, own_panel=True))), id="classes apart"
        ),
        pytest.param(
            replace(RULEBOOK, phases=(replace(FIELD, quorum=5, scorers=6), PUBLIC)), id="a larger quorum"
        ),
    ],
)
def test_the_panel_of_a_trial_is_whole(book: Rulebook) -> None:
    seats = [
        PanelSeat(
            one.number, f"4000{one.number:04}", "Inventado", one.position, one.phases, one.evaluator_class
        )
        for one in invented_panel(book)
    ]

    refused = [
        p.code for seat in seats for p in seat_problems(seat, [s for s in seats if s != seat], (), book) if p
    ]
    assert (refused, list(panel_problems(seats, book))) == ([], [])
