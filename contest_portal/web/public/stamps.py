"""The stamps of papers: the page that checks them without a network, the keys and the list of void papers it needs."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, current_app, jsonify, make_response, render_template
from flask_babel import gettext

from contest_portal.awards.documents.registry import KINDS
from contest_portal.config import Settings
from contest_portal.documents.queries import void_hashes
from contest_portal.documents.rules.stamps import token_of
from contest_portal.documents.rules.void_list import void_list_bytes
from contest_portal.kernel.signing_key import BadKey, SigningKey, read_key
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.assets import STATIC_DIRECTORY
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StampKeys:
    """The public keys, the one in use first, none in a portal without stamps; and what each kind is called."""

    public_keys: tuple[str, ...]
    titles: Mapping[str, str]


def stamp_keys_here() -> StampKeys:
    """Give what a page needs to check stamps."""
    key = _key()
    titles = {kind.code: gettext(kind.title) for kind in KINDS.values()}
    return StampKeys(key.public_keys if key else (), titles)


def _key() -> SigningKey | None:
    settings: Settings = current_app.extensions["settings"]
    if settings.stamp_key_file is None:
        return None
    try:
        return read_key(settings.stamp_key_file)
    except BadKey as error:
        log.error("no key for stamps", extra={"reason": str(error)})
        return None


def _void_list() -> str:
    """Give the list of documents declared void, as of now; empty where nobody could sign it."""
    key = _key()
    if key is None:
        return ""
    message = void_list_bytes(now(), void_hashes(read_session()))
    return token_of(message, key.sign(message))


@blueprint.get("/verificar/sin-conexion")
def stamps() -> str:
    """Show the page that a phone keeps."""
    return render_template("public/stamps.html", stamps=stamp_keys_here(), void_list=_void_list())


@blueprint.get("/verificar/sin-conexion.js")
def stamp_worker() -> Response:
    """Send the script that keeps the page on the phone; its place says for which pages."""
    response = make_response((STATIC_DIRECTORY / "js/juror/worker.js").read_bytes())
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return response


@blueprint.get("/verificar/claves.json")
def stamp_keys() -> Response:
    """Send the public keys for programs of others (docs/stamps.md)."""
    return jsonify(algorithm="ES256", keys=stamp_keys_here().public_keys)


@blueprint.get("/verificar/anulados.txt")
def void_documents() -> Response:
    """Send the list of documents declared void for programs of others (docs/stamps.md); empty without a key."""
    return Response(_void_list(), content_type="text/plain; charset=us-ascii")
