"""A whole profile as short sentences, to be read aloud to the group before it agrees.

Figures stand beside the same figures in words. The sentences are of the answers alone: nothing is added or left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.profile import (
    CounterpartKind,
    Profile,
    SectionCode,
    line_total,
    total_of,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.rules.words import cardinal, shortened
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.money import CENTS_PER_SOL, Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.quantities import Quantity
from contest_portal.kernel.records import to_data
from contest_portal.kernel.sentences import Sentence

NOT_WRITTEN = Sentence(N_("Esta parte todavía no está escrita."))
_OFFICES: Mapping[str, str] = MappingProxyType(
    {
        MemberOffice.PRESIDENT: N_("%(name)s preside el grupo."),
        MemberOffice.TREASURER: N_("%(name)s lleva la tesorería."),
        MemberOffice.SECRETARY: N_("%(name)s lleva la secretaría."),
        MemberOffice.MEMBER: N_("%(name)s es integrante."),
    }
)
_COUNTERPARTS: Mapping[CounterpartKind, str] = MappingProxyType(
    {
        CounterpartKind.CASH: N_("Ponemos dinero: %(what)s. Son %(amount)s."),
        CounterpartKind.KIND: N_("Ponemos bienes: %(what)s. Valen %(amount)s."),
        CounterpartKind.LABOUR: N_("Ponemos trabajo: %(what)s. Vale %(amount)s."),
    }
)


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """The group as it presents itself; `members` are names with their office, the president first."""

    name: str
    centre: str
    district: str
    members: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A part that is read in one breath; `section` None: who the group is."""

    section: str | None
    sentences: tuple[Sentence, ...]


def reading_sha256(choice: Choice, profile: Profile) -> str:
    """Name what was read: another hash, other words."""
    return canonical_hash({"choice": to_data(choice), "profile": to_data(profile)})


def read_aloud(group: ReadGroup, choice: Choice, profile: Profile, rulebook: Rulebook) -> tuple[Passage, ...]:
    """Give the whole profile in the order of the contest's form; answers to its own questions are for the page."""
    parts: Mapping[str, Iterator[Sentence]] = {
        SectionCode.CHOICE: _choice(choice, profile, rulebook),
        SectionCode.SITUATION: _situation(profile),
        SectionCode.ASSETS: _assets(profile),
        SectionCode.PROBLEMS: _problems(profile),
        SectionCode.ASSISTANCE: _assistance(profile),
        SectionCode.GOODS: _goods(profile),
        SectionCode.SALES: _sales(profile),
        SectionCode.COUNTERPART: _counterpart(profile),
        SectionCode.BUDGET: _budget(profile),
    }
    return (
        Passage(None, tuple(_group(group, rulebook))),
        *(
            Passage(section.code, tuple(parts.get(section.code, ())) or (NOT_WRITTEN,) * (not section.is_own))
            for section in rulebook.form.sections
        ),
    )


def spoken_amount(amount: Money) -> str:
    """Write an amount in figures and as one says it: `S/ 21,000.50 (veintiún mil soles con cincuenta céntimos)`."""
    soles, cents = divmod(abs(amount.cents), CENTS_PER_SOL)
    said = f"{shortened(cardinal(soles))} {'sol' if soles == 1 else 'soles'}"
    if cents:
        said += f" con {shortened(cardinal(cents))} {'céntimo' if cents == 1 else 'céntimos'}"
    return f"{amount.format()} ({said})"


def _group(group: ReadGroup, rulebook: Rulebook) -> Iterator[Sentence]:
    yield Sentence(N_("Nuestro grupo se llama %(name)s."), {"name": group.name})
    where = {"centre": group.centre, "district": group.district}
    yield Sentence(N_("Somos de %(centre)s, en el distrito de %(district)s."), where)
    yield Sentence(N_("Nos presentamos al concurso «%(contest)s»."), {"contest": rulebook.title})
    for name, office in group.members:
        yield Sentence(_OFFICES[office], {"name": name})


def _choice(choice: Choice, profile: Profile, rulebook: Rulebook) -> Iterator[Sentence]:
    categories = {one.code: one.name for one in rulebook.categories}
    lines = {one.code: one.name for one in rulebook.lines}
    told = (
        (N_("Nuestro negocio se llama «%(what)s»."), choice.title),
        (N_("Postulamos en la categoría «%(what)s»."), categories.get(choice.category_code or "")),
        (N_("Nuestra línea de producción es «%(what)s»."), lines.get(choice.line_code or "")),
        (N_("De qué trata: %(what)s."), profile.summary),
    )
    yield from (Sentence(message, {"what": _plain(what)}) for message, what in told if what)


def _situation(profile: Profile) -> Iterator[Sentence]:
    for row in profile.situation:
        words = {"today": _plain(row.today), "expected": _plain(row.expected)}
        yield Sentence(N_("Hoy es así: %(today)s. Esperamos lograr esto: %(expected)s."), words)


