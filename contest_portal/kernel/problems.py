"""What can go wrong, said so that a person knows what to do next.

A rule returns a `Problem` or None; a service collects all of them and raises `Refused`. The lower floors know
no status code and no language: `message` is a catalogue key in Spanish, translated where it is shown.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})


def N_(message: str) -> str:  # noqa: N802 - the name every catalogue extractor knows
    """Mark a Spanish text for the catalogue without translating it here."""
    return message


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: a stable code, the field it belongs to, and a sentence with `%(name)s` parameters."""

    code: str
    field: str
    message: str
    params: Mapping[str, str] = dataclasses.field(default_factory=lambda: _NOTHING)

    @property
    def text(self) -> str:
        """Give the Spanish sentence with its parameters filled in."""
        return self.message % self.params if self.params else self.message


class PortalError(Exception):
    """Base of everything the portal refuses on purpose."""


class Refused(PortalError):
    """Rules were broken; nothing was changed. Carries every problem found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.code}: {p.text}" for p in self.problems))


class WrongState(Refused):
    """The thing is not in a state that allows the action (late, sealed, already decided)."""


class NotPermitted(PortalError):
    """The actor may not do this, whatever the state."""


class NotFound(PortalError):
    """There is no such thing, or none that this actor may know of."""


class Withdrawn(NotFound):
    """It was there, and was withdrawn when the term of keeping it was over."""


class Quarantined(NotFound):
    """It is there, and nobody is given it: the virus scanner has not answered, or found something in it."""


class Stale(PortalError):
    """Somebody else changed the row since it was read; nothing was overwritten."""


class Busy(PortalError):
    """Too many ask for the same thing at once. Nothing was written; the same may be asked again in a moment."""


class StoreAway(PortalError):
    """The store of files did not answer in time. Nothing was written; the same may be asked again later."""


def length_problem(
    text: str, least: int, most: int, *, code: str, message: str, field: str = "reason"
) -> Problem | None:
    """Object to a text of fewer letters than `least` or more than `most`, which the message names."""
    if least <= len(text) <= most:
        return None
    return Problem(code, field=field, message=message, params={"least": str(least), "most": str(most)})


def refuse(problems: Iterable[Problem | None]) -> None:
    """Raise `Refused` with all problems that are not None; return when there are none."""
    found = [problem for problem in problems if problem is not None]
    if found:
        raise Refused(found)
