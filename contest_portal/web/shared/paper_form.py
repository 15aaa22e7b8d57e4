"""The form of a contest as a sheet to write on by hand: what stands on it, and how much room each thing gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext

from contest_portal.applications.rules.profile import AssetKind, CounterpartKind, ProblemKind
from contest_portal.contests.rules.profile_form import FormSection, Question, QuestionKind, SectionCode
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.records import to_data
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.labels import (
    ASSET_KIND_LABELS,
    COUNTERPART_KIND_LABELS,
    PROBLEM_KIND_LABELS,
)
from contest_portal.web.shared.question_fields import answer_label
from contest_portal.web.shared.section_pages import Column, RowTable, pages_of

MOST_MEMBERS = 16
_SPARE_MEMBERS = 2
_FORM_MARK = 8
"""So many signs of the hash of a form name its version on paper."""
_LETTERS_A_LINE = 60
_MOST_LINES = 10
_ROWS: Mapping[str, int] = MappingProxyType(
    {
        "situation": 4,
        "assets": 6,
        "difficulties": 4,
        "assistance": 5,
        "goods": 10,
        "quotations": 9,
        "sales": 5,
        "costs": 8,
        "counterpart": 5,
    }
)
_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "assets": tuple(ASSET_KIND_LABELS[kind] for kind in AssetKind),
        "difficulties": tuple(PROBLEM_KIND_LABELS[kind] for kind in ProblemKind),
        "counterpart": tuple(COUNTERPART_KIND_LABELS[kind] for kind in CounterpartKind),
    }
)
"""What may stand in the column of kinds, numbered in the order of the page."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column; `width` is a class of the stylesheet."""

    label: str
    width: str


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table with empty rows. `kinds` are the numbers to write in the column of kinds; `total` closes it."""

    caption: str
    columns: tuple[PaperColumn, ...]
    rows: int
    kinds: tuple[str, ...] = ()
    total: str = ""
    is_tall: bool = False


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question with room for its answer: boxes to tick, cells for digits, or lines; soles before an amount."""

    label: str
    hints: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()
    lines: int = 0
    is_amount: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A part of the form."""

    title: str
    lead: str
    questions: tuple[PaperQuestion, ...]
    tables: tuple[PaperTable, ...]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The whole sheet. `mark` is the same for as long as the form asks the same."""

    book: Rulebook
    mark: str
    members: int
    sections: tuple[PaperSection, ...]


def paper_form(book: Rulebook) -> PaperForm:
    """Lay out the form that a contest asks for."""
    members = min(book.group.max_households + _SPARE_MEMBERS, MOST_MEMBERS)
    return PaperForm(book, form_mark(book), members, _sections(book))


def form_mark(book: Rulebook) -> str:
    """Name the version of a form: a change of the rules that leaves the form alone keeps it."""
    return sha256_hex(canonical_json(to_data(book.form)))[:_FORM_MARK]


def _sections(book: Rulebook) -> tuple[PaperSection, ...]:
    found = zip(book.form.sections, pages_of(book.form), strict=True)
    return tuple(
        PaperSection(
            title=gettext(page.title),
            lead=gettext(page.lead),
            questions=(
                *_usual_questions(section, book),
                *(_question(one, book) for one in section.questions),
            ),
            tables=tuple(_table(table, section) for table in page.tables),
        )
        for section, page in found
    )


def _usual_questions(section: FormSection, book: Rulebook) -> tuple[PaperQuestion, ...]:
    if section.code == SectionCode.CHOICE:
        return _choice(book)
    if section.code == SectionCode.BUDGET:
        return _budget(book)
    if section.quotations and section.quotations.reason_allowed:
        return (PaperQuestion(gettext("Por qué no eligen al más barato"), lines=2),)
    return ()


def _choice(book: Rulebook) -> tuple[PaperQuestion, ...]:
    one = (gettext("Marque una."),)
    return (
        PaperQuestion(gettext("Nombre del negocio"), lines=1, required=True),
        PaperQuestion(gettext("Categoría"), one, tuple(item.name for item in book.categories), required=True),
        PaperQuestion(
            gettext("Línea de producción"), one, tuple(item.name for item in book.lines), required=True
        ),
        PaperQuestion(gettext("De qué trata el negocio"), lines=5, required=True),
    )


