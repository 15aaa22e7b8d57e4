"""What a new contest starts from: a template of ours or an earlier contest, with dates and envelopes of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from contest_portal.contests.rules.envelope_tree import scaled, tree_of
from contest_portal.contests.rules.rulebook import (
    BudgetRules,
    Calendar,
    Category,
    GroupRules,
    Phase,
    Rulebook,
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.template_sheets.business_plan import FIELD_PHASE, PUBLIC_PHASE
from contest_portal.contests.rules.template_sheets.local_investment import INVESTMENT_PHASE
from contest_portal.contests.rules.template_sheets.natural_resources import (
    RESOURCES_FIELD_PHASE,
    RESOURCES_PUBLIC_PHASE,
)
from contest_portal.contests.rules.template_sheets.second_transfer import (
    PROGRESS_PHASES,
    SECOND_FIELD_PHASE,
    SECOND_PUBLIC_PHASE,
)
from contest_portal.contests.rules.template_sheets.weighted import WEIGHTED_PHASE
from contest_portal.contests.rules.template_sheets.youth import YOUTH_PHASE
from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.rounding import Rounding


@dataclass(frozen=True, slots=True)
class ContestTemplate:
    """A starting point: what staff read when they choose it, and the rules that are copied."""

    code: str
    name: str
    description: str
    rulebook: Rulebook


def start_rulebook(seed: Rulebook, *, code: str, title: str, fund: Money, today: date) -> Rulebook:
    """Copy rules into a new draft: its own name, a calendar ahead of today, envelopes in the seed's proportion."""
    tops = [node for node in tree_of(seed) if not node.parent]
    shares = share_out(fund, [node.amount for node in tops])
    before = {node.code: node.amount for node in tops}
    after = dict(zip(before, shares, strict=True))
    categories = tuple(
        replace(category, envelope=after.get(category.code, category.envelope))
        for category in seed.categories
    )
    return replace(
        seed,
        code=code,
        title=title,
        fund=fund,
        calendar=calendar_from(today),
        categories=categories,
        pots=scaled(seed.pots, before, after),
        clarifications=(),
    )


