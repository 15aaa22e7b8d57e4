"""Note the state of the audit log, to be put on a paper or into a file that somebody keeps."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_models import AuditCheckpoint
from contest_portal.kernel.audit import head_checkpoint, wait_for_turn
from contest_portal.kernel.checkpoints import Checkpoint

log = logging.getLogger(__name__)


def take_checkpoint(session: Session, *, at: datetime, actor_id: int | None, subject: str) -> Checkpoint:
    """Keep the state of the log under the chain's lock, and give it.

    It adds no row to the log: what it notes follows from the log alone, and the acta that prints it has its own row.
    """
    wait_for_turn(session)
    taken = head_checkpoint(session)
    session.add(
        AuditCheckpoint(size=taken.size, root=taken.root, subject=subject, taken_at=at, taken_by=actor_id)
    )
    session.flush()
    log.info("checkpoint taken", extra={"size": taken.size, "subject": subject})
    return taken
