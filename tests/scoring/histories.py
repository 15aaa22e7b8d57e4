"""Random histories of one sheet on several phones, with what it should come to in the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from contest_portal.scoring.rules.sheet_entries import EntryMark, Kind
from contest_portal.scoring.rules.sync import Content, State


def content(units: int, kind: Kind = Kind.DRAFT) -> Content:
    return Content((EntryMark("F1", units, ""),), "", kind)


@dataclass
class Written:
    """What somebody wrote, with all that it stands upon by the telling of whoever made up the history."""

    state: State
    seen: frozenset[str]
    clock: int


class History:
    """Two or three phones with wrong clocks write, look at the portal now and then, and choose in a conflict."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a history, no secret
        self.written: dict[str, Written] = {}
        phones = range(self.random.choice((1, 2, 2, 3)))
        self.skews = [self.random.randrange(-500, 500) for _ in phones]
        self.tips: list[tuple[str, ...]] = [("v0",) for _ in phones]
        for step in range(self.random.randrange(1, 9)):
            self.write(self.random.randrange(len(self.tips)), step)

    def write(self, phone: int, step: int) -> None:
        if self.random.random() < 0.3:  # it looked at the portal, which knew everything, and its juror chose
            known = {key for key in self.written if not any(key in one.seen for one in self.written.values())}
            self.tips[phone] = tuple(sorted(known)) or ("v0",)
        bases, key = self.tips[phone], f"{phone}-{step}"
        seen = frozenset(bases).union(*(self.written[base].seen for base in bases if base in self.written))
        made = State(key, frozenset(bases), content(self.random.randrange(3)))
        self.written[key] = Written(made, seen, step * 10 + self.skews[phone])
        self.tips[phone] = (key,)

    @property
    def model(self) -> frozenset[Content]:
        """Say what the sheet is by definition: what no other text was written in knowledge of."""
        alive = [
            one
            for key, one in self.written.items()
            if not any(key in other.seen for other in self.written.values())
            and not self.has_settled_twin(one)
        ]
        return frozenset(one.state.content for one in alive)

    def has_settled_twin(self, one: Written) -> bool:
        return any(
            other is not one
            and (other.state.based_on, other.state.content) == (one.state.based_on, one.state.content)
            and any(other.state.key in later.seen for later in self.written.values())
            for other in self.written.values()
        )

    def deliveries(self) -> Iterator[State]:
        """Send everything at least once, in any order; what was sent before a cut may come again later."""
        sent = [one.state for one in self.written.values()]
        sent += self.random.choices(sent, k=self.random.randrange(4))
        self.random.shuffle(sent)
        return iter(sent)
