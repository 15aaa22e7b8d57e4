"""Named reads of allocations: what a run starts from, the run with every line's reason, and the awards."""

import json
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, selectinload

from contest_portal.accounts.models import User
from contest_portal.allocation.claims import with_terms
from contest_portal.allocation.models import (
    AllocationApproval,
    AllocationLine,
    AllocationRun,
    AllocationSpill,
    Award,
)
from contest_portal.allocation.rules.chain import StepOutcome
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.rules.reasons import explain
from contest_portal.allocation.rules.results import Line, Outcome, Reason, Spill
from contest_portal.allocation.views import ApprovalView, AwardView, EnvelopeView, LineView, RunView
from contest_portal.applications.queries import ApplicationView, Entrant, applications_in, entrants
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Envelope
from contest_portal.contests.queries import contest_by_id, envelopes_of, rulebook_of, rulebook_sha256
from contest_portal.contests.rules.envelope_tree import Node, home_of, tree_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.records import from_data
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rules.ranking import Standing


def present_inputs(session: Session, contest_id: int) -> AllocationInput:
    """Gather what an allocation would start from now: frozen rules, envelopes, the ranking and what groups ask.

    A group that withdrew after the ranking has no claim and is left out.
    """
    contest = contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    envelopes, nodes = envelopes_of(session, contest_id), tree_of(rulebook)
    standing = {entrant.application_id: entrant for entrant in entrants(session, contest_id)}
    inputs = AllocationInput(
        contest_code=contest.code,
        rulebook_sha256=rulebook_sha256(session, contest_id),
        rule=rulebook.allocation_rule,
        fund=rulebook.fund + Money.total(envelope.moved for envelope in envelopes),
        min_award=rulebook.budget.min_award,
        max_award=rulebook.budget.max_award,
        pass_mark=rulebook.scoring.pass_mark,
        envelopes=tuple(
            EnvelopeInput(one.category_code, one.amount, one.parent, one.spills) for one in envelopes
        ),
        candidates=tuple(
            Candidate(
                application_id=ranked.application_id,
                code=standing[ranked.application_id].code,
                category_code=ranked.category_code,
                standing=Standing(ranked.standing),
                place=ranked.place,
                total=ranked.total,
                requested=standing[ranked.application_id].requested,
                pot=_home(rulebook, nodes, standing[ranked.application_id]),
            )
            for ranked in sorted(ranking(session, contest_id), key=lambda one: one.application_id)
            if ranked.application_id in standing
        ),
    )
    return with_terms(session, contest_id, inputs, rulebook.allocation, standing)


def _home(rulebook: Rulebook, nodes: tuple[Node, ...], group: Entrant) -> str:
    """Name the innermost envelope of a group; nothing where each category has one and there are no others."""
    if not rulebook.pots:
        return ""
    district = group.centre_code[:6]
    return home_of(nodes, category=group.category_code, line=group.line_code, district=district)


def live_run(session: Session, contest_id: int) -> RunView | None:
    """Give the run that is proposed or approved; None when there is none."""
    row = live_run_row(session, contest_id)
    return None if row is None else _run_view(session, row)


def live_run_row(session: Session, contest_id: int) -> AllocationRun | None:
    """Give the row of the run that is proposed or approved, with its lines and steps; None for none."""
    return session.scalars(
        select(AllocationRun)
        .where(AllocationRun.contest_id == contest_id, AllocationRun.state != RunState.DISCARDED.value)
        .options(selectinload(AllocationRun.lines), selectinload(AllocationRun.approvals))
        .order_by(AllocationRun.id)
    ).one_or_none()


def lock_run(session: Session, run_id: int) -> AllocationRun:
    """Give a run with its lines and approvals as they are now, its contest locked first."""
    contest_id = session.scalar(select(AllocationRun.contest_id).where(AllocationRun.id == run_id))
    if contest_id is None:
        raise NotFound(f"allocation run {run_id}")
    hold_contest(session, contest_id)
    return session.scalars(
        select(AllocationRun)
        .where(AllocationRun.id == run_id)
        .options(selectinload(AllocationRun.lines), selectinload(AllocationRun.approvals))
        .execution_options(populate_existing=True)
    ).one()


