"""The words that a group is read and agrees with: its draft, or its correction while that may be sent."""

from dataclasses import replace
from datetime import datetime

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.own_cure import Cure, own_cure
from contest_portal.applications.rules.screening import ScreeningState
from contest_portal.applications.screening_models import Screening
from contest_portal.applications.screening_queries import screening_of
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor


def words_desk(application_id: int) -> Desk:
    """Give the desk of an own application with the words that count by now."""
    desk = own_desk(application_id)
    if not is_curing(screening_of(read_session(), application_id), desk.at):
        return desk
    return desk_of_cure(desk, own_cure(read_session(), Act(current_actor(), desk.at), application_id))


def desk_of_cure(desk: Desk, found: Cure) -> Desk:
    """Give the desk of the correction, for the pages of a draft: its sections are written in the same forms."""
    view = replace(desk.view, state="draft", version=found.screening.version)
    return replace(desk, view=view, profile=found.profile, closed=())


def is_curing(screening: Screening | None, at: datetime) -> bool:
    """Tell whether the group can correct its profile now."""
    return (
        screening is not None
        and screening.state == ScreeningState.CURE
        and screening.cure_until is not None
        and at < screening.cure_until
    )
