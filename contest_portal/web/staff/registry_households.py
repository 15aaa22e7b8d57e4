"""Finding households and listing them. DNI are shown by their last digits; a file itself is in registry_files.py."""

from collections.abc import Mapping
from functools import partial

from flask import render_template, request, url_for
from sqlalchemy import ColumnElement

from contest_portal.accounts.rules.permissions import Action, permit, registry_reach
from contest_portal.applications.household_queries import households_in_groups
from contest_portal.kernel.clock import office_date
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries import territory as territory_queries
from contest_portal.registry.queries.finding import Findings, find
from contest_portal.registry.queries.household_lists import (
    COUNTED,
    Cursor,
    HouseholdPage,
    conditions,
    count_households,
    household_page,
)
from contest_portal.registry.queries.memberships import programmes
from contest_portal.registry.queries.overview import overview
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.fields import whole_number
from contest_portal.web.shared.pagination import PAGE_SIZE
from contest_portal.web.shared.session import current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.households_forms import HouseholdFilterForm, HouseholdSearchForm

MOST = 50


@blueprint.route("/hogares", methods=["GET", "POST"])
def households() -> tuple[str, int]:
    """List households, narrowed from the address; or search, which reads only and is sent as a form, see there."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form, narrowed = HouseholdSearchForm(), household_filter_form()
    found: Findings | None = None
    if form.validate_on_submit():
        found = find(read_session(), form.text.data or "", limit=MOST, within=registry_reach(current_actor()))
    asked = household_conditions(narrowed)
    page = None if found else household_page(read_session(), asked, _cursor(), size=PAGE_SIZE)
    return render_template(
        "staff/registry/households.html",
        form=form,
        found=found,
        narrowed=narrowed,
        asked=narrowed.asked(),
        page=page,
        count=count_households(read_session(), asked) if page else 0,
        counted=COUNTED,
        neighbours=_neighbours(page, narrowed.asked()) if page else {},
        most=MOST,
        today=office_date(now()),
        is_empty=page is not None and not page.rows and not overview(read_session()).households,
    ), form.status


def household_filter_form(asked: Mapping[str, str] | None = None) -> HouseholdFilterForm:
    """Read the filter from the address, or from what was asked, with the choices that follow from what is chosen."""
    form, session = HouseholdFilterForm(asked), read_session()
    territory = form.territory()
    form.offer_programmes(programmes(session))
    form.offer(
        territory_queries.departments(session),
        territory_queries.provinces(session, territory[:2]) if territory else (),
        territory_queries.districts_of(session, territory[:4]) if len(territory) >= 4 else (),
        territory_queries.centres_of(session, territory[:6]) if len(territory) >= 6 else (),
    )
    return form


def household_conditions(form: HouseholdFilterForm) -> list[ColumnElement[bool]]:
    """Compose the conditions: the register's own, and the groups that only a higher floor knows."""
    asked = conditions(form.wanted(), today=office_date(now()), within=registry_reach(current_actor()))
    in_groups = Household.id.in_(households_in_groups())
    return asked + {"si": [in_groups], "no": [~in_groups]}.get(form.membership(), [])


def _cursor() -> Cursor:
    return Cursor(
        after=whole_number(request.args.get("despues", "")),
        before=whole_number(request.args.get("antes", "")),
    )


def _neighbours(page: HouseholdPage, asked: dict[str, str]) -> dict[str, str | None]:
    """Give the addresses of the pages before and after this one; None where there is none."""

    address = partial(url_for, "staff.households", **asked)  # type: ignore[arg-type]
    return {
        "first": address() if page.has_before else None,
        "before": address(antes=page.rows[0].household_id) if page.has_before and page.rows else None,
        "after": address(despues=page.rows[-1].household_id) if page.has_after and page.rows else None,
    }
