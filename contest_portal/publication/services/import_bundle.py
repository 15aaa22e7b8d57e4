"""Bring in a contest that was held elsewhere, with its sheets final, so that it is ranked and allocated here."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.imported_models import ImportedGroup
from contest_portal.applications.models import Application, ApplicationVersion, ProducerGroup
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.profile import (
    Counterpart,
    CounterpartKind,
    Profile,
    empty_profile,
    write_profile,
)
from contest_portal.contests.freezing import freeze_draft
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Interest, Juror
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import canonical_hash, canonical_json, sha256_hex
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.records import to_data
from contest_portal.publication.bundle_checks import fund_name, home_of, import_problems
from contest_portal.publication.bundle_models import ImportedBundle
from contest_portal.publication.rules.bundle import Bundle, BundleGroup, BundleJuror
from contest_portal.publication.rules.bundle_results import counted_sheet
from contest_portal.scoring.draw_models import CancelledDraw
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.scoring.imported_models import ImportedAttendance
from contest_portal.scoring.models import PublicDraw, Sheet, SheetMark
from contest_portal.scoring.rules.entries import CountedSheet
from contest_portal.scoring.rules.lifecycle import SHEET, SheetState
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.services.cancel_draw import MAX_ACT, MAX_REASON

log = logging.getLogger(__name__)
NO_PASSWORD = "!"  # noqa: S105 - no hash: nobody signs in with it


def import_bundle(session: Session, act: Act, bundle: Bundle, *, office_id: int) -> Contest:
    """Make a contest of a bundle, in evaluation, with every sheet final and sealed anew under its numbers here.

    Groups and jurors stand by their codes, behind accounts with which nobody can sign in. Raises Refused with
    everything that keeps the bundle from being brought in; then nothing is written.
    """
    permit(act.actor, Action.CONTEST_PUBLISH)
    wait_for_turn(session)
    refuse(import_problems(session, bundle))
    keeper = _placeholder(session, act, bundle.rules.code, "archivo", f"Archivo {bundle.rules.code}")
    contest = _contest(session, act, bundle.rules, _fund(session, bundle, office_id), keeper)
    jurors = {
        one.code: _juror(session, act, contest, bundle, one, n) for n, one in enumerate(bundle.jurors, 1)
    }
    groups = {one.code: _group(session, act, contest, bundle, one, keeper) for one in bundle.groups}
    _interests(session, act, bundle, jurors, groups)
    _sheets(session, act, bundle, jurors, groups)
    _draw(session, act, bundle, contest, keeper)
    _cancelled_draws(session, act, bundle, contest, keeper)
    _keep(session, act, bundle, contest)
    return contest


def _placeholder(session: Session, act: Act, contest_code: str, part: str, name: str) -> User:
    user = User(
        email=f"{contest_code}.{part}@importado.invalid".lower()[:160],
        full_name=name[:160],
        password_hash=NO_PASSWORD,
        is_active=False,
        created_at=act.at,
    )
    session.add(user)
    session.flush()
    return user


def _fund(session: Session, bundle: Bundle, office_id: int) -> Fund:
    fund = Fund(
        office_id=office_id,
        name=fund_name(bundle),
        source=(bundle.source or bundle.office or bundle.rules.code)[:160],
        year=bundle.rules.calendar.results_on.year,
        amount=bundle.rules.fund,
        reserved=bundle.rules.fund,
    )
    session.add(fund)
    session.flush()
    return fund


def _contest(session: Session, act: Act, rules: Rulebook, fund: Fund, keeper: User) -> Contest:
    contest = Contest(
        code=rules.code,
        title=rules.title,
        office_id=fund.office_id,
        fund_id=fund.id,
        state=ContestState.EVALUATING.value,
        draft=canonical_json(to_data(rules)),
        opens_at=rules.calendar.opens_at,
        closes_at=rules.calendar.closes_at,
        grace_until=rules.calendar.grace_until,
        published_at=act.at,
        created_at=act.at,
    )
    session.add(contest)
    session.flush()
    freeze_draft(session, contest, rules, at=act.at, by=keeper.id)
    return contest


def _juror(
    session: Session, act: Act, contest: Contest, bundle: Bundle, told: BundleJuror, number: int
) -> Juror:
    # by number: addresses tell no capitals from small letters, codes do
    user = _placeholder(session, act, contest.code, f"jurado-{number}", f"Jurado {told.code}")
    scored = {sheet.phase for sheet in bundle.sheets if sheet.juror == told.code}
    juror = Juror(
        contest_id=contest.id,
        user_id=user.id,
        dni="",
        institution=(bundle.source or bundle.office or contest.code)[:160],
        phases=",".join(phase.code for phase in bundle.rules.phases if phase.code in scored),
        evaluator_class=told.evaluator_class,
        seated_at=act.at,
    )
    session.add(juror)
    session.flush()
    return juror


def _group(
    session: Session, act: Act, contest: Contest, bundle: Bundle, told: BundleGroup, keeper: User
) -> Application:
    group = ProducerGroup(
        name=told.name or f"Grupo {told.code}",
        centre_code=home_of(session, bundle, told.district) or "",
        representative_id=keeper.id,
        created_at=act.at,
    )
    session.add(group)
    session.flush()
    content = canonical_json(to_data(told))
    application = Application(
        contest_id=contest.id,
        group_id=group.id,
        code=told.code,
        state=ApplicationState.SUBMITTED.value,
        category_code=told.category,
        line_code=told.line or bundle.rules.lines[0].code,
        title=group.name,
        profile=write_profile(_profile(told)),
        requested=told.requested,
        submitted_at=told.submitted_at,
        content_sha256=sha256_hex(content),
        created_at=act.at,
    )
    session.add(application)
    session.flush()
    session.add_all(_told(act, application.id, told, content))
    return application


def _profile(told: BundleGroup) -> Profile:
    """Give an empty profile but for what the group adds itself, which may count in the allocation."""
    own = (
        Counterpart(CounterpartKind(part.kind.value), part.kind.value, part.amount) for part in told.own_parts
    )
    return replace(empty_profile(), counterpart=tuple(own))


def _told(act: Act, application_id: int, told: BundleGroup, content: str) -> list[object]:
    """Keep what the file tells of a group: word for word, its figures, attendance and facts."""
    return [
        ApplicationVersion(
            application_id=application_id,
            number=1,
            content=content,
            content_sha256=sha256_hex(content),
            received_at=told.submitted_at,
        ),
        ImportedGroup(application_id=application_id, households=told.households, women=told.women),
        *(
            ImportedAttendance(application_id=application_id, phase_code=one.phase, present=one.present)
            for one in told.attendance
        ),
        *(
            ScoringFact(
                application_id=application_id,
                kind=one.kind.value,
                part=one.part,
                whole=one.whole,
                evidence="[]",
                noted_at=act.at,
            )
            for one in told.facts
        ),
    ]


def _interests(
    session: Session, act: Act, bundle: Bundle, jurors: Mapping[str, Juror], groups: Mapping[str, Application]
) -> None:
    """Note for every juror and group whether the juror stood aside: who scored had no reason to."""
    aside = {(one.juror, one.group) for one in bundle.recusals}
    session.add_all(
        Interest(
            juror_id=juror.id,
            application_id=application.id,
            recused=(juror_code, group_code) in aside,
            reason=bundle.rules.code if (juror_code, group_code) in aside else "",
            declared_at=act.at,
        )
        for juror_code, juror in jurors.items()
        for group_code, application in groups.items()
    )


def _sheets(
    session: Session, act: Act, bundle: Bundle, jurors: Mapping[str, Juror], groups: Mapping[str, Application]
) -> None:
    """Write the sheets with their marks, and make them final once they are there: then the database takes none."""
    counted = [replace(counted_sheet(bundle, one), juror=jurors[one.juror].id) for one in bundle.sheets]
    written = [_sheet(act, one, groups[told.group]) for one, told in zip(counted, bundle.sheets, strict=True)]
    session.add_all(written)
    session.flush()
    rules_sha256 = canonical_hash(to_data(bundle.rules))
    for sheet, told, one in zip(written, bundle.sheets, counted, strict=True):
        sheet.sealed_at = act.at
        sheet.sealed_sha256 = seal_of(
            one,
            contest_code=bundle.rules.code,
            application_code=told.group,
            rulebook_sha256=rules_sha256,
        )
        SHEET.move(sheet, "finalise", None)


def _sheet(act: Act, counted: CountedSheet, application: Application) -> Sheet:
    return Sheet(
        juror_id=counted.juror,
        application_id=application.id,
        phase_code=counted.phase,
        state=SheetState.DRAFT.value,
        created_at=act.at,
        marks=[
            SheetMark(criterion_code=one.criterion, units=one.mark.units, reason=one.reason)
            for one in counted.marks
        ],
    )


def _draw(session: Session, act: Act, bundle: Bundle, contest: Contest, keeper: User) -> None:
    if bundle.draw is not None:
        session.add(
            PublicDraw(
                contest_id=contest.id,
                numbers=bundle.draw.numbers,
                witnesses=bundle.source or bundle.office or contest.code,
                held_at=bundle.draw.held_at,
                recorded_by=keeper.id,
                recorded_at=act.at,
            )
        )


def _cancelled_draws(session: Session, act: Act, bundle: Bundle, contest: Contest, keeper: User) -> None:
    told = bundle.source or bundle.office or contest.code
    session.add_all(
        CancelledDraw(
            contest_id=contest.id,
            numbers=one.numbers,
            witnesses=told,
            held_at=one.held_at,
            recorded_by=keeper.id,
            recorded_at=act.at,
            document=told[:MAX_ACT],
            reason=told[:MAX_REASON],
            cancelled_by=act.actor.user_id or keeper.id,
            cancelled_at=one.cancelled_at,
        )
        for one in bundle.cancelled_draws
    )


def _keep(session: Session, act: Act, bundle: Bundle, contest: Contest) -> None:
    kept = ImportedBundle(
        contest_id=contest.id,
        sha256=canonical_hash(to_data(bundle)),
        source=bundle.source,
        undone=canonical_json([to_data(one) for one in bundle.undone]),
        documents=canonical_json([to_data(one) for one in bundle.documents]),
        was_sealed=all(sheet.seal is not None for sheet in bundle.sheets),
        imported_at=act.at,
    )
    session.add(kept)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.imported",
        subject=f"contest:{contest.id}",
        data={
            "code": contest.code,
            "sha256": kept.sha256,
            "groups": len(bundle.groups),
            "sheets": len(bundle.sheets),
            "was_sealed": kept.was_sealed,
        },
    )
    log.info("contest imported", extra={"contest_id": contest.id, "groups": len(bundle.groups)})
