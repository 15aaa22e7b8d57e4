"""What the fields of the designer read, and what they say of the rest."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Level
from contest_portal.contests.rules.sheets import Band
from contest_portal.web.staff.contest_fields import BandsField, CodesField, LevelsField, PointsField
from contest_portal.web.staff.contest_hub import stage_steps


class Everything(Form):
    """One field of each kind."""

    points = PointsField()
    levels = LevelsField()
    bands = BandsField()
    codes = CodesField()


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def typed(name: str, text: str) -> Field:
    form = Everything(MultiDict({name: text}))
    form.validate()
    return form[name]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param("points", "70", Fraction(70), id="points"),
        pytest.param("points", "70,5", Fraction(141, 2), id="points with a comma"),
        pytest.param(
            "levels",
            "15 = Solo jóvenes\r\n\r\n 8: Otros = más",
            (Level(15, "Solo jóvenes"), Level(8, "Otros = más")),
            id="levels",
        ),
        pytest.param("levels", "", (), id="no levels"),
        pytest.param(
            "bands",
            "50 = 5\r\n\r\n12,5 % : 1\n0=0",
            (Band(Fraction(1, 2), 5), Band(Fraction(1, 8), 1), Band(Fraction(0), 0)),
            id="bands in percent",
        ),
        pytest.param("bands", "", (), id="no bands"),
        pytest.param("codes", " idea, marcha;IDEA  jóvenes ", ("IDEA", "MARCHA", "JÓVENES"), id="codes"),
        pytest.param("codes", "", None, id="no codes"),
    ],
)
def test_what_holds_is_read(name: str, text: str, value: object) -> None:
    field = typed(name, text)

    assert (field.data, list(field.errors)) == (value, [])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "points",
            "-Infinity",
            "«-Infinity» no vale como puntaje. Escriba un número de 0 a 9999, en pasos de 0.001.",
        ),
        ("points", "1e3", "«1e3» no vale como puntaje. Escriba un número de 0 a 9999, en pasos de 0.001."),
        (
            "levels",
            "15 = a\nocho",
            "«ocho» no es un nivel. Escriba en cada línea los puntos, el signo = y el texto.",
        ),
        (
            "bands",
            "0 = 0\nla mitad = 5",
            "«la mitad = 5» no es un tramo. Escriba en cada línea desde qué porcentaje, el signo = y los puntos.",
        ),
        (
            "bands",
            "50 = cinco",
            "«50 = cinco» no es un tramo. Escriba en cada línea desde qué porcentaje, el signo = y los puntos.",
        ),
        (
            "bands",
            "-1 = 5",
            "«-1 = 5» no es un tramo. Escriba en cada línea desde qué porcentaje, el signo = y los puntos.",
        ),
    ],
)
def test_what_does_not_hold_is_named(name: str, text: str, message: str) -> None:
    assert list(typed(name, text).errors) == [message]


@pytest.mark.parametrize(("name", "text"), [("levels", "ocho"), ("points", "x"), ("bands", "mitad")])
def test_what_was_typed_is_shown_again(name: str, text: str) -> None:
    assert text in str(typed(name, text)())


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("levels", (Level(15, "Solo jóvenes"), Level(8, "Otros")), "15 = Solo jóvenes\n8 = Otros"),
        ("points", Fraction(141, 2), 'value="70.5"'),
    ],
)
def test_a_kept_value_is_shown_as_one_would_type_it(name: str, value: object, shown: str) -> None:
    assert shown in str(Everything(data={name: value})[name]()).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("state", "states"),
    [
        (ContestState.DRAFT, "current todo todo todo todo todo"),
        (ContestState.PUBLISHED, "done current todo todo todo todo"),
        (ContestState.SCORED, "done done done current todo todo"),
        (ContestState.ANNOUNCED, "done done done done done done"),
    ],
)
def test_the_way_of_a_contest_shows_where_it_stands(state: ContestState, states: str) -> None:
    steps = stage_steps(Contest(id=7, state=state.value))

    assert " ".join(step.state for step in steps) == states


def test_stages_ahead_are_no_links() -> None:
    steps = stage_steps(Contest(id=7, state="evaluating"))

    assert [step.url is not None for step in steps] == [False, True, True, False, False, False]
