"""The base of every form: shape is checked here, rules come back from services as problems beside their field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from flask import request
from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.meta import DefaultMeta

from contest_portal.kernel.problems import N_, Problem, Refused, Stale, WrongState
from contest_portal.web.shared.fields import VersionField
from contest_portal.web.shared.logs import note_refused_input

_STALE = Problem(
    "stale",
    field="version",
    message=N_(
        "Otra persona guardó cambios mientras usted escribía. Copie su texto, vuelva a cargar la página y repita."
    ),
)


class _Meta(FlaskForm.Meta):
    """What the fields say by themselves is read from its file once, not for each request."""

    def get_translations(self, form: Any) -> Any:
        """Give them in the language of this page."""
        self.locales = [str(get_locale())]
        return DefaultMeta.get_translations(self, form)


class FilterForm(FlaskForm):
    """A form that only narrows a list: read from the address, so that the list can be linked and reloaded; or from
    what was asked another day.
    """

    class Meta(_Meta):
        """No token: nothing is changed."""

        csrf = False

    def __init__(self, asked: Mapping[str, str] | None = None, *, prefix: str = "") -> None:
        super().__init__(formdata=request.args if asked is None else MultiDict(asked), prefix=prefix)


class PortalForm(FlaskForm):
    """A form that can show the problems a service found. `problems` holds those that belong to no field."""

    class Meta(_Meta):
        """What is sent is what counts."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Take a body with nothing in it as nothing filled in, never as the stored values sent back."""
            sent = super().wrap_formdata(form, formdata)
            return MultiDict() if sent is None and form.is_submitted() else sent

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []
        self.status = HTTPStatus.OK

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem beside its field, or on top of the form when the form has no such field."""
        self.status = HTTPStatus.UNPROCESSABLE_ENTITY
        self._note_refusal((problem.field for problem in problems), problems)
        for problem in problems:
            field = self._fields.get(problem.field)
            if field is None or isinstance(field, HiddenField):
                self.problems.append(problem)
            else:
                field.errors = [*field.errors, gettext(problem.message, **problem.params)]

    def validate_on_submit(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check the shape of what was sent; remembers the status a page with errors is answered with."""
        if not self.is_submitted():
            return False
        valid: bool = self.validate(extra_validators)
        if not valid:
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY
            self._note_refusal(self.errors)
        return valid

    def _note_refusal(self, fields: Iterable[str | None], problems: Sequence[Problem] = ()) -> None:
        own = (name for name in fields if name in self._fields)
        note_refused_input(own, (problem.code for problem in problems), form=type(self).__name__)

    @contextmanager
    def accepting(self) -> Iterator[None]:
        """Run a service; what it refuses appears on this form, and the handler goes on to render it again.

        ```
        if form.validate_on_submit():
            with form.accepting():
                with transaction() as session:
                    make_something(session, act(), ...)
                return redirect(..., 303)
        return render_template(..., form=form), form.status
        ```
        """
        try:
            yield
        except WrongState:
            raise
        except Refused as refusal:
            self.add_problems(refusal.problems)
        except (Stale, StaleDataError):
            self.add_problems((_STALE,))
            self.status = HTTPStatus.CONFLICT


class VersionedForm(PortalForm):
    """A form about a row that somebody else may change meanwhile: it carries the version that was read."""

    version = VersionField()

    @property
    def shown_version(self) -> int:
        """Give the version the page was read at, for `expected_version`."""
        return int(self.version.data)

    def go_on_from(self, version: int) -> None:
        """After a conflict, go on from this version: only for a page that itself shows both texts."""
        self.version.data = version
        self.problems = [problem for problem in self.problems if problem.field != self.version.name]
