"""The stamps of papers: the page that checks them without a network, and the keys that it needs."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, current_app, jsonify, make_response, render_template
from flask_babel import gettext

from contest_portal.awards.documents.registry import KINDS
from contest_portal.config import Settings
from contest_portal.kernel.signing_key import BadKey, read_key
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.assets import STATIC_DIRECTORY

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StampKeys:
    """The public keys, the one in use first, none in a portal without stamps; and what each kind is called."""

    public_keys: tuple[str, ...]
    titles: Mapping[str, str]


def stamp_keys_here() -> StampKeys:
    """Give what a page needs to check stamps."""
    settings: Settings = current_app.extensions["settings"]
    keys: tuple[str, ...] = ()
    if settings.stamp_key_file is not None:
        try:
            keys = read_key(settings.stamp_key_file).public_keys
        except BadKey as error:
            log.error("no key for stamps", extra={"reason": str(error)})
    return StampKeys(keys, {kind.code: gettext(kind.title) for kind in KINDS.values()})


@blueprint.get("/verificar/sin-conexion")
def stamps() -> str:
    """Show the page that a phone keeps."""
    return render_template("public/stamps.html", stamps=stamp_keys_here())


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
