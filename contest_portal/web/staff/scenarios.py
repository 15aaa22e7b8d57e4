"""Scenarios of an allocation beside its frozen rule: to look at and to take away, never to decide by.

A comparison is a GET, and looking at one writes a row of the audit (docs/decisions.md), before the page is made.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.rules.scenario import Scenario
from contest_portal.allocation.services.note_comparison import note_comparison
from contest_portal.allocation.what_if import Basis, basis_of, compare
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.problems import N_, Problem, Refused, WrongState
from contest_portal.registry.queries.register import district_names
from contest_portal.web.shared.allocation_words import limit_names
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import table_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.scenarios_files import HEADER, scenario_lines, scenarios_file
from contest_portal.web.staff.scenarios_forms import (
    LimitNames,
    ScenarioForm,
    address_problems,
    scenario_forms,
)
from contest_portal.web.staff.scenarios_view import ScenariosView, scenarios_view

_SCENARIOS = "/concursos/<int:contest_id>/reparto/escenarios"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks, and what of it cannot be."""

    forms: tuple[ScenarioForm, ...]
    scenarios: tuple[tuple[str, Scenario], ...]
    problems: tuple[Problem, ...]
    limits: LimitNames

    @property
    def is_sound(self) -> bool:
        """Tell whether everything asked can be compared."""
        return not self.problems and not any(form.errors for form in self.forms)


@blueprint.get(_SCENARIOS)
def allocation_scenarios(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Show up to three scenarios beside the frozen rule; nothing before the scoring is closed."""
    contest = _contest(contest_id)
    basis = basis_of(read_session(), contest)
    if basis is None:
        return render_template("staff/allocation/scenarios.html", contest=contest, forms=(), view=None), 200
    filled = {name: values for name, values in request.args.lists() if any(values)}
    if len(filled) < len(request.args):  # an address to share has no empty answers
        return redirect(f"{request.path}?{urlencode(filled, doseq=True)}", 303)
    asked = _asked(basis)
    page = render_template(
        "staff/allocation/scenarios.html",
        contest=contest,
        forms=asked.forms,
        problems=asked.problems,
        view=_compared(basis, asked, "page") if asked.is_sound else None,
        query=urlencode(filled, doseq=True),
    )
    return page, HTTPStatus.OK if asked.is_sound else HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.get(f"{_SCENARIOS}.pdf")
def allocation_scenarios_pdf(contest_id: int) -> Response:
    """Send the same comparison on paper, marked on every page."""
    contest = _contest(contest_id)
    basis = _closed(contest)
    asked = _sound(basis)
    return scenarios_file(contest, lambda: _compared(basis, asked, "pdf"))


@blueprint.get(f"{_SCENARIOS}.<any(csv, xlsx):file_format>")
def allocation_scenarios_table(contest_id: int, file_format: str) -> Response:
    """Send every figure and every change, each line marked."""
    contest = _contest(contest_id)
    basis = _closed(contest)
    view = _compared(basis, _sound(basis), file_format)
    return table_response(f"simulacion-{contest.code}", file_format, HEADER, scenario_lines(view))


def _contest(contest_id: int) -> Contest:
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    return contest_by_id(read_session(), contest_id)


def _asked(basis: Basis) -> Asked:
    book = basis.rulebook
    limits = limit_names(book, district_names(read_session(), book.territory))
    forms = scenario_forms(basis.inputs, book, limits)
    found = ((form.letter, form.scenario()) for form in forms)
    scenarios = tuple((letter, one) for letter, one in found if one is not None)
    return Asked(forms, scenarios, address_problems(forms), limits)


def _sound(basis: Basis) -> Asked:
    asked = _asked(basis)
    if not asked.is_sound:
        errors = (
            Problem("scenario.form", field=field.name, message=str(error))
            for form in asked.forms
            for field in form
            for error in field.errors
        )
        raise Refused((*asked.problems, *errors))
    return asked


def _compared(basis: Basis, asked: Asked, file_format: str) -> ScenariosView:
    """Note the use of what is compared, then compare it."""
    scenarios = [one for _, one in asked.scenarios]
    if scenarios:
        with transaction() as session:
            note_comparison(
                session, act(), contest_id=basis.contest_id, scenarios=scenarios, file_format=file_format
            )
    columns = compare(read_session(), basis, scenarios)
    return scenarios_view(basis, columns, [letter for letter, _ in asked.scenarios], asked.limits)


def _closed(contest: Contest) -> Basis:
    basis = basis_of(read_session(), contest)
    if basis is None:
        message = N_("Todavía no hay qué comparar: los escenarios se abren cuando se cierra la calificación.")
        raise WrongState([Problem("scenario.not_closed", field="state", message=message)])
    return basis
