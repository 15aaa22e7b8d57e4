"""The first page: what the portal is, and which calls there are."""

from flask import render_template

from contest_portal.contests.queries import published_contests
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.public.calls import call_view
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import now


@blueprint.get("/")
def home() -> str:
    """List the calls by what a visitor can do with them."""
    calls = [call_view(contest, now()) for contest in published_contests(read_session())]
    by_moment = {
        moment: [call for call in calls if call.moment == moment]
        for moment in ("open", "coming", "evaluating", "announced")
    }
    by_moment["open"].sort(key=lambda call: (call.closes_at, call.code))
    return render_template("public/home.html", calls=by_moment)
