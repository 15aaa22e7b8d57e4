"""From refusals to answers: the only place that knows status codes."""

import errno
import logging
import secrets
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, TooManyRequests

from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.database import is_away, is_busy, is_full, is_too_long
from contest_portal.kernel.problems import (
    N_,
    Busy,
    NotFound,
    NotPermitted,
    Problem,
    Quarantined,
    Refused,
    Stale,
    StoreAway,
    Withdrawn,
    WrongState,
)
from contest_portal.kernel.sealed_secrets import CannotOpen
from contest_portal.web.shared.arrival import ARRIVED, arrival_word
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.language import current_language
from contest_portal.web.shared.limits import seconds_to_wait
from contest_portal.web.shared.logs import note_refused_input
from contest_portal.web.shared.questions import QUESTION
from contest_portal.web.shared.session import act, ask_nobody

log = logging.getLogger(__name__)
SOONEST, SPREAD = 3, 6
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_LOOKING = frozenset({"GET", "HEAD"})
_NOT_SHOWN = "not_shown"
_SECRET = frozenset({"current", "factor_code"})
FORM = "application/x-www-form-urlencoded"
_TOO_LONG = Problem(
    "text.too_long",
    field="",
    message=N_("Uno de los textos es más largo de lo que cabe. Vuelva a la página anterior y acórtelo."),
)
Answer = tuple[str, int] | tuple[str, int, dict[str, str]]
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500})


def register_errors(app: Flask) -> None:
    """Answer every error with a page that says what to do next; note refused attempts in the audit chain."""
    app.register_error_handler(WrongState, _wrong_state)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotPermitted, _not_permitted)
    app.register_error_handler(Withdrawn, _withdrawn)
    app.register_error_handler(Quarantined, _quarantined)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(TooManyRequests, _too_many)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(DataError, _data)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(StoreAway, _store_away)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(CannotOpen, _shut)
    app.register_error_handler(Exception, _unexpected)


def _page(status: int, error: Refused | None = None) -> tuple[str, int]:
    problems = error.problems if error is not None else ()
    shown = (
        status
        if status in PAGES
        else (HTTPStatus.NOT_FOUND if status < 500 else HTTPStatus.INTERNAL_SERVER_ERROR)
    )
    return render_template(f"errors/{int(shown)}.html", problems=problems), status


def _refused(error: Refused) -> tuple[str, int]:
    note_refused_input(problems=(problem.code for problem in error.problems))
    return _page(HTTPStatus.UNPROCESSABLE_ENTITY, error)


def _wrong_state(error: WrongState) -> tuple[str, int]:
    note_denial(error.problems[0].code)
    return _page(HTTPStatus.CONFLICT, error)


def _not_permitted(_error: NotPermitted) -> tuple[str, int]:
    note_denial("not_permitted")
    return _page(HTTPStatus.FORBIDDEN)


def _not_found(_error: NotFound) -> tuple[str, int]:
    if act().actor.user_id is not None:
        note_denial("not_found")
    return _page(HTTPStatus.NOT_FOUND)


def _withdrawn(_error: Withdrawn) -> tuple[str, int]:
    return render_template("errors/withdrawn.html"), HTTPStatus.GONE


def _quarantined(_error: Quarantined) -> tuple[str, int]:
    return render_template("errors/quarantined.html"), HTTPStatus.CONFLICT


def _stale(_error: Stale | StaleDataError) -> tuple[str, int]:
    return _page(HTTPStatus.CONFLICT)


def _no_token(_error: CSRFError) -> tuple[str, int]:
    log.warning("form without its token", extra={"endpoint": request.endpoint})
    return _page(HTTPStatus.BAD_REQUEST)


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    return error if code < HTTPStatus.BAD_REQUEST else _page(code)


def _too_many(_error: TooManyRequests) -> tuple[str, int, dict[str, str]]:
    """Whoever tries too often hears when to come again. Not in the chain: anybody could fill it so."""
    log.warning("too many tries", extra={"endpoint": request.endpoint})
    return *_page(HTTPStatus.TOO_MANY_REQUESTS), {"Retry-After": str(seconds_to_wait())}


