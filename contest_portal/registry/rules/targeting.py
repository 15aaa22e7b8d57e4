"""Whether the programme may work in a populated centre: yes, no, or "there is no data to say".

A rural centre with enough households, in a district poorer than the limit or prioritised against child
malnutrition (Directive 006-2012-MIDIS as the programme describes it). Any figure may be unknown. The three values
combine as Kleene's: a certain "no" decides whatever else is unknown, and an unknown figure is never read as "not
poor" or as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.percentages import MAX_E4, format_percent_e4

Certainty = bool | None
"""Yes, no, or None: not known."""


class Status(StrEnum):
    """The standing of a centre."""

    TARGETED = "targeted"
    NOT_TARGETED = "not_targeted"
    NO_DATA = "no_data"


class Reason(StrEnum):
    """Why a centre has its standing."""

    POVERTY_ABOVE = "poverty_above"
    MALNUTRITION_PRIORITY = "malnutrition_priority"
    NOT_RURAL = "not_rural"
    FEW_HOUSEHOLDS = "few_households"
    POVERTY_NOT_ABOVE = "poverty_not_above"
    HOUSEHOLDS_UNKNOWN = "households_unknown"
    RATE_UNKNOWN = "rate_unknown"
    PRIORITY_UNKNOWN = "priority_unknown"
    HOUSEHOLDS_AND_DISTRICT_UNKNOWN = "households_and_district_unknown"


class Counted(StrEnum):
    """What the number of households used stands for."""

    HOUSEHOLDS = "households"
    DWELLINGS = "dwellings"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The settings of a rule version; the limit in ten-thousandths of a point, to be strictly exceeded."""

    min_households: int = 40
    poverty_above_e4: int = 400_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a centre and its district; None is "no data".

    Dwellings are no households: they stand in for them only where the households are not known, and it is said.
    """

    is_rural: Certainty
    households: int | None
    registered_households: int
    poverty_e4: int | None
    has_malnutrition_priority: Certainty
    dwellings: int | None = None

    @property
    def counted(self) -> tuple[int, Counted] | None:
        """Give the number that stands for the households, and what it counts; None when nothing is known."""
        if self.households is not None:
            return self.households, Counted.HOUSEHOLDS
        if self.dwellings is not None:
            return self.dwellings, Counted.DWELLINGS
        return (self.registered_households, Counted.REGISTERED) if self.registered_households else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer, its reason, and the figures it was taken from."""

    status: Status
    reason: Reason
    households: int | None
    counted: Counted | None
    poverty_e4: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """A centre whose standing would change: from a status (None: it is new) to what would be found."""

    centre_code: str
    before: Status | None
    after: Assessment

    @property
    def enters(self) -> bool:
        """Tell whether it would become targeted."""
        return self.after.status is Status.TARGETED

    @property
    def leaves(self) -> bool:
        """Tell whether it would no longer be targeted."""
        return self.before is Status.TARGETED


