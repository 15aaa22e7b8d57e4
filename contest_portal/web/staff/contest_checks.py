"""What saving a part of a draft would object to, told while one types. Nothing is written.

The form is read by the class that saves it and the rules are asked by the functions that saving asks, so that the
script on the page holds no rule of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from flask import jsonify
from werkzeug.wrappers import Response
from wtforms import Field, FieldList, FormField

from contest_portal.contests import queries
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.draft_changes import (
    with_calendar,
    with_categories,
    with_phases,
    with_pots,
    with_scoring,
    with_sheet,
)
from contest_portal.contests.rules.form_checks import form_draft_problems
from contest_portal.contests.rules.pot_checks import draft_pots_problems
from contest_portal.contests.rules.publication_checks import fund_room
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import CHECKS, Part
from contest_portal.contests.rules.second_checks import one_sheet_problems
from contest_portal.kernel.problems import NotFound, Problem
from contest_portal.web.shared.fields import amount_in
from contest_portal.web.shared.filters import say
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_allocation_forms import AllocationTermsForm, rule_of
from contest_portal.web.staff.contest_form import question_on
from contest_portal.web.staff.contest_forms import CalendarForm, CategoriesForm
from contest_portal.web.staff.contest_parts import draft_contest
from contest_portal.web.staff.contest_pots_forms import PotsForm
from contest_portal.web.staff.contest_scoring_forms import PhasesForm, ScoringForm
from contest_portal.web.staff.contest_second_forms import SecondForm
from contest_portal.web.staff.contest_sheet_forms import SheetForm

Found = Iterable[Problem | None]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to mend: the id of the field, and the sentence."""

    field: str
    text: str


@blueprint.post("/concursos/<int:contest_id>/revision/<part>")
def contest_check(contest_id: int, part: str) -> Response:
    """Say what is wrong with a part as typed, as JSON."""
    contest = draft_contest(contest_id)
    if part not in _READERS:
        raise NotFound(f"part {part}")
    form, problems = _READERS[part](contest, queries.read_rulebook(contest.draft))
    return _answer(form, problems)


@blueprint.post("/concursos/<int:contest_id>/revision/fases/<phase_code>")
def contest_sheet_check(contest_id: int, phase_code: str) -> Response:
    """Say what is wrong with a sheet as typed, as JSON."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    if phase_code not in {phase.code for phase in book.every_phase}:
        raise NotFound(f"phase {phase_code}")
    form = SheetForm.of(book.phase(phase_code), contest.version)
    return _answer(form, lambda: one_sheet_problems(with_sheet(book, phase_code, form.sheet()), phase_code))


@blueprint.post("/concursos/<int:contest_id>/formulario/<section_code>/<question_code>/revision")
def contest_form_check(contest_id: int, section_code: str, question_code: str) -> Response:
    """Say what is wrong with a question of the profile's form as typed, as JSON."""
    contest = draft_contest(contest_id)
    form, _, changed = question_on(contest, section_code, question_code)
    book = queries.read_rulebook(contest.draft)
    return _answer(form, lambda: form_draft_problems(replace(book, form=changed())))


def _answer(form: VersionedForm, problems: Callable[[], Found]) -> Response:
    if form.validate_on_submit():
        form.add_problems(tuple(problem for problem in problems() if problem is not None))
    told = [Remark("", say(problem)) for problem in form.problems]
    return jsonify(remarks=[*_remarks(form), *told])


def _remarks(fields: Iterable[Field]) -> Iterator[Remark]:
    """List the errors of every field, also of those inside rows."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from (Remark(field.id, error) for error in field.errors if isinstance(error, str))
            yield from _remarks(field.entries)
        elif isinstance(field, FormField):
            yield from _remarks(field.form)
        else:
            yield from (Remark(field.id, str(error)) for error in field.errors)


def _calendar(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = CalendarForm(obj=book.calendar, data={"version": contest.version})
    return form, lambda: CHECKS[Part.CALENDAR](with_calendar(book, form.calendar()))


def _categories(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = CategoriesForm.of(book, contest.version)

    def problems() -> Iterator[Problem | None]:
        fund = amount_in(form.fund)
        yield fund_room(fund, free=contest.fund.free)
        yield from CHECKS[Part.CATEGORIES](with_categories(book, fund, form.categories()))

    return form, problems


def _pots(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = PotsForm.of(book, contest.version, {})
    return form, lambda: draft_pots_problems(with_pots(book, form.wanted()))


def _phases(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = PhasesForm.of(book, contest.version)

    def problems() -> Found:
        return CHECKS[Part.PHASES](with_phases(book, form.outlines(), form.total_points.data))

    return form, problems


def _second(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = SecondForm.of(book, contest.version)
    return form, lambda: CHECKS[Part.SECOND](form.change(book))


def _scoring(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = ScoringForm(book, contest.version)
    return form, lambda: CHECKS[Part.SCORING](with_scoring(book, form.scoring(book)))


def _allocation(contest: Contest, book: Rulebook) -> tuple[VersionedForm, Callable[[], Found]]:
    form = AllocationTermsForm.of(book, rule_of(book), contest.version, {})
    return form, lambda: CHECKS[Part.ALLOCATION](
        replace(book, allocation=form.terms(book.allocation), approvals=form.chain())
    )


_READERS: dict[str, Callable[[Contest, Rulebook], tuple[VersionedForm, Callable[[], Found]]]] = {
    "calendario": _calendar,
    "condiciones": _allocation,
    "sobres": _categories,
    "sobres-dentro": _pots,
    "fases": _phases,
    "puntaje": _scoring,
    "avance": _second,
}
