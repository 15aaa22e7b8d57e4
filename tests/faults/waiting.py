"""Waiting for something that another process does."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 600


def until(has_come: Callable[[], object], *, seconds: int = PATIENCE_SECONDS) -> None:
    """Wait for it, at most so long; whoever asked looks afterwards whether it came."""
    end = time.monotonic() + seconds
    while not has_come() and time.monotonic() < end:
        time.sleep(0.02)