def _database(error: OperationalError) -> Answer:
    """Whoever waits too long for others, or for an import on the embedded database, hears so; also for room."""
    if is_busy(error):
        return _busy(error)
    if is_away(error):
        return _away(error)
    if is_full(error):
        log.error("no room on the disk of the database", extra={"endpoint": request.endpoint})
        return _busy(error)
    return _unexpected(error)


def _data(error: DataError) -> tuple[str, int]:
    """Whoever wrote more than there is room for hears so, where the form forgot to ask."""
    if not is_too_long(error):
        return _unexpected(error)
    log.error("a form takes a text that is too long", extra={"endpoint": request.endpoint})
    return _page(HTTPStatus.UNPROCESSABLE_ENTITY, Refused([_TOO_LONG]))


def _busy(error: Exception) -> Answer:
    """Ask to come again soon; a short form comes again by itself, and counts from when it first arrived."""
    log.warning("too busy", extra={"endpoint": request.endpoint, "reason": type(error).__name__})
    seconds = _seconds()
    headers = {"Retry-After": str(seconds)}
    if request.method in _LOOKING:
        return _not_shown(), HTTPStatus.SERVICE_UNAVAILABLE, headers | {"Refresh": str(seconds)}
    page = render_template("errors/503.html", seconds=seconds, answers=answers_sent())
    return page, HTTPStatus.SERVICE_UNAVAILABLE, headers


def _not_shown() -> str:
    """Give the page of who only looks, which asks neither the database nor for a word that differs."""
    pages: dict[str, str] = current_app.extensions.setdefault(_NOT_SHOWN, {})
    language = current_language()
    if language not in pages:
        ask_nobody()
        nobody = {"language_links": (), "navigation": (), "sign_in_url": None}
        pages[language] = render_template("errors/not_shown.html", **nobody)
    return pages[language]


def _away(error: OperationalError) -> Answer:
    """Ask to look first: what was sent may be stored, if the database went away while it said so."""
    log.error("database away", extra={"endpoint": request.endpoint, "reason": str(error.orig)})
    ask_nobody()
    page = render_template("errors/away.html")
    return page, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(_seconds())}


def _shut(error: CannotOpen) -> tuple[str, int]:
    """Say that the portal's key is another one, as after a move: no page of whoever runs it would name the reason."""
    log.error("sealed data do not open", extra={"endpoint": request.endpoint, "purpose": str(error)})
    ask_nobody()
    return render_template("errors/shut.html"), HTTPStatus.SERVICE_UNAVAILABLE


def _disk(error: OSError) -> Answer:
    """Whoever sends a file to a disk without room hears so."""
    if error.errno not in _NO_ROOM:
        return _unexpected(error)
    log.error("no room on the disk of the files", extra={"endpoint": request.endpoint})
    return _store_away(error)


def _store_away(_error: StoreAway | OSError) -> Answer:
    """Ask to come again: what was sent is not stored, since a file is kept before its row."""
    page = render_template("errors/store_away.html")
    return page, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(_seconds())}


def _seconds() -> int:
    return SOONEST + secrets.randbelow(SPREAD)  # not all at the same moment again


def answers_sent() -> list[tuple[str, str]] | None:
    """Give what was sent, to be sent again; None for what cannot or should not stand in a page."""
    if (
        request.method != "POST"
        or request.mimetype != FORM
        or any("password" in name or name in _SECRET for name in request.form)
    ):
        return None
    kept = [
        (name, value) for name, value in request.form.items(multi=True) if name not in {ARRIVED, QUESTION}
    ]
    return [*kept, (ARRIVED, arrival_word())]


def _unexpected(error: Exception) -> tuple[str, int]:
    log.error("unexpected error", exc_info=error, extra={"endpoint": request.endpoint})
    try:
        return _page(HTTPStatus.INTERNAL_SERVER_ERROR)
    except SQLAlchemyError:  # whose page it is cannot be read either
        ask_nobody()
        return _page(HTTPStatus.INTERNAL_SERVER_ERROR)


def note_denial(reason: str) -> None:
    """Write in the audit chain that this request was refused; for pages that show a refusal themselves as well."""
    deed = act()
    with transaction() as session:
        wait_for_turn(session)
        record(
            session,
            at=deed.at,
            actor_id=deed.actor.user_id,
            action="access.denied",
            subject=f"endpoint:{request.endpoint}",
            data={"method": request.method, "reason": reason},
        )
