"""As much of JSON Schema as the contract uses; a keyword it does not know is an error, not a silence."""

import re
from collections.abc import Iterator, Mapping

KNOWN = frozenset(
    "$ref additionalProperties const description enum items maxItems maxLength maximum minItems minLength minimum "
    "pattern properties required type".split()
)
TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None), "integer": int}


def faults(value: object, schema: Mapping, document: Mapping, place: str = "$") -> Iterator[str]:
    """List where a value is not what a schema says."""
    assert set(schema) <= KNOWN, f"unknown keywords: {set(schema) - KNOWN}"
    if "$ref" in schema:
        yield from faults(value, resolved(schema, document), document, place)
        return
    if "type" in schema and not is_type(value, schema["type"]):
        yield f"{place}: {type(value).__name__} is not {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{place}: not {schema['const']}"
    yield from inner_faults(value, schema, document, place)


def inner_faults(value: object, schema: Mapping, document: Mapping, place: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from text_faults(value, schema, place)
    elif isinstance(value, list):
        yield from array_faults(value, schema, document, place)
    elif isinstance(value, dict):
        yield from object_faults(value, schema, document, place)
    elif type(value) is int and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{place}: {value} is out of bounds"


def text_faults(value: str, schema: Mapping, place: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{place}: {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: does not match {schema['pattern']}"


def array_faults(value: list, schema: Mapping, document: Mapping, place: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{place}: {len(value)} items"
    for number, item in enumerate(value):
        yield from faults(item, schema.get("items", {}), document, f"{place}[{number}]")


def object_faults(value: dict, schema: Mapping, document: Mapping, place: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (f"{place}: no {name}" for name in schema.get("required", ()) if name not in value)
    if schema.get("additionalProperties") is False:
        yield from (f"{place}: {name} is not in the contract" for name in value.keys() - properties.keys())
    for name, part in properties.items():
        if name in value:
            yield from faults(value[name], part, document, f"{place}.{name}")


def is_type(value: object, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(type(value) is TYPES[name] for name in names)


def resolved(schema: Mapping, document: Mapping) -> Mapping:
    found = document
    for name in schema["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found
