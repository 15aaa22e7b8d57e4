"""The forms of an approval: they say which result the person looked at, and at which step."""

from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import Length, Optional, Regexp

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.warned_forms import WarnedForm


class LookedAt(PortalForm):
    """The run, the hash and the step that stood on the page."""

    run_id = HiddenField(validators=[Regexp(r"\A[0-9]{1,9}\Z")])
    result_sha256 = HiddenField(validators=[Length(64, 64)])
    step = HiddenField(validators=[Optional(), Regexp(r"\A[1-9]\Z")])

    def show(self, run_id: int, result_sha256: str, step: int) -> None:
        """Remember on the page which result it shows, and for which step."""
        self.run_id.data, self.result_sha256.data, self.step.data = str(run_id), result_sha256, str(step)

    @property
    def run(self) -> int:
        """Give the number of the run."""
        return int(self.run_id.data or 0)

    @property
    def number(self) -> int:
        """Give the number of the step; the first where none is named."""
        return int(self.step.data or 1)


class ApprovalForm(LookedAt, WarnedForm):
    """An approval of what stood on the page. Nothing to fill in."""


class RefusalForm(LookedAt):
    """Why the proposal is sent back."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba por qué devuelve la propuesta."))],
        description=lazy_gettext("Lo leen quien propuso y quienes ya aprobaron. No escriba DNI."),
        column="allocation_approval.reason",
    )
