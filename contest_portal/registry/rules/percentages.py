"""Rates in ten-thousandths of a percentage point: 40.0163 % is 400163. Whole numbers compare exactly."""

import re

from contest_portal.kernel.problems import N_, Problem, Refused

PER_POINT = 10_000
MAX_E4 = 100 * PER_POINT
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,15}))?[\s\u00a0]?%?", re.ASCII)


def parse_percent_e4(text: str, *, field: str) -> int:
    """Read `40.0163`, `40,0163` or `40 %`, from 0 to 100.

    More than four decimals go up to the next ten-thousandth: so a rate is above a limit of four decimals exactly
    when what is kept is above it. Raises Refused.
    """
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        raise Refused([_not_a_rate(field, text)])
    decimals = match[2] or ""
    kept = int(match[1]) * PER_POINT + int(decimals[:4].ljust(4, "0"))
    rate = kept + 1 if decimals[4:].strip("0") else kept
    if rate > MAX_E4:
        raise Refused([_not_a_rate(field, text)])
    return rate


def format_percent_e4(rate_e4: int) -> str:
    """Write a rate with the decimals it needs and no sign: `40.0163`, `36.5`, `40`."""
    points, rest = divmod(rate_e4, PER_POINT)
    decimals = f"{rest:04d}".rstrip("0")
    return f"{points}.{decimals}" if decimals else str(points)


def _not_a_rate(field: str, text: str) -> Problem:
    return Problem(
        "rate.invalid",
        field=field,
        message=N_("«%(value)s» no es un porcentaje. Escriba un número de 0 a 100, por ejemplo 40.0163."),
        params={"value": text.strip()[:40]},
    )
