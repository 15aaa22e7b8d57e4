"""A draft carried through every stage: all six sheets, each case that the rules provide for, and nothing left."""

from collections import Counter
from dataclasses import replace
from threading import Thread

import pytest

from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm, Question, QuestionKind
from contest_portal.contests.rules.rulebook import Category, Rulebook, ScreeningRules, TieBreak, TieKind
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.kernel.logs import set_up_logs
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.trials.results import TrialResult
from contest_portal.trials.rules.purposes import Purpose
from contest_portal.trials.run import run_trial
from tests.factories.sheets import AXES, COMPUTED
from tests.factories.trials import SMALL, template_book, trial_order_of

USUAL = {
    Purpose.LEADER: "passed",
    Purpose.TIED: "passed",
    Purpose.FEWER_SHEETS: "passed",
    Purpose.BELOW: "below_pass",
}
ALSO = {
    "business_plan": {Purpose.ABSENT: "disqualified"},
    "business_plan_with_progress": {Purpose.ABSENT: "disqualified"},
    "second_transfer": {Purpose.ABSENT: "disqualified"},
    "weighted": {Purpose.CLASS_MISSING: "passed"},
}


def tried(book: Rulebook) -> TrialResult:
    return run_trial(trial_order_of(book))


def test_own_questions_files_and_steps_of_approval_stop_no_trial() -> None:
    question = Question("dueno", QuestionKind.SHORT_TEXT, "¿De quién es el terreno?", required=True)
    book = template_book("weighted")
    asking = replace(
        book,
        form=ProfileForm((*book.form.sections, FormSection("propia", "Terreno", questions=(question,)))),
        files=(AskedFile("FOTO", "Foto del local", "", FileForm.PHOTO, required=True, most=1),),
        approvals=(
            ApprovalStep("Secretaría técnica", Approver.SECRETARY),
            ApprovalStep("Jefatura", Approver.STAFF),
        ),
    )

    result = tried(asking)

    (resolution,) = (paper.data for paper in result.papers if paper.kind == "resolution")
    assert [one.ranked for one in result.groups] == [one.ranked for one in tried(book).groups]
    assert ('"name":"Secretaría técnica"' in resolution, '"name":"Jefatura"' in resolution) == (True, False)


def test_a_trial_shares_the_groups_out_where_the_rules_ask_for_it() -> None:
    book = template_book("business_plan")
    first, *others = book.phases
    shared = replace(book, phases=(replace(first, scorers=book.scoring.quorum + 1), *others))

    result = tried(shared)

    assert {one.invented.purpose: one.ranked.standing for one in result.groups} == USUAL | ALSO[
        "business_plan"
    ]


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_each_template_shows_what_its_rules_provide_for(template: str) -> None:
    result = tried(template_book(template))

    categories = len(result.rulebook.categories)
    assert {one.invented.purpose: one.ranked.standing for one in result.groups} == USUAL | ALSO.get(
        template, {}
    )
    for category in result.rulebook.categories:
        mine = [one for one in result.groups if one.invented.category == category.code]
        twins = [one for one in mine if one.invented.purpose is Purpose.TIED]
        assert twins[0].ranked.total == twins[1].ranked.total
        assert all(one.ranked.tie_note for one in twins)
        assert {"awarded", "reserve"} <= {one.line.outcome.value for one in mine}
    winners = len(result.run.awards)
    assert Counter(paper.kind for paper in result.papers) == {
        "acta": 1,
        "resolution": 1,
        "agreement": winners,
    }
    assert winners >= categories


def test_a_group_without_one_class_or_one_juror_is_scored_by_the_others() -> None:
    result = tried(template_book("weighted"))

    sheets = {
        one.invented.purpose: Counter(sheet.evaluator_class for sheet in one.entry.sheets)
        for one in result.groups
    }
    assert sheets[Purpose.LEADER] == {"JURADO": 3, "ASESOR": 1}
    assert sheets[Purpose.CLASS_MISSING] == {"JURADO": 3}
    assert sheets[Purpose.FEWER_SHEETS] == {"JURADO": 2, "ASESOR": 1}


def test_what_the_register_gives_goes_with_the_marks() -> None:
    result = tried(template_book("young_entrepreneurs"))

    shares = {one.invented.purpose: {f.kind: f.share for f in one.entry.facts} for one in result.groups}
    assert shares[Purpose.LEADER] == {FactKind.WOMEN: 1, FactKind.YOUTH: 1}
    assert shares[Purpose.BELOW] == {FactKind.WOMEN: 0, FactKind.YOUTH: 0}


def test_the_same_order_gives_the_same_result_and_no_line_in_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = tried(SMALL)
    run_trial.cache_clear()
    set_up_logs(as_json=False)
    again = tried(SMALL)

    assert (again is first, capsys.readouterr().err) == (False, "")
    assert (again.groups, again.run) == (first.groups, first.run)
    assert [paper.code for paper in again.papers] == [paper.code for paper in first.papers]


def test_screening_a_no_and_the_lot_have_their_place() -> None:
    by_lot = replace(SMALL.scoring, tie_breaks=(TieBreak(TieKind.LOT),))
    screening = ScreeningRules(cure_days=3)

    result = tried(replace(SMALL, phases=(COMPUTED,), scoring=by_lot, screening=screening))

    groups = {one.invented.purpose: one.ranked for one in result.groups}
    no = groups[Purpose.ANSWERED_NO]
    assert (no.standing, "Todos los papeles" in no.reason.text if no.reason else "") == ("disqualified", True)
    assert result.draw is not None
    assert any("sorteo" in note.text for note in groups[Purpose.TIED].tie_note)


def test_without_winners_the_papers_declare_the_contest_void() -> None:
    fund = Money.soles(1_000)
    result = tried(replace(SMALL, fund=fund, categories=(replace(SMALL.categories[0], envelope=fund),)))

    assert (result.run.awards, [paper.kind for paper in result.papers]) == ((), ["acta", "resolution"])


def test_rules_that_could_not_be_published_stop_the_trial_at_once() -> None:
    with pytest.raises(Refused) as refused:
        tried(replace(SMALL, fund=Money.soles(1)))

    assert [problem.code for problem in refused.value.problems] == ["categories.sum"]


def test_axes_and_one_phase_for_each_category_go_through_too() -> None:
    ideas = replace(AXES, code="IDEAS", max_points=100, categories=("IDEA",))
    running = replace(SMALL.phases[0], code="RUNNING", categories=("MARCHA",))
    halves = tuple(Category(code, code, Money.soles(20_000)) for code in ("IDEA", "MARCHA"))
    scoring = replace(SMALL.scoring, quorum=1, tie_breaks=(TieBreak(TieKind.EARLIER_ENTRY),))

    result = tried(replace(SMALL, categories=halves, phases=(ideas, running), scoring=scoring))

    phases = {
        (one.invented.category, mean.phase_code) for one in result.groups for mean in one.ranked.phase_means
    }
    out = {(one.invented.category, one.invented.purpose) for one in result.groups if one.ranked.total is None}
    assert phases == {("IDEA", "IDEAS"), ("MARCHA", "RUNNING")}
    assert out == {("IDEA", Purpose.ANSWERED_NO), ("MARCHA", Purpose.ABSENT)}


def test_two_trials_at_once_do_not_meet() -> None:
    expected = tried(SMALL)
    found: dict[int, TrialResult] = {}

    def run(number: int) -> None:
        found[number] = run_trial.__wrapped__(trial_order_of(SMALL))

    threads = [Thread(target=run, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [found[number].groups == expected.groups for number in (1, 2)] == [True, True]
