"""What an answer to an invitation needs, and what may be done with one."""

import pytest

from contest_portal.jury.rules.invitations import INVITATION, Answer, answer_problems
from contest_portal.jury.rules.panel import Background
from tests.factories.contests import RULEBOOK

YES = Answer(accepts=True, dni="41234567", institution="Agencia Agraria")


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        pytest.param(YES, [], id="yes"),
        pytest.param(Answer(accepts=False, reason="Viajo"), [], id="no"),
        pytest.param(Answer(accepts=None, reason="Viajo"), ["invitation.no_answer"], id="neither"),
        pytest.param(Answer(accepts=False, reason=" "), ["invitation.reason"], id="no without a reason"),
        pytest.param(Answer(accepts=False, reason="x" * 401), ["invitation.reason"], id="a long reason"),
        pytest.param(Answer(accepts=True), ["invitation.dni", "juror.institution"], id="nothing told"),
        pytest.param(
            Answer(True, "", "41234567", "Agencia", Background(lines=("oro",))),
            ["juror.line_unknown"],
            id="a line of another contest",
        ),
    ],
)
def test_an_answer_has_what_it_needs(answer: Answer, codes: list[str]) -> None:
    assert [problem.code for problem in answer_problems(answer, RULEBOOK)] == codes


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("sent", ("remind", "accept", "decline", "withdraw")),
        ("accepted", ("withdraw",)),
        ("declined", ()),
        ("withdrawn", ()),
    ],
)
def test_what_may_be_done_in_each_state(state: str, actions: tuple[str, ...]) -> None:
    assert INVITATION.available(state) == actions
