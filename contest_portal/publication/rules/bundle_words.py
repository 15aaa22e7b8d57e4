"""What `from_data` says of a value, in words for whoever wrote the file."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "a list is expected": "se espera una lista",
        "an object is expected": "se espera un objeto, entre llaves",
        "bool is expected": "se espera true o false",
        "int is expected": "se espera un número entero",
        "str is expected": "se espera un texto",
        "text is expected": "se espera un texto",
        "texts by name are expected": "se esperan textos por nombre",
        "whole numbers by name are expected": "se esperan números enteros por nombre",
    }
)
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "Fraction": "una fracción reducida, como 1/2",
        "date": "una fecha, como 2026-11-23",
        "datetime": "un instante con su zona, como 2026-11-23T17:00:00+00:00",
    }
)
_NOT_ONE = re.compile(r"'(?P<text>.*)' is (?:no (?P<kind>\w+)|not how (?:datetime\.)?(?P<written>\w+)\(.*)")
_MOST = 60


def in_spanish(reason: str) -> str:
    """Say what is expected instead of a value, or what it is not; a reason that is not known stays as it is."""
    found = _NOT_ONE.fullmatch(reason)
    if found is None:
        return _EXPECTED.get(reason, reason)
    form = _FORMS.get(found["kind"] or found["written"])
    return f"«{found['text'][:_MOST]}» no es {form or 'ninguno de los valores que se admiten'}"
