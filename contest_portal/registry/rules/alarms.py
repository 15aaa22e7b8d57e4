"""When somebody takes so much of people at once that another person should ask why."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_REVEALS, WITHIN = 30, timedelta(hours=1)
"""So many reveals within any such stretch are work; one more is told."""
MOST_ROWS = 200
"""So many rows of one file are work; one more is told."""
TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CrowdedHour:
    """The hour in which a person saw the most: when it began, and how many reveals."""

    user_id: int
    began_at: datetime
    reveals: int


def crowded_hours(reveals: Iterable[tuple[int, datetime]]) -> tuple[CrowdedHour, ...]:
    """Give each person's fullest hour that has more than MOST_REVEALS; `reveals` (who, when) in the order of time."""
    last_hour: dict[int, deque[datetime]] = defaultdict(deque)
    fullest: dict[int, CrowdedHour] = {}
    for user_id, at in reveals:
        hour = last_hour[user_id]
        hour.append(at)
        while at - hour[0] >= WITHIN:
            hour.popleft()
        before = fullest.get(user_id)
        if len(hour) > (before.reveals if before else MOST_REVEALS):
            fullest[user_id] = CrowdedHour(user_id, hour[0], len(hour))
    return tuple(fullest.values())
