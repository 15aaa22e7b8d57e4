"""One strict parser per identifier: forms, imports and the interface for machines read them the same way."""

import re
import unicodedata

from stdnum.exceptions import ValidationError
from stdnum.pe import ruc as stdnum_ruc

from contest_portal.kernel.problems import N_, Problem, Refused

_SEPARATORS = re.compile(r"[\s\u00a0.\-]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

_FLOAT = re.compile(r"([0-9]+)\.0", re.ASCII)

_DEPARTMENTS = frozenset(f"{number:02}" for number in range(1, 26))


def parse_dni(text: str, *, field: str) -> str:
    """Read a DNI: eight ASCII digits, leading zeros kept; hyphens, dots and spaces between them are dropped."""
    digits = _SEPARATORS.sub("", without_float_end(text))
    if not _is_digits(digits, 8):
        raise _refusal("dni.invalid", field, N_("«%(value)s» no es un DNI. Escriba los 8 dígitos."), text)
    return digits


def parse_ruc(text: str, *, field: str) -> str:
    """Read a RUC: eleven digits with a right check digit."""
    digits = _SEPARATORS.sub("", text)
    message = N_("«%(value)s» no es un RUC válido. Revise sus 11 dígitos.")
    if not _is_digits(digits, 11):
        raise _refusal("ruc.invalid", field, message, text)
    try:
        return str(stdnum_ruc.validate(digits))
    except ValidationError as error:
        raise _refusal("ruc.invalid", field, message, text) from error


def parse_ubigeo(text: str, *, field: str) -> str:
    """Read an INEI district code: six digits, the leading zero included."""
    code = without_float_end(text)
    if not _is_digits(code, 6):
        message = N_("«%(value)s» no es un ubigeo. Escriba sus 6 dígitos, con el cero inicial.")
        raise _refusal("ubigeo.invalid", field, message, text)
    return _in_a_department(code, field)


def parse_centre_code(text: str, *, field: str) -> str:
    """Read the code of a populated centre: ten digits, the first six its district."""
    code = without_float_end(text)
    if not _is_digits(code, 10):
        message = N_(
            "«%(value)s» no es un código de centro poblado. Escriba sus 10 dígitos, con el cero inicial."
        )
        raise _refusal("centre_code.invalid", field, message, text)
    return _in_a_department(code, field)


def without_float_end(text: str) -> str:
    """Give a stripped text; of digits that a program took for a number (`10101.0`) the digits alone."""
    number = _FLOAT.fullmatch(text.strip())
    return number[1] if number else text.strip()


def department_problem(code: str, *, field: str) -> Problem | None:
    """Object to a place's code that begins with none of the 25 departments (INEI and RENIEC number as many)."""
    if code[:2] in _DEPARTMENTS:
        return None
    message = N_(
        "«%(value)s» empieza con un departamento que no existe: van de 01 a 25. Corrija los dos primeros dígitos."
    )
    return Problem("department.unknown", field=field, message=message, params={"value": code})


def clean_text(text: str) -> str:
    """Normalise what a person typed: composed accents, no control or direction marks, no spaces at the ends."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n")).strip()


def sort_key(*parts: str) -> str:
    """Give a key in Spanish alphabetical order on every database: no accents, and ñ after n."""
    marked = unicodedata.normalize("NFC", " ".join(parts)).casefold().replace("ñ", "n\x7f")
    return without_accents(marked).replace("\x7f", "~")


def without_accents(text: str) -> str:
    """Give a text with letters alone where they bore accents or a tilde."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _in_a_department(code: str, field: str) -> str:
    problem = department_problem(code, field=field)
    if problem is not None:
        raise Refused([problem])
    return code


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _refusal(code: str, field: str, message: str, value: str) -> Refused:
    return Refused([Problem(code, field=field, message=message, params={"value": value.strip()[:40]})])
