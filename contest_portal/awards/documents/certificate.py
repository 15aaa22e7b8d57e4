"""The certificate of a winning group: what it hangs on its wall, so members stand in it by their names alone."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.allocation.views import AwardView
from contest_portal.applications.queries import entrant
from contest_portal.awards.documents.certificate_text import CERTIFICATE_TEXT
from contest_portal.awards.documents.citing import Cited, cite
from contest_portal.awards.documents.people import listed_members
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class CertifiedMember:
    """A member and the office held."""

    full_name: str
    office: str


@dataclass(frozen=True, slots=True)
class CertifiedGroup:
    """The group: where it is, and who is in it."""

    name: str
    centre_name: str
    district_name: str
    households: int
    members: tuple[CertifiedMember, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the certificate says. `place` is the one in its category."""

    contest_code: str
    contest_title: str
    category_name: str
    resolution: Cited
    application_code: str
    business: str
    line_name: str
    place: int
    total: Score
    amount: Money
    group: CertifiedGroup


CERTIFICATE = DocumentKind(
    code="certificate",
    title=N_("Certificado de adjudicación"),
    template="certificate.html",
    number_format="CERTIFICADO N.° {numero:3}-{año}-{oficina}",
    context=Certificate,
    group_at="application_code",
    amount_at="amount",
    text=CERTIFICATE_TEXT,
)


def build_certificate(
    session: Session, contest: Contest, award: AwardView, *, resolution: Document
) -> Certificate:
    """Gather one group's certificate from its award and the members that its application was sent with."""
    rulebook, group = rulebook_of(session, contest.id), entrant(session, award.application_id)
    return Certificate(
        contest_code=contest.code,
        contest_title=contest.title,
        category_name=rulebook.category(award.category_code).name,
        resolution=cite(resolution),
        application_code=award.code,
        business=group.title,
        line_name=rulebook.line(award.line_code).name,
        place=award.place,
        total=award.total,
        amount=award.amount,
        group=CertifiedGroup(
            name=group.group_name,
            centre_name=group.centre_name,
            district_name=group.district_name,
            households=group.households,
            members=tuple(
                CertifiedMember(member.full_name, member.office)
                for member in listed_members(session, award.application_id)
            ),
        ),
    )
