"""Who did what for a group."""

from flask import Response, render_template
from flask_babel import gettext

from contest_portal.applications.deeds import Deed, Doer, count_deeds, group_deeds
from contest_portal.applications.rules.screening import OWN_QUESTIONS, SECTION_NAMES
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import N_
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_group_view
from contest_portal.web.shared.audit_labels import AUDIT_ACTION_LABELS
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.spreadsheets import csv_response

_DOERS = {
    Doer.REPRESENTATIVE: N_("Representante"),
    Doer.PROMOTER: N_("Promotor"),
    Doer.OFFICE: N_("Oficina"),
}
_HEADER = (N_("Cuándo"), N_("Quién"), N_("Como"), N_("Qué hizo"), N_("Dónde"))
Row = dict[str, str]


@blueprint.get("/grupos/<int:group_id>/quien-hizo-que")
def deeds(group_id: int) -> str:
    """List it, the newest first."""
    group = own_group_view(group_id)
    pager = asked_page(count_deeds(read_session(), group))
    found = group_deeds(read_session(), group, limit=pager.size, offset=pager.offset)
    return render_template(
        "applicant/deeds.html", group=group, deeds=[_row(one) for one in found], page=pager
    )


@blueprint.get("/grupos/<int:group_id>/quien-hizo-que.csv")
def deeds_csv(group_id: int) -> Response:
    """Give the whole list as a spreadsheet."""
    group = own_group_view(group_id)
    rows = [tuple(_row(one).values()) for one in group_deeds(read_session(), group)]
    return csv_response("quien-hizo-que.csv", [gettext(title) for title in _HEADER], rows)


def _row(deed: Deed) -> Row:
    section = gettext(SECTION_NAMES.get(deed.section, SECTION_NAMES[OWN_QUESTIONS])) if deed.section else None
    return {
        "at": office_moment(deed.at),
        "name": deed.name or "—",
        "doer": gettext(_DOERS[deed.doer]),
        "action": gettext(AUDIT_ACTION_LABELS.get(deed.action, deed.action)),
        "place": " · ".join(part for part in (section, deed.contest_title) if part) or "—",
    }
