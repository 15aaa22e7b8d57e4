"""The allocation rule as acta and resolution state it, with its terms. Legal texts in Spanish, not translated."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from contest_portal.allocation.rules.claims import settings_of
from contest_portal.awards.documents.wording import COUNTERPARTS
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf, Setting
from contest_portal.contests.rules.rulebook import Rulebook

Names = Mapping[tuple[LimitOf, str], str]

ALLOCATION_RULES: Mapping[str, str] = MappingProxyType(
    {
        "merit_order": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, y el "
            "reparto se detiene en el primero que el saldo del sobre no alcanza a cubrir"
        ),
        "merit_order_skipping": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, y se "
            "continúa con el siguiente cuando el saldo del sobre no alcanza a cubrir a uno de ellos"
        ),
        "merit_order_partial": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, y el "
            "último recibe lo que queda en el sobre, siempre que llegue al mínimo de las bases"
        ),
        "equal_share": (
            "el monto de cada categoría se divide en partes iguales entre los grupos aprobados, sin que ninguno reciba "
            "más de lo que solicitó, y los céntimos que no se pueden dividir quedan en el sobre"
        ),
        "within_share": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, sin pasar "
            "de la parte de su plan que las bases financian, redondeada hacia abajo al céntimo, y el reparto se "
            "detiene en el primero que el saldo del sobre no alcanza a cubrir"
        ),
        "best_total": (
            "recibe el monto solicitado el conjunto de grupos aprobados de mayor puntaje total que los sobres y los "
            "mínimos y máximos de las bases permiten y, entre conjuntos iguales, el que tiene al mejor grupo en el que "
            "difieren"
        ),
        "pass_funded": "todo grupo aprobado recibe el monto solicitado",
    }
)
"""Each rule as documents state it; the code of a rule without an entry is a mistake found by its test."""


def names_of(book: Rulebook, districts: Mapping[str, str]) -> Names:
    """Name whatever a limit may be about. `districts` are names by ubigeo."""
    return {
        **{(LimitOf.CATEGORY, one.code): f"la categoría {one.name}" for one in book.categories},
        **{(LimitOf.LINE, one.code): f"la línea {one.name}" for one in book.lines},
        **{(LimitOf.DISTRICT, code): f"el distrito {districts.get(code, code)}" for code in book.territory},
    }


NESTING = (
    "los sobres que están dentro de otro se reparten primero, y después el dinero común del que los contiene, con lo "
    "que subió de ellos, entre los grupos para los que es y que todavía esperan, por puntaje"
)
NESTING_OF: Mapping[str, str] = MappingProxyType(
    {
        "equal_share": "; nadie recibe del dinero común más que la parte igual más baja de los sobres de dentro",
        "best_total": (
            ". El conjunto es uno solo para todos los sobres, y en él los grupos de cada sobre que está dentro de otro "
            "suman al menos el puntaje que alcanzarían solo con el dinero de ese sobre"
        ),
        "pass_funded": (
            "; los sobres de dentro pasan al siguiente cuando uno no alcanza y, si así no caben todos, pagan de la "
            "primera manera en que caben"
        ),
    }
)
"""What some rules add to that."""


def rule_in_words(code: str, terms: AllocationTerms, names: Names, *, nested: bool = False) -> str:
    """Give the rule in words, followed by those of its terms that the contest set.

    `nested` contests have envelopes inside others.
    """
    told = (
        *_terms(terms, settings_of(code), names),
        *((NESTING + NESTING_OF.get(code, ""),) if nested else ()),
    )
    return "; ".join((ALLOCATION_RULES[code], *told))


def _terms(terms: AllocationTerms, settings: frozenset[Setting], names: Names) -> Iterator[str]:
    if Setting.SHARE in settings:
        counted = ", ".join(COUNTERPARTS[part].lower() for part in terms.counted)
        plan = f"lo solicitado más lo aportado en {counted}" if counted else "lo solicitado"
        yield f"se financia hasta el {terms.share_percent} % de cada plan, que es {plan}"
    if Setting.WINNERS in settings and terms.most_winners:
        yield f"en cada categoría se atiende como máximo a {_groups(terms.most_winners)}"
    for limit in terms.limits if Setting.LIMITS in settings else ():
        yield f"para {names.get((limit.of, limit.code), limit.code)}, {_limit(limit)}"


def _limit(limit: Limit) -> str:
    said = (
        f"al menos {_groups(limit.min_awards)}" if limit.min_awards else "",
        "" if limit.max_awards is None else f"como máximo {_groups(limit.max_awards)}",
        f"al menos {limit.min_amount.format()}" if limit.min_amount else "",
        "" if limit.max_amount is None else f"como máximo {limit.max_amount.format()}",
    )
    return " y ".join(part for part in said if part)


def _groups(count: int) -> str:
    return f"{count} grupo" if count == 1 else f"{count} grupos"
