"""Jurors' phones as the secretary sees them: which there are, what is held and why, and their files."""

from collections.abc import Iterator

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.session_queries import hall_session
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.scoring.phone_queries import HeldLine, held_entries, phones_of
from contest_portal.scoring.phone_signatures import CheckedEntry, check_entries
from contest_portal.scoring.rules.fates import Fate, Via
from contest_portal.scoring.services.receive_entries import receive_entries
from contest_portal.scoring.services.revoke_device import revoke_device
from contest_portal.scoring.services.settle_again import settle_again
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.phone_labels import CONFLICT_LABEL, CONFLICT_STEP, HOLD_LABELS, NEXT_STEPS
from contest_portal.web.shared.scale_labels import LATE_PHONES_LABELS
from contest_portal.web.shared.security import HEADERS
from contest_portal.web.shared.sent_entries import read_sent
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.phones_forms import PhoneCodesForm, PhoneFileForm
from contest_portal.web.staff.published_contest import published_contest

_PHONES = "/concursos/<int:contest_id>/telefonos"


@blueprint.route(_PHONES, methods=["GET", "POST"])
def phones(contest_id: int) -> BaseResponse | tuple[str, int]:
    """List phones and what is held; read a file that left a phone."""
    contest = published_contest(contest_id)
    may_manage = can(current_actor(), Action.PHONES_MANAGE, Scope(contest_id=contest_id))
    form = PhoneFileForm()
    if form.is_submitted():
        permit(current_actor(), Action.PHONES_MANAGE, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            return _received(form, contest)
    session = read_session()
    rules = rulebook_of(session, contest_id)
    page = render_template(
        "staff/phones/list.html",
        contest=contest,
        form=form,
        phones=phones_of(session, contest_id),
        held=held_entries(session, contest_id),
        phases={phase.code: phase.name for phase in rules.phases},
        hall=hall_session(session, contest_id),
        late_rule=gettext(LATE_PHONES_LABELS[rules.scoring.late_phones.value]),
        why=why,
        what_next=what_next,
        may_manage=may_manage and contest.state == ContestState.EVALUATING,
    )
    return page, form.status


@blueprint.route(f"{_PHONES}/codigos", methods=["GET", "POST"])
def phone_codes(contest_id: int) -> BaseResponse:
    """Read the QR pictures that a phone shows; on this page alone a camera may be used."""
    permit(current_actor(), Action.PHONES_MANAGE, Scope(contest_id=contest_id))
    contest = published_contest(contest_id)
    form = PhoneCodesForm()
    if form.validate_on_submit():
        with form.accepting():
            return _received(form, contest)
    page = render_template(
        "staff/phones/codes.html", form=form, contest=contest, words=canonical_json(_reader_words())
    )
    response = make_response(page, form.status)
    response.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    )
    return response


@blueprint.get(f"{_PHONES}.csv")
def phones_csv(contest_id: int) -> Response:
    """Send what is held: no mark is in it."""
    contest = published_contest(contest_id)
    header = [gettext("Jurado"), gettext("Grupo"), gettext("Fase"), gettext("Teléfono"), gettext("Anotación"),
              gettext("Llegó"), gettext("Por qué no cuenta"), gettext("Qué hacer")]  # fmt: skip
    rows = _rows(held_entries(read_session(), contest_id))
    return csv_response(f"telefonos-{contest.code}.csv", header, rows)


@blueprint.post(f"{_PHONES}/<int:device_id>/baja")
def phone_revoke(contest_id: int, device_id: int) -> BaseResponse:
    """Take a phone out of use."""
    with transaction() as session:
        revoke_device(session, act(), contest_id=contest_id, device_id=device_id)
    flash(gettext("El teléfono está dado de baja: lo que envíe desde ahora no cuenta."), "good")
    return _back(contest_id)


@blueprint.post(f"{_PHONES}/revisar")
def phones_settle(contest_id: int) -> BaseResponse:
    """Look again at what is held."""
    with transaction() as session:
        settle_again(session, act(), contest_id=contest_id)
    flash(gettext("Se revisó lo retenido: lo que ya podía contar, cuenta."), "good")
    return _back(contest_id)


def why(line: HeldLine) -> str:
    """Say why an entry does not count."""
    return gettext(CONFLICT_LABEL if line.fate == Fate.CONFLICT else HOLD_LABELS[line.reason])


def what_next(line: HeldLine) -> str:
    """Say what can be done about it."""
    return gettext(CONFLICT_STEP if line.fate == Fate.CONFLICT else NEXT_STEPS[line.reason])


def _reader_words() -> dict[str, str]:
    return {
        "start": gettext("Encender la cámara"),
        "stop": gettext("Apagar la cámara"),
        "missing": gettext("Leídos %(read)s de %(total)s. Faltan: %(missing)s."),
        "all": gettext("Leídos todos (%(total)s): pulse «Leer las fichas»."),
        "no_camera": gettext(
            "No se pudo usar la cámara. Permita su uso en el navegador, elija fotos o pida el archivo."
        ),
    }


def _rows(held: tuple[HeldLine, ...]) -> Iterator[list[object]]:
    for one in held:
        yield [
            one.juror_name,
            one.group_code,
            one.phase_code,
            one.fingerprint,
            one.number,
            instant(one.received_at),
            why(one),
            what_next(one),
        ]


def _received(form: PhoneFileForm | PhoneCodesForm, contest: Contest) -> BaseResponse:
    entries = _checked(form, contest)
    with transaction() as session:
        receive_entries(session, act(), contest_id=contest.id, entries=entries, via=Via.FILE)
    flash(ngettext("Se leyó %(num)s anotación.", "Se leyeron %(num)s anotaciones.", len(entries)), "good")
    return _back(contest.id)


def _checked(form: PhoneFileForm | PhoneCodesForm, contest: Contest) -> tuple[CheckedEntry, ...]:
    """Read a file; what is none of an enrolled phone of this contest refuses the whole, so that it is looked for."""
    sent, unreadable = read_sent(form.content().entries)
    checked = check_entries(read_session(), contest.code, sent)
    known = tuple(one for one in checked if one is not None)
    if unreadable or not known or len(known) < len(checked):
        raise Refused([_of_no_phone()])
    return known


def _of_no_phone() -> Problem:
    return Problem(
        "phone.unknown",
        field="file",
        message=N_(
            "El archivo no es de un teléfono inscrito en este concurso. El jurado abre «Calificar sin conexión» una "
            "vez con conexión para inscribirlo."
        ),
    )


def _back(contest_id: int) -> BaseResponse:
    return redirect(url_for("staff.phones", contest_id=contest_id), 303)
