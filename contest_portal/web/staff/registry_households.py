"""Finding a household. DNI are shown by their last digits; the file itself is in registry_files.py."""

from flask import render_template

from contest_portal.accounts.rules.permissions import Action, permit, registry_reach
from contest_portal.registry.household_queries import HouseholdLine, search_households
from contest_portal.registry.overview_queries import overview
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor
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
        found = search_households(
            read_session(), form.text.data or "", limit=MOST, within=registry_reach(current_actor())
        )
    held = overview(read_session()).households
    return render_template(
        "staff/registry/households.html", form=form, found=found, held=held, most=MOST
    ), form.status
