"""Fields read what people type and give values of the house."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CentreCodeField,
    CleanTextAreaField,
    CleanTextField,
    DayField,
    DniField,
    InstantField,
    MoneyField,
    RucField,
    UbigeoField,
    WholeNumberField,
    amount_in,
    required,
    room_of,
    whole_number,
)
from contest_portal.web.shared.forms import PortalForm


class Everything(PortalForm):
    class Meta:
        csrf = False

    amount = MoneyField("Monto")
    dni = DniField("DNI")
    ruc = RucField("RUC")
    ubigeo = UbigeoField("Ubigeo")
    centre = CentreCodeField("Centro")
    name = CleanTextField("Nombre", letters=60)
    story = CleanTextAreaField("Historia", column="fund.name")
    opens = InstantField("Abre")
    places = WholeNumberField("Plazas")
    day = DayField("Día")


class DozenField(WholeNumberField):
    """A field with bounds and words of its own."""

    least, most = 1, 12
    refusal = N_("«%(value)s» no va de %(min)s a %(max)s.")


class Counting(PortalForm):
    class Meta:
        csrf = False

    dozen = DozenField("Docena")


class Demanding(PortalForm):
    class Meta:
        csrf = False

    amount = MoneyField("Monto", [required("Escriba el monto.")])
    name = StringField("Nombre", [required("Escriba el nombre.")])
    marks = SelectMultipleField(
        "Marcas", [required("Marque una.")], choices=[SelectChoice("a", "A"), SelectChoice("b", "B")]
    )


def sent(app: Flask, kind: type[PortalForm], **values: object) -> PortalForm:
    with app.test_request_context("/", method="POST"):
        form = kind(MultiDict(values))
        form.validate()
        return form


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("amount", "S/ 1,234.50", Money(123_450)),
        ("amount", "0", Money(0)),
        ("dni", "4541-8672", "45418672"),
        ("ruc", "20512333797", "20512333797"),
        ("ubigeo", "021106", "021106"),
        ("centre", "0903010099", "0903010099"),
        ("name", "  Sumaq\u200b Kuy ", "Sumaq Kuy"),
        ("story", " uno\r\ndos ", "uno\ndos"),
        ("opens", "2026-11-23T12:00", datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
        ("places", " 50 ", 50),
        ("day", " 2027-06-02 ", date(2027, 6, 2)),
        ("places", "0", 0),
        ("places", "999999", 999_999),
    ],
)
def test_value_is_that_of_the_house(tiny_portal: Flask, name: str, typed: str, value: object) -> None:
    form = sent(tiny_portal, Everything, **{name: typed})

    assert (form[name].data, form.errors) == (value, {})


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("amount", "12,34", "«12,34» no es un monto."),
        ("dni", "4541867", "«4541867» no es un DNI."),
        ("ruc", "20512333798", "«20512333798» no es un RUC válido."),
        ("ubigeo", "21106", "«21106» no es un ubigeo."),
        ("centre", "903", "«903» no es un código de centro poblado."),
        ("opens", "2027-05-01", "«2027-05-01» no es una fecha con hora. Elija el día y la hora."),
        ("opens", "2027-02-30T08:00", "«2027-02-30T08:00» no es una fecha con hora."),
        ("opens", "9999-12-31T23:59", "«9999-12-31T23:59» no es una fecha con hora."),
        ("day", "2027-02-30", "«2027-02-30» no es una fecha del calendario. Elija el día."),
        ("day", "30/02/2027", "«30/02/2027» no es una fecha del calendario."),
        ("places", "-1", "«-1» no vale aquí. Escriba un número entero, sin signo ni decimales."),
        ("places", "1.5", "«1.5» no vale aquí."),
        ("places", "1e3", "«1e3» no vale aquí."),
        ("places", "٣", "«٣» no vale aquí."),
        ("places", "1000000", "«1000000» no vale aquí."),
    ],
)
def test_what_cannot_be_read_is_told_and_stays_as_typed(
    tiny_portal: Flask, name: str, typed: str, message: str
) -> None:
    form = sent(tiny_portal, Everything, **{name: typed})

    (error,) = form[name].errors
    assert error.startswith(message)
    assert (form[name].data, form[name]._value()) == (None, typed)


def test_instant_that_cannot_be_read_stays_as_typed(tiny_portal: Flask) -> None:
    form = sent(tiny_portal, Everything, opens="mañana")

    assert (form.opens.data, form.opens._value()) == (None, "mañana")
    assert len(form.opens.errors) == 1


@pytest.mark.parametrize("name", ["amount", "dni", "ruc", "ubigeo", "centre", "opens", "places", "day"])
def test_nothing_typed_is_nothing(tiny_portal: Flask, name: str) -> None:
    assert sent(tiny_portal, Everything, **{name: "  "})[name].data is None
    assert sent(tiny_portal, Everything)[name].data is None


def test_values_given_are_written_for_editing(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/"):
        form = Everything(
            data={
                "amount": Money(123_450),
                "dni": "00418672",
                "opens": datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
            }
        )

        assert (form.amount._value(), form.dni._value(), form.opens._value(), form.ruc._value()) == (
            "1234.50",
            "00418672",
            "2026-11-23T12:00",
            "",
        )


def test_hostile_text_is_kept_and_inert(tiny_portal: Flask) -> None:
    hostile = "<script>alert(1)</script>'; DROP TABLE audit; --{{ 7*7 }}"
    form = sent(tiny_portal, Everything, name=hostile)

    with tiny_portal.test_request_context("/"):
        drawn = str(form["name"]())

    assert form["name"].data == hostile
    assert "<script>" not in drawn


@pytest.mark.parametrize(("name", "most"), [("name", 60), ("story", 160), ("amount", 400)])
def test_a_text_has_as_many_letters_as_its_field_or_its_column(
    tiny_portal: Flask, name: str, most: int
) -> None:
    """Counted as they are kept: accents joined, lines ended by one sign, spaces at the ends gone."""
    longest = "e\u0301" * (most - 3) + "\r\nz"
    whole = sent(tiny_portal, Everything, **{name: f" {longest}z "})
    longer = sent(tiny_portal, Everything, **{name: f"{longest}zz"})

    assert "letras como máximo" not in "".join(whole[name].errors)
    assert longer[name].errors[-1] == f"Escriba {most} letras como máximo: hay {most + 1}."


@pytest.mark.parametrize("column", ["fund.nothing", "nothing.name"])
def test_a_field_names_a_column_there_is(column: str) -> None:
    with pytest.raises(KeyError):
        room_of(column)


def test_a_field_that_forgets_its_greatest_length_makes_no_form(tiny_portal: Flask) -> None:
    class Forgetful(PortalForm):
        name = CleanTextField("Nombre")

    with tiny_portal.test_request_context("/"), pytest.raises(ValueError, match="name says neither"):
        Forgetful()


def test_a_column_without_a_limit_gives_a_field_none() -> None:
    with pytest.raises(ValueError, match=r"audit\.data has no greatest length"):
        room_of("audit.data")


def test_every_missing_answer_is_asked_for_once(tiny_portal: Flask) -> None:
    form = sent(tiny_portal, Demanding, name="   ")

    assert form.errors == {
        "amount": ["Escriba el monto."],
        "name": ["Escriba el nombre."],
        "marks": ["Marque una."],
    }


def test_unreadable_answer_is_not_called_missing(tiny_portal: Flask) -> None:
    form = sent(tiny_portal, Demanding, amount="mucho", name="x", marks="a")

    ((error,),) = form.errors.values()
    assert error.startswith("«mucho» no es un monto.")


def test_zero_is_an_answer(tiny_portal: Flask) -> None:
    assert sent(tiny_portal, Demanding, amount="0", name="x", marks="a").errors == {}


def test_required_field_says_so_to_the_browser(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/"):
        assert "required" in str(Demanding()["name"]())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("999999999", 999_999_999),
        *((bad, None) for bad in ("", " 1", "1\n", "+1", "²", "٣")),
    ],
)
def test_whole_number_is_ascii_digits_alone(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("typed", "data", "errors"),
    [
        ("1", 1, []),
        ("12", 12, []),
        ("0", None, ["«0» no va de 1 a 12."]),
        ("13", None, ["«13» no va de 1 a 12."]),
    ],
)
def test_whole_number_keeps_to_the_bounds_of_its_field(
    tiny_portal: Flask, typed: str, data: int | None, errors: list[str]
) -> None:
    field = sent(tiny_portal, Counting, dozen=typed)["dozen"]

    assert (field.data, list(field.errors)) == (data, errors)


@pytest.mark.parametrize(("typed", "amount"), [("1,234.50", Money.soles(1_234, 50)), ("", ZERO), ("x", ZERO)])
def test_amount_is_read_or_nothing(tiny_portal: Flask, typed: str, amount: Money) -> None:
    field = sent(tiny_portal, Everything, amount=typed)["amount"]

    assert isinstance(field, MoneyField)
    assert amount_in(field) == amount