def unranked_codes(session: Session, contest_id: int) -> tuple[str, ...]:
    """List the codes of groups that stand in the contest but are not in its ranking."""
    ranked = {line.application_id for line in ranking(session, contest_id)}
    return tuple(one.code for one in entrants(session, contest_id) if one.application_id not in ranked)


def approved_run(session: Session, contest_id: int) -> RunView:
    """Give the approved run; NotFound while nothing is approved."""
    run = live_run(session, contest_id)
    if run is None or run.state is not RunState.APPROVED:
        raise NotFound(f"approved allocation of contest {contest_id}")
    return run


def allocation_lines(session: Session, contest_id: int) -> tuple[LineView, ...]:
    """List the lines of the approved run in order; NotFound while nothing is approved."""
    return approved_run(session, contest_id).lines


def discarded_runs(session: Session, contest_id: int) -> int:
    """Count the proposals that were discarded."""
    count = session.scalar(
        select(func.count())
        .select_from(AllocationRun)
        .where(AllocationRun.contest_id == contest_id, AllocationRun.state == RunState.DISCARDED.value)
    )
    return count or 0


def awards_of(session: Session, contest_id: int) -> tuple[AwardView, ...]:
    """List the awards that stand, by envelope in the order of the rules and by place; none before approval."""
    rows = session.execute(
        select(Award, Envelope.category_code)
        .join(Envelope, Envelope.id == Award.envelope_id)
        .where(Award.contest_id == contest_id, Award.state == "granted")
        .order_by(Award.id)
    ).all()
    if not rows:
        return ()
    by_application = {award.application_id: (award, code) for award, code in rows}
    return tuple(
        _award_view(*by_application[line.application_id], line)
        for line in allocation_lines(session, contest_id)
        if line.application_id in by_application
    )


def stored_inputs(run: AllocationRun) -> AllocationInput:
    """Read back what a run started from, exactly as it was written."""
    return from_data(AllocationInput, json.loads(run.inputs))


def stored_lines(run: AllocationRun) -> tuple[Line, ...]:
    """Read back a run's lines (loaded) as the rule gave them, the group's code and total taken from its inputs."""
    candidates = {candidate.application_id: candidate for candidate in stored_inputs(run).candidates}
    return tuple(_stored_line(row, candidates[row.application_id]) for row in run.lines)


def stored_spills(session: Session, run_id: int) -> tuple[Spill, ...]:
    """Read back what went up from envelope to envelope in a run, as the rule gave it."""
    source, target = aliased(Envelope), aliased(Envelope)
    rows = session.execute(
        select(AllocationSpill, source.category_code, target.category_code)
        .join(source, source.id == AllocationSpill.source_id)
        .join(target, target.id == AllocationSpill.target_id)
        .where(AllocationSpill.run_id == run_id)
        .order_by(AllocationSpill.step)
    )
    return tuple(Spill(row.step, left, entered, row.amount) for row, left, entered in rows)


def _stored_line(row: AllocationLine, candidate: Candidate) -> Line:
    return Line(
        step=row.step,
        application_id=row.application_id,
        code=candidate.code,
        category_code=row.category_code,
        place=row.place,
        total=candidate.total,
        outcome=Outcome(row.outcome),
        requested=row.requested,
        amount=row.amount,
        balance=row.balance,
        reserve_order=row.reserve_order,
        reason=Reason(row.reason),
        pot=row.pot_code,
    )


def _run_view(session: Session, run: AllocationRun) -> RunView:
    inputs = stored_inputs(run)
    names = _names(session, run)
    return RunView(
        id=run.id,
        contest_id=run.contest_id,
        state=RunState(run.state),
        rule=run.rule,
        inputs=inputs,
        inputs_sha256=run.inputs_sha256,
        result_sha256=run.result_sha256,
        proposed_by=run.proposed_by,
        proposed_by_name=names[run.proposed_by],
        proposed_at=run.proposed_at,
        approved_by=run.approved_by,
        approved_by_name=names[run.approved_by] if run.approved_by is not None else None,
        approved_at=run.approved_at,
        approvals=tuple(approval_view(one, names) for one in run.approvals),
        envelopes=_envelopes(session, run, inputs),
        spills=stored_spills(session, run.id),
    )


