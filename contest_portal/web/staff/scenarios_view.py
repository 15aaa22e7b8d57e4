"""Scenarios side by side in words, figures and bars, for the page, the paper and the file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.rules.registry import RULES
from contest_portal.allocation.rules.what_if import Differences, Outturn, Reach
from contest_portal.allocation.what_if import Basis, Column
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.filters import money, say
from contest_portal.web.staff.scenarios_forms import RULE_LABELS, LimitNames
from contest_portal.web.staff.scenarios_words import scenario_terms

FROZEN = "bases"
UNPROVEN = "allocation.unproven"
_EQUAL_SHARES = N_(
    "Cada jurado tiene una parte igual de cada sobre y paga con ella a los grupos según los puntos que les dio; lo "
    "que queda se completa por orden de mérito."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, how long its bar is (0 to 100; None without one), and what it is made of, exact and by name."""

    text: str
    percent: int | None = None
    figures: tuple[tuple[str, object], ...] = ()


NOTHING = Cell("—")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of every column, by the column's key."""

    label: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A group that gets something else; `label` says whether it enters, leaves or gets another amount."""

    label: str
    tone: str
    code: str
    group_name: str
    before: Money
    after: Money
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column in words. `problems` say why it has no figures; `is_unproven` when the search found no proof."""

    key: str
    label: str
    rule: str
    explanation: str
    terms: tuple[str, ...]
    problems: tuple[str, ...]
    is_unproven: bool
    summary: tuple[str, ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ScenariosView:
    """Everything that is shown. `basis` says what the first column is."""

    basis: str
    columns: tuple[ColumnView, ...]
    measures: tuple[Measure, ...]
    envelopes: tuple[Measure, ...]

    @property
    def scenarios(self) -> tuple[ColumnView, ...]:
        """Give the columns beside the frozen rule."""
        return self.columns[1:]


def scenarios_view(
    basis: Basis, columns: Sequence[Column], letters: Sequence[str], limits: LimitNames
) -> ScenariosView:
    """Put columns into words; `letters` are those of the scenarios, in order, `limits` name what one is about."""
    keyed = dict(zip((FROZEN, *letters), columns, strict=True))
    return ScenariosView(
        basis=_basis(basis),
        columns=tuple(_column(basis, key, one, columns[0].reach, limits) for key, one in keyed.items()),
        measures=tuple(_measures(basis, keyed)),
        envelopes=tuple(_envelopes(basis, keyed)),
    )


def _basis(basis: Basis) -> str:
    if basis.state is None:
        return gettext(
            "La primera columna es lo que hoy daría la regla de las bases: todavía no hay propuesta."
        )
    if basis.state is RunState.APPROVED:
        return gettext("La primera columna es el reparto aprobado, que es el único que vale.")
    return gettext("La primera columna es el reparto propuesto, con la regla de las bases.")


def _column(basis: Basis, key: str, column: Column, frozen: Reach | None, limits: LimitNames) -> ColumnView:
    rule = column.inputs.rule
    return ColumnView(
        key=key,
        label=gettext("Bases") if key == FROZEN else gettext("Escenario %(letter)s", letter=key),
        rule=gettext(RULE_LABELS.get(rule, rule)),
        explanation=gettext(RULES[rule].explanation if rule in RULES else _EQUAL_SHARES),
        terms=() if column.scenario is None else tuple(scenario_terms(basis, column.scenario, limits)),
        problems=tuple(say(problem) for problem in column.problems),
        is_unproven=any(problem.code == UNPROVEN for problem in column.problems),
        summary=tuple(_summary(basis, column, frozen)),
        changes=tuple(_changes(basis, column.differences)),
    )


def _summary(basis: Basis, column: Column, frozen: Reach | None) -> Iterator[str]:
    """Say what changes in a sentence or two; nothing where there is nothing to compare with."""
    found = column.differences
    if found is None:
        return
    if not found.everyone:
        yield gettext("No cambia nada: los mismos grupos reciben los mismos montos.")
        return
    yield gettext(
        "Entran: %(enter)s. Salen: %(leave)s. Cambian de monto: %(moved)s.",
        enter=len(found.enter),
        leave=len(found.leave),
        moved=len(found.moved),
    )
    yield from _reached(basis, frozen, column.reach)


def _changes(basis: Basis, found: Differences | None) -> Iterator[ChangeRow]:
    if found is None:
        return
    for label, tone, changes in (
        (N_("Entra"), "good", found.enter),
        (N_("Sale"), "bad", found.leave),
        (N_("Cambia de monto"), "info", found.moved),
    ):
        for one in changes:
            group = basis.groups.get(one.application_id)
            yield ChangeRow(
                label=gettext(label),
                tone=tone,
                code=one.code,
                group_name=one.code if group is None else group.group_name,
                before=one.before,
                after=one.after,
                reason=say(one.sentence),
            )


def _reached(basis: Basis, frozen: Reach | None, reach: Reach | None) -> Iterator[str]:
    """Name the lines and centres that only one of the two reaches."""
    if frozen is None or reach is None:
        return
    lines = {line.code: line.name for line in basis.rulebook.lines}
    centres = {one.centre_code: one.centre_name for one in basis.groups.values()}
    for sentence, codes, names in (
        (N_("Líneas que se suman: %(names)s."), reach.lines - frozen.lines, lines),
        (N_("Líneas que se pierden: %(names)s."), frozen.lines - reach.lines, lines),
        (N_("Centros poblados que se suman: %(names)s."), reach.centres - frozen.centres, centres),
        (N_("Centros poblados que se pierden: %(names)s."), frozen.centres - reach.centres, centres),
    ):
        if codes:
            yield gettext(sentence, names=", ".join(sorted(names.get(code, code) for code in codes)))


def _measures(basis: Basis, columns: Mapping[str, Column]) -> Iterator[Measure]:
    lines = len(basis.rulebook.lines)
    more = _figures(columns, lambda given, _: given.fund.cents - basis.inputs.fund.cents)
    outside = _figures(columns, lambda given, _: given.unassigned.cents)
    yield _measure(
        gettext("Grupos que reciben dinero"), _figures(columns, lambda given, _: len(given.awards))
    )
    yield _amounts(gettext("Adjudicado"), _figures(columns, lambda given, _: given.awarded.cents))
    yield _amounts(gettext("Saldo de los sobres"), _figures(columns, lambda given, _: given.balance.cents))
    if any(outside.values()):
        yield _amounts(gettext("Fuera de los sobres"), outside)
    if any(more.values()):
        yield _amounts(gettext("Dinero que el fondo no tiene"), more)
    yield _measure(
        gettext("Líneas productivas alcanzadas"),
        _figures(columns, lambda _, reach: len(reach.lines)),
        lambda count: gettext("%(count)s de %(whole)s", count=count, whole=lines),
    )
    yield _measure(
        gettext("Centros poblados alcanzados"), _figures(columns, lambda _, reach: len(reach.centres))
    )
    women = {key: _women(column.reach) for key, column in columns.items()}
    yield Measure(gettext("Mujeres entre los socios"), women)


def _figures(columns: Mapping[str, Column], figure: Callable[[Outturn, Reach], int]) -> dict[str, int | None]:
    return {
        key: None if one.outturn is None or one.reach is None else figure(one.outturn, one.reach)
        for key, one in columns.items()
    }


def _measure(label: str, figures: Mapping[str, int | None], write: Callable[[int], str] = str) -> Measure:
    """Write a count of every column, its bar beside the longest."""
    percents = _percents(figures)
    return Measure(
        label,
        {
            key: NOTHING if figure is None else Cell(write(figure), percents[key], ((label, figure),))
            for key, figure in figures.items()
        },
    )


def _amounts(label: str, cents: Mapping[str, int | None]) -> Measure:
    percents = _percents(cents)
    return Measure(
        label,
        {
            key: NOTHING if one is None else Cell(money(Money(one)), percents[key], ((label, Money(one)),))
            for key, one in cents.items()
        },
    )


def _percents(figures: Mapping[str, int | None]) -> Mapping[str, int]:
    most = max((figure for figure in figures.values() if figure is not None), default=0) or 1
    return {key: 100 * (figure or 0) // most for key, figure in figures.items()}


def _women(reach: Reach | None) -> Cell:
    """Write the share of women, rounded down to a whole percent, and of how many groups nothing is known."""
    if reach is None:
        return NOTHING
    untold = ngettext("%(num)s grupo sin dato", "%(num)s grupos sin dato", reach.untold)
    figures = (
        (gettext("Mujeres"), reach.women),
        (gettext("Socios"), reach.members),
        (gettext("Grupos sin dato"), reach.untold),
    )
    if reach.share is None:
        return Cell(untold if reach.untold else gettext("sin dato"), None, figures)
    percent = int(reach.share * 100)
    text = gettext(
        "%(percent)s %% (%(women)s de %(members)s)",
        percent=percent,
        women=reach.women,
        members=reach.members,
    )
    return Cell(f"{text}; {untold}" if reach.untold else text, percent, figures)


def _envelopes(basis: Basis, columns: Mapping[str, Column]) -> Iterator[Measure]:
    for one in sorted(basis.inputs.envelopes, key=lambda one: one.category_code):
        cells = {key: _envelope(column.outturn, one.category_code) for key, column in columns.items()}
        yield Measure(basis.rulebook.envelope_names[one.category_code], cells)


def _envelope(outturn: Outturn | None, category_code: str) -> Cell:
    if outturn is None:
        return NOTHING
    total = next(one for one in outturn.envelopes if one.category_code == category_code)
    text = ngettext(
        "%(num)s grupo, %(awarded)s de %(amount)s; queda %(balance)s",
        "%(num)s grupos, %(awarded)s de %(amount)s; queda %(balance)s",
        total.awards,
        awarded=money(total.awarded),
        amount=money(total.amount),
        balance=money(total.balance),
    )
    figures = (
        (gettext("Grupos que reciben dinero"), total.awards),
        (gettext("Monto del sobre"), total.amount),
        (gettext("Adjudicado"), total.awarded),
        (gettext("Saldo"), total.balance),
    )
    return Cell(text, int(total.awarded.share_of(total.amount) * 100), figures)
