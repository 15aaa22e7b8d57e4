"""How far jurors agree, told from their final sheets. It changes nothing: the official result knows none of this.

Only what jurors mark is compared, as hundredths of what their sheet can reach, so that phases and sheets of different
sizes stand side by side. Everything is exact; a square root is only taken to write tau with three decimals.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isqrt

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.sheets import Phase
from contest_portal.scoring.rules.entries import CountedSheet, ScoredEntry
from contest_portal.scoring.rules.shares import sheet_points

MIN_JURORS = 3
"""With two sheets of a group nobody can tell which of the two is the severe one."""
MIN_GROUPS = 3
"""A juror who shares fewer groups with others is not compared."""
_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a juror's sheet reaches of its maximum, from 0 to 100."""

    juror: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Spread:
    """The sheets of one group that can be compared: of a phase, and of a class where classes have own sheets."""

    phase_code: str
    class_code: str
    code: str
    readings: tuple[Reading, ...]

    @property
    def mean(self) -> Fraction:
        """Give the mean of the sheets."""
        return _mean(reading.share for reading in self.readings)

    @property
    def low(self) -> Fraction:
        """Give the lowest sheet."""
        return min(reading.share for reading in self.readings)

    @property
    def high(self) -> Fraction:
        """Give the highest sheet."""
        return max(reading.share for reading in self.readings)

    @property
    def width(self) -> Fraction:
        """Give how far the highest is from the lowest."""
        return self.high - self.low

    @property
    def deviation(self) -> Fraction:
        """Give how far sheets are from their mean, on the mean."""
        return _mean(abs(reading.share - self.mean) for reading in self.readings)

    @property
    def is_comparable(self) -> bool:
        """Tell whether there are enough sheets to compare a juror with the others."""
        return len(self.readings) >= MIN_JURORS


