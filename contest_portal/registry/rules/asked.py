"""What was typed into the search box: which kind of thing it names, told by its shape alone."""

import re
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.identifiers import clean_text
from contest_portal.registry.rules.name_likeness import search_words

_DNI_LENGTHS = (7, 8)
_CENTRE_LENGTH, _DISTRICT_LENGTH = 10, 6
_CHECKED_DNI = re.compile(r"([0-9]{8})\s*-\s*[0-9A-Za-z]", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s.]")
_NUCLEUS_WORDS = frozenset({"nec", "ne", "nucleo"})
_REST_OF_NUCLEUS = frozenset({"ejecutor", "central"})
_LONGEST_LINKING_WORD = 2
_CENTRE_WORDS = frozenset({"centro", "cp", "ccpp", "comunidad", "anexo", "caserio"})


class AskedKind(StrEnum):
    """The kinds of thing a search names. A new one gets its line here and its read in `finding_queries`."""

    NOTHING = "nothing"
    DNI = "dni"
    CODE = "code"
    CENTRE_CODE = "centre_code"
    CENTRE_NAME = "centre_name"
    NUCLEUS = "nucleus"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: `value` as the register writes it, `words` when it is a name."""

    kind: AskedKind
    value: str = ""
    words: tuple[str, ...] = ()


def recognise(text: str) -> Asked:
    """Tell a DNI, a centre's code, a household's code, a centre's name or a person's name.

    Eight digits are a DNI, with dots, spaces or a check character too; seven are one that lost its first zero. Ten
    digits are a centre, six its district. Anything else with a digit is a household's code. Words that begin with
    «centro», «comunidad» and the like name a centre, after «NEC», «NE» or «núcleo» a nucleus; other words may name
    a person, a centre or a nucleus, and a code with a digit may be a nucleus's too.
    """
    cleaned = " ".join(clean_text(text).split())
    digits = _digits(cleaned)
    if digits and len(digits) in _DNI_LENGTHS:
        return Asked(AskedKind.DNI, digits.zfill(8))
    if digits and len(digits) in (_CENTRE_LENGTH, _DISTRICT_LENGTH):
        return Asked(AskedKind.CENTRE_CODE, digits)
    if any(char.isdigit() for char in cleaned):
        return Asked(AskedKind.CODE, cleaned.lower())
    words = search_words(cleaned)
    if not words:
        return Asked(AskedKind.NOTHING)
    if words[0] in _CENTRE_WORDS and len(words) > 1:
        rest = words[2:] if words[1] == "poblado" and len(words) > 2 else words[1:]
        return Asked(AskedKind.CENTRE_NAME, " ".join(rest), rest)
    named = tuple(
        word for word in words[1:] if word not in _REST_OF_NUCLEUS and len(word) > _LONGEST_LINKING_WORD
    )
    if words[0] in _NUCLEUS_WORDS and named:
        return Asked(AskedKind.NUCLEUS, " ".join(words), named)
    return Asked(AskedKind.NAME, " ".join(words), words)


def _digits(text: str) -> str | None:
    checked = _CHECKED_DNI.fullmatch(text)
    if checked:
        return checked[1]
    plain = _BETWEEN_DIGITS.sub("", text)
    return plain if plain.isascii() and plain.isdigit() else None
