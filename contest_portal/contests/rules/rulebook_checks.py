"""What must hold before rules are published. Each part of the designer has its checks; publication asks them all.

A problem's code starts with its part (`calendar.out_of_order`), so that a page can link to where it is mended.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from contest_portal.contests.rules.allocation_terms import terms_problems
from contest_portal.contests.rules.approval_chain import chain_problems
from contest_portal.contests.rules.asked_file_checks import files_problems
from contest_portal.contests.rules.codes import SHORT_CODE, repeated_codes
from contest_portal.contests.rules.envelope_tree import top_amount
from contest_portal.contests.rules.follow_up_rules import follow_up_problems
from contest_portal.contests.rules.form_checks import form_problems
from contest_portal.contests.rules.phase_checks import phases_problems
from contest_portal.contests.rules.pot_checks import pots_problems
from contest_portal.contests.rules.rulebook import Calendar, Rulebook
from contest_portal.contests.rules.scoring_checks import scoring_problems
from contest_portal.contests.rules.second_checks import every_sheet_problems, second_problems
from contest_portal.contests.rules.sheet_checks import sheet_problems
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, Problem

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]", re.ASCII)
MAX_TITLE = 200
MOST_MONTHS_BETWEEN_AWARDS = 120
MOST_CURE_DAYS = 30
MOST_PAPER_DAYS = 30

_DATE_ORDER: Mapping[str, str] = MappingProxyType(
    {
        "field_from": N_(
            "La evaluación de campo empieza el %(later)s, antes del cierre de la recepción (%(earlier)s). "
            "Corrija una de las dos fechas."
        ),
        "field_to": N_(
            "La evaluación de campo termina el %(later)s, antes de empezar (%(earlier)s). "
            "Corrija una de las dos fechas."
        ),
        "public_on": N_(
            "La presentación pública es el %(later)s, antes del fin de la evaluación de campo (%(earlier)s). "
            "Corrija una de las dos fechas."
        ),
        "results_on": N_(
            "Los resultados se publican el %(later)s, antes de la presentación pública (%(earlier)s). "
            "Corrija una de las dos fechas."
        ),
    }
)

__all__ = [
    "CHECKS",
    "CODE",
    "Part",
    "allocation_rule_problem",
    "part_of",
    "rulebook_problems",
    "sheet_problems",
]


class Part(StrEnum):
    """The parts of the designer, in the order a contest is set up."""

    BASICS = "basics"
    CALENDAR = "calendar"
    TERRITORY = "territory"
    LINES = "lines"
    CATEGORIES = "categories"
    POTS = "pots"
    PHASES = "phases"
    SHEET = "sheet"
    SCORING = "scoring"
    BUDGET = "budget"
    ALLOCATION = "allocation"
    FORM = "form"
    SCREENING = "screening"
    FILES = "files"
    SECOND = "second"


def rulebook_problems(rulebook: Rulebook, *, allocation_rules: Collection[str]) -> tuple[Problem, ...]:
    """Give everything that keeps these rules from being published, in the order of the designer.

    `allocation_rules` names the rules that the allocation stage knows.
    """
    found = [problem for check in CHECKS.values() for problem in check(rulebook)]
    unknown_rule = allocation_rule_problem(rulebook, allocation_rules)
    return tuple(found) if unknown_rule is None else (*found, unknown_rule)


def allocation_rule_problem(rulebook: Rulebook, allocation_rules: Collection[str]) -> Problem | None:
    """Object when the allocation stage does not know the rule that the contest names."""
    if rulebook.allocation_rule in allocation_rules:
        return None
    return Problem(
        "budget.unknown_allocation_rule",
        field="allocation_rule",
        message=N_("La regla de reparto «%(rule)s» no existe. Elija una de la lista."),
        params={"rule": rulebook.allocation_rule},
    )


def part_of(problem: Problem) -> Part:
    """Give the part of the designer where a problem is mended."""
    return Part(problem.code.partition(".")[0])


def basics_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the code, which becomes an address and part of document numbers, and the title."""
    if not CODE.fullmatch(rulebook.code):
        yield Problem(
            "basics.bad_code",
            field="code",
            message=N_(
                "El código «%(code)s» no vale. Use de 3 a 40 letras mayúsculas sin tilde, números y guiones."
            ),
            params={"code": rulebook.code},
        )
    if not 0 < len(rulebook.title.strip()) <= MAX_TITLE:
        yield Problem(
            "basics.no_title",
            field="title",
            message=N_("Escriba el nombre del concurso en 200 letras como máximo."),
        )


