"""The form of an approval: it says which result the person looked at."""

from wtforms import HiddenField
from wtforms.validators import Length, Regexp

from contest_portal.web.shared.warned_forms import WarnedForm


class ApprovalForm(WarnedForm):
    """The run and the hash that stood on the page. Nothing to fill in."""

    run_id = HiddenField(validators=[Regexp(r"\A[0-9]{1,9}\Z")])
    result_sha256 = HiddenField(validators=[Length(64, 64)])

    def show(self, run_id: int, result_sha256: str) -> None:
        """Remember on the page which result it shows."""
        self.run_id.data = str(run_id)
        self.result_sha256.data = result_sha256

    @property
    def run(self) -> int:
        """Give the number of the run."""
        return int(self.run_id.data or 0)