def approval_view(row: AllocationApproval, names: Mapping[int, str]) -> ApprovalView:
    """Give what was decided on a step; `names` has who decided."""
    return ApprovalView(
        step=row.step,
        outcome=StepOutcome(row.outcome),
        reason=row.reason,
        by=row.decided_by,
        by_name=names[row.decided_by],
        at=row.decided_at,
        inputs_sha256=row.inputs_sha256,
        result_sha256=row.result_sha256,
    )


def _names(session: Session, run: AllocationRun) -> dict[int, str]:
    people = {run.proposed_by, run.approved_by or 0, *(one.decided_by for one in run.approvals)}
    users = session.scalars(select(User).where(User.id.in_(people)).order_by(User.id))
    return {user.id: user.full_name for user in users}


def _envelopes(session: Session, run: AllocationRun, inputs: AllocationInput) -> tuple[EnvelopeView, ...]:
    rulebook = rulebook_of(session, run.contest_id)
    groups = {one.application_id: one for one in applications_in(session, run.contest_id)}
    lines = stored_lines(run)
    sentences = explain(
        lines,
        pass_mark=inputs.pass_mark,
        min_award=inputs.min_award,
        absences=_absences(session, run.contest_id),
        terms=inputs.terms,
        names=rulebook.envelope_names,
    )
    spills = stored_spills(session, run.id)
    views = [_line_view(line, groups[line.application_id], sentences[line.application_id]) for line in lines]
    return tuple(
        _envelope_view(envelope, rulebook.envelope_names, views, spills) for envelope in inputs.envelopes
    )


def _envelope_view(
    envelope: EnvelopeInput, names: Mapping[str, str], views: list[LineView], spills: tuple[Spill, ...]
) -> EnvelopeView:
    code = envelope.category_code
    mine = tuple(view for view in views if view.envelope_code == code)
    return EnvelopeView(
        category_code=code,
        category_name=names[code],
        amount=envelope.amount,
        awarded=Money.total(view.amount for view in mine),
        lines=mine,
        parent=envelope.parent,
        parent_name=names.get(envelope.parent, ""),
        received=Money.total(one.amount for one in spills if one.target == code),
        spilled=Money.total(one.amount for one in spills if one.source == code),
        spill_step=next((one.step for one in spills if one.source == code), None),
    )


def _absences(session: Session, contest_id: int) -> dict[int, Mapping[str, str]]:
    """Give the attendance that disqualified each group, as its line of the ranking has it."""
    return {
        line.application_id: line.reason.params
        for line in ranking(session, contest_id)
        if line.standing == Standing.DISQUALIFIED and line.reason is not None and line.reason.params
    }


def _line_view(line: Line, group: ApplicationView, sentence: Sentence) -> LineView:
    return LineView(
        step=line.step,
        application_id=line.application_id,
        code=line.code,
        group_name=group.group_name,
        category_code=line.category_code,
        line_code=group.line_code or "",
        place=line.place,
        total=line.total,
        outcome=line.outcome,
        requested=line.requested,
        amount=line.amount,
        balance=line.balance,
        reserve_order=line.reserve_order,
        reason=line.reason,
        sentence=sentence,
        pot=line.pot,
    )


def _award_view(award: Award, envelope_code: str, line: LineView) -> AwardView:
    if line.place is None or line.total is None:
        raise NotFound(f"place of award {award.id}")
    return AwardView(
        award_id=award.id,
        application_id=award.application_id,
        code=line.code,
        group_name=line.group_name,
        category_code=line.category_code,
        line_code=line.line_code,
        place=line.place,
        total=line.total,
        amount=award.amount,
        goods=award.goods,
        assistance=award.assistance,
        envelope_code=envelope_code,
    )
