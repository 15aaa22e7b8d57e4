"""Finding a household and looking at it. DNI are shown by their last digits."""

from flask import render_template

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.kernel.clock import office_date
from contest_portal.registry.component_queries import records_of
from contest_portal.registry.household_queries import HouseholdLine, household_view, search_households
from contest_portal.registry.overview_queries import overview
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import SEX_LABELS, SISFOH_CLASS_LABELS
from contest_portal.web.shared.session import current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_forms import HouseholdSearchForm

MOST = 50


@blueprint.route("/hogares", methods=["GET", "POST"])
def households() -> tuple[str, int]:
    """Search by DNI, household code or a member's name. The search reads only; it is sent as a form, see there."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form = HouseholdSearchForm()
    found: tuple[HouseholdLine, ...] | None = None
    if form.validate_on_submit():
        found = search_households(read_session(), form.text.data or "", limit=MOST)
    held = overview(read_session()).households
    return render_template(
        "staff/registry/households.html", form=form, found=found, held=held, most=MOST
    ), form.status


@blueprint.get("/hogares/<int:household_id>")
def household(household_id: int) -> str:
    """Show a household with its members."""
    permit(current_actor(), Action.REGISTRY_SEE)
    found = household_view(read_session(), household_id)
    expires_on = found.sisfoh_expires_on
    return render_template(
        "staff/registry/household.html",
        household=found,
        is_expired=expires_on is not None and expires_on < office_date(now()),
        sexes=SEX_LABELS,
        classes=SISFOH_CLASS_LABELS,
        records=records_of(read_session(), household_id),
        may_record=can(current_actor(), Action.COMPONENT_EDIT),
        labels=labels,
    )
