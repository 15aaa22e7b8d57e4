"""What a trial counts: how often it was tried, what it found, and whether its sabotaged twin was found out."""

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TypeVar

T = TypeVar("T")
PROPERTY = "fault trial"
MOST_TOLD = 10


@dataclass
class Tally:
    """One line of the report. `twin_percent` is how many of a hundred trials without the protection must fail."""

    fault: str = ""
    what: str = ""
    on: str = ""
    is_long: bool = False
    tried: int = 0
    broken: list[str] = field(default_factory=list)
    twin_tried: int = 0
    twin_broken: int = 0
    note: str = ""
    seconds: int = 0

    def begin(self, fault: str, what: str, on: str = "") -> None:
        """Say what is tried."""
        self.fault, self.what, self.on = fault, what, on
        self.seconds = int(time.monotonic())

    def times(self, short: int, long: int) -> range:
        """Give the numbers of the trials of this run."""
        return range(long if self.is_long else short)

    def add(self, found: Sequence[str]) -> None:
        """Count a trial of the portal as it is."""
        self.tried += 1
        self.broken += found

    def add_twin(self, found: Sequence[str]) -> None:
        """Count a trial of the portal without the protection."""
        self.twin_tried += 1
        self.twin_broken += bool(found)

    def judge(self, *, twin_percent: int | None) -> None:
        """Require that nothing was found, and that the twin was found out at least so often; None: it has no twin."""
        assert not self.broken, f"{len(self.broken)} faults in {self.tried} trials: {self.broken[:MOST_TOLD]}"
        if twin_percent is not None:
            told = f"{self.twin_broken} of {self.twin_tried} trials without the protection were found out"
            assert self.twin_tried, "the twin was never tried"
            assert self.twin_broken * 100 >= self.twin_tried * twin_percent, told

    def told(self) -> dict[str, object]:
        """Give the line of the report."""
        self.seconds = int(time.monotonic()) - self.seconds
        return asdict(self)


def spread(points: Sequence[T], most: int | None) -> Sequence[T]:
    """Give all points, or at most so many at the same distance: the last first, and always that one."""
    step = 1 if most is None else max(1, math.ceil(len(points) / most))
    return points[::-1][::step]
