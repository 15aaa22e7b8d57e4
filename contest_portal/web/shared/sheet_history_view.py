"""The versions of a sheet in words: who, when, from where, and what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contest_portal.contests.rules.rulebook import Criterion, Phase
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_
from contest_portal.scoring.rules.versions import WrittenMark, changed_criteria
from contest_portal.scoring.sheet_history import VersionView

DEED_LABELS: Mapping[str, str] = {
    "finalised": N_("La hizo definitiva"),
    "returned": N_("Se devolvió al jurado"),
    "saved": N_("Guardó el borrador"),
}
ORIGIN_LABELS: Mapping[str, str] = {
    "file": N_("en un archivo de su teléfono"),
    "page": N_("en una página del portal"),
    "paper": N_("en papel"),
    "phone": N_("en su teléfono"),
}
DEED_TONES: Mapping[str, str] = {"finalised": "good", "returned": "warn", "saved": "neutral"}


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A criterion of a version: the mark before and now, with its reason; None: not marked."""

    criterion: str
    before: str | None
    now: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version with what it changed."""

    version: VersionView
    changes: tuple[MarkChange, ...]

    @property
    def origin(self) -> str:
        """Say where it was written, to be translated."""
        return ORIGIN_LABELS[self.version.origin]


def version_cards(
    versions: tuple[VersionView, ...], phase: Phase, *, per_point: int
) -> tuple[VersionCard, ...]:
    """Tell each version by what it changed, the newest first."""
    return tuple(_cards(versions, phase, per_point))[::-1]


def _cards(versions: tuple[VersionView, ...], phase: Phase, per_point: int) -> Iterator[VersionCard]:
    criteria = {criterion.code: criterion for criterion in phase.criteria}
    before: Mapping[str, WrittenMark] = {}
    for version in versions:
        changed = changed_criteria(before, version.marks, criteria)
        yield VersionCard(
            version,
            tuple(
                _change(criteria[code], before.get(code), version.marks.get(code), per_point)
                for code in changed
            ),
        )
        before = version.marks


def _change(
    criterion: Criterion, before: WrittenMark | None, now: WrittenMark | None, per_point: int
) -> MarkChange:
    reason = "" if now is None else now.reason
    return MarkChange(criterion.text, _mark(before, per_point), _mark(now, per_point), reason)


def _mark(written: WrittenMark | None, per_point: int) -> str | None:
    return None if written is None else str(Mark(written.units, per_point))
