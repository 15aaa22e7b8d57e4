"""The form of the announcement: one button."""

from contest_portal.web.shared.warned_forms import WarnedForm


class AnnouncementForm(WarnedForm):
    """Nothing to fill in; what is missing appears on top."""
