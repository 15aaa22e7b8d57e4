"""Note the bank account of a group, or correct it while no transfer to it is under way."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import end_facts, follow_up_to_change, put_on_record
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.rules.follow_up import account_problems
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, Stale, WrongState, refuse

log = logging.getLogger(__name__)

_UNDER_WAY = Problem(
    "follow_up.account_in_use",
    field="state",
    message=N_(
        "Hay una transferencia propuesta o aprobada a esta cuenta. Retírela o registre su pago antes de cambiarla."
    ),
)


def set_bank_account(
    session: Session, act: Act, *, award_id: int, expected_version: int, bank: str, cci: str, holder: str
) -> FollowUp:
    """Keep the account; Refused for a CCI whose digits do not check, WrongState while a transfer is under way."""
    follow_up = follow_up_to_change(session, act, award_id)
    if follow_up.version != expected_version:
        raise Stale(f"follow-up of award {award_id}")
    if end_facts(session, follow_up).under_way:
        raise WrongState([_UNDER_WAY])
    bank, holder = clean_text(bank), clean_text(holder)
    cci = "".join(character for character in cci if character not in "- .\u00a0")
    refuse(account_problems(bank, cci, holder))
    follow_up.bank, follow_up.cci, follow_up.holder = bank, cci, holder
    put_on_record(session, act, award_id, action="award.account_set")
    log.info("account set", extra={"award_id": award_id})
    return follow_up
