"""A contest as a bundle: read from what was frozen when it was published, scored, allocated and issued."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, selectinload

from contest_portal.allocation.claims import claims_of
from contest_portal.allocation.models import Award
from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.queries import live_run_row
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.queries import entrants
from contest_portal.awards.queries import contest_subject
from contest_portal.awards.result_notices import certificates_of, notices_of
from contest_portal.contests.models import Contest, ContestRulebook, Envelope
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import recusals
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.kernel.records import from_data
from contest_portal.publication.bundle_allocations import allocation_of, undone_before, undone_of
from contest_portal.publication.bundle_models import ImportedBundle
from contest_portal.publication.rules.bundle import (
    FORMAT,
    VERSION,
    Bundle,
    BundleAward,
    BundleCancelledDraw,
    BundleCheckpoint,
    BundleDocument,
    BundleDraw,
    BundleGroup,
    BundleJuror,
    BundleMove,
    BundlePhase,
    BundlePlace,
    BundleReason,
    BundleRecusal,
    BundleSheet,
    EarlierRules,
    sealed,
)
from contest_portal.publication.rules.telling_reasons import name_words, tells_of_somebody
from contest_portal.publication.withheld_models import WithheldReason
from contest_portal.scoring.closing_queries import closing_sha256
from contest_portal.scoring.draws import cancelled_draws, draw_of
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rest_queries import rests_of
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.ranking import Standing

_CLOSED = frozenset({ContestState.SCORED, ContestState.ALLOCATED, ContestState.ANNOUNCED})


def bundle_of(session: Session, contest: Contest) -> Bundle:
    """Give the bundle of a contest (office loaded). Raises WrongState while its sheets are nobody's to see."""
    if contest.state not in _CLOSED:
        raise WrongState([_not_closed()])
    *earlier, in_force = _versions(session, contest.id)
    jurors = _jurors(session, contest.id)
    came_from = imported_bundle(session, contest.id)
    rules = read_rulebook(in_force.data)
    phases = frozenset(phase.code for phase in rules.phases)  # of a second scoring nothing here follows
    bundle = Bundle(
        FORMAT,
        VERSION,
        rules=rules,
        groups=_groups(session, contest.id, phases),
        jurors=tuple(jurors.values()),
        sheets=tuple(_sheets(session, contest.id, jurors, phases)),
        office=contest.office.name,
        source=came_from.source if came_from else "",
        rules_sha256=in_force.sha256,
        earlier_rules=tuple(EarlierRules(row.sha256, read_rulebook(row.data)) for row in earlier),
        recusals=_recusals(session, contest.id, jurors),
        ranking=_ranking(session, contest.id),
        closing_sha256=closing_sha256(session, contest),
        documents=(*documents_of_elsewhere(session, contest.id), *_documents(session, contest.id)),
        checkpoint=_checkpoint(session, contest.id),
        moves=_moves(session, contest.id),
        undone=(*undone_before(came_from), *undone_of(session, contest.id)),
    )
    return sealed(_with_allocation(session, contest.id, _with_draw(session, contest.id, bundle)))


def imported_bundle(session: Session, contest_id: int) -> ImportedBundle | None:
    """Give the file that a contest came from; None for a contest that was held here."""
    return session.get(ImportedBundle, contest_id)


def documents_of_elsewhere(session: Session, contest_id: int) -> tuple[BundleDocument, ...]:
    """List the papers that the file of a contest told of, as it told them; none for a contest that was held here."""
    came_from = imported_bundle(session, contest_id)
    told = [] if came_from is None else json.loads(came_from.documents)
    return tuple(from_data(BundleDocument, one) for one in told)


def _versions(session: Session, contest_id: int) -> tuple[ContestRulebook, ...]:
    return tuple(
        session.scalars(
            select(ContestRulebook)
            .where(ContestRulebook.contest_id == contest_id)
            .order_by(ContestRulebook.version)
        )
    )


