"""Frozen dataclasses to plain data and back, without loss: the way rules, profiles and documents are kept.

Known kinds: text, whole numbers, quantities, yes/no, None, dates, aware instants, fractions, enums, tuples (or what
equals one) and dataclasses of these, mappings from text to text or to whole numbers. Unknown or missing keys raise
ValueError: what is read back is exactly what was written.

A record may grow: a field made with `added_later` is written only when it says something else than its default. What
was frozen before the field existed then still reads, and still has the same hash.
"""

import dataclasses
import types
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache, partial
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.quantities import Quantity

Record = TypeVar("Record")
Value = TypeVar("Value")
Reader = Callable[[Json], object]
_LATER = "added_later"
_IN_ORDER = (tuple, Sequence)
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def added_later(default: Value) -> Value:
    """Declare a field that records written before it lack, and that is left out while it has its default."""
    return dataclasses.field(default=default, metadata={_LATER: True})


def to_data(value: object) -> Json:
    """Turn a record, or a value inside one, into data that canonical JSON can write."""
    if type(value) in _AS_IT_IS:
        return cast(Json, value)
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Quantity):
        later = _later(type(value))
        told = [(name, getattr(value, name)) for name in _names(type(value))]
        return {
            name: item if type(item) in _AS_IT_IS else to_data(item)  # most are: no call for each
            for name, item in told
            if name not in later or item != later[name]
        }
    if isinstance(value, Mapping) and all(type(item) in (str, int) for item in value.values()):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | list):
        return [to_data(item) for item in value]
    return _plain_data(value)


def _plain_data(value: object) -> Json:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Quantity):
        return value.plain
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"not a record's value: {value!r}")


def with_defaults(kind: Hashable, data: Json) -> Json:
    """Complete what a hand wrote: fields left out get their default, and what is told although it is one is dropped.

    Whatever does not fit stays as it is, for `from_data` to name.
    """
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = next(arg for arg in args if arg is not type(None))
        return None if data is None else with_defaults(inner, data)
    if origin in _IN_ORDER and isinstance(data, list):
        return [with_defaults(args[0], item) for item in data]
    if not isinstance(kind, type) or not dataclasses.is_dataclass(kind) or not isinstance(data, Mapping):
        return data
    hints, later = get_type_hints(kind), _later(kind)
    told = {name: with_defaults(hints.get(name), item) for name, item in data.items()}
    kept = {name: item for name, item in told.items() if name not in later or item != to_data(later[name])}
    return {**_defaults(kind), **kept}


def _defaults(kind: type) -> dict[str, Json]:
    fields = dataclasses.fields(kind)
    return {
        one.name: to_data(one.default)
        for one in fields
        if one.default is not dataclasses.MISSING and not one.metadata.get(_LATER)
    }


def from_data(kind: type[Record], data: Json) -> Record:
    """Build a record of `kind` from data. Raises ValueError naming what does not fit."""
    try:
        return cast(Record, _reader(cast(Hashable, kind))(data))
    except _MisfitError as misfit:
        raise ValueError(f"{kind.__name__}{misfit.path}: {misfit.message}") from misfit


class _MisfitError(Exception):
    """What does not fit, and the path to it, which grows while the error is on its way up."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = ""

    def below(self, step: str) -> "_MisfitError":
        self.path = step + self.path
        return self


@cache
def _reader(kind: Hashable) -> Reader:
    """Give what reads a value of this kind; made once, because whole rankings are read for a page."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(kind) if arg is not type(None))
        return partial(_read_optional, inner)
    if origin in _IN_ORDER:
        return partial(_read_tuple, get_args(kind)[0])
    if kind is Quantity:
        return _read_quantity
    if origin is Mapping:
        return partial(_read_mapping, get_args(kind)[1])
    if dataclasses.is_dataclass(kind):
        return partial(_read_record, cast(type, kind))
    if kind in (str, int, bool):
        return partial(_read_exactly, cast(type, kind))
    return partial(_read_text, _parser(cast(type, kind)))


def _read_optional(kind: Hashable, data: Json) -> object:
    return None if data is None else _reader(kind)(data)


def _read_tuple(kind: Hashable, data: Json) -> object:
    if not isinstance(data, list | tuple):
        raise _MisfitError("a list is expected")
    read, items = _reader(kind), []
    for number, item in enumerate(data):
        try:
            items.append(read(item))
        except _MisfitError as misfit:
            raise misfit.below(f"[{number}]") from None
    return tuple(items)


def _read_record(kind: type, data: Json) -> object:
    if not isinstance(data, Mapping):
        raise _MisfitError("an object is expected")
    readers, later = _readers(kind), _later(kind)
    odd = data.keys() ^ readers.keys()
    if odd and (odd := odd - (later.keys() - data.keys())):
        ways = (("missing", odd - data.keys()), ("unknown", odd & data.keys()))
        raise _MisfitError("; ".join(f"{how} keys: {', '.join(sorted(keys))}" for how, keys in ways if keys))
    values: dict[str, object] = {}
    for name, told in data.items():
        try:
            values[name] = readers[name](told)
        except _MisfitError as misfit:
            raise misfit.below(f".{name}") from None
    idle = [name for name, default in later.items() if name in values and values[name] == default]
    if idle:
        raise _MisfitError(f"written although it is the default: {', '.join(sorted(idle))}")
    return kind(**values)


def _read_quantity(data: Json) -> object:
    try:
        return Quantity.from_plain(data)
    except ValueError as error:
        raise _MisfitError(str(error)) from error


def _read_mapping(kind: type, data: Json) -> object:
    if not isinstance(data, Mapping):
        raise _MisfitError(f"{'texts' if kind is str else 'whole numbers'} by name are expected")
    odd = next((name for name, item in data.items() if type(item) is not kind), None)
    if odd is not None:
        raise _MisfitError(f"{kind.__name__} is expected").below(f".{odd}")
    return dict(data)


def _read_exactly(kind: type, data: Json) -> object:
    if type(data) is not kind:
        raise _MisfitError(f"{kind.__name__} is expected")
    return data


def _read_text(parsed: Callable[[str], object], data: Json) -> object:
    if not isinstance(data, str):
        raise _MisfitError("text is expected")
    value = parsed(data)
    if _plain_data(value) != data:
        raise _MisfitError(f"{data!r} is not how {value!r} is written")
    return value


def _parser(kind: type) -> Callable[[str], object]:
    """Give what reads a kind of value from the text it is written as."""
    if kind in (datetime, date):
        return partial(_parsed, kind, kind.fromisoformat)
    if issubclass(kind, Fraction):
        return partial(_parsed, kind, _fraction)
    if issubclass(kind, StrEnum):
        return partial(_parsed, kind, kind)
    raise TypeError(f"{kind!r} is not a record's kind")


def _parsed(kind: type, parse: Callable[[str], object], text: str) -> object:
    try:
        return parse(text)
    except (ValueError, ZeroDivisionError) as error:
        raise _MisfitError(f"{text!r} is no {kind.__name__}") from error


def _fraction(text: str) -> Fraction:
    if "/" in text:
        over, _, under = text.partition("/")
        return Fraction(int(over), int(under))
    if "e" in text.lower():  # 1e999999999 is one to Fraction, and takes for ever
        raise ValueError(text)
    return Fraction(text)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _readers(kind: type) -> dict[str, Reader]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


@cache
def _later(kind: type) -> dict[str, object]:
    return {field.name: field.default for field in dataclasses.fields(kind) if field.metadata.get(_LATER)}
