"""The form of the announcement: one button."""

from contest_portal.web.shared.forms import PortalForm


class AnnouncementForm(PortalForm):
    """Nothing to fill in; what is missing appears on top."""