def _groups(session: Session, contest_id: int, phases: Collection[str]) -> tuple[BundleGroup, ...]:
    groups = entrants(session, contest_id)
    claims = claims_of(session, contest_id, {group.application_id: group for group in groups})
    entries = entries_of(session, contest_id, groups)
    return tuple(
        BundleGroup(
            code=group.code,
            category=group.category_code,
            women=group.women,
            households=group.households,
            requested=group.requested,
            submitted_at=group.submitted_at,
            number=group.application_id,
            line=group.line_code,
            attendance=tuple(one for one in entries[group.application_id].attendance if one.phase in phases),
            facts=entries[group.application_id].facts,
            district=claims[group.application_id].district_code,
            own_parts=claims[group.application_id].own_parts,
        )
        for group in groups
    )


def _jurors(session: Session, contest_id: int) -> Mapping[int, BundleJuror]:
    """Give the panel under codes of its own, by juror_id, in the order of their seats."""
    rows = session.execute(
        select(Juror.id, Juror.evaluator_class).where(Juror.contest_id == contest_id).order_by(Juror.id)
    )
    return {
        juror_id: BundleJuror(f"J{n}", juror_id, evaluator_class)
        for n, (juror_id, evaluator_class) in enumerate(rows, 1)
    }


def _sheets(
    session: Session, contest_id: int, jurors: Mapping[int, BundleJuror], phases: Collection[str]
) -> Iterator[BundleSheet]:
    rows = session.execute(
        select(Sheet, Application.code)
        .join(Application, Application.id == Sheet.application_id)
        .where(
            Application.contest_id == contest_id,
            Sheet.state == SheetState.FINAL.value,
            Sheet.phase_code.in_(phases),
        )
        .options(selectinload(Sheet.marks))
        .order_by(Application.code, Sheet.phase_code, Sheet.juror_id)
    )
    telling, rests = telling_sheets(session, contest_id), rests_of(session, contest_id)
    for sheet, code in rows:
        reasons = tuple(BundleReason(m.criterion_code, m.reason) for m in sheet.marks if m.reason)
        withheld = sheet.id in telling or sheet.id in rests
        yield BundleSheet(
            group=code or "",
            juror=jurors[sheet.juror_id].code,
            phase=sheet.phase_code,
            marks={mark.criterion_code: mark.units for mark in sheet.marks},
            reasons=() if withheld else reasons,
            seal=sheet.sealed_sha256,
            reasons_withheld=withheld,
            rest_seal=rests.get(sheet.id),
        )


def telling_sheets(session: Session, contest_id: int) -> frozenset[int]:
    """Give the sheets of a contest whose reasons name somebody, also those noted before the names were withdrawn."""
    names = _name_words(session, contest_id)
    reasons = session.execute(
        select(SheetMark.sheet_id, SheetMark.reason, WithheldReason.sheet_id)
        .join(Sheet, Sheet.id == SheetMark.sheet_id)
        .join(Application, Application.id == Sheet.application_id)
        .outerjoin(WithheldReason, WithheldReason.sheet_id == Sheet.id)
        .where(Application.contest_id == contest_id, SheetMark.reason != "")
        .order_by(SheetMark.id)
    )
    return frozenset(
        sheet_id for sheet_id, reason, noted in reasons if noted or tells_of_somebody(reason, names)
    )


def _name_words(session: Session, contest_id: int) -> frozenset[str]:
    return name_words(
        session.scalars(
            select(ApplicationMember.full_name)
            .join(Application, Application.id == ApplicationMember.application_id)
            .where(Application.contest_id == contest_id)
            .order_by(ApplicationMember.id)
        )
    )


def _recusals(
    session: Session, contest_id: int, jurors: Mapping[int, BundleJuror]
) -> tuple[BundleRecusal, ...]:
    codes = {group.application_id: group.code for group in entrants(session, contest_id)}
    pairs = sorted(recusals(session, contest_id))
    return tuple(BundleRecusal(jurors[juror].code, codes[group]) for juror, group in pairs if group in codes)


