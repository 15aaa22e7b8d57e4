"""The reliability of a scoring in words, figures and small plots, for the page and for the paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from flask_babel import gettext

from contest_portal.allocation.reliability import Reliability
from contest_portal.allocation.rules.without_one import CutRange, WithoutJuror
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.marks import Score
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.rules.reliability import JurorFigures, PanelAgreement, Spread

_WIDTH = 300
_EDGE = 6
_STEP = 10


@dataclass(frozen=True, slots=True)
class Strip:
    """A plot one line high, 312 wide: a bar from `low` to `high`, ticks, a dot, and a dashed line."""

    low: int | None
    high: int | None
    ticks: tuple[int, ...] = ()
    dot: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CutRow:
    """The cut of an envelope in words; empty texts where there is nothing to tell."""

    category: str
    last_in: str
    first_out: str
    gap: str
    range: str
    near: str


@dataclass(frozen=True, slots=True)
class WithoutRow:
    """What would be otherwise without a juror."""

    juror: str
    moved: str
    enter: str
    leave: str
    doubt: str


@dataclass(frozen=True, slots=True)
class JurorRow:
    """A juror beside the others; `severity` and `agreement` are empty with too few to say."""

    juror: str
    sheets: int
    compared: int
    severity: str
    agreement: str
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class PanelRow:
    """How far a panel agrees; `alpha` is empty with too few to say."""

    panel: str
    jurors: int
    groups: int
    alpha: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group's total, and between what it would lie with any one juror left out."""

    code: str
    group_name: str
    total: str
    range: str
    awarded: bool
    near: bool
    strip: Strip


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """The sheets of one group side by side, of 100."""

    code: str
    group_name: str
    sheets: int
    low: str
    high: str
    width: str
    deviation: str
    strip: Strip


@dataclass(frozen=True, slots=True)
class Panel:
    """The spread of every group on one kind of sheet; the strips go from `low` to `high`, of 100."""

    name: str
    low: int
    high: int
    rows: tuple[SpreadRow, ...]


@dataclass(frozen=True, slots=True)
class ReliabilityView:
    """Everything the page shows."""

    cuts: tuple[CutRow, ...]
    without: tuple[WithoutRow, ...]
    jurors: tuple[JurorRow, ...]
    agreement: tuple[PanelRow, ...]
    categories: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    panels: tuple[Panel, ...]
    turning: int

    @property
    def leans_on_nobody(self) -> bool:
        """Tell whether the same groups would be awarded without any one juror."""
        return not self.turning and not any(row.doubt for row in self.without)


def reliability_view(found: Reliability, rulebook: Rulebook) -> ReliabilityView:
    """Put the figures into words, in the order of the rules."""
    leaning = found.leaning
    most = max((abs(one.severity) for one in found.figures if one.severity is not None), default=Fraction(0))
    return ReliabilityView(
        cuts=tuple(_cut(found, cut, rulebook) for cut in leaning.cuts),
        without=tuple(_without(found, one) for one in leaning.jurors),
        jurors=tuple(_juror(found, one, most) for one in found.figures),
        agreement=tuple(_agreement(one, rulebook) for one in found.panels),
        categories=tuple(
            (category.name, _groups(found, category.code, rulebook)) for category in rulebook.categories
        ),
        panels=tuple(_panel(found, one, rulebook) for one in found.panels),
        turning=sum(bool(one.enter or one.leave) for one in leaning.jurors),
    )


def panel_name(phase_code: str, class_code: str, rulebook: Rulebook) -> str:
    """Name a kind of sheet: its phase, and the class whose own sheet it is."""
    phase = rulebook.phase(phase_code)
    own = next((one.name for one in phase.classes if one.code == class_code), "")
    return f"{phase.name}: {own}" if own else phase.name


def points_text(points: Fraction | None, *, signed: bool = False) -> str:
    """Write points with two decimals; nothing for None. `signed` writes the plus too, unless nothing shows of them."""
    if points is None:
        return ""
    score = Score.rounded(points, 2, Rounding.HALF_UP)
    return f"+{score}" if signed and score.units > 0 else str(score)


def tau_text(figures: JurorFigures) -> str:
    """Write tau-b with three decimals; nothing with too few to say."""
    thousandths = figures.agreement.thousandths if figures.agreement is not None else None
    return "" if thousandths is None else str(Score(thousandths, 3))


def _named(found: Reliability, code: str | None) -> str:
    return "" if code is None else f"{code} {found.groups[code].group_name}"


def _listed(found: Reliability, codes: Iterable[str]) -> str:
    return ", ".join(_named(found, code) for code in codes)