MOST_GRACE = 240
"""More than some hours is no tolerance for a bad line any more, but another closing."""

MOST_OBSERVATION_DAYS = 15
"""What the law of administrative procedure gives to object to an act (art. 218.2)."""


def calendar_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that the dates follow one another as the contest does, in the office's zone."""
    calendar = rulebook.calendar
    if calendar.closes_at <= calendar.opens_at:
        yield Problem(
            "calendar.closes_before_it_opens",
            field="closes_at",
            message=N_(
                "El cierre de la recepción debe ser posterior a la apertura. Corrija una de las dos fechas."
            ),
        )
    if not 0 <= calendar.grace_minutes <= MOST_GRACE:
        yield Problem(
            "calendar.grace",
            field="grace_minutes",
            message=N_("La tolerancia va de 0 a %(most)s minutos. Escriba menos, o mueva el cierre."),
            params={"most": str(MOST_GRACE)},
        )
    yield from _dates_out_of_order(calendar)
    yield from _questions_outside_call(calendar)
    if not 0 <= calendar.paper_days <= MOST_PAPER_DAYS:
        yield Problem(
            "calendar.paper_days",
            field="paper_days",
            message=N_(
                "Los días para transcribir lo recibido en papel van de 0 a %(most)s. Corrija el número."
            ),
            params={"most": str(MOST_PAPER_DAYS)},
        )
    if not 0 <= calendar.observation_days <= MOST_OBSERVATION_DAYS:
        yield Problem(
            "calendar.observation_days",
            field="observation_days",
            message=N_(
                "El plazo para observar el resultado va de 0 a %(most)s días hábiles. Corrija el número."
            ),
            params={"most": str(MOST_OBSERVATION_DAYS)},
        )


def _questions_outside_call(calendar: Calendar) -> Iterator[Problem]:
    last = calendar.questions_until
    if last is not None and not office_date(calendar.opens_at) <= last <= office_date(calendar.closes_at):
        yield Problem(
            "calendar.questions_outside_call",
            field="questions_until",
            message=N_(
                "El último día de consultas cae fuera del plazo de recepción. Elija un día del plazo."
            ),
        )


def _dates_out_of_order(calendar: Calendar) -> Iterator[Problem]:
    days = (
        office_date(calendar.closes_at),
        calendar.field_from,
        calendar.field_to,
        calendar.public_on,
        calendar.results_on,
    )
    for (field, message), earlier, later in zip(_DATE_ORDER.items(), days, days[1:], strict=False):
        if later < earlier:
            params = {"earlier": _written(earlier), "later": _written(later)}
            yield Problem("calendar.out_of_order", field=field, message=message, params=params)


