"""Pages by audience, each blueprint closed by default but `public`."""

from flask import Flask

from contest_portal.web.account.blueprint import blueprint as account
from contest_portal.web.applicant.blueprint import blueprint as applicant
from contest_portal.web.juror.blueprint import blueprint as juror
from contest_portal.web.public.blueprint import blueprint as public
from contest_portal.web.staff.blueprint import blueprint as staff


def register_pages(app: Flask) -> None:
    """Register the pages of every audience."""
    for audience in (public, account, applicant, juror, staff):
        app.register_blueprint(audience)
