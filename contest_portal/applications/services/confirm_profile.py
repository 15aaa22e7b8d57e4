"""Take a member's agreement with a profile, or with its correction, that was read to the group."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.agreeing import keep_agreement
from contest_portal.applications.confirmation_models import MemberCode
from contest_portal.applications.models import Application, GroupMember
from contest_portal.applications.own_cure import own_cure
from contest_portal.applications.ownership import choice_of, own_application, own_member, refuse_to_change
from contest_portal.applications.rules.profile import Profile, read_profile
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import Means, means_of, wrong_proof
from contest_portal.applications.screening_queries import is_in_cure
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import Refused, Stale
from contest_portal.registry.models.register import Person


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
    application, profile = _read(session, act, application_id)
    if reading_sha256(choice_of(application), profile) != read_sha256:
        raise Stale(f"application {application_id} changed since it was read")
    member = own_member(session, application.group, member_id)
    keep_agreement(
        session,
        act,
        application_id=application_id,
        member_id=member_id,
        read_sha256=read_sha256,
        means=_recognised(session, member, proof),
        device=device,
    )


def _read(session: Session, act: Act, application_id: int) -> tuple[Application, Profile]:
    """Give the words to agree with: those of a draft, or of a correction that is still to be sent."""
    application = own_application(session, act, application_id, Action.APPLICATION_EDIT)
    if is_in_cure(session, application_id):
        return application, own_cure(session, act, application_id).profile
    refuse_to_change(session, act, application)
    return application, read_profile(application.profile)


def _recognised(session: Session, member: GroupMember, proof: str) -> Means:
    code = session.scalars(select(MemberCode).where(MemberCode.member_id == member.id)).one_or_none()
    dni = session.get_one(Person, member.person_id).dni
    means = means_of(proof, dni=dni, slip=(code.salt, code.code_sha256) if code else None)
    if means is None:
        raise Refused([wrong_proof()])
    return means
