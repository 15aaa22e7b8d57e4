"""What can go wrong, and how it is said."""

import pytest

from contest_portal.kernel.problems import N_, PortalError, Problem, Refused, Stale, WrongState, refuse

FEW = Problem("members.too_few", field="members", message="Agregue al menos %(n)s socios.", params={"n": "3"})
LATE = Problem("entry.late", field="closes_at", message="La recepción cerró. Consulte en la oficina.")


def test_sentence_is_filled_in() -> None:
    assert (FEW.text, LATE.text) == (
        "Agregue al menos 3 socios.",
        "La recepción cerró. Consulte en la oficina.",
    )


def test_sentence_without_parameters_may_hold_a_percent_sign() -> None:
    assert Problem("x", field="f", message="Escriba 60 % o más.").text == "Escriba 60 % o más."


def test_refusing_tells_every_problem_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        refuse([None, FEW, None, LATE])

    assert refusal.value.problems == (FEW, LATE)
    assert str(refusal.value) == (
        "members.too_few: Agregue al menos 3 socios.; entry.late: La recepción cerró. Consulte en la oficina."
    )


@pytest.mark.parametrize("problems", [[], [None], [None, None]])
def test_nothing_wrong_refuses_nothing(problems: list[Problem | None]) -> None:
    refuse(problems)


def test_marking_a_text_leaves_it_as_it_is() -> None:
    assert N_("Ingresar") == "Ingresar"


def test_every_refusal_is_one_of_ours() -> None:
    assert issubclass(WrongState, Refused)
    assert issubclass(Refused, PortalError)
    assert issubclass(Stale, PortalError)
    assert not issubclass(Stale, Refused)
