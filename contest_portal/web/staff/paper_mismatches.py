"""Where two typings of a paper differ, in the words of the form: both texts side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext

from contest_portal.applications.paper_queries import PaperView
from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.differences import row_differences
from contest_portal.applications.rules.draft_fields import Draft, DraftField, fields_of
from contest_portal.applications.rules.paper import TYPISTS
from contest_portal.applications.rules.paper_cells import differing_cells, place_of, table_of
from contest_portal.applications.rules.profile import AssetKind, CounterpartKind, ProblemKind
from contest_portal.contests.rules.profile_form import FormSection
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.answers_view import answer_words
from contest_portal.web.shared.filters import day, money
from contest_portal.web.shared.labels import (
    ASSET_KIND_LABELS,
    COUNTERPART_KIND_LABELS,
    PROBLEM_KIND_LABELS,
)
from contest_portal.web.shared.profile_view import NOT_YET, TableView, profile_sections
from contest_portal.web.shared.section_pages import RowTable, SectionPage, pages_of
from contest_portal.web.shared.version_view import DifferenceLine, row_lines

_LABELS: Mapping[str, str] = {
    DraftField.TITLE: N_("Nombre del negocio"),
    DraftField.CATEGORY: N_("Categoría"),
    DraftField.LINE: N_("Línea de producción"),
    DraftField.SUMMARY: N_("De qué trata el negocio"),
    DraftField.REQUESTED: N_("Monto solicitado"),
    DraftField.QUOTATIONS_REASON: N_("Por qué no eligen al más barato"),
}
_KIND_LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    AssetKind: ASSET_KIND_LABELS,
    CounterpartKind: COUNTERPART_KIND_LABELS,
    ProblemKind: PROBLEM_KIND_LABELS,
}
_CHANGES: Mapping[str, str] = {
    "added": N_("Solo en la segunda"),
    "removed": N_("Solo en la primera"),
    "changed": N_("Distinto"),
}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field or cell in which the typings differ: what does, first and second beside one another.

    `whole` names the table of a cell; of a field it is the label again.
    """

    field: str
    label: str
    lines: tuple[DifferenceLine, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class MismatchedSection:
    """A section with its differences and the page where it can be written anew."""

    page: SectionPage
    mismatches: tuple[Mismatch, ...]


def mismatched_sections(paper: PaperView, book: Rulebook) -> tuple[MismatchedSection, ...]:
    """Give the sections in which the finished typings differ, in the order of the form."""
    differing = frozenset(paper.mismatches(book.form))
    found = (
        MismatchedSection(page, tuple(_mismatches(paper, book, section, page, differing)))
        for section, page in zip(book.form.sections, pages_of(book.form), strict=True)
    )
    return tuple(one for one in found if one.mismatches)


def field_labels(sections: tuple[MismatchedSection, ...]) -> dict[str, str]:
    """Name the differing fields and cells."""
    return {one.field: one.label for section in sections for one in section.mismatches}


def decided_labels(sections: tuple[MismatchedSection, ...]) -> dict[str, str]:
    """Name whatever may have been decided: a table was once decided as one, also where its cells pair."""
    found = [one for section in sections for one in section.mismatches]
    return {table_of(one.field): one.whole for one in found} | field_labels(sections)


def _mismatches(
    paper: PaperView, book: Rulebook, section: FormSection, page: SectionPage, differing: frozenset[str]
) -> Iterator[Mismatch]:
    first, second = drafts = tuple(paper.typings[place].draft for place in TYPISTS)
    tables = dict(zip(_table_fields(first, section), page.tables, strict=True))
    questions = {question.field: question.label for question in section.questions}
    for field in fields_of(section):
        table = tables.get(field)
        if table is not None:
            cells = [key for key in differing_cells(first, second, field) if key in differing]
            yield from (_cell(drafts, table, key) for key in cells)
            if field in differing:
                views = (_table(draft, book, section, field) for draft in drafts)
                caption = gettext(table.caption)
                yield Mismatch(field, caption, tuple(_rows(*views)), caption)
        elif field in differing:
            label = questions.get(field) or gettext(_LABELS[field])
            texts = (_text(draft, book, field) or NOT_YET for draft in drafts)
            yield Mismatch(field, label, (DifferenceLine(label, *texts),), label)


def _cell(drafts: tuple[Draft, ...], table: RowTable, key: str) -> Mismatch:
    field, row, name = place_of(key) or ("", 0, "")
    column = gettext(next(column.label for column in table.columns if column.name == name))
    whole = gettext(table.caption)
    label = gettext("%(table)s, fila %(row)s: %(column)s", table=whole, row=row + 1, column=column)
    texts = (_cell_text(getattr(getattr(draft.profile, field)[row], name)) for draft in drafts)
    return Mismatch(key, label, (DifferenceLine(column, *texts),), whole)


def _cell_text(value: object) -> str:
    if value is None or value == "":
        return NOT_YET
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, date):
        return day(value)
    labels = next((labels for kind, labels in _KIND_LABELS.items() if isinstance(value, kind)), None)
    return str(value) if labels is None else gettext(labels[str(value)])


def _table_fields(draft: Draft, section: FormSection) -> list[str]:
    return [f for f in fields_of(section) if isinstance(getattr(draft.profile, f, None), tuple)]


def _table(draft: Draft, book: Rulebook, section: FormSection, field: str) -> TableView:
    views = profile_sections(draft.choice, draft.profile, book)
    view = next(one for one in views if one.code == section.code)
    return view.tables[_table_fields(draft, section).index(field)]


def _rows(first: TableView, second: TableView) -> Iterator[DifferenceLine]:
    for row in row_differences(first.rows, second.rows):
        yield from row_lines(second, row, _CHANGES)


def _text(draft: Draft, book: Rulebook, field: str) -> str:
    choice, profile = draft.choice, draft.profile
    categories = {item.code: item.name for item in book.categories}
    lines = {item.code: item.name for item in book.lines}
    usual: dict[str, str] = {
        DraftField.TITLE: choice.title,
        DraftField.CATEGORY: categories.get(choice.category_code or "", ""),
        DraftField.LINE: lines.get(choice.line_code or "", ""),
        DraftField.SUMMARY: profile.summary,
        DraftField.REQUESTED: money(profile.requested),
        DraftField.QUOTATIONS_REASON: profile.quotations_reason,
    }
    if field in usual:
        return usual[field]
    question = next(one for one in book.form.questions if one.field == field)
    return answer_words(question, answer_texts(profile).get(question.code, ""))
