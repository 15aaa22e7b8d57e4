"""Amounts, dates, hours and ordinals written out in the Spanish of Peruvian legal documents.

Final UNO is kept (VEINTIUNO CON 00/100 SOLES) and shortened before MIL and MILLONES (VEINTIÚN MIL), as the Academy's
grammar asks; both forms of the final one are in use on vouchers, and documents of one office must not mix them.
"""

import re
from datetime import date, datetime

from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.money import CENTS_PER_SOL, Money

_STRAIGHT = re.compile(r'"([^"]*)"')
MAX_CARDINAL = 999_999_999_999
_TO_29 = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split()
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre"  # Peru: no p
).split()
_FEMININE_ENDINGS = ("a", "ión", "dad", "tad", "tud", "umbre", "sede", "red")
_MASCULINE_A = frozenset({"programa", "sistema", "equipo", "mapa", "día", "plan"})
_ARTICLES = frozenset({"el", "la", "los", "las"})
_ORDINALS = (
    "primera segunda tercera cuarta quinta sexta séptima octava novena décima undécima duodécima decimotercera "
    "decimocuarta decimoquinta decimosexta decimoséptima decimoctava decimonovena vigésima"
).split()


def cardinal(number: int) -> str:
    """Write a whole number from 0 to 999 999 999 999: `21 001` is `veintiún mil uno`. Raises ValueError beyond."""
    if not 0 <= number <= MAX_CARDINAL:
        raise ValueError(f"no words for {number}")
    millions, rest = divmod(number, 1_000_000)
    parts = [_millions(millions)] if millions else []
    if rest or not millions:
        parts.append(_below_million(rest))
    return " ".join(parts)


def shortened(words: str) -> str:
    """Shorten a final `uno` before a noun: `veintiún mil soles`, `treinta y un días`."""
    if words.endswith("veintiuno"):
        return f"{words[:-3]}ún"
    return words[:-1] if words.endswith("uno") else words


def feminine(words: str) -> str:
    """Turn a number below 100 feminine: `veintiuna horas`."""
    return f"{words[:-1]}a" if words.endswith("uno") else words


def amount_in_words(amount: Money) -> str:
    """Write an amount as contracts do: `DIECINUEVE MIL TRESCIENTOS CUARENTA CON 00/100 SOLES`."""
    soles, cents = divmod(amount.cents, CENTS_PER_SOL)
    return f"{cardinal(soles).upper()} CON {cents:02d}/100 SOLES"


def day_of_month(day: date) -> str:
    """Write a date as letters do: `23 de noviembre de 2026`."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def date_in_words(day: date) -> str:
    """Write a date out: `veintitrés de noviembre de dos mil veintiséis`; the first is `primero`."""
    number = "primero" if day.day == 1 else cardinal(day.day)
    return f"{number} de {_MONTHS[day.month - 1]} de {cardinal(day.year)}"


def hour_in_words(instant: datetime) -> str:
    """Write the office's hour out: `las dieciséis horas con treinta minutos`, `la una hora`."""
    local = instant.astimezone(OFFICE_ZONE)
    article, noun = ("la", "hora") if local.hour == 1 else ("las", "horas")
    hour = f"{article} {feminine(cardinal(local.hour))} {noun}"
    if not local.minute:
        return hour
    return f"{hour} con {shortened(cardinal(local.minute))} {'minuto' if local.minute == 1 else 'minutos'}"


def ordinal(number: int) -> str:
    """Give the feminine ordinal that heads a clause: `séptima`, up to `vigésima`. Raises ValueError beyond."""
    if not 1 <= number <= len(_ORDINALS):
        raise ValueError(f"no ordinal for {number}")
    return _ORDINALS[number - 1]


def with_article(name: str) -> str:
    """Put the article before the name of an office or a programme: `la Unidad Territorial Lima`, `el Programa …`."""
    first = name.split(maxsplit=1)[0].casefold() if name.strip() else ""
    if not first or first in _ARTICLES:
        return name
    feminine_noun = first.endswith(_FEMININE_ENDINGS) and first not in _MASCULINE_A
    return f"{'la' if feminine_noun else 'el'} {name}"


def to_whom(name: str) -> str:
    """Put `a` and the article before a name: `a la Unidad Territorial Lima`, `al Programa …`."""
    named = with_article(name)
    return f"al {named[3:]}" if named.startswith("el ") else f"a {named}"


def in_quotes(text: str) -> str:
    """Quote a text as Spanish print does; quotation marks inside it become the inner ones: `«Grupo “Flor”»`."""
    inner = _STRAIGHT.sub("“\\1”", text).replace("«", "“").replace("»", "”")
    return f"«{inner}»"


def _millions(number: int) -> str:
    return "un millón" if number == 1 else f"{shortened(_below_million(number))} millones"


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    head = "mil" if thousands == 1 else f"{shortened(_below_thousand(thousands))} mil"
    return f"{head} {_below_thousand(rest)}" if rest else head


def _below_thousand(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    parts = [_HUNDREDS[hundreds]] if hundreds else []
    if rest or not hundreds:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < len(_TO_29):
        return _TO_29[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens]} y {_TO_29[unit]}" if unit else _TENS[tens]
