"""Frozen dataclasses to plain data and back, without loss: the way rules, profiles and documents are kept.

Known kinds: text, whole numbers, quantities, yes/no, None, dates, aware instants, fractions, enums, tuples and
dataclasses of these, mappings from text to text. Unknown or missing keys raise ValueError: what is read back is
exactly what was written.

A record may grow: a field made with `added_later` is written only when it says something else than its default. What
was frozen before the field existed then still reads, and still has the same hash.
"""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.quantities import Quantity

Record = TypeVar("Record")
Value = TypeVar("Value")
_LATER = "added_later"


def added_later(default: Value) -> Value:
    """Declare a field that records written before it lack, and that is left out while it has its default."""
    return dataclasses.field(default=default, metadata={_LATER: True})


def to_data(value: object) -> Json:
    """Turn a record, or a value inside one, into data that canonical JSON can write."""
    if isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values()):
        return {str(key): text for key, text in value.items()}
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Quantity):
        return {
            field.name: to_data(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not (field.metadata.get(_LATER) and getattr(value, field.name) == field.default)
        }
    return _plain_data(value)


def _plain_data(value: object) -> Json:
    if isinstance(value, Quantity):
        return value.plain
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"not a record's value: {value!r}")


def from_data(kind: type[Record], data: Json) -> Record:
    """Build a record of `kind` from data. Raises ValueError naming what does not fit."""
    return cast(Record, _read(kind, data, kind.__name__))


def _read(kind: object, data: Json, where: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_optional(kind, data, where)
    if origin is tuple:
        if not isinstance(data, list | tuple):
            raise ValueError(f"{where}: a list is expected")
        return tuple(_read(get_args(kind)[0], item, f"{where}[{n}]") for n, item in enumerate(data))
    if kind is Quantity:
        return _read_quantity(data, where)
    if origin is Mapping:
        return _read_texts(data, where)
    if dataclasses.is_dataclass(kind):
        return _read_record(cast(type, kind), data, where)
    return _read_plain(cast(type, kind), data, where)


def _read_optional(kind: object, data: Json, where: str) -> object:
    if data is None:
        return None
    (inner,) = (arg for arg in get_args(kind) if arg is not type(None))
    return _read(inner, data, where)


def _read_quantity(data: Json, where: str) -> Quantity:
    try:
        return Quantity.from_plain(data)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def _read_record(kind: type, data: Json, where: str) -> object:
    if not isinstance(data, Mapping):
        raise ValueError(f"{where}: an object is expected")
    hints = _hints(kind)
    later = _later(kind)
    odd = (set(data) ^ set(hints)) - (set(later) - set(data))
    if odd:
        raise ValueError(f"{where}: missing or unknown keys: {', '.join(sorted(odd))}")
    values = {name: _read(hints[name], data[name], f"{where}.{name}") for name in hints if name in data}
    idle = sorted(name for name, default in later.items() if name in values and values[name] == default)
    if idle:
        raise ValueError(f"{where}: written although it is the default: {', '.join(idle)}")
    return kind(**values)


def _read_texts(data: Json, where: str) -> Mapping[str, str]:
    if not isinstance(data, Mapping) or not all(isinstance(text, str) for text in data.values()):
        raise ValueError(f"{where}: texts by name are expected")
    return dict(cast(Mapping[str, str], data))


def _read_plain(kind: type, data: Json, where: str) -> object:
    if kind in (str, int, bool):
        if type(data) is not kind:
            raise ValueError(f"{where}: {kind.__name__} is expected")
        return data
    if not isinstance(data, str):
        raise ValueError(f"{where}: text is expected")
    value = _read_text(kind, data, where)
    if to_data(value) != data:
        raise ValueError(f"{where}: {data!r} is not how {value!r} is written")
    return value


def _read_text(kind: type, text: str, where: str) -> object:
    try:
        if kind in (datetime, date):
            return kind.fromisoformat(text)
        if issubclass(kind, Fraction | StrEnum):
            return kind(text)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"{where}: {text!r} is no {kind.__name__}") from error
    raise TypeError(f"{where}: {kind!r} is not a record's kind")


@cache
def _hints(kind: type) -> dict[str, object]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


@cache
def _later(kind: type) -> dict[str, object]:
    return {field.name: field.default for field in dataclasses.fields(kind) if field.metadata.get(_LATER)}