def _budget(book: Rulebook) -> tuple[PaperQuestion, ...]:
    rules = book.budget
    limits = gettext(
        "El concurso financia de %(min)s a %(max)s.", min=money(rules.min_award), max=money(rules.max_award)
    )
    least = (
        gettext("Al menos el %(percent)s %% de lo solicitado.", percent=str(rules.min_counterpart_percent))
        if rules.min_counterpart_percent
        else ""
    )
    parts = (
        (gettext("Monto que solicita el grupo"), limits),
        (gettext("Para bienes (%(percent)s %%)", percent=str(rules.goods_percent)), ""),
        (gettext("Para asistencia técnica (%(percent)s %%)", percent=str(rules.assistance_percent)), ""),
        (gettext("Aporte del grupo"), least),
    )
    return tuple(
        PaperQuestion(label, (hint,) if hint else (), is_amount=True, required=number == 0)
        for number, (label, hint) in enumerate(parts)
    )


def _question(question: Question, book: Rulebook) -> PaperQuestion:
    kind = question.kind
    return PaperQuestion(
        label=question.label,
        hints=tuple(hint for hint in (question.help, _only_if(question, book), _limits(question)) if hint),
        options=tuple(answer_label(answer) for answer in question.fixed_answers),
        cells=_cells(question),
        lines=_lines(question),
        is_amount=kind is QuestionKind.AMOUNT,
        required=question.required,
    )


def _only_if(question: Question, book: Rulebook) -> str:
    condition = question.condition
    if condition is None:
        return ""
    earlier = next(one.label for one in book.form.questions if one.code == condition.question)
    return str(
        gettext(
            "Solo si en «%(question)s» la respuesta es «%(answer)s».",
            question=earlier,
            answer=answer_label(condition.answer),
        )
    )


def _limits(question: Question) -> str:
    if question.kind is QuestionKind.ONE_OF or question.kind is QuestionKind.YES_NO:
        return str(gettext("Marque una."))
    if question.kind is QuestionKind.SEVERAL_OF:
        least, most = question.limits or (1, len(question.options))
        return str(gettext("Marque de %(least)s a %(most)s.", least=least, most=most))
    if question.least is None and question.most is None:
        return ""
    least, most = question.limits or (0, 0)
    if question.kind in (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT):
        return str(gettext("De %(least)s a %(most)s letras.", least=least, most=most))
    return str(gettext("De %(least)s a %(most)s.", least=least, most=most))


def _cells(question: Question) -> tuple[int, ...]:
    """Give the groups of boxes for digits: day, month and year, or as many as the greatest number has."""
    if question.kind is QuestionKind.DATE:
        return (2, 2, 4)
    if question.kind is QuestionKind.NUMBER:
        return (len(str((question.limits or (0, 0))[1])),)
    return ()


def _lines(question: Question) -> int:
    if question.kind not in (QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT):
        return 0
    _, most = question.limits or (1, _LETTERS_A_LINE)
    return min(-(-most // _LETTERS_A_LINE), _MOST_LINES)


def _table(table: RowTable, section: FormSection) -> PaperTable:
    total = (PaperColumn(gettext("Total"), "sum"),) if table.line_total else ()
    rows = min(max(_ROWS[table.name], section.least_rows), section.most_rows)
    return PaperTable(
        caption=gettext(table.caption),
        columns=(*(PaperColumn(gettext(column.label), _width(column)) for column in table.columns), *total),
        rows=rows,
        kinds=tuple(gettext(name) for name in _KINDS.get(table.name, ())),
        total=gettext(table.total_label) if table.total_label else "",
        is_tall=table.name in ("situation", "difficulties"),
    )


def _width(column: Column) -> str:
    if column.name == "kind":
        return "kind"
    if column.kind == "unit_cost":
        return "cost"
    return column.width
