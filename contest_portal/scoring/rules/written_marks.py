"""The marks of very many sheets as they were written: a short text of units for each, read only where it is asked for.

Making an object of every mark takes longer than all the arithmetic that follows, which needs the units alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import getitem
from typing import overload

from contest_portal.kernel.marks import Mark
from contest_portal.scoring.rules.entries import CriterionMark

BETWEEN = ","
"""Stands between two units, and in no code of a criterion."""

Marks = tuple[CriterionMark, ...]


class Column(dict[str, CriterionMark]):
    """The marks of a criterion by their units as written, of which `per_point` make one point."""

    def __init__(self, code: str, per_point: int) -> None:
        super().__init__()
        self.code, self._per_point = code, per_point

    def __missing__(self, units: str) -> CriterionMark:
        mark = self[units] = CriterionMark(self.code, Mark(int(units), self._per_point))
        return mark


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The criteria in the order in which their units are written, and what puts their marks in that of the rules.

    A layout is equal to itself alone: whoever reads many sheets makes one for all that are written alike.
    """

    columns: tuple[Column, ...]
    in_order: Callable[[Marks], Marks]

    @property
    def criteria(self) -> tuple[str, ...]:
        """Give the codes in the order in which the units are written."""
        return tuple(column.code for column in self.columns)

    def marks(self, units: str) -> Marks:
        """Read the marks of a sheet, in the order of the rules' criteria."""
        return self.in_order(tuple(map(getitem, self.columns, units.split(BETWEEN))))


class WrittenMarks(Sequence[CriterionMark]):
    """The marks of one sheet, not read yet. They are equal to the tuple of marks that they say."""

    __slots__ = ("layout", "units")

    def __init__(self, layout: Layout, units: str) -> None:
        self.layout, self.units = layout, units

    @overload
    def __getitem__(self, place: int) -> CriterionMark: ...

    @overload
    def __getitem__(self, place: slice) -> Marks: ...

    def __getitem__(self, place: int | slice) -> CriterionMark | Marks:
        """Give one mark, or some."""
        return self.layout.marks(self.units)[place]

    def __iter__(self) -> Iterator[CriterionMark]:
        """Read all at once."""
        return iter(self.layout.marks(self.units))

    def __len__(self) -> int:
        """Count the marks."""
        return len(self.layout.columns)

    def __eq__(self, other: object) -> bool:
        """Compare what is said, however it is kept."""
        return tuple(self) == tuple(other) if isinstance(other, tuple | WrittenMarks) else NotImplemented

    def __hash__(self) -> int:
        """Give the hash of the equal tuple."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Write the marks."""
        return repr(tuple(self))
