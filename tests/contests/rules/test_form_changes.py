"""Each step of the designer on a form changes what it names and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.contests.rules import form_changes
from contest_portal.contests.rules.amendments import Facts, amendment_problems
from contest_portal.contests.rules.form_checks import form_draft_problems
from contest_portal.contests.rules.profile_form import STANDARD_FORM, FormSection, ProfileForm
from contest_portal.contests.rules.templates import start_rulebook
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data, to_data
from tests.conftest import NOON
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import ASKING, DEPTH, FORM, PLACE, SOURCE, WATER, form_with

USUAL = [section.code for section in STANDARD_FORM.sections]


def codes(form: ProfileForm) -> list[str]:
    return [section.code for section in form.sections]


@pytest.mark.parametrize(
    ("code", "down", "expected"),
    [
        ("situation", True, ["choice", "assets", "situation", *USUAL[3:]]),
        ("assets", False, ["choice", "assets", "situation", *USUAL[3:]]),
        ("choice", False, USUAL),
        ("budget", True, USUAL),
    ],
)
def test_a_part_changes_places_with_its_neighbour(code: str, expected: list[str], *, down: bool) -> None:
    assert codes(form_changes.moved_section(STANDARD_FORM, code, down=down)) == expected


@pytest.mark.parametrize("code", USUAL)
def test_a_usual_part_left_out_comes_back_to_its_place(code: str) -> None:
    without = form_changes.left_out(STANDARD_FORM, code)

    assert form_changes.asked_again(without, code) == STANDARD_FORM
    assert not without.asks(code)


def test_a_part_comes_back_after_what_precedes_it_where_others_moved() -> None:
    moved = ProfileForm((*FORM.sections[:2], FORM.sections[-1], *FORM.sections[3:-1]))

    assert codes(form_changes.asked_again(moved, "assets")) == [
        "choice",
        "situation",
        "assets",
        "s1",
        *USUAL[3:],
    ]


def test_a_changed_part_keeps_its_questions_and_a_new_one_comes_last() -> None:
    changed = form_changes.kept_section(FORM, FormSection("situation", "Su agua", "Cuenten.", 2, 5))
    grown = form_changes.kept_section(FORM, FormSection("s2", "Otra"))

    assert changed.section("situation") == FormSection(
        "situation", "Su agua", "Cuenten.", 2, 5, (WATER, SOURCE, DEPTH)
    )
    assert grown == ProfileForm((*FORM.sections, FormSection("s2", "Otra")))


def test_questions_are_added_changed_moved_and_removed_in_their_part_alone() -> None:
    form = form_with(WATER, SOURCE)
    other = replace(WATER, label="¿Riegan?")

    assert form_changes.kept_question(form, "situation", PLACE) == form_with(WATER, SOURCE, PLACE)
    assert form_changes.kept_question(form, "situation", other) == form_with(other, SOURCE)
    assert form_changes.moved_question(form, "situation", "fuente", down=False) == form_with(SOURCE, WATER)
    assert form_changes.moved_question(form, "situation", "fuente", down=True) == form
    assert form_changes.without_question(form, "situation", "agua") == form_with(SOURCE)


@pytest.mark.parametrize(
    ("taken", "expected"), [([], "p1"), (["p1", "p7", "s9", "p"], "p8"), (["agua", "p2x"], "p1")]
)
def test_a_new_code_is_above_all_others(taken: list[str], expected: str) -> None:
    assert form_changes.new_code("p", taken) == expected


def test_a_contest_started_from_another_copies_its_form() -> None:
    started = start_rulebook(ASKING, code="B-2", title="Otro", fund=Money.soles(9), today=NOON.date())

    assert started.form == FORM


@pytest.mark.parametrize("sent", [0, 3], ids=["nobody sent yet", "groups sent"])
def test_no_amendment_changes_the_form_not_even_its_help(sent: int) -> None:
    helped = form_changes.kept_section(FORM, replace(FORM.section("s1"), help="Otra ayuda."))
    facts = Facts("published", NOON, sent, ZERO)
    longer = replace(ASKING, form=helped, venue="Plaza de Lircay")

    assert [problem.code for problem in amendment_problems(ASKING, longer, facts)] == ["amendment.frozen"]
    assert amendment_problems(ASKING, replace(ASKING, venue="Plaza de Lircay"), facts) == ()
    assert RULEBOOK.form is STANDARD_FORM


STEPS = st.lists(
    st.tuples(st.sampled_from(("up", "down", "out", "again", "own", "ask", "drop")), st.integers(0, 20)),
    max_size=25,
)


def stepped(form: ProfileForm, step: str, number: int) -> ProfileForm:
    """Take a step of the designer on some part of the form; what cannot be done there does nothing."""
    here = form.sections[number % len(form.sections)]
    missing = [code for code in USUAL if not form.asks(code)]
    if step in ("up", "down"):
        return form_changes.moved_section(form, here.code, down=step == "down")
    if step == "out":
        return form_changes.left_out(form, here.code) if len(form.sections) > 1 else form
    if step == "again":
        return form_changes.asked_again(form, missing[number % len(missing)]) if missing else form
    if step == "own":
        code = form_changes.new_code("s", codes(form))
        return form_changes.kept_section(form, FormSection(code, f"Parte {code}"))
    if step == "ask":
        code = form_changes.new_code("p", [one.code for one in form.questions])
        return form_changes.kept_question(form, here.code, replace(WATER, code=code, label=f"¿{code}?"))
    gone = [one.code for one in here.questions][-1:]
    return form_changes.without_question(form, here.code, gone[0]) if gone else form


@settings(max_examples=40)
@given(STEPS)
def test_no_way_through_the_designer_makes_a_form_that_cannot_be_kept(steps: list[tuple[str, int]]) -> None:
    """Only leaving out what others need, or what has to be first, is left to be refused."""
    form = STANDARD_FORM
    for step, number in steps:
        form = stepped(form, step, number)

    found = {problem.code for problem in form_draft_problems(replace(RULEBOOK, form=form))}
    assert found <= {"form.left_out", "form.choice_first"}
    assert from_data(ProfileForm, to_data(form)) == form
