"""What may be written down about a source: a code, a name, an address that is safe to send a token to."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from contest_portal.kernel.problems import N_, Problem

TOKEN_PREFIX = "REGISTRY_TOKEN_"  # noqa: S105 - the beginning of a variable's name, no token
_CODE = re.compile(r"[a-z][a-z0-9-]{1,29}", re.ASCII)
_VARIABLE = re.compile(rf"{TOKEN_PREFIX}[A-Z0-9_]{{1,60}}", re.ASCII)


def code_problem(code: str) -> Problem | None:
    """Object to a code that is not small letters, digits and hyphens."""
    if _CODE.fullmatch(code):
        return None
    message = N_(
        "Escriba un código de 2 a 30 letras minúsculas sin tilde, números o guiones, que empiece con letra."
    )
    return Problem("source.code", field="code", message=message)


def name_problem(name: str) -> Problem | None:
    """Object to a missing or an endless name."""
    if 0 < len(name) <= 100:
        return None
    message = N_("Escriba el nombre de la fuente, de 100 letras como máximo.")
    return Problem("source.name", field="name", message=message)


def precedence_problem(precedence: int) -> Problem | None:
    """Object to a place outside of 1 to 99."""
    if 1 <= precedence <= 99:
        return None
    message = N_("Escriba un número de 1 a 99; a la fuente con el número 1 se le cree más que a las demás.")
    return Problem("source.precedence", field="precedence", message=message)


def address_problem(address: str) -> Problem | None:
    """Object to an address that no token may be sent to: not https (but on this machine), or holding a secret."""
    if len(address) <= 300 and _is_safe(address):
        return None
    message = N_(
        "Escriba una dirección que empiece con https:// y no lleve usuario, clave ni parámetros; solo una fuente en "
        "esta misma máquina puede usar http://."
    )
    return Problem("source.address", field="base_address", message=message)


def variable_problem(variable: str) -> Problem | None:
    """Object to a variable that could hold another secret of the portal than a source's token."""
    if _VARIABLE.fullmatch(variable):
        return None
    message = N_(
        "Escriba el nombre de la variable del servidor que guarda la clave; empieza con %(prefix)s y sigue en "
        "mayúsculas, números o guion bajo. La clave misma no se escribe aquí."
    )
    return Problem(
        "source.variable", field="token_variable", message=message, params={"prefix": TOKEN_PREFIX}
    )


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or not address.isascii() or any(mark in address for mark in " \\@?#"):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
