"""What a profile needs before it can be sent, section by section, and the limits of what a section may hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType

from contest_portal.applications.rules.answers import answers_missing_or_wrong, check_answers
from contest_portal.applications.rules.budget import check_budget
from contest_portal.applications.rules.profile import SECTION_FIELDS, Profile, SectionCode
from contest_portal.applications.rules.quotations import quotation_problems
from contest_portal.contests.rules.profile_form import MOST_ROWS, FormSection
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import MAX_CENTS, ZERO, Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.quantities import LARGEST, SMALLEST, Quantity

MAX_ROWS = MOST_ROWS
MAX_TEXT = 2000
MAX_TITLE = 160


@dataclass(frozen=True, slots=True)
class Choice:
    """What a group applies with: category, line and title, beside the summary of its profile."""

    category_code: str | None
    line_code: str | None
    title: str


class SectionState(StrEnum):
    """How far a section is. OPTIONAL is empty, and may stay so."""

    DONE = "done"
    MISSING = "missing"
    WRONG = "wrong"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class SectionReport:
    """A section with its state and all that stands against it."""

    code: str
    state: SectionState
    problems: tuple[Problem, ...]


_MISSING: Mapping[str, str] = MappingProxyType(
    {
        SectionCode.SITUATION: N_("Escriba al menos una situación de hoy y lo que el grupo espera lograr."),
        SectionCode.PROBLEMS: N_("Escriba al menos un problema del negocio y su solución."),
        SectionCode.ASSISTANCE: N_("Agregue al menos una actividad de asistencia técnica."),
        SectionCode.GOODS: N_("Agregue al menos un bien que el grupo va a comprar."),
        SectionCode.SALES: N_("Agregue al menos un producto que el grupo espera vender en el año."),
    }
)
_MAY_LACK = "ruc"
"""The one cell of a row that may stay empty: not every supplier has one."""
_MISSING_ROW = N_("Llene al menos una fila.")

_ROWS_HALF_FILLED = N_("Hay filas a medio llenar (%(rows)s). Complételas, o bórrelas si no las necesita.")
_HALF_FILLED: Mapping[str, str] = MappingProxyType(
    {
        "sales": N_(
            "Hay ventas a medio llenar (filas %(rows)s). Complételas, o bórrelas si no las necesita."
        ),
        "quotations": N_(
            "Hay cotizaciones a medio llenar (filas %(rows)s). Complételas, o bórrelas si no las necesita."
        ),
        "costs": N_(
            "Hay costos a medio llenar (filas %(rows)s). Complételos, o bórrelos si no los necesita."
        ),
    }
)


def check_choice(choice: Choice, profile: Profile, rulebook: Rulebook) -> tuple[Problem, ...]:
    """Ask for a title, a summary, and a category and a line that the contest admits."""
    found = (
        _required("title", choice.title, N_("Escriba el nombre del negocio.")),
        _required("summary", profile.summary, N_("Cuente en pocas líneas de qué trata el negocio.")),
        _category(choice.category_code, rulebook),
        _line(choice.line_code, rulebook),
    )
    return tuple(problem for problem in found if problem is not None)


def check_draft_choice(choice: Choice, rulebook: Rulebook) -> tuple[Problem, ...]:
    """Refuse what not even a draft may choose: a category or line the contest does not have, an endless title."""
    found: list[Problem | None] = []
    if choice.category_code is not None:
        found.append(_category(choice.category_code, rulebook))
    if choice.line_code is not None:
        found.append(_line(choice.line_code, rulebook))
    if len(choice.title) > MAX_TITLE:
        found.append(
            Problem(
                "choice.title.too_long",
                field="title",
                message=N_(
                    "El nombre del negocio tiene %(length)s caracteres; el máximo es %(max)s. Acórtelo."
                ),
                params={"length": str(len(choice.title)), "max": str(MAX_TITLE)},
            )
        )
    return tuple(problem for problem in found if problem is not None)


def section_reports(choice: Choice, profile: Profile, rulebook: Rulebook) -> tuple[SectionReport, ...]:
    """Tell for every section, in the order of the form, how far it is and what stands against it."""
    budget = check_budget(profile, rulebook.budget)
    return tuple(
        _report(section, _problems(section, choice, profile, rulebook, budget), profile)
        for section in rulebook.form.sections
    )


def check_profile(choice: Choice, profile: Profile, rulebook: Rulebook) -> tuple[Problem, ...]:
    """Give everything that keeps a profile from being sent, in the order of the form."""
    return tuple(p for report in section_reports(choice, profile, rulebook) for p in report.problems)


def check_limits(content: Profile, section: str) -> tuple[Problem, ...]:
    """Refuse what no draft may hold either: too many rows, endless texts, quantities that are none."""
    found: list[Problem | None] = []
    for name in SECTION_FIELDS.get(section, ()):
        value = getattr(content, name)
        if isinstance(value, tuple):
            found.append(_few_rows(len(value), section))
            found.extend(_value_problem(cell, section) for row in value for cell in _cells(row))
        else:
            found.append(_value_problem(value, section))
    return tuple({problem.code: problem for problem in found if problem is not None}.values())


def check_section(content: Profile, section: FormSection) -> tuple[Problem, ...]:
    """Refuse the same of a section with its answers."""
    return (*check_limits(content, section.code), *check_answers(content, section))


def _problems(
    section: FormSection, choice: Choice, profile: Profile, rulebook: Rulebook, budget: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    answers = tuple(answers_missing_or_wrong(profile, section, rulebook.form))
    if section.code == SectionCode.CHOICE:
        return (*check_choice(choice, profile, rulebook), *answers)
    rows = len(_rows(profile, section)) if section.has_rows else 0
    if rows < section.least_rows:
        return (_too_few(section, rows), *answers)
    of_money = (problem for problem in budget if problem.field == section.code)
    unfinished = _half_filled(profile, section.code)
    quoted = quotation_problems(profile, section)
    return (*_too_many(section, rows), *unfinished, *of_money, *quoted, *answers)


def _has_gaps(row: object) -> bool:
    return any(
        getattr(row, field.name) in ("", None)
        for field in fields(row)  # type: ignore[arg-type]
        if field.name != _MAY_LACK
    )


def _too_few(section: FormSection, rows: int) -> Problem:
    if not rows and section.least_rows == 1:
        message = _MISSING.get(section.code, _MISSING_ROW)
        return Problem(f"{section.code}.missing", field=section.code, message=message)
    return Problem(
        f"{section.code}.few.missing",
        field=section.code,
        message=N_("Esta parte pide al menos %(least)s filas y tiene %(rows)s. Agregue las que faltan."),
        params={"least": str(section.least_rows), "rows": str(rows)},
    )


def _too_many(section: FormSection, rows: int) -> Iterator[Problem]:
    if rows > section.most_rows:
        yield Problem(
            f"{section.code}.too_many",
            field=section.code,
            message=N_("Esta parte admite hasta %(most)s filas y tiene %(rows)s. Junte las que se parecen."),
            params={"most": str(section.most_rows), "rows": str(rows)},
        )


def _half_filled(profile: Profile, code: str) -> Iterator[Problem]:
    """Name the rows that were begun and not finished, table by table, counted as on the page."""
    for name in SECTION_FIELDS.get(code, ()):
        value = getattr(profile, name)
        rows = value if isinstance(value, tuple) else ()
        unfinished = [str(n) for n, row in enumerate(rows, 1) if _has_gaps(row)]
        if unfinished:
            yield Problem(
                f"{name}.half_filled",
                field=code,
                message=_HALF_FILLED.get(name, _ROWS_HALF_FILLED),
                params={"rows": ", ".join(unfinished)},
            )


def _report(section: FormSection, problems: tuple[Problem, ...], profile: Profile) -> SectionReport:
    if any(_is_absence(problem) for problem in problems):
        return SectionReport(section.code, SectionState.MISSING, problems)
    if problems:
        return SectionReport(section.code, SectionState.WRONG, problems)
    empty = not section.least_rows and _is_empty(section, profile)
    return SectionReport(section.code, SectionState.OPTIONAL if empty else SectionState.DONE, problems)


def _is_empty(section: FormSection, profile: Profile) -> bool:
    """Tell whether nothing stands in a section that may be left empty."""
    answered = any(answer.question in section.question_codes for answer in profile.answers)
    if section.is_own:
        return not answered
    return section.has_rows and not answered and not _rows(profile, section)


def _is_absence(problem: Problem) -> bool:
    return problem.code.endswith(".missing") or problem.code == "budget.nothing_requested"


def _required(field: str, text: str, message: str) -> Problem | None:
    return None if text else Problem(f"choice.{field}.missing", field=field, message=message)


def _category(code: str | None, rulebook: Rulebook) -> Problem | None:
    admitted = frozenset(category.code for category in rulebook.categories)
    return _admitted("category_code", code, admitted, N_("Elija una categoría del concurso."))


def _line(code: str | None, rulebook: Rulebook) -> Problem | None:
    admitted = frozenset(line.code for line in rulebook.lines)
    return _admitted(
        "line_code", code, admitted, N_("Elija una línea de producción admitida en el concurso.")
    )


def _admitted(field: str, code: str | None, admitted: frozenset[str], message: str) -> Problem | None:
    if code in admitted:
        return None
    return Problem(f"choice.{field}.missing", field=field, message=message)


def _rows(profile: Profile, section: FormSection) -> tuple[object, ...]:
    """Give the rows of the section's first table, the one that must not be empty."""
    rows: tuple[object, ...] = getattr(profile, SECTION_FIELDS[section.code][0])
    return rows