def _range(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return ""
    if low == high:
        return points_text(low)
    return gettext("%(low)s a %(high)s", low=points_text(low), high=points_text(high))


def _cut(found: Reliability, cut: CutRange, rulebook: Rulebook) -> CutRow:
    border = cut.border
    near = (one.code for one in found.leaning.groups if one.near and one.category == cut.category)
    return CutRow(
        category=rulebook.envelope_names[cut.category],
        last_in=_with_points(found, border.last_in, border.total_in),
        first_out=_with_points(found, border.first_out, border.total_out),
        gap=points_text(border.gap),
        range=_range(cut.low, cut.high),
        near=_listed(found, near),
    )


def _with_points(found: Reliability, code: str | None, points: Fraction | None) -> str:
    return f"{_named(found, code)}: {points_text(points)}" if code else ""


def _without(found: Reliability, one: WithoutJuror) -> WithoutRow:
    moved = f"{points_text(one.moved)} ({_named(found, one.moved_code)})" if one.moved_code else "0.00"
    return WithoutRow(
        juror=found.jurors[one.juror].full_name,
        moved=moved,
        enter=_listed(found, one.enter),
        leave=_listed(found, one.leave),
        doubt=_doubt(found, one),
    )


def _doubt(found: Reliability, one: WithoutJuror) -> str:
    if one.result.missing:
        groups = _listed(found, one.result.missing)
        return gettext("No se puede decir: sin sus fichas no tendrían total %(groups)s.", groups=groups)
    if one.result.tied:
        return gettext("No se puede decir: habría un empate que solo decide un sorteo.")
    if not found.leaning.official.is_known:
        return gettext("Todavía no se puede decir: el resultado oficial espera un sorteo.")
    return ""


def _juror(found: Reliability, one: JurorFigures, most: Fraction) -> JurorRow:
    strip = None
    if one.severity is not None:
        place = _place(one.severity, -most, most)
        middle = _place(Fraction(0), -most, most)
        strip = Strip(min(place, middle), max(place, middle), dot=place, line=middle)
    return JurorRow(
        juror=found.jurors[one.juror].full_name,
        sheets=one.sheets,
        compared=one.compared,
        severity=points_text(one.severity, signed=True),
        agreement=tau_text(one),
        strip=strip,
    )


def _agreement(one: PanelAgreement, rulebook: Rulebook) -> PanelRow:
    name = panel_name(one.phase_code, one.class_code, rulebook)
    return PanelRow(name, one.jurors, one.groups, points_text(one.alpha))


def _groups(found: Reliability, category: str, rulebook: Rulebook) -> tuple[GroupRow, ...]:
    mine = [one for one in found.leaning.groups if one.category == category]
    border = found.leaning.official.borders.get(category)
    cut = border.total_in if border is not None else None
    known = [value for one in mine for value in (one.low, one.high)] + ([] if cut is None else [cut])
    low, high = min(known, default=Fraction(0)), max(known, default=Fraction(rulebook.max_points))
    return tuple(
        GroupRow(
            code=one.code,
            group_name=found.groups[one.code].group_name,
            total=points_text(one.total),
            range=_range(one.low, one.high),
            awarded=one.awarded,
            near=one.near,
            strip=Strip(
                _place(one.low, low, high),
                _place(one.high, low, high),
                dot=_place(one.total, low, high),
                line=None if cut is None else _place(cut, low, high),
            ),
        )
        for one in sorted(mine, key=lambda one: (-one.total, one.code))
    )


def _panel(found: Reliability, one: PanelAgreement, rulebook: Rulebook) -> Panel:
    mine = [
        spread
        for spread in found.spreads
        if (spread.phase_code, spread.class_code) == (one.phase_code, one.class_code)
    ]
    low = min(int(spread.low) for spread in mine) // _STEP * _STEP
    high = -(-max(ceil(spread.high) for spread in mine) // _STEP) * _STEP
    name = panel_name(one.phase_code, one.class_code, rulebook)
    return Panel(name, low, high, tuple(_spread(found, spread, low, high) for spread in mine))


def _spread(found: Reliability, one: Spread, low: int, high: int) -> SpreadRow:
    floor, top = Fraction(low), Fraction(high)
    return SpreadRow(
        code=one.code,
        group_name=found.groups[one.code].group_name,
        sheets=len(one.readings),
        low=points_text(one.low),
        high=points_text(one.high),
        width=points_text(one.width),
        deviation=points_text(one.deviation),
        strip=Strip(
            _place(one.low, floor, top),
            _place(one.high, floor, top),
            ticks=tuple(_place(reading.share, floor, top) for reading in one.readings),
            dot=_place(one.mean, floor, top),
        ),
    )


def _place(value: Fraction, low: Fraction, high: Fraction) -> int:
    """Give where a value lies between two others on a strip; in the middle when they are the same."""
    if low == high:
        return _EDGE + _WIDTH // 2
    return _EDGE + int((value - low) * _WIDTH / (high - low))
