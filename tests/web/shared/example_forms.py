"""A form with one field of every shape, for the component tests."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget


class GoodsRow(Form):
    """A line of a budget."""

    row_id = HiddenField()
    item = StringField("Bien", validators=[DataRequired("Escriba qué van a comprar.")])
    unit = SelectField(
        "Unidad", choices=[SelectChoice("u", "Unidad"), SelectChoice("kg", "Kilogramo")], default="u"
    )
    quantity = StringField("Cantidad")
    cost = StringField("Costo unitario")


class ExampleForm(FlaskForm):
    """One field of every shape."""

    name = StringField(
        "Nombre", description="Como figura en el acta.", validators=[DataRequired("Escriba el nombre.")]
    )
    situation = TextAreaField("Situación")
    line = SelectField("Línea", choices=[SelectChoice("cuy", "Cuyes"), SelectChoice("text", "Textiles")])
    kind = RadioField("Categoría", choices=[SelectChoice("idea", "Idea"), SelectChoice("run", "En marcha")])
    needs = SelectMultipleField(
        "Necesidades",
        choices=[SelectChoice("a", "Costos")],
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    agreed = BooleanField("De acuerdo")
    proof = FileField("Acta")
    day = DateField("Fecha")
    closes_at = DateTimeLocalField("Cierre")
    secret = PasswordField("Contraseña")
    amount = StringField("Monto")
    mark = StringField("Puntaje")
    goods = FieldList(FormField(GoodsRow), min_entries=2)


BUDGET_COLUMNS: tuple[Mapping[str, str], ...] = (
    {"name": "item", "label": "Bien", "width": "wide"},
    {"name": "unit", "label": "Unidad"},
    {"name": "quantity", "label": "Cantidad", "kind": "quantity"},
    {"name": "cost", "label": "Costo unitario", "kind": "unit_cost"},
)
