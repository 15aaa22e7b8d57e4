"""A state of the audit log that people keep on paper: how many rows there were, and the root of the tree over them.

On paper it is the number and twelve words. The words carry the first 120 bits of the root, and twelve bits that check
the copying: a wrong word or number is noticed before it is taken for a changed log. As a file it has the form of a
C2SP checkpoint (origin, size, root), and may hold the hash of each row below it.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contest_portal.kernel.identifiers import without_accents
from contest_portal.kernel.merkle import leaf_hash, tree_root
from contest_portal.kernel.problems import N_, Problem, Refused

WORDS = 12
_BITS = 11
_ROOT_DIGITS = 30
_CHECK_BITS = WORDS * _BITS - _ROOT_DIGITS * 4
_ROOT_BYTES = 32
_LIST = Path(__file__).parent / "words" / "spanish.txt"
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many rows the log had, and the root over them as hexadecimal digits."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class PrintedCheckpoint:
    """A checkpoint as a paper says it."""

    size: int
    root: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """What somebody kept: all of the root, or what words carry of it; `rows` are hashes of the rows, if kept."""

    size: int
    root_begins: str
    rows: tuple[str, ...] = ()


def printed(checkpoint: Checkpoint) -> PrintedCheckpoint:
    """Give a checkpoint the words it is printed with."""
    head = checkpoint.root[:_ROOT_DIGITS]
    number = int(head, 16) << _CHECK_BITS | _check(checkpoint.size, head)
    words = tuple(word_list()[number >> _BITS * place & (1 << _BITS) - 1] for place in reversed(range(WORDS)))
    return PrintedCheckpoint(checkpoint.size, checkpoint.root, words)


def read_words(size: str, typed: str) -> KeptCheckpoint:
    """Read a number and twelve words as people type them: accents, capitals, commas and lines do not matter.

    Raises Refused: not twelve, a word that is not in the list, or words and number that do not belong together.
    """
    rows = _read_size(size)
    words = re.findall(r"[^\W\d_]+", plain(typed))
    if len(words) != WORDS:
        raise Refused([_problem("count", _COUNT, expected=str(WORDS), given=str(len(words)))])
    numbers = [_numbers().get(word) for word in words]
    unknown = [(place, word) for place, word in enumerate(words, 1) if _numbers().get(word) is None]
    if unknown:
        place, word = unknown[0]
        raise Refused([_problem("unknown", _UNKNOWN, place=str(place), word=word[:20])])
    number = 0
    for one in numbers:
        number = number << _BITS | (one or 0)
    head = f"{number >> _CHECK_BITS:0{_ROOT_DIGITS}x}"
    if _check(rows, head) != number & (1 << _CHECK_BITS) - 1:
        raise Refused([_problem("copied", _COPIED)])
    return KeptCheckpoint(rows, head)


def note_of(checkpoint: Checkpoint, *, origin: str, rows: Sequence[str] = ()) -> str:
    """Write a checkpoint as a file: origin, size, root in base 64, then the hash of each row if they are given."""
    root = base64.b64encode(bytes.fromhex(checkpoint.root)).decode()
    return "\n".join((origin, str(checkpoint.size), root, *rows, ""))


def read_note(text: str) -> KeptCheckpoint:
    """Read what `note_of` wrote. Raises Refused when it is something else, or its rows do not give its own root."""
    _origin, size, root, *rows = (*text.splitlines(), "", "", "")
    hashes, digits = tuple(row for row in rows if row), _root_digits(root)
    if not digits:
        raise Refused([_problem("file", _FILE)])
    kept = KeptCheckpoint(_read_size(size), digits, hashes)
    if len(hashes) not in {0, kept.size}:
        raise Refused([_problem("file", _FILE)])
    if hashes and _root_over(hashes) != digits:
        raise Refused([_problem("damaged", _DAMAGED)])
    return kept


def _root_over(hashes: Sequence[str]) -> str:
    try:
        return tree_root([leaf_hash(bytes.fromhex(one)) for one in hashes]).hex()
    except ValueError:
        return ""


def _root_digits(written: str) -> str:
    try:
        root = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return root.hex() if len(root) == _ROOT_BYTES else ""


def is_kept_root(digits: str) -> bool:
    """Tell whether digits are a root, whole or as words carry it."""
    return len(digits) in {_ROOT_DIGITS, _ROOT_BYTES * 2} and bool(
        re.fullmatch(r"[0-9a-f]+", digits, re.ASCII)
    )


def agrees(kept: KeptCheckpoint, root: str) -> bool:
    """Tell whether a root is the one that was kept."""
    return root.startswith(kept.root_begins)


@cache
def word_list() -> tuple[str, ...]:
    """Give the 2,048 words, in their order."""
    return tuple(_LIST.read_text("utf-8").split())


@cache
def _numbers() -> dict[str, int]:
    return {plain(word): number for number, word in enumerate(word_list())}


def plain(text: str) -> str:
    """Write small letters without accents."""
    return without_accents(text.casefold())


def _check(size: int, head: str) -> int:
    digest = hashlib.sha256(f"{size}:{head}".encode()).digest()
    return int.from_bytes(digest[:2], "big") >> 16 - _CHECK_BITS


def _read_size(text: str) -> int:
    digits = text.strip()
    if not (re.fullmatch(r"[1-9][0-9]*", digits, re.ASCII) and len(digits) <= _MOST_DIGITS):
        raise Refused([Problem("checkpoint.size", field="size", message=_SIZE)])
    return int(digits)


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(f"checkpoint.{code}", field="words", message=message, params=params)


_SIZE = N_("Escriba el número de asiento como figura en el papel, solo con cifras.")
_COUNT = N_("Escriba las %(expected)s palabras en su orden; aquí hay %(given)s.")
_UNKNOWN = N_("La palabra %(place)s, «%(word)s», no está en la lista: cópiela otra vez del papel.")
_COPIED = N_(
    "Las palabras y el número de asiento no van juntos: compare cada uno con el papel y cópielos otra vez."
)
_DAMAGED = N_(
    "Las huellas del archivo no dan su propia raíz: el archivo está dañado, o alguien lo cambió. Use otra copia de él, "
    "o las doce palabras del acta."
)
_FILE = N_("El archivo no es un punto de control: use el que escribió «audit checkpoint --out».")
