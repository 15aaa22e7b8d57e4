"""People who have a second factor, and the codes that their telephones show."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.factor_codes import SECRET, keep_recovery_codes
from contest_portal.accounts.models import SecondFactor, User
from contest_portal.kernel.one_time_codes import code_at, step_of
from contest_portal.kernel.sealed_secrets import Sealer
from tests.factories.accounts import CREATED

SEALER = Sealer("test secret")
"""With the secret of the application that tests build."""
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NO_CODE = "no soy un código"


def enrolled(session: Session, user: User) -> tuple[str, ...]:
    """Give a user a second factor with the known secret; give the recovery codes."""
    sealed = SEALER.seal(KEY, purpose=f"{SECRET} {user.id}")
    session.add(SecondFactor(user_id=user.id, secret=sealed, last_step=0, enrolled_at=CREATED))
    codes = keep_recovery_codes(session, SEALER, user.id)
    session.refresh(user, ["has_second_factor"])
    return codes


def shown_code(at: datetime) -> str:
    """Give what the telephone shows at an instant."""
    return code_at(KEY, step_of(at))