def share_out(amount: Money, weights: Sequence[Money]) -> tuple[Money, ...]:
    """Split an amount in proportion to weights, to the céntimo; what rounding leaves goes to the last share.

    Weights that add up to zero share equally.
    """
    if not weights:
        return ()
    total = sum(weight.cents for weight in weights)
    units = [weight.cents for weight in weights] if total else [1] * len(weights)
    shares = [Money(amount.cents * unit // sum(units)) for unit in units[:-1]]
    return (*shares, amount - Money.total(shares))


def calendar_from(today: date) -> Calendar:
    """Propose dates: a week to prepare, a month to apply, then field, public day and results."""
    opens, closes = today + timedelta(days=7), today + timedelta(days=37)
    return Calendar(
        opens_at=_office_instant(opens, time(8, 0)),
        closes_at=_office_instant(closes, time(17, 0)),
        field_from=closes + timedelta(days=4),
        field_to=closes + timedelta(days=9),
        public_on=closes + timedelta(days=14),
        results_on=closes + timedelta(days=16),
    )


def _office_instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, OFFICE_ZONE).astimezone(UTC)


def _seed(
    purpose: str,
    phases: tuple[Phase, ...],
    categories: tuple[Category, ...],
    first_tie: tuple[TieBreak, ...] = (),
    *,
    marks_per_point: int = 1,
    second: SecondRules | None = None,
) -> Rulebook:
    return Rulebook(
        code="",
        title="",
        purpose=purpose,
        fund=Money.total(category.envelope for category in categories),
        territory=(),
        calendar=calendar_from(date(2026, 1, 5)),
        lines=(),
        categories=categories,
        phases=phases,
        group=GroupRules(),
        budget=BudgetRules(min_award=Money.soles(5_000), max_award=Money.soles(20_000)),
        scoring=ScoringRules(
            pass_mark=Score(7000, 2),
            quorum=3,
            marks_per_point=marks_per_point,
            decimals=2,
            rounding=Rounding.HALF_UP,
            tie_breaks=(
                *first_tie,
                TieBreak(TieKind.MORE_WOMEN),
                TieBreak(TieKind.MORE_HOUSEHOLDS),
                TieBreak(TieKind.EARLIER_ENTRY),
            ),
        ),
        second=second,
    )


SECOND_SCORING = SecondRules(PROGRESS_PHASES, pass_mark=Score(7000, 2), quorum=3)
"""What a draft may start its second scoring from."""
_EQUAL = Money.soles(1)
_ALL = (
    ContestTemplate(
        "business_plan",
        N_("Perfil de negocio: campo y presentación pública"),
        N_(
            "Dos fases de 50 puntos con sus fichas, mínimo de 70, dos sobres (en idea y en marcha) y 60 % en "
            "bienes y 40 % en asistencia técnica. Con menos de la mitad de las familias presentes el grupo "
            "queda descalificado."
        ),
        _seed(
            "Cofinanciar negocios de grupos de hogares rurales que se inician o que ya están en marcha.",
            (FIELD_PHASE, PUBLIC_PHASE),
            (Category("IDEA", "En idea", _EQUAL), Category("MARCHA", "En marcha", _EQUAL)),
            (TieBreak(TieKind.PHASE_SCORE, FIELD_PHASE.code),),
        ),
    ),
    ContestTemplate(
        "business_plan_with_progress",
        N_("Perfil de negocio, con calificación del avance"),
        N_(
            "Como el perfil de negocio, y además el mismo jurado califica el avance de cada ganador, en campo y en "
            "público, antes de su segunda transferencia."
        ),
        _seed(
            "Cofinanciar negocios de grupos de hogares rurales que se inician o que ya están en marcha.",
            (FIELD_PHASE, PUBLIC_PHASE),
            (Category("IDEA", "En idea", _EQUAL), Category("MARCHA", "En marcha", _EQUAL)),
            (TieBreak(TieKind.PHASE_SCORE, FIELD_PHASE.code),),
            second=SECOND_SCORING,
        ),
    ),
    ContestTemplate(
        "second_transfer",
        N_("Segunda transferencia: avance y uso de los fondos"),
        N_(
            "Dos fases de 50 puntos para los grupos que ya recibieron su primera transferencia: lo que avanzaron, "
            "cómo gastaron y quiénes siguen. Con menos de la mitad de las familias presentes el grupo queda "
            "descalificado."
        ),
        _seed(
            "Decidir la segunda transferencia de los negocios que ya están en ejecución.",
            (SECOND_FIELD_PHASE, SECOND_PUBLIC_PHASE),
            (Category("MARCHA", "En ejecución", _EQUAL),),
            (TieBreak(TieKind.PHASE_SCORE, SECOND_FIELD_PHASE.code),),
        ),
    ),
    ContestTemplate(
        "natural_resources",
        N_("Plan de recursos naturales: campo y presentación pública"),
        N_(
            "Dos fases de 50 puntos para planes de comunidades que cuidan suelo, agua, pastos o bosque. Los puntos "
            "por familias comprometidas salen de la asistencia registrada."
        ),
        _seed(
            "Cofinanciar planes de comunidades rurales para cuidar sus recursos naturales.",
            (RESOURCES_FIELD_PHASE, RESOURCES_PUBLIC_PHASE),
            (Category("RECURSOS", "Recursos naturales", _EQUAL),),
            (TieBreak(TieKind.PHASE_SCORE, RESOURCES_FIELD_PHASE.code),),
        ),
    ),
    ContestTemplate(
        "local_investment",
        N_("Inversión local: una sola fase"),
        N_(
            "Una ficha de 100 puntos para pequeñas obras de uso común: pertinencia, importancia y compromiso. Un "
            "solo sobre."
        ),
        _seed(
            "Cofinanciar pequeñas obras de uso común en comunidades rurales.",
            (INVESTMENT_PHASE,),
            (Category("OBRAS", "Inversión local", _EQUAL),),
        ),
    ),
    ContestTemplate(
        "weighted",
        N_("Ficha ponderada: jurado 90 % y asesor 10 %"),
        N_(
            "Una ficha con notas de 1 a 10 en pasos de 0.1 y pesos en porcentaje. El jurado aporta 90 % y el asesor "
            "técnico 10 %; si ningún asesor califica a un grupo, su parte pasa al jurado."
        ),
        _seed(
            "Cofinanciar emprendimientos que presentan su modelo de negocio ante un jurado y un asesor técnico.",
            (WEIGHTED_PHASE,),
            (Category("UNICA", "Emprendimientos", _EQUAL),),
            marks_per_point=10,
        ),
    ),
    ContestTemplate(
        "young_entrepreneurs",
        N_("Jóvenes emprendedores: una sola fase"),
        N_(
            "Una ficha de 100 puntos que junta organización, coherencia y presentación. La edad de los socios y la "
            "participación de mujeres salen del padrón. Un solo sobre."
        ),
        _seed(
            "Cofinanciar negocios dirigidos por jóvenes de 18 a 29 años de hogares rurales.",
            (YOUTH_PHASE,),
            (Category("JOVENES", "Jóvenes emprendedores", _EQUAL),),
        ),
    ),
)
TEMPLATES: Mapping[str, ContestTemplate] = MappingProxyType({template.code: template for template in _ALL})
