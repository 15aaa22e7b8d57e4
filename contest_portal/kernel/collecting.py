"""Letting the collector of cycles rest while very many small records are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Do not look for cycles meanwhile: records that hold none are looked through again and again as they grow.

    It holds for the whole process. If two threads ask for it, the first to end lets the collector work again, which
    costs the other some time and nothing else.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
