"""One line per request, and one id for all the lines that a request causes."""

import logging
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from time import perf_counter_ns

from flask import Flask, Response, g, request

from contest_portal.kernel.logs import bind_request, forget_request, set_up_logs
from contest_portal.web.shared.metrics import count_request
from contest_portal.web.shared.session import known_user_id

log = logging.getLogger(__name__)
_QUIET = frozenset({"asset", "vendor_asset"})
_NANOSECONDS_PER_MS = 1_000_000


def register_logs(app: Flask) -> None:
    """Set up the logs; register it first, so that its line is written last and knows the answer."""
    set_up_logs(as_json=app.extensions["settings"].is_production)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def note_refused_input(fields: Iterable[str] = (), problems: Iterable[str] = (), *, form: str = "") -> None:
    """Write a line of which form, which of its fields and which rules by their codes; never of what was sent."""
    facts = {"form": form, "fields": sorted({*fields}), "problems": sorted({*problems})}
    log.info("input refused", extra={"endpoint": request.endpoint, "user_id": known_user_id(), **facts})
    g.is_refusal_noted = True


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.request_began = perf_counter_ns()
    bind_request(g.request_id)


def _end(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY and not g.get("is_refusal_noted"):
        note_refused_input()
    if request.endpoint not in _QUIET:
        spent = (perf_counter_ns() - g.request_began) // _NANOSECONDS_PER_MS
        facts = {"method": request.method, "endpoint": request.endpoint, "status": response.status_code}
        log.info("request answered", extra={**facts, "user_id": known_user_id(), "ms": spent})
        count_request(request.endpoint, response.status_code, spent)
    return response


def _forget(_error: BaseException | None) -> None:
    forget_request()
