"""Fields of the contest designer."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext
from wtforms import TextAreaField

from contest_portal.contests.rules.rulebook import Level
from contest_portal.contests.rules.sheets import Band
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.marks import format_points, parse_mark
from contest_portal.web.shared.fields import BoundedField, ParsedField

_BAND = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*%?\s*[=:]\s*([0-9]{1,4})", re.ASCII)
_LEVEL = re.compile(r"([0-9]{1,4})\s*[=:]\s*(.+)", re.ASCII)
SPARE_ROWS = 3


class PointsField(ParsedField):
    """A number of points with up to three decimals; `data` is an exact Fraction."""

    def parse(self, text: str) -> Fraction:
        """Give the exact points."""
        return parse_mark(text, field=self.name, per_point=1000, maximum=9999).points

    def _value(self) -> str:
        if self.typed is None and isinstance(self.data, Fraction):
            return format_points(self.data)
        return super()._value()


class CodesField(ParsedField):
    """Codes with commas or spaces between; `data` is a tuple of them, in capitals."""

    def parse(self, text: str) -> tuple[str, ...]:
        """Give the codes in the order written, each once."""
        return tuple(dict.fromkeys(code.upper() for code in re.split(r"[\s,;]+", text) if code))

    def _value(self) -> str:
        if self.typed is None and isinstance(self.data, tuple):
            return ", ".join(self.data)
        return super()._value()


class LinesField(BoundedField, TextAreaField):
    """One thing per line; `data` is a tuple of what `read_line` makes of each. The first bad line is named."""

    data: Any
    letters = 20_000
    typed: str | None = None

    def sent_text(self) -> str | None:
        return self.typed

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Read every line."""
        self.typed = clean_text(str(valuelist[0])) if valuelist else ""
        self.data = ()
        self.data = tuple(
            self.read_line(line) for line in filter(None, map(str.strip, self.typed.split("\n")))
        )

    def read_line(self, line: str) -> object:
        """Give the thing of a line, or raise ValueError with a message for the person."""
        raise NotImplementedError

    def write_line(self, thing: Any) -> str:
        """Write a thing as it is typed."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "\n".join(self.write_line(thing) for thing in self.data or ())


class BandsField(LinesField):
    """Bands of a share, one per line as `percent = points`; `data` is a tuple of Band."""

    def read_line(self, line: str) -> Band:
        """Read where a band begins and what it gives."""
        found = _BAND.fullmatch(line)
        if found is None:
            raise ValueError(
                gettext(
                    "«%(line)s» no es un tramo. Escriba en cada línea desde qué porcentaje, el signo = y los puntos.",
                    line=line[:60],
                )
            )
        return Band(Fraction(found[1].replace(",", ".")) / 100, int(found[2]))

    def write_line(self, thing: Band) -> str:
        """Write a band in percent."""
        return f"{format_points(thing.least * 100)} = {thing.points}"


class LevelsField(LinesField):
    """Fixed levels, one per line as `points = text`; `data` is a tuple of Level."""

    def read_line(self, line: str) -> Level:
        """Read the points and the text of a level."""
        found = _LEVEL.fullmatch(line)
        if found is None:
            raise ValueError(
                gettext(
                    "«%(line)s» no es un nivel. Escriba en cada línea los puntos, el signo = y el texto.",
                    line=line[:60],
                )
            )
        return Level(int(found[1]), found[2])

    def write_line(self, thing: Level) -> str:
        """Write a level as it is typed."""
        return f"{thing.points} = {thing.text}"
