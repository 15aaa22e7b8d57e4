"""The rows of a table of fields: a row left blank is no row, a row begun must be whole."""

from collections.abc import Callable

from flask_babel import gettext
from wtforms import Field, Form, HiddenField, SelectField
from wtforms.validators import StopValidation

from contest_portal.kernel.identifiers import clean_text

_LAST = 10**6


class RowForm(Form):
    """One row of a table. A choice or a hidden cell alone is nothing typed."""

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was typed into the row."""
        return not any(_is_filled(cell) for cell in self if not isinstance(cell, (SelectField, HiddenField)))

    def validate(self, extra_validators: object = None) -> bool:
        """Check the cells, unless the row is blank."""
        return self.is_blank or super().validate()


def position_of(row: RowForm) -> int:
    """Give the place a row asks for in its field `position`; a row without one comes last."""
    place = row["position"].data
    return _LAST if place is None else int(place)


def filled(message: str) -> Callable[[object, Field], None]:
    """Make a validator for a cell of a row that was begun. Sets no `required` mark: the row itself may stay blank."""

    def check(_form: object, cell: Field) -> None:
        if cell.data is None or cell.data == "":
            raise StopValidation("" if cell.errors else gettext(message))

    return check


def _is_filled(cell: Field) -> bool:
    if cell.raw_data is None:
        return cell.data not in (None, "", ())
    return any(clean_text(str(text)) for text in cell.raw_data)
