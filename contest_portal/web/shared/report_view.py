"""The report of a year as its page, its paper and its table show it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from contest_portal.kernel.money import Money
from contest_portal.publication.report_queries import YearReport
from contest_portal.publication.rules.report import (
    UNKNOWN,
    Names,
    PeopleCount,
    ReportedGroup,
    Tally,
    by_age,
    by_class,
    tallies,
    tally,
)
from contest_portal.web.shared.labels import AGE_BAND_LABELS, SISFOH_CLASS_LABELS

REPORT_HEADER = ("por", "nombre", "grupos", "ganadores", "monto_soles", "personas", "mujeres")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table: what it is about, its figures, and its amount in percent of the largest of the table."""

    name: str
    detail: str
    figures: Tally
    percent: int


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Groups counted by something; `by` names it in a file."""

    by: str
    caption: str
    label: str
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """How many people are of a kind, None where it is withheld, and the count in percent of the largest told."""

    name: str
    count: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """A year: its total, its tables, and the people of the winning groups by age and by poverty class."""

    year: int
    contests: int
    funded: Money
    total: Tally
    tables: tuple[ReportTable, ...]
    ages: tuple[PeopleRow, ...]
    classes: tuple[PeopleRow, ...]


def report_view(report: YearReport) -> ReportView:
    """Put a year into the words of this request's language."""
    titles = {contest.code: contest.title for contest in report.contests}
    tables = (
        (
            "concurso",
            gettext("Por concurso"),
            gettext("Concurso"),
            lambda g: (titles[g.contest_code], g.contest_code),
        ),
        ("linea", gettext("Por línea productiva"), gettext("Línea productiva"), lambda g: (g.line,)),
        ("departamento", gettext("Por departamento"), gettext("Departamento"), lambda g: (g.department,)),
        ("provincia", gettext("Por provincia"), gettext("Provincia"), lambda g: (g.province, g.department)),
        (
            "distrito",
            gettext("Por distrito"),
            gettext("Distrito"),
            lambda g: (g.district, g.province, g.department),
        ),
    )
    return ReportView(
        year=report.year,
        contests=len(report.contests),
        funded=Money.total(contest.funded for contest in report.contests),
        total=tally(report.groups),
        tables=tuple(_table(report.groups, *told) for told in tables),
        ages=_people(by_age(report.groups), AGE_BAND_LABELS),
        classes=_people(by_class(report.groups, tuple(SISFOH_CLASS_LABELS)), SISFOH_CLASS_LABELS),
    )


def year_rows(reports: Sequence[YearReport]) -> tuple[ReportRow, ...]:
    """Put years beside one another, the newest first; `detail` is the number of contests."""
    found = [(report, tally(report.groups)) for report in reports]
    most = max((figures.granted.cents for _, figures in found), default=0)
    return tuple(
        ReportRow(str(report.year), str(len(report.contests)), figures, _percent(figures.granted.cents, most))
        for report, figures in found
    )


def report_rows(view: ReportView) -> Iterator[tuple[object, ...]]:
    """Give every table as rows under REPORT_HEADER, the total first."""
    yield ("total", str(view.year), *_figures(view.total))
    for table in view.tables:
        for row in table.rows:
            yield (table.by, f"{row.name}, {row.detail}" if row.detail else row.name, *_figures(row.figures))
    for by, people in (("edad", view.ages), ("clase", view.classes)):
        for one in people:
            yield (by, one.name, "", "", "", "" if one.count is None else one.count, "")


def _figures(figures: Tally) -> tuple[object, ...]:
    return figures.groups, figures.winners, str(figures.granted), figures.people, figures.women


def _table(
    groups: tuple[ReportedGroup, ...],
    by: str,
    caption: str,
    label: str,
    key: Callable[[ReportedGroup], Names],
) -> ReportTable:
    rows = tallies(groups, key)
    most = max((figures.granted.cents for _, figures in rows), default=0)
    return ReportTable(
        by,
        caption,
        label,
        tuple(
            ReportRow(names[0], ", ".join(names[1:]), figures, _percent(figures.granted.cents, most))
            for names, figures in rows
        ),
    )


def _people(counts: tuple[PeopleCount, ...], labels: Mapping[str, str]) -> tuple[PeopleRow, ...]:
    """Name what is told; whatever is withheld is one row, without its name."""
    told = [(one.kind, one.count) for one in counts if one.count is not None]
    most = max((count for _, count in told), default=0)
    names = {kind: gettext(label) for kind, label in labels.items()} | {UNKNOWN: gettext("Sin dato")}
    rows = [PeopleRow(names[kind], count, _percent(count, most)) for kind, count in told]
    if len(told) < len(counts):
        rows.append(PeopleRow(gettext("No se muestra, por ser pocas personas"), None, 0))
    return tuple(rows)


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0