@dataclass(frozen=True, slots=True)
class RankAgreement:
    """Kendall's tau-b out of pairs of groups: ordered alike, the other way, not tied by one and by the other."""

    alike: int
    opposed: int
    untied: int
    others_untied: int

    @property
    def thousandths(self) -> int | None:
        """Give tau-b in thousandths, from -1000 to 1000, cut off; None when one side orders nothing."""
        if not self.untied or not self.others_untied:
            return None
        difference = self.alike - self.opposed
        root = isqrt(difference * difference * 1_000_000 // (self.untied * self.others_untied))
        return root if difference >= 0 else -root


@dataclass(frozen=True, slots=True)
class JurorFigures:
    """A juror beside the others on the same groups.

    `severity`: the mean of own minus the others' mean, below zero for who gives less; None with too few to say.
    """

    juror: int
    sheets: int
    compared: int
    severity: Fraction | None
    agreement: RankAgreement | None


@dataclass(frozen=True, slots=True)
class PanelAgreement:
    """Krippendorff's alpha for intervals over the sheets that can be compared; None with too few to say."""

    phase_code: str
    class_code: str
    jurors: int
    groups: int
    alpha: Fraction | None


def spreads(entries: Iterable[ScoredEntry], rulebook: Rulebook) -> tuple[Spread, ...]:
    """Put side by side the sheets of each group, phase by phase in the order of the rules, groups by code."""
    listed = sorted(entries, key=lambda entry: entry.code)
    return tuple(
        spread for phase in rulebook.phases for entry in listed for spread in _spreads_of(entry, phase)
    )


def juror_figures(found: Iterable[Spread]) -> tuple[JurorFigures, ...]:
    """Compare every juror with the others on the same groups, by juror."""
    listed = tuple(found)
    sheets: dict[int, int] = defaultdict(int)
    beside: dict[int, list[tuple[str, Fraction, Fraction]]] = defaultdict(list)
    for spread in listed:
        for reading in spread.readings:
            sheets[reading.juror] += 1
            if spread.is_comparable:
                others = _mean(other.share for other in spread.readings if other is not reading)
                sheet_kind = f"{spread.phase_code}/{spread.class_code}"
                beside[reading.juror].append((sheet_kind, reading.share, others))
    return tuple(_figures(juror, sheets[juror], beside[juror]) for juror in sorted(sheets))


def panel_agreement(found: Iterable[Spread]) -> tuple[PanelAgreement, ...]:
    """Say how far each panel agrees, phase by phase and class by class."""
    panels: dict[tuple[str, str], list[Spread]] = defaultdict(list)
    for spread in found:
        panels[spread.phase_code, spread.class_code].append(spread)
    return tuple(_panel(phase, code, units) for (phase, code), units in panels.items())


def _spreads_of(entry: ScoredEntry, phase: Phase) -> Iterator[Spread]:
    by_class: dict[str, list[Reading]] = defaultdict(list)
    for sheet in entry.sheets_of(phase):
        most = _most(phase, sheet)
        if most:
            own = sheet.evaluator_class if phase.has_own_sheets else ""
            by_class[own].append(Reading(sheet.juror, sheet_points(sheet, phase) * _HUNDRED / most))
    for code, readings in sorted(by_class.items()):
        yield Spread(phase.code, code, entry.code, tuple(sorted(readings, key=lambda one: one.juror)))


def _most(phase: Phase, sheet: CountedSheet) -> Fraction:
    asked = (c for c in phase.sheet_of(sheet.evaluator_class) if not c.is_computed)
    return sum((phase.most(criterion) for criterion in asked), Fraction(0))


def _figures(juror: int, sheets: int, beside: list[tuple[str, Fraction, Fraction]]) -> JurorFigures:
    if len(beside) < MIN_GROUPS:
        return JurorFigures(juror, sheets, len(beside), None, None)
    severity = _mean(own - others for _, own, others in beside)
    return JurorFigures(juror, sheets, len(beside), severity, _rank_agreement(beside))


def _rank_agreement(beside: list[tuple[str, Fraction, Fraction]]) -> RankAgreement:
    """Compare pairs of groups on the same sheet alone: two phases are two orders."""
    pairs = [
        (_sign(own, other_own), _sign(mean, other_mean))
        for (kind, own, mean), (other_kind, other_own, other_mean) in combinations(beside, 2)
        if kind == other_kind
    ]
    return RankAgreement(
        alike=sum(one * other > 0 for one, other in pairs),
        opposed=sum(one * other < 0 for one, other in pairs),
        untied=sum(one != 0 for one, _ in pairs),
        others_untied=sum(other != 0 for _, other in pairs),
    )


def _panel(phase: str, code: str, units: list[Spread]) -> PanelAgreement:
    jurors = {reading.juror for unit in units for reading in unit.readings}
    paired = [unit for unit in units if len(unit.readings) > 1]
    enough = len(jurors) >= MIN_JURORS and len(paired) >= MIN_GROUPS
    return PanelAgreement(phase, code, len(jurors), len(paired), _alpha(paired) if enough else None)


def _alpha(units: list[Spread]) -> Fraction | None:
    """Give 1 - observed / expected disagreement (Krippendorff, interval metric); None when all sheets are equal."""
    values = [[reading.share for reading in unit.readings] for unit in units]
    everything = [value for unit in values for value in unit]
    expected = _squared_differences(everything) / (len(everything) - 1)
    if not expected:
        return None
    observed = sum((_squared_differences(unit) / (len(unit) - 1) for unit in values), Fraction(0))
    return 1 - observed / expected


def _squared_differences(values: list[Fraction]) -> Fraction:
    """Add (a - b)² over all ordered pairs."""
    total = sum(values, Fraction(0))
    return 2 * (len(values) * sum((value * value for value in values), Fraction(0)) - total * total)


def _sign(one: Fraction, other: Fraction) -> int:
    return (one > other) - (one < other)


def _mean(values: Iterable[Fraction]) -> Fraction:
    listed = tuple(values)
    return sum(listed, Fraction(0)) / len(listed)