def _ranking(session: Session, contest_id: int) -> tuple[BundlePlace, ...]:
    return tuple(
        BundlePlace(
            group=line.code,
            standing=Standing(line.standing),
            place=line.place,
            exact_total=line.exact_total,
            total=line.total,
            phases=tuple(BundlePhase(mean.phase_code, mean.mean) for mean in line.phase_means),
        )
        for line in ranking(session, contest_id)
    )


def _with_draw(session: Session, contest_id: int, bundle: Bundle) -> Bundle:
    earlier = tuple(
        BundleCancelledDraw(one.numbers, one.held_at, one.cancelled_at)
        for one in cancelled_draws(session, contest_id)
    )
    draw = draw_of(session, contest_id)
    return replace(
        bundle, draw=BundleDraw(draw.numbers, draw.held_at) if draw else None, cancelled_draws=earlier
    )


def _with_allocation(session: Session, contest_id: int, bundle: Bundle) -> Bundle:
    """Add the approved allocation as it was stored; the sums are those of its rule run again."""
    run = live_run_row(session, contest_id)
    if run is None or run.state != RunState.APPROVED:
        return bundle
    return replace(bundle, allocation=allocation_of(session, run), awards=_awards(session, contest_id))


def _awards(session: Session, contest_id: int) -> tuple[BundleAward, ...]:
    rows = session.execute(
        select(Application.code, Award, ReserveCall.id)
        .join(Application, Application.id == Award.application_id)
        .outerjoin(ReserveCall, ReserveCall.award_id == Award.id)
        .where(Award.contest_id == contest_id)
        .order_by(Application.code)
    )
    return tuple(
        BundleAward(
            code or "", award.amount, award.goods, award.assistance, award.state, reserve=call_id is not None
        )
        for code, award, call_id in rows
    )


def _moves(session: Session, contest_id: int) -> tuple[BundleMove, ...]:
    source, target = aliased(Envelope), aliased(Envelope)
    rows = session.execute(
        select(EnvelopeMove, source.category_code, target.category_code, Document.code)
        .outerjoin(source, source.id == EnvelopeMove.source_id)
        .outerjoin(target, target.id == EnvelopeMove.target_id)
        .join(Document, Document.id == EnvelopeMove.document_id)
        .where(EnvelopeMove.contest_id == contest_id)
        .order_by(EnvelopeMove.decided_at, EnvelopeMove.id)
    )
    return tuple(
        BundleMove(code, left or "", entered or "", move.amount, after=move.run_id is not None)
        for move, left, entered, code in rows
    )


def _documents(session: Session, contest_id: int) -> tuple[BundleDocument, ...]:
    """List the documents of the contest itself, and the certificates and notices of its groups."""
    of_groups = (*certificates_of(session, contest_id), *notices_of(session, contest_id))
    return (
        *(
            _document(one, one.verification_code)
            for one in documents_of(session, contest_subject(contest_id))
        ),
        *(_document(one, "") for one in sorted(of_groups, key=lambda one: one.id)),
    )


def _document(one: Document, verification_code: str) -> BundleDocument:
    """Tell of a document; without its verification code nobody but who holds the paper finds what stands behind it."""
    return BundleDocument(
        kind=one.kind,
        code=one.code,
        verification_code=verification_code,
        issued_at=one.issued_at,
        state=one.state,
        file_sha256=one.file_sha256,
    )


def _checkpoint(session: Session, contest_id: int) -> BundleCheckpoint | None:
    """Give the newest link of the audit chain that is about the contest: it stays while nothing is done to it."""
    row = session.execute(
        select(AuditRow.seq, AuditRow.hash)
        .where(AuditRow.subject == contest_subject(contest_id))
        .order_by(AuditRow.seq.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else BundleCheckpoint(row.seq, row.hash)


def _not_closed() -> Problem:
    return Problem(
        "bundle.not_closed",
        field="state",
        message=N_(
            "El paquete se puede descargar después de cerrar la calificación; antes nadie ve los puntajes."
        ),
    )