def _cells(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, field.name) for field in fields(row))  # type: ignore[arg-type]


def _few_rows(rows: int, section: str) -> Problem | None:
    if rows <= MAX_ROWS:
        return None
    return Problem(
        "section.too_many_rows",
        field=section,
        message=N_("Esta parte tiene %(rows)s filas; el máximo es %(max)s. Junte las que se parecen."),
        params={"rows": str(rows), "max": str(MAX_ROWS)},
    )


def _value_problem(value: object, section: str) -> Problem | None:
    if isinstance(value, str):
        return _short_text(value, section)
    if isinstance(value, Money):
        return _sane_amount(value, section)
    if isinstance(value, Quantity):
        return _sane_quantity(value, section)
    return None


def _short_text(text: str, section: str) -> Problem | None:
    if len(text) <= MAX_TEXT:
        return None
    return Problem(
        "section.text_too_long",
        field=section,
        message=N_("Un texto tiene %(length)s caracteres; el máximo es %(max)s. Acórtelo."),
        params={"length": str(len(text)), "max": str(MAX_TEXT)},
    )


def _sane_amount(amount: Money, section: str) -> Problem | None:
    if ZERO <= amount <= Money(MAX_CENTS):
        return None
    return Problem(
        "section.amount",
        field=section,
        message=N_("%(amount)s no vale como monto. Escriba un monto en soles desde 0.00."),
        params={"amount": amount.format()},
    )


def _sane_quantity(quantity: Quantity, section: str) -> Problem | None:
    if SMALLEST <= quantity <= LARGEST:
        return None
    return Problem(
        "section.quantity",
        field=section,
        message=N_("%(quantity)s no vale como cantidad. Escriba un número de 0.01 a %(max)s."),
        params={"quantity": str(quantity), "max": str(LARGEST)},
    )