def _assets(profile: Profile) -> Iterator[Sentence]:
    for row in profile.assets:
        yield _priced(
            N_("Tenemos %(what)s. Son %(count)s (%(unit)s) a %(price)s cada uno. Vale %(total)s."),
            row.description,
            row.unit,
            row.quantity,
            row.unit_cost,
        )
    if profile.assets:
        yield _sum(N_("Todo lo que ya tenemos vale %(amount)s."), total_of(profile.assets))


def _problems(profile: Profile) -> Iterator[Sentence]:
    for row in profile.problems:
        words = {"problem": _plain(row.problem), "solution": _plain(row.solution)}
        yield Sentence(
            N_("Tenemos este problema: %(problem)s. Lo vamos a resolver así: %(solution)s."), words
        )


def _assistance(profile: Profile) -> Iterator[Sentence]:
    for row in profile.assistance:
        words = {
            "subject": _plain(row.subject),
            "who": _plain(row.specialist),
            "expected": _plain(row.expected_result),
        }
        yield Sentence(
            N_("Queremos aprender esto: %(subject)s. Nos enseña: %(who)s. Esperamos: %(expected)s."), words
        )
        yield _priced(
            N_("Son %(count)s días a %(price)s por día. Cuesta %(total)s."),
            row.subject,
            "",
            row.days,
            row.cost_per_day,
        )
    if profile.assistance:
        yield _sum(N_("Toda la asistencia técnica cuesta %(amount)s."), total_of(profile.assistance))


def _goods(profile: Profile) -> Iterator[Sentence]:
    for row in profile.goods:
        yield _priced(
            N_("Compraremos %(what)s. Son %(count)s (%(unit)s) a %(price)s cada uno. Cuesta %(total)s."),
            row.description,
            row.unit,
            row.quantity,
            row.unit_cost,
        )
    for quoted in profile.quotations:
        yield Sentence(
            N_("Por %(goods)s, %(supplier)s nos pide %(amount)s."),
            {
                "goods": _plain(quoted.goods),
                "supplier": _plain(quoted.supplier),
                "amount": _amount(quoted.amount),
            },
        )
    if profile.quotations_reason:
        yield Sentence(N_("Elegimos así porque: %(reason)s."), {"reason": _plain(profile.quotations_reason)})
    if profile.goods:
        yield _sum(N_("Todo lo que compraremos cuesta %(amount)s."), total_of(profile.goods))


def _sales(profile: Profile) -> Iterator[Sentence]:
    for sale in profile.sales:
        yield _priced(
            N_(
                "En un año venderemos %(what)s. Son %(count)s (%(unit)s) a %(price)s cada uno. Suma %(total)s."
            ),
            sale.product,
            sale.unit,
            sale.quantity,
            sale.price,
        )
    for cost in profile.costs:
        yield _priced(
            N_(
                "En un año gastaremos en %(what)s. Son %(count)s (%(unit)s) a %(price)s cada uno. Suma %(total)s."
            ),
            cost.description,
            cost.unit,
            cost.quantity,
            cost.unit_cost,
        )
    if not profile.sales and not profile.costs:
        return
    yield _sum(N_("En un año venderemos por %(amount)s."), total_of(profile.sales))
    yield _sum(N_("En un año gastaremos %(amount)s."), total_of(profile.costs))
    gain = profile.yearly_profit
    loses = gain < Money(0)
    message = N_("Así perderíamos %(amount)s al año.") if loses else N_("Así nos quedan %(amount)s al año.")
    yield _sum(message, Money(abs(gain.cents)))


def _counterpart(profile: Profile) -> Iterator[Sentence]:
    for row in profile.counterpart:
        words = {"what": _plain(row.description), "amount": _amount(row.amount)}
        yield Sentence(_COUNTERPARTS[row.kind], words)
    if profile.counterpart:
        yield _sum(N_("Todo lo que ponemos vale %(amount)s."), total_of(profile.counterpart))


def _budget(profile: Profile) -> Iterator[Sentence]:
    if not profile.requested:
        return
    yield _sum(N_("Pedimos al fondo %(amount)s."), profile.requested)
    yield _sum(N_("Para comprar bienes son %(amount)s."), profile.requested_goods)
    yield _sum(N_("Para asistencia técnica son %(amount)s."), profile.requested_assistance)


def _priced(message: str, what: str, unit: str, quantity: Quantity | None, price: Money | None) -> Sentence:
    if quantity is None or price is None:
        return Sentence(N_("%(what)s: falta decir cuánto o a qué precio."), {"what": _plain(what)})
    words = {
        "what": _plain(what),
        "count": str(quantity),
        "unit": _plain(unit),
        "price": spoken_amount(price),
        "total": spoken_amount(line_total(quantity, price)),
    }
    used = {name: word for name, word in words.items() if f"%({name})s" in message}
    return Sentence(message, used)


def _sum(message: str, amount: Money) -> Sentence:
    return Sentence(message, {"amount": spoken_amount(amount)})


def _amount(amount: Money | None) -> str:
    return "—" if amount is None else spoken_amount(amount)


def _plain(text: str) -> str:
    """Take the full stop off: the sentence brings its own."""
    return text.strip().rstrip(".").rstrip() or "—"
