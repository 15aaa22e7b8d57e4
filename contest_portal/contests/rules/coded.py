"""Things of a contest that are known by their code."""

from typing import Protocol, TypeVar


class Coded(Protocol):
    """Anything known by its code within a contest."""

    @property
    def code(self) -> str: ...


CodedT = TypeVar("CodedT", bound=Coded)


def by_code(things: tuple[CodedT, ...], code: str) -> CodedT:
    """Give the thing of this code; KeyError when there is none."""
    for thing in things:
        if thing.code == code:
            return thing
    raise KeyError(code)
