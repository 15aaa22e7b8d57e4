"""What a member of a household is to its head: the words of files, and what they say of who is head.

Who is head is told by its own flag; a link is only kept of the others, because it is a link to that person.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import BadCell, Staged
from contest_portal.registry.rules.columns import plain_name


class Kinship(StrEnum):
    """A link to the head of the household, or being the head."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    PARENT_IN_LAW = "parent_in_law"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    NOT_RELATIVE = "not_relative"


WRITTEN: Mapping[Kinship, tuple[str, ...]] = MappingProxyType(
    {
        Kinship.HEAD: ("jefe/a de hogar", "jefe/a", "jefe/a del hogar", "jefe/a de familia"),
        Kinship.SPOUSE: (
            *("cónyuge", "esposo/a", "conviviente", "pareja", "compañero/a"),
            *("esposo/a o conviviente", "cónyuge o conviviente"),
        ),
        Kinship.CHILD: ("hijo/a", "hijastro/a", "hijo/a o hijastro/a", "hijo/a adoptivo/a"),
        Kinship.CHILD_IN_LAW: ("yerno/nuera", "yerno", "nuera", "yerno o nuera"),
        Kinship.GRANDCHILD: ("nieto/a",),
        Kinship.PARENT: (
            *("padre/madre", "padre", "madre", "padre o madre", "papá", "mamá"),
            *("padrastro", "madrastra"),
        ),
        Kinship.PARENT_IN_LAW: ("suegro/a",),
        Kinship.SIBLING: ("hermano/a", "hermanastro/a", "medio hermano", "media hermana"),
        Kinship.OTHER_RELATIVE: (
            *("otro pariente", "otra pariente", "otro/a familiar", "otros parientes", "pariente", "familiar"),
            *("abuelo/a", "bisnieto/a", "tío/a", "sobrino/a", "primo/a", "cuñado/a"),
        ),
        Kinship.NOT_RELATIVE: (
            *("no pariente", "otro/a no pariente", "no familiar", "sin parentesco", "pensionista"),
            *("trabajador/a del hogar", "empleado/a del hogar"),
        ),
    }
)
"""How files write each link, the word that exports use first; `/a` stands for both genders."""


def kinship(value: str) -> str:
    """Read a link however it is written: with or without accents, of a woman or a man, or of both."""
    found = _READ.get(plain_name(value))
    if found is None:
        message = N_("«%(value)s» no es un parentesco conocido. Escriba uno de estos: %(words)s.")
        words = ", ".join(written(link) for link in Kinship)
        raise BadCell("cell.not_a_choice", message, words=words)
    return found


def written(link: Kinship) -> str:
    """Write a link as a file does."""
    return WRITTEN[link][0]


def link_and_head(link: Staged, is_head: Staged) -> tuple[Staged, Staged]:
    """Give the link to keep and whether somebody is head, from a line that may tell either or both."""
    if link is None:
        return None, is_head
    says_head = link == Kinship.HEAD
    if is_head is not None and is_head is not says_head:
        message = N_(
            "«%(value)s» no va con lo que dice la columna de jefe de hogar en la misma fila. Corrija una de las dos, "
            "o deje vacía la de jefe de hogar."
        )
        raise BadCell("kinship.contradicts_head", message, field="kinship")
    return None if says_head else link, says_head


def _readings() -> Iterator[tuple[str, str]]:
    for link, texts in WRITTEN.items():
        yield link.value, link.value
        for text in texts:
            for form in _forms(text):
                yield plain_name(form), link.value


def _forms(text: str) -> Iterator[str]:
    """Give what `jefe/a` and `hijo/a adoptivo/a` stand for: one gender, the other, both."""
    yield text
    if "/a" in text:
        yield text.replace("/a", "")
        yield " ".join(_feminine(word) for word in text.split())


def _feminine(word: str) -> str:
    if not word.endswith("/a"):
        return word
    stem = word.removesuffix("/a")
    return f"{stem}a" if stem.endswith("r") else f"{stem[:-1]}a"


_READ: Mapping[str, str] = MappingProxyType(dict(_readings()))
