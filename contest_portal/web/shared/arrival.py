"""The door of the portal: when a request arrived, and how many are served at once.

The instant at which the server heard a request counts against a deadline, however long it then waits for a thread and
at the door; where the server does not tell, the instant at the door. Inside a few work at once, and acts
that a deadline decides about go before pages that are read; who waits too long is Busy.

A page that could not be served because too many came at once is sent again by itself (templates/errors/503.html). It
carries a signed word of ours on when it first arrived, so that nobody is late because the portal was busy.
"""

from datetime import datetime, timedelta

from flask import Flask, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.door import Door
from contest_portal.kernel.hearing import NEVER_WAITED, waited
from contest_portal.kernel.problems import Busy
from contest_portal.web.shared.questions import QUESTION
from contest_portal.web.shared.session import current_actor, now
from contest_portal.web.shared.timed_acts import is_timed_act

ARRIVED = "arrived"
OUTSIDE = frozenset({"asset", "public.alive"})
BELIEVED = timedelta(minutes=15)
"""So long the word holds: who was told to wait comes back by then."""
ROOM = 4
"""More would not send anybody home sooner, since deeds take turns, and would starve the thread that hears new ones."""
PATIENCE = timedelta(seconds=30)
"""With the wait for the turn inside less than the minute after which proxies give up."""
LOOKING = timedelta(seconds=8)
"""Who only looks comes again sooner: else, when all press at once, they would hold every thread before the door."""
DOOR = "door"


def register_arrival(app: Flask) -> None:
    """Look at the clock and wait at the door. Register it before whatever reads the database."""
    app.extensions[DOOR] = Door(ROOM)
    app.before_request(_enter)
    app.teardown_request(_leave)


def arrived_at() -> datetime:
    """Give when this request arrived, or when the one it repeats did."""
    here: datetime = g.arrived_at
    first = _first_time(request.form.get(ARRIVED, "")) if request.method == "POST" else None
    return first if first is not None and here - BELIEVED <= first <= here else here


def arrival_word() -> str:
    """Sign when this request arrived: for the same person, address and content alone."""
    word: str = _signer().dumps([*_what_is_sent(), arrived_at().isoformat()])
    return word


def _enter() -> None:
    waiting = waited(request.environ)
    g.arrived_at = now() - waiting
    if request.endpoint in OUTSIDE:
        return
    patience = max((LOOKING if request.method == "GET" else PATIENCE) - waiting, NEVER_WAITED)
    is_urgent = is_timed_act()
    if is_urgent:
        request.get_data(parse_form_data=True)  # a slow line keeps nobody else outside
    g.is_inside = current_app.extensions[DOOR].enter(patience, is_urgent=is_urgent)
    if not g.is_inside:
        raise Busy(f"at the door of {request.endpoint}")


def _leave(_error: BaseException | None) -> None:
    if g.pop("is_inside", False):
        current_app.extensions[DOOR].leave(is_urgent=is_timed_act())


def _first_time(word: str) -> datetime | None:
    try:
        *sent, instant = _signer().loads(word)
    except BadSignature:
        return None
    return datetime.fromisoformat(instant) if sent == _what_is_sent() else None


def _what_is_sent() -> list[str | int | None]:
    fields = [one for one in request.form.items(multi=True) if one[0] not in _ABOUT_THE_FORM]
    return [request.path, current_actor().user_id, sha256_hex(repr(sorted(fields)))]


_ABOUT_THE_FORM = frozenset({ARRIVED, QUESTION, "csrf_token"})


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="arrival")
