"""A form about a row brings back the version that was read, and nothing else ever stands in for it."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask

import contest_portal.app as portal
from contest_portal.kernel.problems import Problem, Stale
from contest_portal.web.shared.fields import NO_VERSION, CleanTextField, VersionField
from contest_portal.web.shared.forms import PortalForm, VersionedForm

STORED = 7


class RowEdit(VersionedForm):
    class Meta:
        csrf = False

    name = CleanTextField("Nombre", letters=60)


def posted(app: Flask, **sent: str) -> RowEdit:
    with app.test_request_context("/", method="POST", data=sent):
        form = RowEdit(data={"version": STORED, "name": "Guardado"})
        form.validate_on_submit()
        return form


@pytest.mark.parametrize(("sent", "version"), [("7", 7), ("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_the_version_that_was_read_comes_back(tiny_portal: Flask, sent: str, version: int) -> None:
    assert posted(tiny_portal, version=sent).shown_version == version


@pytest.mark.parametrize(
    "sent",
    ["", " ", "abc", "-1", "+7", "7.0", "1e3", "0x7", "7 ", "\u0667", "7\n", "9999999999", "7;DROP", "None"],
    ids=repr,
)
def test_what_is_no_version_is_none_that_a_row_could_be_at(tiny_portal: Flask, sent: str) -> None:
    assert posted(tiny_portal, version=sent, name="Nuevo").shown_version == NO_VERSION


def test_a_version_that_was_not_sent_is_not_the_stored_one(tiny_portal: Flask) -> None:
    assert posted(tiny_portal, name="Nuevo").shown_version == NO_VERSION


def test_a_post_with_nothing_in_it_brings_neither_version_nor_stored_values(tiny_portal: Flask) -> None:
    form = posted(tiny_portal)

    assert (form.shown_version, form.name.data) == (NO_VERSION, "")


def test_json_is_not_taken_for_a_page_with_the_stored_values(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/", method="POST", json={}):
        form = RowEdit(data={"version": STORED, "name": "Guardado"})

        assert (form.shown_version, form.name.data) == (NO_VERSION, "")


def test_no_version_is_that_of_no_row_not_even_of_one_to_be_made() -> None:
    assert NO_VERSION < 0


def test_the_page_carries_the_stored_version(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/"):
        form = RowEdit(data={"version": STORED})

        assert (form.shown_version, 'value="7"' in str(form.version())) == (STORED, True)


def test_a_page_refused_without_a_version_does_not_carry_the_stored_one(tiny_portal: Flask) -> None:
    form = posted(tiny_portal, name="Nuevo")

    with tiny_portal.test_request_context("/"):
        assert 'value="7"' not in str(form.version())


def test_after_a_conflict_the_page_may_go_on_from_what_is_stored_now(tiny_portal: Flask) -> None:
    elsewhere = Problem("x.elsewhere", field="members", message="Agregue socios.")
    with tiny_portal.test_request_context("/", method="POST", data={"version": "6"}):
        form = RowEdit(data={"version": STORED})
        with form.accepting():
            raise Stale("row 1")
        form.problems.append(elsewhere)

        form.go_on_from(STORED)

        assert (form.shown_version, form.problems, form.status) == (
            STORED,
            [elsewhere],
            HTTPStatus.CONFLICT,
        )


def forms(base: type[PortalForm] = PortalForm) -> Iterator[type[PortalForm]]:
    for form in base.__subclasses__():
        yield form
        yield from forms(form)


def test_every_form_of_the_portal_with_a_version_is_a_versioned_form() -> None:
    assert portal.create_app is not None
    held = [
        form for form in forms() if form.__module__.startswith("contest_portal.") and hasattr(form, "version")
    ]

    assert {form.version.field_class for form in held} == {VersionField}
    assert all(issubclass(form, VersionedForm) for form in held)
    assert {"EditFundForm", "CalendarForm", "EditGroupForm", "ChoiceForm", "SendForm", "SheetForm"} <= {
        form.__name__ for form in held
    }
