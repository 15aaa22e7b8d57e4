"""When a request arrived: the instant that counts against a deadline, however long the request then waited.

A page that could not be served because too many came at once is sent again by itself (templates/errors/503.html). It
carries a signed word of ours on when it first arrived, so that nobody is late because the portal was busy.
"""

from datetime import datetime, timedelta

from flask import Flask, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from contest_portal.web.shared.session import current_actor, now

ARRIVED = "arrived"
BELIEVED = timedelta(minutes=15)
"""So long the word holds: who was told to wait comes back by then."""


def register_arrival(app: Flask) -> None:
    """Look at the clock before anything that may wait. Register it before whatever reads the database."""
    app.before_request(_note)


def arrived_at() -> datetime:
    """Give when this request arrived, or when the one it repeats did."""
    here: datetime = g.arrived_at
    first = _first_time(request.form.get(ARRIVED, "")) if request.method == "POST" else None
    return first if first is not None and here - BELIEVED <= first <= here else here


def arrival_word() -> str:
    """Sign when this request arrived: for the same person and the same address alone."""
    word: str = _signer().dumps([request.path, current_actor().user_id, arrived_at().isoformat()])
    return word


def _note() -> None:
    g.arrived_at = now()


def _first_time(word: str) -> datetime | None:
    try:
        path, user_id, instant = _signer().loads(word)
    except BadSignature:
        return None
    return (
        datetime.fromisoformat(instant)
        if (path, user_id) == (request.path, current_actor().user_id)
        else None
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="arrival")
