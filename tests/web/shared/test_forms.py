"""Forms show beside each field what a service refused, and what must be repeated when somebody was faster."""

from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField, StringField

from contest_portal.kernel.problems import NotFound, Problem, Refused, Stale, WrongState
from contest_portal.web.shared.forms import FilterForm, PortalForm

NAME = Problem("group.name_taken", field="name", message="Ya hay un grupo «%(n)s».", params={"n": "Sumaq"})
VERSION = Problem("x.version", field="version", message="Vuelva a cargar la página.")
ELSEWHERE = Problem("x.elsewhere", field="members", message="Agregue socios.")


class GroupForm(PortalForm):
    class Meta:
        csrf = False

    name = StringField("Nombre")
    version = HiddenField()


class SearchForm(FilterForm):
    text = StringField("Texto", name="texto")


@pytest.fixture
def form(tiny_portal: Flask):  # type: ignore[no-untyped-def]
    with tiny_portal.test_request_context("/", method="POST", data={"name": "Sumaq"}):
        form = GroupForm()
        assert form.validate_on_submit()
        yield form


def test_accepted_form_is_answered_as_usual(form: GroupForm) -> None:
    with form.accepting():
        pass

    assert (form.status, form.errors, form.problems) == (HTTPStatus.OK, {}, [])


def test_problem_goes_beside_its_field(form: GroupForm) -> None:
    with form.accepting():
        raise Refused([NAME])

    assert (form.status, form.errors) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"name": ["Ya hay un grupo «Sumaq»."]},
    )
    assert form.problems == []


def test_problem_of_no_visible_field_goes_on_top(form: GroupForm) -> None:
    with form.accepting():
        raise Refused([VERSION, ELSEWHERE])

    assert (form.errors, form.problems) == ({}, [VERSION, ELSEWHERE])


def test_problems_add_to_one_another(form: GroupForm) -> None:
    form.add_problems((NAME,))
    form.add_problems((NAME, ELSEWHERE))

    assert form.errors == {"name": ["Ya hay un grupo «Sumaq»."] * 2}
    assert form.problems == [ELSEWHERE]


@pytest.mark.parametrize("error", [Stale("group 1"), StaleDataError("UPDATE matched 0 rows")])
def test_somebody_faster_is_a_conflict_and_the_text_stays(form: GroupForm, error: Exception) -> None:
    with form.accepting():
        raise error

    (problem,) = form.problems
    assert (form.status, problem.code, form.name.data) == (HTTPStatus.CONFLICT, "stale", "Sumaq")


@pytest.mark.parametrize("error", [WrongState([NAME]), NotFound("group 1"), LookupError("ours")])
def test_what_no_form_can_mend_goes_on_to_the_error_pages(form: GroupForm, error: Exception) -> None:
    with pytest.raises(type(error)), form.accepting():
        raise error

    assert form.status == HTTPStatus.OK


def test_form_that_was_not_sent_is_not_checked(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/"):
        form = GroupForm()

        assert (form.validate_on_submit(), form.status) == (False, HTTPStatus.OK)


def test_form_without_its_token_is_refused(tiny_portal: Flask) -> None:
    class Guarded(PortalForm):
        name = StringField("Nombre")

    with tiny_portal.test_request_context("/", method="POST", data={"name": "x"}):
        form = Guarded()

        assert (form.validate_on_submit(), form.status) == (False, HTTPStatus.UNPROCESSABLE_ENTITY)
        assert list(form.errors) == ["csrf_token"]


def test_filter_is_read_from_the_address_without_a_token(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/?texto=cuyes&csrf_token=x"):
        form = SearchForm()

        assert (form.text.data, "csrf_token" in form) == ("cuyes", False)


def test_filter_is_not_read_from_a_body(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/", method="POST", data={"texto": "cuyes"}):
        assert not SearchForm().text.data
