"""File an observation of one's own group on its announced result."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.ownership import own_application
from contest_portal.applications.receiving import SoundFile
from contest_portal.awards.filing_observations import Filed, keep_observation
from contest_portal.awards.observation_models import Observation
from contest_portal.kernel.storage import Storage


def file_observation(
    session: Session,
    act: Act,
    *,
    application_id: int,
    about: str,
    text: str,
    files: tuple[SoundFile, ...] = (),
    storage: Storage | None = None,
) -> Observation:
    """Keep an observation that arrives now, by who files for the group; `about` as `About.code` writes it.

    NotFound for anybody else's application; refused as `keep_observation` does.
    """
    application = own_application(session, act, application_id, Action.OBSERVATION_FILE)
    filed = Filed(about, text, arrived_at=act.at, on_paper=False, files=files, storage=storage)
    return keep_observation(session, act, application, filed)
