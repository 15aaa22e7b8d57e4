"""What could be read in two ways is not read: a field sent twice, or otherwise in the address than in the body."""

from collections.abc import Iterator

from flask import Flask, request

from contest_portal.kernel.problems import N_, Problem, Refused

SEVERAL = frozenset(
    "awards centros counted datos dropped files findings found lines persons phases present purposes roles signed "
    "territory".split()
)
"""The fields that hold several answers, each sent as one more of the same name."""
_TWICE = Problem(
    "request.field_twice",
    field="",
    message=N_(
        "Un dato del formulario llegó dos veces. Vuelva a la página anterior, cárguela otra vez y repita."
    ),
)


def register_one_reading(app: Flask) -> None:
    """Refuse such a form before any page reads it, or counts it as a try."""
    app.before_request(_refuse_two_readings)


def _refuse_two_readings() -> None:
    if request.method == "POST" and any(_read_two_ways()):
        raise Refused([_TWICE])


def _read_two_ways() -> Iterator[bool]:
    for sent in (request.form, request.files):
        for name, values in sent.lists():
            yield len(values) > 1 and name not in SEVERAL
            yield name in request.args and request.args.getlist(name) != values
