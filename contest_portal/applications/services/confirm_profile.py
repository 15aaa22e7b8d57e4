"""Take a member's agreement with a profile that was read to the group."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.confirmation_models import Confirmation, MemberCode
from contest_portal.applications.models import GroupMember
from contest_portal.applications.ownership import choice_of, own_draft, own_member
from contest_portal.applications.rules.profile import read_profile
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import Means, means_of, wrong_proof
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Refused, Stale
from contest_portal.registry.models.register import Person

log = logging.getLogger(__name__)


def confirm_profile(
    session: Session,
    act: Act,
    *,
    application_id: int,
    member_id: int,
    proof: str,
    read_sha256: str,
    device: str,
) -> None:
    """Keep it, once for the same words. Stale when the profile changed since it was read; Refused for a wrong proof.

    Who is signed in lends the device; the member is recognised by the code of the slip or by hidden digits.
    """
    wait_for_turn(session)
    application = own_draft(session, act, application_id, Action.APPLICATION_EDIT)
    if reading_sha256(choice_of(application), read_profile(application.profile)) != read_sha256:
        raise Stale(f"application {application_id} changed since it was read")
    member = own_member(session, application.group, member_id)
    means = _recognised(session, member, proof)
    if _is_there(session, application_id, member, read_sha256):
        return
    session.add(
        Confirmation(
            application_id=application_id,
            member_id=member_id,
            read_sha256=read_sha256,
            means=means.value,
            confirmed_at=act.at,
            account_id=act.actor.user_id,
            device=device,
        )
    )
    _note(session, act, application_id, member_id, means)


def _recognised(session: Session, member: GroupMember, proof: str) -> Means:
    code = session.scalars(select(MemberCode).where(MemberCode.member_id == member.id)).one_or_none()
    dni = session.get_one(Person, member.person_id).dni
    means = means_of(proof, dni=dni, slip=(code.salt, code.code_sha256) if code else None)
    if means is None:
        raise Refused([wrong_proof()])
    return means


def _note(session: Session, act: Act, application_id: int, member_id: int, means: Means) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="confirmation.given",
        subject=f"application:{application_id}",
        data={"member_id": member_id, "means": means.value},
    )
    log.info("profile confirmed", extra={"application_id": application_id, "member_id": member_id})


def _is_there(session: Session, application_id: int, member: GroupMember, read_sha256: str) -> bool:
    query = select(Confirmation.id).where(
        Confirmation.application_id == application_id,
        Confirmation.member_id == member.id,
        Confirmation.read_sha256 == read_sha256,
    )
    return session.scalar(query) is not None
