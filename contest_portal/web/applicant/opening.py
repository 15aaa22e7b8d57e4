"""A group's own opening: its sheets, sums and place, why it got what it got, and how to check all of it alone."""

from flask import Response, redirect, render_template, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response as Redirect

from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_code, frozen_rulebook
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.documents.opening import OPENING
from contest_portal.publication.queries import own_results
from contest_portal.publication.rules.opening import Opening, opening_of
from contest_portal.publication.views import OwnResult
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.shared.bases_paper import rules_html
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import ALLOCATION_OUTCOME_LABELS, ALLOCATION_OUTCOME_TONES
from contest_portal.web.shared.press import press, printed_page


@blueprint.get("/solicitudes/<int:application_id>/resultado")
def opening(application_id: int) -> str | Redirect:
    """Open the result for the group; before the announcement there is none, and the application is shown."""
    desk = own_desk(application_id)
    result = _result(desk)
    if result is None:
        return redirect(url_for("applicant.application", application_id=application_id), 303)
    return render_template(
        "applicant/opening.html",
        desk=desk,
        result=result,
        opening=_opening(desk, result)[1],
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        outcome_tones=ALLOCATION_OUTCOME_TONES,
    )


@blueprint.get("/solicitudes/<int:application_id>/resultado.pdf")
def opening_file(application_id: int) -> Response | Redirect:
    """Send the same as a paper: Spanish, whatever language the page is read in."""
    desk = own_desk(application_id)
    result = _result(desk)
    if result is None:
        return redirect(url_for("applicant.application", application_id=application_id), 303)
    contest, opened = _opening(desk, result)
    frozen = frozen_rulebook(read_session(), contest.id)
    with force_locale("es_PE"):
        html = rules_html(
            OPENING,
            contest,
            frozen,
            title=contest.title,
            doc=opened,
            result=result,
            outcome=ALLOCATION_OUTCOME_LABELS[result.outcome],
            group_name=desk.view.group_name,
            check_page=_check_page(contest),
        )
    response = Response(
        printed_page(html, contest.announced_at or frozen.frozen_at), mimetype="application/pdf"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="resultado-{opened.code}.pdf"'
    return response


def _result(desk: Desk) -> OwnResult | None:
    found = own_results(read_session(), desk.view.contest_id, {desk.view.application_id})
    return found.get(desk.view.application_id)


def _opening(desk: Desk, result: OwnResult) -> tuple[Contest, Opening]:
    contest = contest_by_code(read_session(), result.contest_code)
    return contest, opening_of(bundle_of(read_session(), contest), desk.view.code or "")


def _check_page(contest: Contest) -> str:
    address = press().public_url + url_for("public.result_check", code=contest.code)
    return address.partition("//")[2]