def _written(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def territory_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that there is a territory and that no district is named twice."""
    if not rulebook.territory:
        yield Problem(
            "territory.empty",
            field="territory",
            message=N_("Elija al menos un distrito donde pueden estar los grupos."),
        )
    yield from repeated_codes("territory.repeated", "territory", rulebook.territory)


def lines_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that some production line is admitted."""
    if not rulebook.lines:
        yield Problem("lines.empty", field="lines", message=N_("Elija al menos una línea productiva."))
    yield from repeated_codes("lines.repeated", "lines", (line.code for line in rulebook.lines))


def categories_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that the outermost envelopes add up to the contest's money to the céntimo, none of them empty.

    A category may be without money of its own where envelopes of other kinds are beside it.
    """
    if not rulebook.categories:
        yield Problem("categories.empty", field="envelopes", message=N_("Agregue al menos una categoría."))
        return
    yield from repeated_codes("categories.repeated", "envelopes", (c.code for c in rulebook.categories))
    for category in rulebook.categories:
        if not category.name.strip() or not SHORT_CODE.fullmatch(category.code):
            yield Problem(
                "categories.unnamed",
                field="envelopes",
                message=N_(
                    "Cada categoría necesita un nombre y un código de hasta 20 letras sin tilde, números, "
                    "puntos o guiones."
                ),
            )
        if category.envelope < ZERO or (category.envelope == ZERO and not rulebook.pots):
            yield Problem(
                "categories.no_money",
                field="envelopes",
                message=N_("El sobre de la categoría %(category)s debe ser mayor que cero."),
                params={"category": category.name or category.code},
            )
    total = top_amount(rulebook)
    if total != rulebook.fund:
        yield Problem(
            "categories.sum",
            field="envelopes",
            message=N_(
                "Los sobres suman %(sum)s y el monto del concurso es %(fund)s. Ajústelos para que sumen lo mismo."
            ),
            params={"sum": total.format(), "fund": rulebook.fund.format()},
        )


def budget_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check what may be asked for, the split of an award, and the size of a group."""
    budget, group = rulebook.budget, rulebook.group
    if budget.min_award < ZERO or budget.max_award <= ZERO:
        yield Problem(
            "budget.no_award", field="max_award", message=N_("El premio máximo debe ser mayor que cero.")
        )
    if budget.max_award < budget.min_award:
        yield Problem(
            "budget.award_range",
            field="max_award",
            message=N_("El premio máximo (%(max)s) no puede ser menor que el mínimo (%(min)s)."),
            params={"min": budget.min_award.format(), "max": budget.max_award.format()},
        )
    yield from _percentages(rulebook)
    if not 1 <= group.min_households <= group.max_households:
        yield Problem(
            "budget.group_size",
            field="max_households",
            message=N_(
                "El número de hogares va de un mínimo de 1 a un máximo que no sea menor que el mínimo."
            ),
        )
    if not 0 <= group.months_between_awards <= MOST_MONTHS_BETWEEN_AWARDS:
        yield Problem(
            "budget.months_between_awards",
            field="months_between_awards",
            message=N_("Los meses entre premios van de 0 (no se pide) a %(most)s."),
            params={"most": str(MOST_MONTHS_BETWEEN_AWARDS)},
        )
    if not 0 <= group.members_confirming < max(group.min_households, 1):
        yield Problem(
            "budget.members_confirming",
            field="members_confirming",
            message=N_(
                "Además de quien preside, un grupo de %(least)s hogares tiene %(most)s integrantes que confirmen: "
                "escriba de 0 a %(most)s."
            ),
            params={"least": str(group.min_households), "most": str(max(group.min_households - 1, 0))},
        )


def allocation_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the terms of the allocation rule, and who approves what it gives."""
    yield from terms_problems(rulebook.allocation, known=rulebook.limitable)
    yield from chain_problems(rulebook.approvals)


def screening_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the days to cure, when what is received is screened at all."""
    if rulebook.screening is not None and not 1 <= rulebook.screening.cure_days <= MOST_CURE_DAYS:
        yield Problem(
            "screening.cure_days",
            field="cure_days",
            message=N_("El plazo para subsanar va de 1 a %(most)s días hábiles."),
            params={"most": str(MOST_CURE_DAYS)},
        )


def _percentages(rulebook: Rulebook) -> Iterator[Problem]:
    yield from follow_up_problems(rulebook.follow_up)
    budget = rulebook.budget
    parts = (budget.goods_percent, budget.assistance_percent)
    if sum(parts) != 100 or min(parts) < 0:
        yield Problem(
            "budget.split",
            field="assistance_percent",
            message=N_("Bienes y asistencia técnica suman %(sum)s %%. Ajústelos para que sumen 100 %%."),
            params={"sum": str(sum(parts))},
        )
    if not 0 <= budget.min_counterpart_percent <= 100:
        yield Problem(
            "budget.counterpart",
            field="min_counterpart_percent",
            message=N_("La contrapartida mínima va de 0 a 100 %%."),
            params={"value": str(budget.min_counterpart_percent)},
        )


Check = Callable[[Rulebook], Iterable[Problem]]

CHECKS: Mapping[Part, Check] = MappingProxyType(
    {
        Part.BASICS: basics_problems,
        Part.CALENDAR: calendar_problems,
        Part.TERRITORY: territory_problems,
        Part.LINES: lines_problems,
        Part.CATEGORIES: categories_problems,
        Part.POTS: pots_problems,
        Part.PHASES: phases_problems,
        Part.SHEET: every_sheet_problems,
        Part.SCORING: scoring_problems,
        Part.BUDGET: budget_problems,
        Part.ALLOCATION: allocation_problems,
        Part.FORM: form_problems,
        Part.SCREENING: screening_problems,
        Part.FILES: files_problems,
        Part.SECOND: second_problems,
    }
)
