"""Drafts that may be tried, and the order of a trial."""

from dataclasses import replace
from datetime import date

from contest_portal.accounts.rules.office import OfficeDetails
from contest_portal.contests.rules.rulebook import Category, GroupRules, Line, Rulebook
from contest_portal.contests.rules.sheets import ReasonRule
from contest_portal.contests.rules.templates import TEMPLATES, start_rulebook
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from contest_portal.registry.queries.register import DistrictName
from contest_portal.trials.results import TrialOrder
from contest_portal.trials.rules.plan import TrialPlan
from tests.factories.contests import FIELD, RULEBOOK

OFFICE = OfficeDetails(
    "PRUEBA", "Unidad Territorial", "Programa", "Huancavelica", "Jirón Uno 1", "Nadie", "Jefatura"
)
LIRCAY = DistrictName("090301", "Lircay", "Angaraes", "Huancavelica")
SMALL = replace(
    RULEBOOK,
    code="C-2026-T",
    fund=Money.soles(40_000),
    categories=(Category("IDEA", "En idea", Money.soles(40_000)),),
    phases=(
        replace(
            FIELD,
            max_points=100,
            criteria=tuple(replace(c, weight=2, reason=ReasonRule.ALWAYS) for c in FIELD.criteria),
        ),
    ),
    group=GroupRules(months_between_awards=12, valid_class_only=True),
)
"""One category and one phase, with families that must come and every rule on groups: the quickest trial."""


def template_book(template: str) -> Rulebook:
    """Start a draft from a template and complete it."""
    seed = TEMPLATES[template].rulebook
    book = start_rulebook(
        seed, code="C-2026-T", title="Concurso", fund=Money.soles(40_000), today=date(2026, 11, 23)
    )
    return replace(
        book,
        territory=(LIRCAY.ubigeo,),
        lines=(Line("cuyes", "Cuyes"), Line("pan", "Pan")),
        scoring=replace(book.scoring, quorum=2),
    )


def trial_order_of(book: Rulebook, plan: TrialPlan = TrialPlan(groups=1)) -> TrialOrder:  # noqa: B008 - frozen
    return TrialOrder(canonical_json(to_data(book)), OFFICE, (LIRCAY,), plan)
