"""The JSON Schema of a record: what `from_data` reads once defaults are filled in, for programs of others."""

import dataclasses
import types
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Union, get_args, get_origin, get_type_hints

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.quantities import Quantity
from contest_portal.kernel.records import to_data

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_INSTANT = rf"{_DATE}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{6}})?[+-][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?"
"""As Python writes them, which is how records are read: many programs look at a pattern and not at a format."""
_PLAIN: Mapping[Hashable, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time", "pattern": f"^{_INSTANT}$"},
    date: {"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
    Fraction: {"type": "string", "pattern": "^-?[0-9]+/[1-9][0-9]*$"},
    Quantity: {"type": "string"},
}


def schema_of(kind: type, *, title: str, constants: Mapping[str, Json]) -> Json:
    """Describe a record; fields that have a default may be left out, and no other key may be there.

    `constants` are fields of the record itself that hold one value.
    """
    found: dict[str, Json] = {}
    reference = _schema(kind, found)
    fixed: Json = {"properties": {name: {"const": value} for name, value in constants.items()}}
    return {"$schema": DIALECT, "title": title, "allOf": [{"$ref": _text(reference)}, fixed], "$defs": found}


def _schema(kind: Hashable, found: dict[str, Json]) -> Json:
    origin, args = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin in (Union, types.UnionType):
        return {"anyOf": [{"type": "null"} if arg is type(None) else _schema(arg, found) for arg in args]}
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], found)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(args[1], found)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _reference(kind, found)
    raise TypeError(f"{kind!r} is not a record's kind")


def _reference(kind: type, found: dict[str, Json]) -> Json:
    """Describe a record once, under its name; two of one name differ by their stage."""
    name = f"{kind.__module__.split('.')[1]}.{kind.__name__}"
    if name not in found:
        found[name] = None
        hints = get_type_hints(kind)
        found[name] = {
            "type": "object",
            "additionalProperties": False,
            "required": [one.name for one in dataclasses.fields(kind) if _is_required(one)],
            "properties": {
                one.name: _property(one, _schema(hints[one.name], found)) for one in dataclasses.fields(kind)
            },
        }
    return {"$ref": f"#/$defs/{name}"}


def _property(field: "dataclasses.Field[object]", schema: Json) -> Json:
    """Say beside what a value may be what it is when it is left out."""
    if field.default is dataclasses.MISSING or not isinstance(schema, Mapping):
        return schema
    return {**schema, "default": to_data(field.default)}


def _is_required(field: "dataclasses.Field[object]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _text(reference: Json) -> str:
    return str(reference["$ref"]) if isinstance(reference, Mapping) else ""