@dataclass(frozen=True, slots=True)
class StatusChange:
    """Centres of one status before and after."""

    status: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class TargetingChange:
    """What a change would do, in centres: counts of each status before and after, and those that change it, by code."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    moves: tuple[Move, ...] = ()

    @property
    def enters(self) -> int:
        """Count the centres that would become targeted."""
        return sum(move.enters for move in self.moves)

    @property
    def leaves(self) -> int:
        """Count the centres that would no longer be targeted."""
        return sum(move.leaves for move in self.moves)

    @property
    def rows(self) -> tuple[StatusChange, ...]:
        """Give the counts of each status side by side."""
        return tuple(StatusChange(s.value, self.before[s.value], self.after[s.value]) for s in Status)


def assess(figures: Figures, thresholds: Thresholds) -> Assessment:
    """Apply the rule to one centre."""
    households, counted = figures.counted or (None, None)
    status, reason = judge(
        is_rural=figures.is_rural,
        enough=is_enough(households, counted, thresholds),
        above=is_above(figures.poverty_e4, thresholds),
        has_priority=figures.has_malnutrition_priority,
    )
    return Assessment(status, reason, households, counted, figures.poverty_e4)


def judge(
    *, is_rural: Certainty, enough: Certainty, above: Certainty, has_priority: Certainty
) -> tuple[Status, Reason]:
    """Give the standing and its reason from what is certain, the figures once compared with the thresholds."""
    district = any_of(above, has_priority)
    verdict = all_of(is_rural, enough, district)
    if verdict is True:
        return Status.TARGETED, Reason.POVERTY_ABOVE if above else Reason.MALNUTRITION_PRIORITY
    if verdict is False:
        return Status.NOT_TARGETED, _reason_against(is_rural, enough)
    return Status.NO_DATA, _reason_unknown(enough, district, above)


def is_enough(number: int | None, counted: Counted | None, thresholds: Thresholds) -> Certainty:
    """Compare the number known; that of our own register is a lower bound: it can only prove a yes."""
    if number is None:
        return None
    if counted is Counted.REGISTERED:
        return True if number >= thresholds.min_households else None
    return number >= thresholds.min_households


def is_above(poverty_e4: int | None, thresholds: Thresholds) -> Certainty:
    """Tell whether a rate exceeds the limit; equal is not above."""
    return None if poverty_e4 is None else poverty_e4 > thresholds.poverty_above_e4


def all_of(*values: Certainty) -> Certainty:
    """Give no if any is a certain no, yes if all are, else unknown."""
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def any_of(*values: Certainty) -> Certainty:
    """Give yes if any is a certain yes, no if none can be, else unknown."""
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def explain(
    reason: Reason,
    thresholds: Thresholds,
    *,
    households: int | None,
    counted: Counted | None,
    poverty_e4: int | None,
) -> Problem:
    """Say a reason as one Spanish sentence with its figures, ready for the catalogue."""
    sentences = {**_SENTENCES, **_OF_DWELLINGS} if counted is Counted.DWELLINGS else _SENTENCES
    params = {
        "households": "—" if households is None else str(households),
        "minimum": str(thresholds.min_households),
        "poverty": "—" if poverty_e4 is None else format_percent_e4(poverty_e4),
        "limit": format_percent_e4(thresholds.poverty_above_e4),
    }
    return Problem(f"targeting.{reason.value}", field="centre", message=sentences[reason], params=params)


def threshold_problems(thresholds: Thresholds, source: str) -> tuple[Problem, ...]:
    """Say what is wrong with a new version of the rule before it is kept."""
    problems: list[Problem] = []
    if not 1 <= thresholds.min_households <= 100_000:
        message = N_("El mínimo de hogares debe ser un número de 1 a 100000.")
        problems.append(Problem("targeting.min_households", field="min_households", message=message))
    if not 0 <= thresholds.poverty_above_e4 <= MAX_E4:
        message = N_("El límite de pobreza debe ser un porcentaje de 0 a 100.")
        problems.append(Problem("targeting.poverty_above", field="poverty_above", message=message))
    if not source.strip():
        message = N_("Escriba el documento que aprueba esta regla, con su número y fecha.")
        problems.append(Problem("targeting.source", field="source", message=message))
    return tuple(problems)


def _reason_against(is_rural: Certainty, enough: Certainty) -> Reason:
    if is_rural is False:
        return Reason.NOT_RURAL
    return Reason.FEW_HOUSEHOLDS if enough is False else Reason.POVERTY_NOT_ABOVE


def _reason_unknown(enough: Certainty, district: Certainty, above: Certainty) -> Reason:
    if enough is None:
        return Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN if district is None else Reason.HOUSEHOLDS_UNKNOWN
    return Reason.RATE_UNKNOWN if above is None else Reason.PRIORITY_UNKNOWN


_SENTENCES: Mapping[Reason, str] = {
    Reason.POVERTY_ABOVE: N_(
        "Centro rural con %(households)s hogares (mínimo %(minimum)s), en un distrito con %(poverty)s %% de "
        "pobreza monetaria, por encima de %(limit)s %%."
    ),
    Reason.MALNUTRITION_PRIORITY: N_(
        "Centro rural con %(households)s hogares (mínimo %(minimum)s), en un distrito priorizado contra la "
        "desnutrición crónica infantil."
    ),
    Reason.NOT_RURAL: N_("Es un centro urbano: la regla alcanza solo a centros poblados rurales."),
    Reason.FEW_HOUSEHOLDS: N_("Tiene %(households)s hogares y la regla pide %(minimum)s como mínimo."),
    Reason.POVERTY_NOT_ABOVE: N_(
        "Su distrito tiene %(poverty)s %% de pobreza monetaria, que no supera %(limit)s %%, y no está priorizado "
        "contra la desnutrición crónica infantil."
    ),
    Reason.HOUSEHOLDS_UNKNOWN: N_(
        "No consta cuántos hogares tiene el centro; la regla pide %(minimum)s como mínimo. Importe ese dato."
    ),
    Reason.RATE_UNKNOWN: N_(
        "Su distrito no tiene tasa de pobreza monetaria y no consta que esté priorizado contra la desnutrición "
        "crónica infantil. Importe ese dato."
    ),
    Reason.PRIORITY_UNKNOWN: N_(
        "Su distrito tiene %(poverty)s %% de pobreza monetaria, que no supera %(limit)s %%, y no consta si está "
        "priorizado contra la desnutrición crónica infantil. Importe ese dato."
    ),
    Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN: N_(
        "No constan los hogares del centro ni los datos de su distrito que pide la regla. Importe esos datos."
    ),
}
_OF_DWELLINGS: Mapping[Reason, str] = {
    Reason.POVERTY_ABOVE: N_(
        "Centro rural con %(households)s viviendas (no constan sus hogares; mínimo %(minimum)s), en un distrito con "
        "%(poverty)s %% de pobreza monetaria, por encima de %(limit)s %%."
    ),
    Reason.MALNUTRITION_PRIORITY: N_(
        "Centro rural con %(households)s viviendas (no constan sus hogares; mínimo %(minimum)s), en un distrito "
        "priorizado contra la desnutrición crónica infantil."
    ),
    Reason.FEW_HOUSEHOLDS: N_(
        "Tiene %(households)s viviendas (no constan sus hogares) y la regla pide %(minimum)s hogares como mínimo."
    ),
}
"""Where dwellings stand in for households the sentence says so."""
