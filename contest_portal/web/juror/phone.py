"""Scoring without a connection: its page, and what the scripts of the page fetch and send, in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import (
    Response,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.queries import SeatedJuror, juror_of_user
from contest_portal.kernel.canonical import Json, canonical_hash, canonical_json
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.records import from_data
from contest_portal.kernel.strict_json import read_json
from contest_portal.scoring.own_desks import own_desks
from contest_portal.scoring.own_sheets import has_declared
from contest_portal.scoring.phone_signatures import check_entries
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import key_of
from contest_portal.scoring.services.enrol_device import enrol_device
from contest_portal.scoring.services.receive_entries import receive_entries
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.juror.phone_package import package, sheets_now
from contest_portal.web.juror.phone_words import phone_words
from contest_portal.web.shared.assets import STATIC_DIRECTORY
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.device_keys import device_keys
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.sent_entries import LONGEST_BATCH, PhoneFile, read_sent
from contest_portal.web.shared.session import act, current_actor, key_hash, now

_PHONE = "/concursos/<int:contest_id>/sin-conexion"
MOST_ENTRIES = 60
NAME_OF_SESSION = 16
"""Letters of its hash that tell one session from the others of an account."""
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a phone says of itself."""

    device: str
    public_key: str


@blueprint.get(_PHONE)
def phone(contest_id: int) -> BaseResponse | str:
    """Show the page that works without a connection once it was opened with one."""
    contest, juror = _seat(contest_id)
    if not has_declared(read_session(), contest_id, juror):
        flash(gettext("Antes de ver los perfiles, declare si tiene algún interés en cada grupo."), "info")
        return redirect(url_for("juror.interests", contest_id=contest_id), 303)
    g.is_kept_on_device = True
    return render_template(
        "juror/phone.html",
        contest=contest,
        user_id=current_actor().user_id,
        asks_pin=current_app.extensions["settings"].juror_pin,
        words=canonical_json(phone_words()),
    )


@blueprint.get("/sin-conexion.js")
def phone_worker() -> Response:
    """Send the script that keeps the page on the phone; its place says for which pages."""
    response = make_response((STATIC_DIRECTORY / "js/juror/worker.js").read_bytes())
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return response


@blueprint.get(f"{_PHONE}/paquete")
def phone_package(contest_id: int) -> Response:
    """Send what a phone takes along; nothing again while nothing changed.

    The keys open what this account sealed on the phone, and the name of the session tells whether somebody signed in
    again since it was shut. They come with what no device keeps, never with the page that one does.
    """
    contest, juror = _seat(contest_id)
    _require_declaration(contest_id, juror)
    session = read_session()
    desks = own_desks(session, contest_id, juror)
    content = package(session, contest_id, desks)
    digest = canonical_hash(content)
    known = request.args.get("have") == digest
    return jsonify(
        **_frame(contest),
        **sheets_now(session, juror, desks),
        digest=digest,
        package=None if known else content,
        keys=device_keys(juror.user_id),
        session=key_hash()[:NAME_OF_SESSION],
    )


@blueprint.post(f"{_PHONE}/telefono")
@limiter.limit("30 per minute", key_func=whose_account)
def phone_enrol(contest_id: int) -> Response:
    """Enrol the phone; the same again is the same."""
    _seat(contest_id)
    asked = _read(Enrolment)
    with transaction() as session:
        device = enrol_device(
            session, act(), contest_id=contest_id, code=asked.device, public_key=asked.public_key
        )
    return jsonify(fingerprint=device.fingerprint, revoked=device.revoked_at is not None)


@blueprint.post(f"{_PHONE}/anotaciones")
@limiter.limit("120 per minute", key_func=whose_account)
def phone_entries(contest_id: int) -> Response:
    """Receive entries, in any order and as often as they come; say which are here and how the sheets stand."""
    contest, juror = _seat(contest_id)
    batch = _read(PhoneFile)
    if len(batch.entries) > MOST_ENTRIES:
        raise Refused([_malformed()])
    sent, unreadable = read_sent(batch.entries)
    checked = check_entries(read_session(), contest.code, sent)
    unknown = [key_of(one.body) for one, known in zip(sent, checked, strict=True) if known is None]
    with transaction() as session:
        here = [one for one in checked if one is not None]
        receive_entries(session, act(), contest_id=contest_id, entries=here, via=Via.PHONE)
        desks = own_desks(session, contest_id, juror)
        answer = sheets_now(session, juror, desks)
    return jsonify(
        **_frame(contest),
        **answer,
        received=[key_of(one.sent.body) for one in here],
        refused={**dict.fromkeys(unreadable, "malformed"), **dict.fromkeys(unknown, "unknown_phone")},
    )


def _seat(contest_id: int) -> tuple[Contest, SeatedJuror]:
    session, actor = read_session(), current_actor()
    juror = juror_of_user(session, contest_id, actor.user_id)
    permit(actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    return contest_by_id(session, contest_id), juror


def _require_declaration(contest_id: int, juror: SeatedJuror) -> None:
    if not has_declared(read_session(), contest_id, juror):
        raise Refused(
            [
                Problem(
                    "interest.undeclared",
                    field="interest",
                    message=N_("Declare primero sus intereses sobre todos los grupos."),
                )
            ]
        )


def _frame(contest: Contest) -> Mapping[str, Json]:
    return {
        "contest": contest.code,
        "open": contest.state == ContestState.EVALUATING,
        "now": now().isoformat(),
        "token": generate_csrf(),
    }


def _read(kind: type[Asked]) -> Asked:
    try:
        return from_data(kind, read_json(request.get_data(), longest=LONGEST_BATCH))
    except ValueError as error:
        raise Refused([_malformed()]) from error


def _malformed() -> Problem:
    return Problem(
        "phone.malformed",
        field="entries",
        message=N_("La página del teléfono está desactualizada. Vuelva a abrirla con conexión."),
    )
