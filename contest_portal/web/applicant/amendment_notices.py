"""Notices of amendments: shown until the representative marks them as read."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.applications.amendment_notices import unread_notices
from contest_portal.applications.services.read_amendment_notice import read_amendment_notice
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.shared.amendment_view import ChangeView, amendment_title, change_views
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice in words."""

    notice_id: int
    application_id: int
    group_name: str
    contest_code: str
    contest_title: str
    title: str
    published_at: datetime
    reason: str
    changes: tuple[ChangeView, ...]


def notice_cards(application_id: int | None = None) -> list[NoticeCard]:
    """Give what the person signed in has not read, of all applications or of one."""
    return [
        NoticeCard(
            notice_id=one.notice_id,
            application_id=one.application_id,
            group_name=one.group_name,
            contest_code=one.contest_code,
            contest_title=one.contest_title,
            title=amendment_title(one.number),
            published_at=one.published_at,
            reason=one.reason,
            changes=change_views(one.changes),
        )
        for one in unread_notices(read_session(), current_actor().user_id or 0)
        if application_id in (None, one.application_id)
    ]


@blueprint.post("/avisos/<int:notice_id>/leido")
def read_notice(notice_id: int) -> Response:
    """Note that it was read, and go on to the application that it concerns."""
    with transaction() as session:
        notice = read_amendment_notice(session, act(), notice_id=notice_id)
        application_id = notice.application_id
    flash(gettext("Quedó anotado que leyó la enmienda."), "good")
    return redirect(url_for("applicant.application", application_id=application_id), 303)
