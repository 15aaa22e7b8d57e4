"""Numbers by which invented people, houses and codes differ: those of a kept scene are its own in every worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from zlib import crc32

_SCENES, _OF_A_SCENE, _AFTER_SCENES = 1_000_000, 1_000, 9_000_000
_DNIS = 80_000_000
_running = [count(_AFTER_SCENES + 1)]


def new_number() -> int:
    """Give a number of seven digits that this worker has given to nobody, higher than the last one and any scene's."""
    return next(_running[-1])


def new_dni() -> str:
    """Give a DNI that nobody has."""
    return str(_DNIS + new_number())


@contextmanager
def numbers_of(scene: str) -> Iterator[None]:
    """Number what is built meanwhile as every worker would, and as nothing else is."""
    places = (_AFTER_SCENES - _SCENES) // _OF_A_SCENE
    _running.append(count(_SCENES + crc32(scene.encode()) % places * _OF_A_SCENE))
    try:
        yield
    finally:
        _running.pop()
