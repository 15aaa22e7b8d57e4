"""The shape of assigning promoters."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from contest_portal.applications.promoter_queries import GroupToPromote
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import required
from contest_portal.web.shared.forms import PortalForm


class AssignForm(PortalForm):
    """A group for a promoter."""

    group_id = SelectField(lazy_gettext("Grupo"), [required(N_("Elija un grupo."))], coerce=str, default="")

    def offer(self, groups: Iterable[GroupToPromote]) -> None:
        """Offer these groups."""
        named = ((str(group.group_id), f"{group.name} ({group.centre_name})") for group in groups)
        self.group_id.choices = [("", gettext("Elija un grupo")), *named]
