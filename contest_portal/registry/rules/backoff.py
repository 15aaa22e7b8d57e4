"""How long to wait before asking again: twice as long each time, never in step with other askers."""

from dataclasses import dataclass

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of one page: how often to ask, how long to wait in between, for a sign of life, and for all of it."""

    attempts: int = 5
    first_wait_ms: int = 500
    longest_wait_ms: int = 60_000
    silence_ms: int = 20_000
    answer_within_ms: int = 60_000


def wait_before(attempt: int, patience: Patience, *, jitter: int, asked_ms: int | None = None) -> int | None:
    """Give the milliseconds before another attempt, or None to give up.

    `attempt` is the number of the one that failed, from 1. `jitter` (0 to 1000) takes up to half of the wait away,
    so that many portals do not come back at the same moment. What the source asked for (`asked_ms`, Retry-After) is
    the least; more than the longest wait is a reason to give up.
    """
    if attempt >= patience.attempts or (asked_ms is not None and asked_ms > patience.longest_wait_ms):
        return None
    full = min(patience.first_wait_ms << (attempt - 1), patience.longest_wait_ms)
    shortened = full - full * jitter // (2 * WHOLE)
    return max(shortened, asked_ms or 0)
