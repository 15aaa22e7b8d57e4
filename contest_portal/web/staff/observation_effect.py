"""What a page shows of the effect of a correction, with the names of the groups."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.applications.queries import entrants
from contest_portal.awards.rules.correction import Effect, LineChange, Previewed
from contest_portal.kernel.marks import Mark


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A line that would be another, with the name of its group."""

    group_name: str
    change: LineChange


@dataclass(frozen=True, slots=True)
class EffectShown:
    """A correction with its effect."""

    before: Mark
    after: Mark
    effect: Effect
    changes: tuple[NamedChange, ...]

    @property
    def entering(self) -> tuple[str, ...]:
        """Name the groups that would be awarded, and were not."""
        return tuple(one.group_name for one in self.changes if one.change.enters)

    @property
    def leaving(self) -> tuple[str, ...]:
        """Name the groups that were awarded, and would not be."""
        return tuple(one.group_name for one in self.changes if one.change.leaves)


def effect_shown(session: Session, contest_id: int, previewed: Previewed | None) -> EffectShown | None:
    """Put names to an effect; None where no mark is corrected."""
    if previewed is None:
        return None
    # not the lines of the allocation: it may have been set aside since
    names = {one.code: one.group_name for one in entrants(session, contest_id)}
    changes = (
        NamedChange(names.get(change.code, change.code), change) for change in previewed.effect.changes
    )
    return EffectShown(previewed.before, previewed.after, previewed.effect, tuple(changes))
