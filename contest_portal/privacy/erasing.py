"""How what a rule of keeping names is counted and withdrawn, contest by contest.

A DNI gives way to a pseudonym, the same wherever it stood in the contests of one run, made with a key that is never
kept: rows that belonged together still do, and nothing leads back. What was sent stays word for word but for that; its
hash stays what it was, so that whoever kept the text can still prove it.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.allocation.models import AnyAward
from contest_portal.applications.models import Application, ApplicationMember, ApplicationVersion
from contest_portal.applications.newcomer_models import PaperMember
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.models import Juror
from contest_portal.jury.tie_models import TieDecision
from contest_portal.kernel.canonical import canonical_json
from contest_portal.privacy.free_texts import count_free_texts, withdraw_free_texts
from contest_portal.privacy.rules.prose import WITHDRAWN
from contest_portal.privacy.rules.retention import RetentionRule
from contest_portal.privacy.sheet_words import count_sheet_words, withdraw_sheet_words
from contest_portal.privacy.withdrawn_files import files_due, note_withdrawn
from contest_portal.publication.bundle_queries import telling_sheets
from contest_portal.publication.withheld_models import WithheldReason
from contest_portal.scoring.fact_models import ScoringFact

MEMBER, JUROR = "M", "J"
"""How pseudonyms begin, so that none is taken for a DNI, nor a juror's for a member's."""
NOTHING = "[]"
NAME = "Integrante {pseudonym}"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Pseudonyms of eight letters and digits. Dropped with its key when the run is over."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def of(self, kind: str, dni: str) -> str:
        """Give the pseudonym of a DNI; what is one already stays."""
        if not dni.isdigit():
            return dni
        digest = hmac.digest(self.key, f"{kind}{dni}".encode(), "sha256")
        return kind + base64.b32encode(digest).decode()[:7]


@dataclass(frozen=True, slots=True)
class Erasure:
    """How one rule counts what it would withdraw in contests, and withdraws it."""

    count: Callable[[Session, Collection[int]], int]
    apply: Callable[[Session, Collection[int], Pseudonyms], None]


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _is_dni(column: InstrumentedAttribute[str], kind: str) -> ColumnElement[bool]:
    return (func.length(column) == 8) & ~column.startswith(kind)


def _entries(contests: Collection[int]) -> Select[int]:
    return select(Application.id).where(Application.contest_id.in_(contests))


def _members(contests: Collection[int]) -> Select[ApplicationMember]:
    return select(ApplicationMember).where(ApplicationMember.application_id.in_(_entries(contests)))


def _papers(contests: Collection[int]) -> Select[PaperMember]:
    ours = select(PaperEntry.id).where(PaperEntry.contest_id.in_(contests))
    return select(PaperMember).where(PaperMember.paper_id.in_(ours), _is_dni(PaperMember.dni, MEMBER))


def _jurors(contests: Collection[int]) -> Select[Juror]:
    return select(Juror).where(Juror.contest_id.in_(contests), _is_dni(Juror.dni, JUROR))


def _invitations(contests: Collection[int]) -> Select[JurorInvitation]:
    return select(JurorInvitation).where(
        JurorInvitation.contest_id.in_(contests), _is_dni(JurorInvitation.dni, JUROR)
    )


def _facts(session: Session, contests: Collection[int]) -> list[ScoringFact]:
    """Give those that still tell something: they are sealed, so no query can say."""
    found = select(ScoringFact).where(ScoringFact.application_id.in_(_entries(contests)))
    return [fact for fact in session.scalars(found.order_by(ScoringFact.id)) if fact.evidence != NOTHING]


def _accounts(contests: Collection[int]) -> ColumnElement[bool]:
    awards = select(AnyAward.id).where(AnyAward.contest_id.in_(contests))
    return FollowUp.award_id.in_(awards) & FollowUp.cci.is_not(None)


def _ties(contests: Collection[int]) -> ColumnElement[bool]:
    return TieDecision.application_id.in_(_entries(contests)) & (TieDecision.evidence != WITHDRAWN)


def _with_dni(contests: Collection[int]) -> Select[ApplicationMember]:
    return _members(contests).where(_is_dni(ApplicationMember.dni, MEMBER))


def _with_name(contests: Collection[int]) -> Select[ApplicationMember]:
    return _members(contests).where(
        ApplicationMember.full_name != literal(NAME.format(pseudonym="")) + ApplicationMember.dni
    )


def _rewrite(
    session: Session, contests: Collection[int], change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Change each member in what was sent, and leave every other word."""
    sent = select(ApplicationVersion).where(ApplicationVersion.application_id.in_(_entries(contests)))
    for version in session.scalars(sent.order_by(ApplicationVersion.id).execution_options(yield_per=100)):
        content = json.loads(version.content)
        if "group" not in content:  # a group of an imported contest sent nothing here
            continue
        content["group"]["members"] = [change(member) for member in content["group"]["members"]]
        version.content = canonical_json(content)


