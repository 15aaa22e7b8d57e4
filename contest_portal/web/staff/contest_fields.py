"""Fields of the contest designer."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext
from wtforms import TextAreaField

from contest_portal.contests.rules.rulebook import Level
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.marks import format_points, parse_mark
from contest_portal.web.shared.fields import ParsedField

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


class LevelsField(TextAreaField):
    """Fixed levels, one per line as `points = text`; `data` is a tuple of Level."""

    data: Any

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Read every line; the first that is no level is named."""
        typed = clean_text(str(valuelist[0])) if valuelist else ""
        self.typed = typed
        self.data = ()
        levels = []
        for line in filter(None, map(str.strip, typed.split("\n"))):
            found = _LEVEL.fullmatch(line)
            if found is None:
                raise ValueError(
                    gettext(
                        "«%(line)s» no es un nivel. Escriba en cada línea los puntos, el signo = y el texto.",
                        line=line[:60],
                    )
                )
            levels.append(Level(int(found[1]), found[2]))
        self.data = tuple(levels)

    def _value(self) -> str:
        typed = getattr(self, "typed", None)
        if typed is not None:
            return str(typed)
        return "\n".join(f"{level.points} = {level.text}" for level in self.data or ())
