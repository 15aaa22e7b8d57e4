"""The designer of a contest: one page per part of its rules."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests import queries
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import BudgetRules, GroupRules
from contest_portal.contests.services.edit_basics import edit_basics
from contest_portal.contests.services.edit_budget_and_group import edit_budget_and_group
from contest_portal.contests.services.edit_calendar import edit_calendar
from contest_portal.contests.services.edit_categories import edit_categories
from contest_portal.contests.services.edit_lines import edit_lines
from contest_portal.contests.services.edit_territory import edit_territory
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.registry.queries.register import district_names, search_districts
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import amount_in
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_forms import (
    BasicsForm,
    BudgetForm,
    CalendarForm,
    CategoriesForm,
    LinesForm,
    TerritoryForm,
)

FOUND_DISTRICTS = 30


def draft_contest(contest_id: int) -> Contest:
    """Give a draft to someone who may change it; WrongState once it is published."""
    permit(current_actor(), Action.CONTEST_EDIT, Scope(contest_id=contest_id))
    contest = queries.contest_by_id(read_session(), contest_id)
    if contest.state != ContestState.DRAFT:
        message = N_(
            "Las reglas de este concurso ya se publicaron y no se pueden cambiar. Prepare una enmienda."
        )
        raise WrongState([Problem("contest.frozen", field="state", message=message)])
    return contest


def saved(contest_id: int) -> Response:
    """Go back to the contest with a word that the part was kept."""
    flash(gettext("Los cambios se guardaron."), "good")
    return redirect(url_for("staff.contest", contest_id=contest_id), 303)


@blueprint.route("/concursos/<int:contest_id>/datos", methods=["GET", "POST"])
def contest_basics(contest_id: int) -> Response | tuple[str, int]:
    """Name the contest and say what it is for."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = BasicsForm(obj=book, data={"version": contest.version})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_basics(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    code=form.code.data or "",
                    title=form.title.data or "",
                    purpose=form.purpose.data or "",
                    venue=form.venue.data or "",
                )
            return saved(contest_id)
    return render_template("staff/contests/basics.html", form=form, contest=contest), form.status


@blueprint.route("/concursos/<int:contest_id>/calendario", methods=["GET", "POST"])
def contest_calendar(contest_id: int) -> Response | tuple[str, int]:
    """Set the dates."""
    contest = draft_contest(contest_id)
    form = CalendarForm(obj=queries.read_rulebook(contest.draft).calendar, data={"version": contest.version})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_calendar(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    calendar=form.calendar(),
                )
            return saved(contest_id)
    return render_template("staff/contests/calendar.html", form=form, contest=contest), form.status


@blueprint.route("/concursos/<int:contest_id>/territorio", methods=["GET", "POST"])
def contest_territory(contest_id: int) -> Response | tuple[str, int]:
    """Choose the districts: search by name, tick, save."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = TerritoryForm(data={"version": contest.version, "territory": list(book.territory)})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_territory(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    territory=form.wanted(),
                )
            flash(
                gettext("El territorio se guardó. Puede buscar más distritos o volver al concurso."), "good"
            )
            return redirect(url_for("staff.contest_territory", contest_id=contest_id), 303)
    text = request.args.get("q", "").strip()
    _offer_districts(form, book.territory, text)
    return render_template(
        "staff/contests/territory.html", form=form, contest=contest, text=text
    ), form.status


def _offer_districts(form: TerritoryForm, chosen: tuple[str, ...], text: str) -> None:
    names = district_names(read_session(), chosen)
    form.territory.choices = [(ubigeo, names.get(ubigeo, ubigeo)) for ubigeo in chosen]
    found = search_districts(read_session(), text, FOUND_DISTRICTS) if text else ()
    form.found.choices = [
        (district.ubigeo, f"{district.name}, {district.province}, {district.department}")
        for district in found
        if district.ubigeo not in chosen
    ]


@blueprint.route("/concursos/<int:contest_id>/lineas", methods=["GET", "POST"])
def contest_lines(contest_id: int) -> Response | tuple[str, int]:
    """Choose the production lines."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = LinesForm(
        queries.production_lines(read_session()),
        data={"version": contest.version, "lines": [line.code for line in book.lines]},
    )
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_lines(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    codes=tuple(form.lines.data or ()),
                )
            return saved(contest_id)
    return render_template("staff/contests/lines.html", form=form, contest=contest), form.status


@blueprint.route("/concursos/<int:contest_id>/sobres", methods=["GET", "POST"])
def contest_categories(contest_id: int) -> Response | tuple[str, int]:
    """Set the money of the contest and its envelopes."""
    contest = draft_contest(contest_id)
    form = CategoriesForm.of(queries.read_rulebook(contest.draft), contest.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_categories(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    fund=amount_in(form.fund),
                    categories=form.categories(),
                )
            return saved(contest_id)
    return render_template("staff/contests/categories.html", form=form, contest=contest), form.status


@blueprint.route("/concursos/<int:contest_id>/presupuesto", methods=["GET", "POST"])
def contest_budget(contest_id: int) -> Response | tuple[str, int]:
    """Set what may be asked for, the split of an award, the size of groups and the allocation rule."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = BudgetForm(
        data={
            "version": contest.version,
            "allocation_rule": book.allocation_rule,
            **{name: getattr(book.budget, name) for name in BudgetRules.__dataclass_fields__},
            "first_percent": book.follow_up.instalments[0],
            "counterpart_percent": book.follow_up.counterpart_percent,
            "accounted_percent": book.follow_up.accounted_percent,
            "sign_days": book.follow_up.sign_days,
            "answer_days": book.follow_up.answer_days,
            **{name: getattr(book.group, name) for name in GroupRules.__dataclass_fields__},
        }
    )
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_budget_and_group(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    budget=form.budget(),
                    group=form.group(),
                    follow_up=form.follow_up(),
                    allocation_rule=form.allocation_rule.data or "",
                    allocation_rules=frozenset(RULES),
                )
            return saved(contest_id)
    return render_template(
        "staff/contests/budget.html", form=form, contest=contest, rules=tuple(RULES.values())
    ), form.status
