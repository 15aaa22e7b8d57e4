"""A file that arrives in pieces. Called by static/js/components/resumable-upload.js alone, which is answered in JSON.

The hash of the whole file is its name, so whoever comes again, from another page or after a cut, goes on where the
last piece ended. The last word is said after the commit.
"""

import re
from http import HTTPStatus

from flask import Response, current_app, jsonify, request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from contest_portal.applications.attachment_queries import held_files
from contest_portal.applications.bucket_upload_room import BucketUploadRoom
from contest_portal.applications.cured_files import cure_files
from contest_portal.applications.rules.attachments import MAX_BYTES, PIECE_BYTES, is_held, too_large
from contest_portal.applications.upload_room import UploadRoom, upload_room
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound, Refused, WrongState
from contest_portal.web.applicant.attachments import keep_file, refuse_closed
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.errors import note_denial
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.logs import note_refused_input

_UPLOAD = "/solicitudes/<int:application_id>/anexos/cargas/<sha256>"
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_OFTEN = limiter.limit("600 per minute", key_func=whose_account)

Answer = Response | tuple[Response, HTTPStatus]


@blueprint.get(_UPLOAD)
def upload(application_id: int, sha256: str) -> Answer:
    """Tell how much of a file is here, or that it is in the application already."""
    _known(sha256)
    own_desk(application_id)
    return _told(application_id, sha256)


@blueprint.post(_UPLOAD)
@_OFTEN
def add_piece(application_id: int, sha256: str) -> Answer:
    """Take in the bytes that follow those that are here; any others change nothing. Tell how much is here now."""
    _known(sha256)
    desk = own_desk(application_id)
    piece = request.get_data(cache=False)
    if len(piece) > PIECE_BYTES:
        raise RequestEntityTooLarge
    offset = request.args.get("desde", -1, type=int)
    try:
        refuse_closed(desk)
        if offset + len(piece) > MAX_BYTES:
            raise Refused([too_large()])
    except Refused as refusal:
        return _refusal(refusal)
    return jsonify(offset=_room().add(application_id, sha256, offset=offset, piece=piece))


@blueprint.post(f"{_UPLOAD}/fin")
@_OFTEN
def finish_upload(application_id: int, sha256: str) -> Answer:
    """Keep a file that has come whole. Asked twice, because the first answer got lost, it says so again."""
    _known(sha256)
    desk = own_desk(application_id)
    if _is_held(application_id, sha256):
        return _told(application_id, sha256)
    content = _room().content(application_id, sha256)
    if content is None or sha256_hex(content) != sha256:
        _room().drop(application_id, sha256)
        return jsonify(state="again"), HTTPStatus.CONFLICT
    answer = _keep(desk, content)
    _room().drop(application_id, sha256)
    return answer


def _keep(desk: Desk, content: bytes) -> Answer:
    try:
        keep_file(desk, content, request.form.get("name", ""), request.form.get("asked") or None)
    except Refused as refusal:
        return _refusal(refusal)
    return jsonify(state="stored")


def _known(sha256: str) -> None:
    if not _SHA256.fullmatch(sha256):
        raise NotFound("no hash of an upload")


def _room() -> UploadRoom | BucketUploadRoom:
    return upload_room(current_app.extensions["storage"])


def _is_held(application_id: int, sha256: str) -> bool:
    return is_held(sha256, held_files(cure_files(read_session(), application_id)))


def _told(application_id: int, sha256: str) -> Answer:
    if _is_held(application_id, sha256):
        return jsonify(state="stored")
    return jsonify(state="waiting", offset=_room().offset(application_id, sha256))


def _refusal(refusal: Refused) -> Answer:
    said = " ".join(gettext(problem.message, **problem.params) for problem in refusal.problems)
    if isinstance(refusal, WrongState):
        note_denial(refusal.problems[0].code)
        return jsonify(state="closed", message=said), HTTPStatus.CONFLICT
    note_refused_input(problems=(problem.code for problem in refusal.problems))
    return jsonify(state="refused", message=said), HTTPStatus.UNPROCESSABLE_ENTITY
