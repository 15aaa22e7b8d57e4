"""The files that a representative may add to and take from now: those of a draft, or of a cure that reaches them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.cured_files import CureMark, cure_changes, cure_files
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.own_cure import cure_to_change
from contest_portal.applications.ownership import own_application, refuse_to_change
from contest_portal.applications.rules.attachments import NewFile
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.screening import ScreeningState, files_not_marked
from contest_portal.applications.screening_models import Screening
from contest_portal.applications.screening_queries import screening_of
from contest_portal.kernel.problems import NotFound, WrongState


@dataclass(frozen=True, slots=True)
class ChangingFiles:
    """An application with its files as they stand, and those that its correction drops; without one, no screening."""

    application: Application
    files: tuple[Attachment, ...]
    dropped: tuple[Attachment, ...] = ()
    screening: Screening | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Name all files there are."""
        return tuple(file.name for file in (*self.files, *self.dropped))

    @property
    def mark(self) -> str | None:
        """Give what a file that is added now is marked with."""
        return None if self.screening is None else CureMark.ADDED.value

    def dropped_twin(self, new: NewFile) -> Attachment | None:
        """Give the same file as received, when the correction dropped it before."""
        twins = (
            file
            for file in self.dropped
            if file.original_sha256 == new.original_sha256 or file.sha256 == new.sha256
        )
        return next(twins, None)

    def file(self, attachment_id: int) -> Attachment:
        """Give one of the files; NotFound when there is none of this id."""
        found = next((file for file in self.files if file.id == attachment_id), None)
        if found is None:
            raise NotFound(f"attachment {attachment_id} of application {self.application.id}")
        return found

    def renew(self) -> None:
        """Make a new version: what was reviewed before did not have these files."""
        flag_modified(self.application if self.screening is None else self.screening, "profile")


def files_to_change(session: Session, act: Act, application_id: int) -> ChangingFiles:
    """Give the files of an own application. WrongState when it is neither a draft nor a cure that reaches them."""
    application = own_application(session, act, application_id, Action.APPLICATION_EDIT)
    screening = screening_of(session, application_id)
    is_sent = application.state == ApplicationState.SUBMITTED
    if not is_sent or screening is None or screening.state != ScreeningState.CURE:
        refuse_to_change(session, act, application)
        return ChangingFiles(application, attachments_of(session, application_id))
    cure = cure_to_change(session, act, application_id)
    problem = files_not_marked(cure.findings)
    if problem is not None:
        raise WrongState([problem])
    changes = cure_changes(session, application_id)
    dropped = tuple(file for file in changes if file.cure == CureMark.DROPPED)
    return ChangingFiles(application, cure_files(session, application_id), dropped, cure.screening)
