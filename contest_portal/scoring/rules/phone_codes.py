"""What left a phone as a chain of QR pictures: their texts, in any order and as often as they were read, put together.

Each text is `FRC1:<name>:<number>/<total>:<how>:<data>`: the name is the beginning of the SHA-256 of the whole, and
the data of all, joined, is base64 of the whole, compressed (`z`) or plain (`p`). `static/js/juror/code-chain.js` writes
them.
"""

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import N_, Problem, Refused

_CODE = re.compile(r"FRC1:([0-9a-f]{8}):([1-9][0-9]{0,3})/([1-9][0-9]{0,3}):([zp]):([A-Za-z0-9_-]+)")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Chain:
    name: str
    total: int
    how: str


@dataclass(frozen=True, slots=True)
class _Code:
    chain: _Chain
    number: int
    data: str


def join_codes(text: str, *, longest: int) -> str:
    """Put the codes together; Refused for anything else, for two chains at once, and while some are missing."""
    words = text.split()
    codes = [_read(word) for word in words]
    if not codes:
        raise Refused([_problem("none", N_("Pegue el texto de los códigos, uno por línea."))])
    chain, parts = codes[0].chain, {code.number: code.data for code in codes}
    if any(code.chain != chain or code.data != parts[code.number] for code in codes):
        raise Refused([_mixed()])
    _refuse_missing(parts, chain.total)
    return _whole("".join(parts[number] for number in sorted(parts)), chain, longest)


def _read(word: str) -> _Code:
    found = _CODE.fullmatch(word)
    if found is None or int(found[2]) > int(found[3]):
        raise Refused(
            [
                _problem(
                    "foreign",
                    N_("«%(text)s» no es un código de un teléfono de jurado. Bórrelo."),
                    text=word[:24],
                )
            ]
        )
    name, number, total, how, data = found.groups()
    return _Code(_Chain(name, int(total), how), int(number), data)


def _refuse_missing(parts: Mapping[int, str], total: int) -> None:
    missing = [number for number in range(1, total + 1) if number not in parts]
    if missing:
        shown = ", ".join(map(str, missing[:_SHOWN])) + (" …" if len(missing) > _SHOWN else "")
        message = N_("De %(total)s códigos faltan: %(missing)s. Léalos también y vuelva a intentar.")
        raise Refused([_problem("missing", message, total=str(total), missing=shown)])


def _whole(data: str, chain: _Chain, longest: int) -> str:
    try:
        packed = urlsafe_b64decode(data + "=" * (-len(data) % 4))
        content = zlib.decompressobj().decompress(packed, longest) if chain.how == "z" else packed
        text = content.decode()
    except (ValueError, zlib.error) as error:
        raise Refused([_mixed()]) from error
    if sha256_hex(text)[:8] != chain.name:
        raise Refused([_mixed()])
    return text


def _mixed() -> Problem:
    return _problem(
        "mixed",
        N_(
            "Los códigos no son de una misma vez. Borre todo y léalos otra vez, sin que el jurado cambie nada mientras."
        ),
    )


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(f"codes.{code}", field="codes", message=message, params=params)