def _erase_member_dni(session: Session, contests: Collection[int], names: Pseudonyms) -> None:
    for member in session.scalars(_with_dni(contests)):
        member.dni = names.of(MEMBER, member.dni)
    _rewrite(session, contests, lambda member: {**member, "dni": names.of(MEMBER, member["dni"])})


def _erase_member_names(session: Session, contests: Collection[int], names: Pseudonyms) -> None:
    _note_telling_sheets(session, contests)
    _erase_member_dni(session, contests, names)
    session.flush()
    for member in session.scalars(_with_name(contests)):
        member.full_name = NAME.format(pseudonym=member.dni)
    _rewrite(session, contests, lambda member: {**member, "full_name": NAME.format(pseudonym=member["dni"])})
    session.execute(update(TieDecision).where(_ties(contests)).values(evidence=WITHDRAWN))


def _note_telling_sheets(session: Session, contests: Collection[int]) -> None:
    """Keep out of the bundle what names somebody: once the names are gone nobody could find it in a juror's words."""
    for contest_id in contests:
        for sheet_id in sorted(telling_sheets(session, contest_id)):
            session.merge(WithheldReason(sheet_id=sheet_id))


def _erase_papers(session: Session, contests: Collection[int], names: Pseudonyms) -> None:
    for member in session.scalars(_papers(contests)):
        member.dni = names.of(MEMBER, member.dni)


def _erase_jurors(session: Session, contests: Collection[int], names: Pseudonyms) -> None:
    for one in _each_juror(session, contests):
        one.dni = names.of(JUROR, one.dni)


def _each_juror(session: Session, contests: Collection[int]) -> Iterator[Juror | JurorInvitation]:
    yield from session.scalars(_jurors(contests))
    yield from session.scalars(_invitations(contests))


def _erase_facts(session: Session, contests: Collection[int], _names: Pseudonyms) -> None:
    for fact in _facts(session, contests):
        fact.evidence = NOTHING


def _erase_accounts(session: Session, contests: Collection[int], _names: Pseudonyms) -> None:
    session.execute(update(FollowUp).where(_accounts(contests)).values(bank=None, cci=None, holder=None))


ERASURES: Mapping[RetentionRule, Erasure] = MappingProxyType(
    {
        RetentionRule.REGISTER_FACTS: Erasure(
            lambda session, contests: len(_facts(session, contests)), _erase_facts
        ),
        RetentionRule.MEMBER_DNI: Erasure(
            lambda session, contests: _count(session, _with_dni(contests)), _erase_member_dni
        ),
        RetentionRule.PAPER_DNI: Erasure(
            lambda session, contests: _count(session, _papers(contests)), _erase_papers
        ),
        RetentionRule.JUROR_DNI: Erasure(
            lambda session, contests: (
                _count(session, _jurors(contests)) + _count(session, _invitations(contests))
            ),
            _erase_jurors,
        ),
        RetentionRule.ACCOUNTS: Erasure(
            lambda session, contests: _count(session, select(FollowUp.id).where(_accounts(contests))),
            _erase_accounts,
        ),
        RetentionRule.FILES: Erasure(
            lambda session, contests: len(files_due(session, contests)),
            lambda session, contests, _names: note_withdrawn(session, contests),
        ),
        RetentionRule.FREE_TEXTS: Erasure(
            count_free_texts, lambda session, contests, _names: withdraw_free_texts(session, contests)
        ),
        RetentionRule.SHEET_WORDS: Erasure(
            count_sheet_words, lambda session, contests, _names: withdraw_sheet_words(session, contests)
        ),
        RetentionRule.MEMBER_NAMES: Erasure(
            lambda session, contests: (
                _count(session, _with_name(contests))
                + _count(session, select(TieDecision.id).where(_ties(contests)))
            ),
            _erase_member_names,
        ),
    }
)
"""One entry for each rule; a new rule gets its own here."""
