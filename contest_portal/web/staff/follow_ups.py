"""Awards after they were granted: the board with what is late, one award, its papers and its scan."""

from collections.abc import Iterator

from flask import Response, render_template, request
from flask_babel import gettext

from contest_portal.accounts.joint_acts import WaitingAct, acts_of_contest, waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.awards.annulling import ANNULLING, AskedAnnulment
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.follow_up_queries import AwardFile, AwardLine, award_file, award_lines
from contest_portal.awards.queries import award_subject
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.queries import document_by_id
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared import follow_up_labels
from contest_portal.web.shared.attachment_file import stored_file, withdrawn_word
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import COUNTERPART_KIND_LABELS
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.limits import row_number
from contest_portal.web.shared.navigation import OFFICE
from contest_portal.web.shared.session import current_actor, now
from contest_portal.web.shared.spreadsheets import table_response
from contest_portal.web.staff.blueprint import blueprint

_AWARD = "/premios/<int:award_id>"


@blueprint.get("/seguimiento")
def follow_ups() -> str:
    """List the awards of every contest that one may see, what is latest first."""
    return _board(None)


@blueprint.get("/concursos/<int:contest_id>/seguimiento")
def contest_follow_ups(contest_id: int) -> str:
    """List the awards of a contest."""
    permit(current_actor(), Action.AWARD_SEE, Scope(contest_id=contest_id))
    return _board(contest_id)


def _board(contest_id: int | None) -> str:
    lines = _lines(contest_id)
    return render_template(
        "staff/follow_ups/board.html",
        contest=None if contest_id is None else contest_by_id(read_session(), contest_id),
        lines=lines,
        late=sum(line.late > 0 for line in lines),
        labels=follow_up_labels,
        sees_contests=not current_actor().roles.isdisjoint(OFFICE),
        annulments=_annulments(contest_id),
    )


def _annulments(contest_id: int | None) -> tuple[WaitingAct[AskedAnnulment], ...]:
    if contest_id is None or not can(current_actor(), ANNULLING.ask, Scope(contest_id=contest_id)):
        return ()
    return acts_of_contest(read_session(), ANNULLING, contest_id)


@blueprint.get("/seguimiento.<any(csv, xlsx):file_format>")
def follow_ups_file(file_format: str) -> Response:
    """Give the board as a file: groups by their name, no person."""
    header = [
        gettext("Concurso"),
        gettext("Solicitud"),
        gettext("Grupo"),
        gettext("Estado"),
        gettext("Premio (S/)"),
        gettext("Convenio emitido"),
        gettext("Días desde el convenio"),
        gettext("Firmado"),
        gettext("Termina"),
        gettext("Transferido (S/)"),
        gettext("Rendido (S/)"),
        gettext("Devuelto (S/)"),
        gettext("Por rendir (S/)"),
        gettext("Qué falta"),
        gettext("Vence"),
        gettext("Días de atraso"),
    ]
    return table_response("seguimiento", file_format, header, _rows(_lines(_asked_contest())))


@blueprint.get(_AWARD)
def award(award_id: int) -> str:
    """Show one award: where its money is, what is late, what can be done."""
    found = readable_award(award_id)
    scope = Scope(contest_id=found.line.contest_id)
    actor = current_actor()
    scan = found.follow_up.scan_sha256 if found.follow_up else None
    return render_template(
        "staff/follow_ups/award.html",
        file=found,
        line=found.line,
        labels=follow_up_labels,
        counterparts=COUNTERPART_KIND_LABELS,
        words=follow_up_labels.VOUCHER_LABELS
        | {item.code: item.name or gettext(follow_up_labels.OTHER_ITEM) for item in found.items},
        user_id=actor.user_id,
        sees_contests=not actor.roles.isdisjoint(OFFICE),
        may_pay=can(actor, Action.TRANSFER_PAY, scope),
        may_note=can(actor, Action.FOLLOW_UP_NOTE, scope),
        gone=withdrawn_word(scan),
        may_reveal=can(actor, Action.ACCOUNT_REVEAL, scope),
        may_end=can(actor, Action.DOCUMENT_ISSUE, scope),
        may_annul=can(actor, ANNULLING.ask, scope),
        annulment=waiting_act(read_session(), ANNULLING, award_subject(award_id)),
    )


@blueprint.get(f"{_AWARD}/convenio-firmado")
def award_scan(award_id: int) -> Response:
    """Give the scan of the signed agreement as a download."""
    follow_up = readable_award(award_id).follow_up
    if follow_up is None or follow_up.scan_sha256 is None or follow_up.scan_type is None:
        raise NotFound(f"scan of award {award_id}")
    return stored_file(follow_up.scan_sha256, follow_up.scan_type, f"convenio-{award_id}")


@blueprint.post(f"{_AWARD}/papeles/<int:document_id>")
def award_paper(award_id: int, document_id: int) -> Response:
    """Give a paper of an award as a file; the first time it is asked for, it is printed and kept."""
    readable_award(award_id)
    kind = KINDS[document_by_id(read_session(), document_id).kind]
    return issued_response(award_subject(award_id), document_id, kind=kind, name="premio")


@blueprint.app_template_filter("award_state")
def award_state(state: str) -> str:
    """Name where an award stands."""
    return str(gettext(follow_up_labels.STATE_LABELS[state]))


def readable_award(award_id: int) -> AwardFile:
    """Read an award of a contest that one may see."""
    found = award_file(read_session(), award_id, office_date(now()))
    permit(current_actor(), Action.AWARD_SEE, Scope(contest_id=found.line.contest_id))
    return found


def _asked_contest() -> int | None:
    contest_id = request.args.get("concurso", type=row_number)
    if contest_id is not None:
        permit(current_actor(), Action.AWARD_SEE, Scope(contest_id=contest_id))
    return contest_id


def _lines(contest_id: int | None) -> tuple[AwardLine, ...]:
    actor = current_actor()
    return tuple(
        line
        for line in award_lines(read_session(), office_date(now()), contest_id=contest_id)
        if can(actor, Action.AWARD_SEE, Scope(contest_id=line.contest_id))
    )


def _rows(lines: tuple[AwardLine, ...]) -> Iterator[list[object]]:
    for line in lines:
        first = line.dues[0] if line.dues else None
        yield [
            line.contest_code,
            line.code,
            line.group_name,
            gettext(follow_up_labels.STATE_LABELS[line.state]),
            str(line.amount),
            line.issued_on,
            line.days,
            line.signed_on,
            line.ends_on,
            str(line.paid),
            str(line.accounted),
            str(line.returned),
            str(line.balance),
            None if first is None else gettext(follow_up_labels.DUE_LABELS[first.kind]),
            None if first is None else first.on,
            line.late,
        ]
