"""From entries that arrive in any order to one state of a sheet, or a conflict that only its juror can settle.

States form a graph: each names those it was written upon. What nobody wrote upon is a head. One head, or heads that say
the same, are the sheet; heads that differ are a conflict. That depends on the set of entries alone: not on the order in
which they came, nor how often, nor on any phone's clock (by which the last writer would win, and be wrong).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from contest_portal.scoring.rules.sheet_entries import FIRST, EntryMark, Kind

_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Content:
    """What a sheet says."""

    marks: tuple[EntryMark, ...] = ()
    comment: str = ""
    kind: Kind = Kind.DRAFT


@dataclass(frozen=True, slots=True)
class State:
    """An entry as the fold sees it. `counts` is False for one that is held: it is never the sheet."""

    key: str
    based_on: frozenset[str]
    content: Content
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """The sheet as the portal keeps it: its version and what it says; which entries became which version."""

    version: int = 0
    content: Content = Content()
    written: Mapping[str, int] = field(default_factory=lambda: _NONE)

    @property
    def name(self) -> str:
        """Name this state as entries do."""
        return version_name(self.version)


@dataclass(frozen=True, slots=True)
class Folded:
    """What the entries and the kept sheet come to: the heads by name, in order, and what was written over."""

    heads: tuple[tuple[str, Content], ...]
    covered: frozenset[str]

    @property
    def contents(self) -> frozenset[Content]:
        """Give what the heads say; more than one is a conflict."""
        return frozenset(content for _, content in self.heads)

    @property
    def in_conflict(self) -> bool:
        """Tell whether only the juror can say what the sheet is."""
        return len(self.contents) > 1


def version_name(version: int) -> str:
    """Name a version of the kept sheet."""
    return f"v{version}"


def name_of(key: str, written: Mapping[str, int]) -> str:
    """Name an entry by the version that it became, if it did: that is how others may know it."""
    return version_name(written[key]) if key in written else key


def fold(states: Iterable[State], kept: Kept) -> Folded:
    """Find the heads among the entries of one sheet and the sheet that is kept."""
    named = {kept.name: State(kept.name, frozenset(), kept.content)}
    named |= {one.key: one for one in (_renamed(state, kept.written) for state in states)}
    counted = [one for one in named.values() if one.counts]
    covered = {version_name(version) for version in range(kept.version)}
    covered |= {key for one in counted for key in _beneath(one, named)}
    if kept.version == 0 and len(counted) > 1:
        covered.add(kept.name)  # whatever is written stands upon the empty sheet
    covered |= _twins(counted, covered)
    heads = ((one.key, one.content) for one in counted if one.key not in covered)
    return Folded(tuple(sorted(heads, key=lambda head: (head[0] != kept.name, head[0]))), frozenset(covered))


def _renamed(state: State, written: Mapping[str, int]) -> State:
    bases = frozenset(name_of(one, written) for one in state.based_on)
    return State(name_of(state.key, written), bases, state.content, state.counts or state.key in written)


def _beneath(state: State, named: Mapping[str, State]) -> set[str]:
    """List all that a state stands upon, as far as it has arrived; held ones carry on what they stand upon."""
    found: set[str] = set()
    waiting = list(state.based_on)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(named[key].based_on if key in named else ())
    return found


def _twins(counted: Iterable[State], covered: set[str]) -> set[str]:
    """Find states that say the same upon the same as one that was left behind: both phones chose alike."""
    listed = tuple(counted)
    left = {(one.based_on, one.content) for one in listed if one.key in covered}
    return {one.key for one in listed if one.based_on and (one.based_on, one.content) in left}


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry in its phone's count: `order` is when the portal kept it, against a number given twice."""

    key: str
    device: int
    number: int
    previous: str
    order: int


def out_of_line(arrived: Iterable[Arrived]) -> Mapping[str, str]:
    """Name the entries that do not follow the one before on their phone, and why: `gap`, `repeated` or `chain`.

    After the first that is missing or does not fit nothing of that phone counts, until what is missing comes.
    """
    wrong: dict[str, str] = {}
    last: dict[int, tuple[int, str]] = {}
    for one in sorted(arrived, key=lambda one: (one.device, one.number, one.order)):
        number, key = last.get(one.device, (0, FIRST))
        if one.number == number:
            wrong[one.key] = "repeated"
        elif one.number != number + 1:
            wrong[one.key] = "gap"
        elif one.previous != key:
            wrong[one.key] = "chain"
        else:
            last[one.device] = (one.number, one.key)
    return wrong
