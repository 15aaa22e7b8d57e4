"""A section's fields as the browser saves them one at a time: their versions, what was sent, what is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, Form, FormField, SelectField

from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.draft_fields import Draft, DraftField, fields_of, section_versions
from contest_portal.contests.rules.profile_form import FormSection
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.web.applicant.desk import Desk
from contest_portal.web.shared.question_fields import stored_answers, with_questions
from contest_portal.web.shared.section_forms import ChoiceForm, SectionForm
from contest_portal.web.shared.section_pages import SectionPage

MAX_ENTRIES = 2_000

_FORM_NAMES: Mapping[str, str] = {
    DraftField.CATEGORY: "category_code",
    DraftField.LINE: "line_code",
    DraftField.PROBLEMS: "difficulties",
    DraftField.REQUESTED: "amount_requested",
}
_MALFORMED = Problem(
    "autosave.malformed",
    field="field",
    message=N_("La página está desactualizada. Copie su texto, vuelva a cargar la página y repita."),
)


@dataclass(frozen=True, slots=True)
class SentField:
    """A field as typed, by the names of the form, and the versions of the section's fields the page showed."""

    field: str
    entries: MultiDict[str, str]
    bases: Mapping[str, str]

    @property
    def started_from(self) -> str:
        """Give the version the edit started from; empty when none was named, which is always a conflict."""
        return self.bases.get(self.field, "")


def form_name(field: str) -> str:
    """Give the name of a field in its form."""
    return _FORM_NAMES.get(field, field)


def section_form(page: SectionPage, desk: Desk, entries: MultiDict[str, str] | None = None) -> SectionForm:
    """Make the form of a section: as this request sent it, or with these entries alone."""
    if entries is None:
        form = page.form(data={**page.stored(desk.view, desk.profile), "bases": bases_of(page, desk)})
    else:
        form = page.form(formdata=entries)
    if isinstance(form, ChoiceForm):
        form.admit(desk.rulebook)
    return form


def bases_of(page: SectionPage, desk: Desk) -> str:
    """Write the versions of a section's fields as the page carries them."""
    section = desk.rulebook.form.section(page.code)
    versions = section_versions(Draft(desk.choice, desk.profile), section)
    return ",".join(f"{field}:{version}" for field, version in versions.items())


def read_bases(text: str | None) -> dict[str, str]:
    """Read the versions that a page carried; what cannot be read is no version, which is always a conflict."""
    pairs = (pair.partition(":") for pair in (text or "").split(","))
    return {field: version for field, _, version in pairs}


def read_sent(section: FormSection, sent: object) -> SentField:
    """Read what a browser sends; raises Refused for anything else."""
    if not isinstance(sent, dict):
        raise Refused([_MALFORMED])
    field = next((field for field in fields_of(section) if field == sent.get("field")), None)
    entries, bases = sent.get("entries"), sent.get("bases")
    if field is None or not _is_texts(entries) or not _is_texts(bases):
        raise Refused([_MALFORMED])
    name = form_name(field)
    own = {key: text for key, text in entries.items() if key == name or key.startswith(f"{name}-")}
    return SentField(field, MultiDict(own), bases)


def typed_draft(form: SectionForm, desk: Desk) -> Draft:
    """Give what the valid field of a form holds; only that field of the draft may be looked at."""
    choice = form.choice() if isinstance(form, ChoiceForm) else desk.choice
    return Draft(choice, form.whole(desk.rulebook))


def mistakes(form: SectionForm, field: str) -> dict[str, str]:
    """Give what is wrong with the entries of a field, by their names."""
    return {
        cell.id: " ".join(map(str, cell.errors)) for cell in _cells(form[form_name(field)]) if cell.errors
    }


def stored_entries(form: SectionForm, desk: Desk, draft: Draft, field: str) -> dict[str, str]:
    """Give the entries of a field as a page of this draft would show them."""
    name, choice = form_name(field), draft.choice
    view = replace(
        desk.view, title=choice.title, category_code=choice.category_code, line_code=choice.line_code
    )
    table = form[name]
    if any(name == question.field for question in form.questions):
        return _answer_entries(form, draft, name)
    shown: Any = form.stored(view, draft.profile)[name]
    if not isinstance(table, FieldList):
        return {name: "" if shown is None else str(shown)}
    row_form = table.unbound_field.args[0]
    rows = (row_form(obj=row, prefix=f"{name}-{number}-") for number, row in enumerate(shown))
    return {cell.name: _text_in(cell) for row in rows for cell in row}


def _answer_entries(form: SectionForm, draft: Draft, name: str) -> dict[str, str]:
    """Give the entries of an answer as fields that nobody has sent yet would show them."""
    answers = stored_answers(form.questions, answer_texts(draft.profile))
    shown = with_questions(Form, form.questions)(data=answers)
    return {cell.name: _text_in(cell) for cell in _cells(shown[name])}


def labels_of(page: SectionPage, form: SectionForm, section: FormSection) -> list[dict[str, str]]:
    """Name each field of a section for the script: its code, its name in the form, its words."""
    captions = {table.name: gettext(table.caption) for table in page.tables}
    names = {field: form_name(field) for field in fields_of(section)}
    return [
        {"field": field, "name": name, "label": captions.get(name) or str(form[name].label.text)}
        for field, name in names.items()
    ]


def _cells(field: Field) -> Iterator[Field]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _cells(entry)
    elif isinstance(field, FormField):
        for cell in field.form:
            yield from _cells(cell)
    else:
        yield field


def _text_in(cell: Any) -> str:
    if isinstance(cell, BooleanField):
        return "y" if cell.data else ""
    return str(cell.data or "") if isinstance(cell, SelectField) else str(cell._value())


def _is_texts(value: object) -> TypeGuard[dict[str, str]]:
    return (
        isinstance(value, dict)
        and len(value) <= MAX_ENTRIES
        and all(isinstance(text, str) for pair in value.items() for text in pair)
    )
