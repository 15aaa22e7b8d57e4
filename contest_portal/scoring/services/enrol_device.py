"""Enrol a juror's phone with the public key it made."""

import logging
import re

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.queries import juror_of_user
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, NotPermitted, Problem, Refused
from contest_portal.kernel.signatures import is_public_key, key_code
from contest_portal.scoring.phone_models import JurorDevice
from contest_portal.scoring.phone_queries import device_by_code

log = logging.getLogger(__name__)
_CODE = re.compile(r"[0-9a-f]{32}", re.ASCII)


def enrol_device(session: Session, act: Act, *, contest_id: int, code: str, public_key: str) -> JurorDevice:
    """Keep a phone's key; the same again changes nothing. `public_key` is empty where a browser could make none.

    Raises NotPermitted for a phone that is known with another key or juror, Refused for what is no key.
    """
    hold_contest(session, contest_id)
    juror = juror_of_user(session, contest_id, act.actor.user_id)
    permit(act.actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    if not _CODE.fullmatch(code) or (public_key and not is_public_key(public_key)):
        raise Refused([_no_key()])
    known = device_by_code(session, code)
    if known is not None:
        if (known.juror_id, known.public_key) != (juror.juror_id, public_key):
            raise NotPermitted(f"phone {known.id} is another's")
        return known
    device = JurorDevice(
        juror_id=juror.juror_id,
        code=code,
        public_key=public_key,
        fingerprint=key_code(public_key) if public_key else "",
        enrolled_at=act.at,
    )
    session.add(device)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="phone.enrolled",
        subject=f"juror:{juror.juror_id}",
        data={"contest_id": contest_id, "phone_id": device.id, "fingerprint": device.fingerprint},
    )
    log.info("phone enrolled", extra={"contest_id": contest_id, "phone_id": device.id})
    return device


def _no_key() -> Problem:
    return Problem(
        "phone.no_key",
        field="public_key",
        message=N_("La clave de este teléfono no se puede leer. Vuelva a abrir la página."),
    )
