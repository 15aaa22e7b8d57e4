"""A row left blank is no row; a row begun must be whole."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from contest_portal.kernel.money import ZERO, Money
from contest_portal.web.shared.fields import CleanTextField, MoneyField, WholeNumberField
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.rows import RowForm, filled

KINDS = [SelectChoice("a", "A"), SelectChoice("b", "B")]


class GoodsRow(RowForm):
    former = HiddenField()
    kind = SelectField(choices=KINDS)
    name = CleanTextField("Nombre", [filled("Escriba el nombre.")], letters=60)
    count = WholeNumberField("Cantidad", [filled("Escriba cuántos.")])
    cost = MoneyField("Costo")


class TableForm(PortalForm):
    class Meta:
        csrf = False

    goods = FieldList(FormField(GoodsRow))


def row(app: Flask, sent: dict[str, str]) -> tuple[GoodsRow, bool]:
    with app.test_request_context("/"):
        form = GoodsRow(MultiDict(sent))
        return form, form.validate()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "", "count": "", "cost": ""},
        {"name": " \u200b ", "count": "\t", "cost": "  "},
        {"kind": "b"},
        {"former": "OLD"},
        {"kind": "sin validar"},
    ],
    ids=["absent", "empty", "spaces", "choice alone", "hidden alone", "hostile choice"],
)
def test_a_row_in_which_nothing_was_typed_is_blank_and_asks_for_nothing(
    tiny_portal: Flask, sent: dict[str, str]
) -> None:
    form, valid = row(tiny_portal, sent)

    assert (form.is_blank, valid, form.errors) == (True, True, {})


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"kind": "a", "name": "Malla", "count": "3"}, {}),
        ({"kind": "a", "name": "Malla"}, {"count": ["Escriba cuántos."]}),
        ({"kind": "a", "count": "0"}, {"name": ["Escriba el nombre."]}),
        ({"kind": "a", "cost": "0"}, {"name": ["Escriba el nombre."], "count": ["Escriba cuántos."]}),
    ],
    ids=["whole", "no count", "zero is typed", "amount alone"],
)
def test_a_row_that_was_begun_must_be_whole(
    tiny_portal: Flask, sent: dict[str, str], errors: dict[str, list[str]]
) -> None:
    form, valid = row(tiny_portal, sent)

    assert (form.is_blank, valid, form.errors) == (False, not errors, errors)


def test_what_cannot_be_read_is_typed_and_not_called_missing(tiny_portal: Flask) -> None:
    form, _ = row(tiny_portal, {"kind": "a", "name": "Malla", "count": "tres"})

    (error,) = form.count.errors
    assert (form.is_blank, error) == (
        False,
        "«tres» no vale aquí. Escriba un número entero, sin signo ni decimales.",
    )


@pytest.mark.parametrize(
    ("stored", "is_blank"),
    [
        ({}, True),
        ({"kind": "a", "former": "OLD"}, True),
        ({"name": ""}, True),
        ({"name": "Malla"}, False),
        ({"count": 0}, False),
        ({"cost": ZERO}, False),
        ({"cost": Money.soles(3)}, False),
    ],
    ids=["nothing", "choice", "empty text", "text", "zero", "no money", "money"],
)
def test_a_row_shown_from_what_is_stored_is_blank_without_a_value(
    tiny_portal: Flask, stored: dict[str, object], *, is_blank: bool
) -> None:
    with tiny_portal.test_request_context("/"):
        assert GoodsRow(data=stored).is_blank is is_blank


def test_a_stored_row_that_was_emptied_is_blank(tiny_portal: Flask) -> None:
    emptied = MultiDict({"goods-0-kind": "a", "goods-0-name": "", "goods-0-count": "", "goods-0-cost": ""})

    with tiny_portal.test_request_context("/", method="POST", data=emptied):
        form = TableForm(data={"goods": [{"name": "Malla", "count": 3, "cost": Money.soles(3)}]})

        assert ([entry.form.is_blank for entry in form.goods], form.validate()) == ([True], True)


def test_cells_of_a_row_are_not_marked_required(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/"):
        assert "required" not in str(GoodsRow().name())
