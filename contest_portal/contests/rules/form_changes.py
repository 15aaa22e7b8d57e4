"""What the designer does to a form, step by step: a part or a question added, changed, moved, left out."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from contest_portal.contests.rules.coded import Coded
from contest_portal.contests.rules.profile_form import STANDARD_FORM, FormSection, ProfileForm, Question

CodedT = TypeVar("CodedT", bound=Coded)


def kept_section(form: ProfileForm, section: FormSection) -> ProfileForm:
    """Put a section in the place of the one of its code, or at the end; its questions stay those of the form."""
    if not form.asks(section.code):
        return ProfileForm((*form.sections, section))
    return _each(form, section.code, lambda former: replace(section, questions=former.questions))


def asked_again(form: ProfileForm, code: str) -> ProfileForm:
    """Ask for a usual section that was left out, as usual: after the nearest one that precedes it in the usual form."""
    usual = [section.code for section in STANDARD_FORM.sections]
    before = set(usual[: usual.index(code)])
    place = max((n for n, section in enumerate(form.sections, 1) if section.code in before), default=0)
    section = STANDARD_FORM.section(code)
    return ProfileForm((*form.sections[:place], section, *form.sections[place:]))


def left_out(form: ProfileForm, code: str) -> ProfileForm:
    """Leave a section out, with its questions."""
    return ProfileForm(tuple(section for section in form.sections if section.code != code))


def moved_section(form: ProfileForm, code: str, *, down: bool) -> ProfileForm:
    """Change a section's place with the one before it, or after it."""
    return ProfileForm(_moved(form.sections, code, down=down))


def kept_question(form: ProfileForm, section_code: str, question: Question) -> ProfileForm:
    """Put a question in the place of the one of its code, or at the end of the section."""

    def change(section: FormSection) -> FormSection:
        if question.code not in section.question_codes:
            return replace(section, questions=(*section.questions, question))
        others = (question if one.code == question.code else one for one in section.questions)
        return replace(section, questions=tuple(others))

    return _each(form, section_code, change)


def without_question(form: ProfileForm, section_code: str, code: str) -> ProfileForm:
    """Remove a question."""
    return _each(
        form,
        section_code,
        lambda section: replace(
            section, questions=tuple(one for one in section.questions if one.code != code)
        ),
    )


def moved_question(form: ProfileForm, section_code: str, code: str, *, down: bool) -> ProfileForm:
    """Change a question's place with the one before it, or after it, in its section."""
    return _each(
        form,
        section_code,
        lambda section: replace(section, questions=_moved(section.questions, code, down=down)),
    )


def new_code(letter: str, taken: Collection[str]) -> str:
    """Give the code of a new part or question: the letter with the first number that is free above all others."""
    numbers = [int(code[1:]) for code in taken if code[:1] == letter and code[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"


def _each(form: ProfileForm, code: str, change: Callable[[FormSection], FormSection]) -> ProfileForm:
    return ProfileForm(
        tuple(change(section) if section.code == code else section for section in form.sections)
    )


def _moved(things: tuple[CodedT, ...], code: str, *, down: bool) -> tuple[CodedT, ...]:
    """Change places with the neighbour; the first stays first and the last stays last."""
    codes = [thing.code for thing in things]
    here = codes.index(code)
    there = here + (1 if down else -1)
    if not 0 <= there < len(things):
        return things
    order = list(things)
    order[here], order[there] = order[there], order[here]
    return tuple(order)
