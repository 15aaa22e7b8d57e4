"""What `from_data` says of a value, in words for whoever wrote the file."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from contest_portal.kernel.problems import N_

_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "list is expected": N_("se espera una lista"),
        "object is expected": N_("se espera un objeto, entre llaves"),
        "bool is expected": N_("se espera true o false"),
        "int is expected": N_("se espera un número entero"),
        "str is expected": N_("se espera un texto"),
        "text is expected": N_("se espera un texto"),
        "texts by name are expected": N_("se esperan textos por nombre"),
        "whole numbers by name are expected": N_("se esperan números enteros por nombre"),
    }
)
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "Fraction": N_("una fracción reducida, como 1/2"),
        "date": N_("una fecha, como 2026-11-23"),
        "datetime": N_("un instante con su zona, como 2026-11-23T17:00:00+00:00"),
    }
)
_NOT_ONE = re.compile(
    r"(['\"])(?P<text>.*)\1 is (?:no (?P<kind>\w+)|not how (?:datetime\.)?(?P<written>\w+)\(.*)"
)
_ARTICLE = re.compile(r"^an? ")
_MOST = 60


def in_spanish(reason: str) -> str:
    """Say what is expected instead of a value, or what it is not; a reason that is not known stays as it is."""
    found = _NOT_ONE.fullmatch(reason)
    if found is None:
        return _EXPECTED.get(_ARTICLE.sub("", reason), reason)
    form = _FORMS.get(found["kind"] or found["written"])
    told = {"text": found["text"][:_MOST], "form": form or N_("ninguno de los valores que se admiten")}
    return N_("«%(text)s» no es %(form)s") % told
