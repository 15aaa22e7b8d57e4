"""The designer's pages on the form of the profile: its parts and questions in order, and how the group will see it."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.contests.models import Contest
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules import form_changes
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
)
from contest_portal.contests.services.edit_form import edit_form
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_form_forms import PartForm, QuestionForm, StepForm
from contest_portal.web.staff.contest_form_view import preview_parts, section_cards, trial_of
from contest_portal.web.staff.contest_parts import draft_contest

NEW = "nueva"
_FORM = "/concursos/<int:contest_id>/formulario"


@blueprint.route(_FORM, methods=["GET", "POST"])
def contest_form(contest_id: int) -> Response | tuple[str, int]:
    """List the parts and questions in order; move one, leave one out, ask for one again."""
    contest = draft_contest(contest_id)
    form = StepForm(data={"version": contest.version})
    profile_form = read_rulebook(contest.draft).form
    if form.validate_on_submit():
        with form.accepting():
            return _keep(contest, form, _stepped(profile_form, form))
    return render_template(
        "staff/contests/form.html",
        contest=contest,
        form=form,
        cards=section_cards(profile_form),
        left_out=[section for section in STANDARD_FORM.sections if not profile_form.asks(section.code)],
    ), form.status


@blueprint.get(f"{_FORM}/vista")
def contest_form_preview(contest_id: int) -> str:
    """Show the form as the group will see it."""
    contest = draft_contest(contest_id)
    book = read_rulebook(contest.draft)
    trial = trial_of(book.form)
    return render_template(
        "staff/contests/form_preview.html", contest=contest, form=trial, parts=preview_parts(book)
    )


@blueprint.route(f"{_FORM}/<section_code>", methods=["GET", "POST"])
def contest_form_part(contest_id: int, section_code: str) -> Response | tuple[str, int]:
    """Change a part: its title, its help, its rows; or add one of the contest's own."""
    contest = draft_contest(contest_id)
    profile_form = read_rulebook(contest.draft).form
    section = _section(profile_form, section_code)
    form = PartForm.of(section, contest.version)
    if form.validate_on_submit():
        with form.accepting():
            kept = form_changes.kept_section(profile_form, form.section(section.code))
            return _keep(contest, form, kept)
    return render_template(
        "staff/contests/form_part.html",
        contest=contest,
        form=form,
        section=section,
        is_new=section_code == NEW,
    ), form.status


@blueprint.route(f"{_FORM}/<section_code>/<question_code>", methods=["GET", "POST"])
def contest_form_question(
    contest_id: int, section_code: str, question_code: str
) -> Response | tuple[str, int]:
    """Change a question of a part, or add one at its end."""
    contest = draft_contest(contest_id)
    form, section, changed = question_on(contest, section_code, question_code)
    if form.validate_on_submit():
        with form.accepting():
            return _keep(contest, form, changed())
    return render_template(
        "staff/contests/form_question.html",
        contest=contest,
        form=form,
        section=section,
        question_code=question_code,
        is_new=question_code == NEW,
    ), form.status


def question_on(
    contest: Contest, section_code: str, question_code: str
) -> tuple[QuestionForm, FormSection, Callable[[], ProfileForm]]:
    """Give the form of a question, the part it stands in, and what the whole becomes with it as typed."""
    profile_form = read_rulebook(contest.draft).form
    if not profile_form.asks(section_code):
        raise NotFound(f"section {section_code}")
    section = profile_form.section(section_code)
    question = _question(profile_form, section, question_code)
    form = QuestionForm.of(question, _before(profile_form, section, question), contest.version)

    def changed() -> ProfileForm:
        return form_changes.kept_question(profile_form, section.code, form.question(question.code))

    return form, section, changed


def _keep(contest: Contest, form: VersionedForm, changed: ProfileForm) -> Response:
    with transaction() as session:
        edit_form(session, act(), contest_id=contest.id, expected_version=form.shown_version, form=changed)
    flash(gettext("Los cambios se guardaron."), "good")
    return redirect(url_for("staff.contest_form", contest_id=contest.id), 303)


def _section(form: ProfileForm, code: str) -> FormSection:
    if code == NEW:
        return FormSection(form_changes.new_code("s", [section.code for section in form.sections]))
    if not form.asks(code):
        raise NotFound(f"section {code}")
    return form.section(code)


def _question(form: ProfileForm, section: FormSection, code: str) -> Question:
    if code == NEW:
        new = form_changes.new_code("p", [question.code for question in form.questions])
        return Question(new, QuestionKind.SHORT_TEXT, "")
    for question in section.questions:
        if question.code == code:
            return question
    raise NotFound(f"question {code}")


def _before(form: ProfileForm, section: FormSection, question: Question) -> tuple[Question, ...]:
    """List the questions that are asked before this one; before a new one, which comes last in its part."""
    codes = [one.code for one in form.sections]
    above = form.sections[: codes.index(section.code)]
    here = [one.code for one in section.questions]
    place = here.index(question.code) if question.code in here else len(here)
    return (*(one for part in above for one in part.questions), *section.questions[:place])


def _stepped(form: ProfileForm, asked: StepForm) -> ProfileForm:
    section, question = asked.section.data or "", asked.question.data or ""
    usual = asked.step.data == "ask" and STANDARD_FORM.asks(section) and not form.asks(section)
    known = form.asks(section) and (not question or question in form.section(section).question_codes)
    step = _STEPS.get(asked.step.data or "")
    if step is None or not (usual if asked.step.data == "ask" else known):
        raise NotFound("a step on the form")
    return step(form, section, question)


def _move(form: ProfileForm, section: str, question: str, *, down: bool) -> ProfileForm:
    if question:
        return form_changes.moved_question(form, section, question, down=down)
    return form_changes.moved_section(form, section, down=down)


def _remove(form: ProfileForm, section: str, question: str) -> ProfileForm:
    if question:
        return form_changes.without_question(form, section, question)
    return form_changes.left_out(form, section)


_STEPS: Mapping[str, Callable[[ProfileForm, str, str], ProfileForm]] = {
    "up": lambda form, section, question: _move(form, section, question, down=False),
    "down": lambda form, section, question: _move(form, section, question, down=True),
    "remove": _remove,
    "ask": lambda form, section, _question: form_changes.asked_again(form, section),
}
