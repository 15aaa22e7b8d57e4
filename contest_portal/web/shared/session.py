"""Who is signed in, and the act a handler hands to a service."""

import logging
import secrets
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user
from sqlalchemy.exc import OperationalError

from contest_portal.accounts.emergency_queries import running_emergency
from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.power import POWER
from contest_portal.accounts.queries import Account, active_user
from contest_portal.accounts.rules.actor import ANONYMOUS, Act, Actor, Role
from contest_portal.accounts.rules.devices import device_of
from contest_portal.accounts.rules.emergency import with_emergency
from contest_portal.accounts.rules.lasting import NOTED_EVERY, SESSION_HOURS, session_lasts
from contest_portal.accounts.rules.power import TOLD_FOR, opens_administration
from contest_portal.accounts.services.keep_session import keep_session
from contest_portal.accounts.services.note_session_use import note_session_use
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.clock import utc_now
from contest_portal.registry.access import Screen
from contest_portal.web.shared.database import hurried_transaction, read_session, transaction

log = logging.getLogger(__name__)
MOST_MESSAGES = 5
"""Messages that wait for the next page: browsers drop a cookie of more than 4,096 letters, and with it the session."""
PRODUCTION_COOKIE = "__Host-session"
"""Browsers take a cookie of such a name from its own host alone, and over TLS alone."""
KEY, OPENED_AT, SEEN_AT = "key", "opened_at", "seen_at"
"""What tells a session from others (128 random bits), and when it was opened and used last, in seconds."""
SEEN_EVERY = 60
PASSED_AT = "factor_at"
"""When the person of this session last showed a code of the second factor, in seconds."""


@dataclass(frozen=True, slots=True)
class EmergencyNow:
    """An emergency access that counts at this moment."""

    id: int
    role: Role
    contest_code: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class WayIn:
    """What somebody asked for about the account of this administrator, who alone and the programme can stop it."""

    asker: str
    asked_at: datetime
    counts_from: datetime


class SignedIn(UserMixin):
    """The signed-in person as pages know them. Rights are read anew on every request."""

    emergency: EmergencyNow | None = None
    way_in: WayIn | None = None

    def __init__(self, account: Account) -> None:
        self.id = f"{account.id}:{account.session_epoch}"
        self.full_name = account.full_name
        self.email = account.email
        self.actor = account.actor
        self.must_change_password = account.must_change_password
        self.has_second_factor = account.has_second_factor


def register_session(app: Flask, clock: Callable[[], datetime] = utc_now) -> None:
    """Set up sign-in sessions: http-only cookies, ended by leaving, by a growing epoch or by time."""
    is_production = app.extensions["settings"].is_production
    app.extensions["clock"] = clock
    app.config.update(
        SESSION_COOKIE_NAME=PRODUCTION_COOKIE if is_production else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_production,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
    )
    app.after_request(_keep_newest_messages)
    app.after_request(_note_use)
    manager = LoginManager(app)
    manager.user_loader(_load)


def _keep_newest_messages(response: Response) -> Response:
    if session.modified and len(session.get("_flashes", ())) > MOST_MESSAGES:
        session["_flashes"] = session["_flashes"][-MOST_MESSAGES:]
    return response


def _note_use(response: Response) -> Response:
    """Note, once in a while, that this session is in use; where others write for long, it is left to the next time."""
    if used := g.pop("used_session", ""):
        try:
            with hurried_transaction() as database:
                note_session_use(database, key_hash=used, at=now())
        except OperationalError as error:
            log.info("use of a session not noted", extra={"reason": type(error.orig).__name__})
    return response


def open_session(account: Account, *, passed_at: int | None = None, opened_at: int | None = None) -> None:
    """Open a session with a new identifier; of the one before only the language stays.

    `passed_at`: when a code of the second factor was shown, in seconds; without one such an account stays outside.
    `opened_at`: from when the session counts, where neither password nor code was asked for now.
    """
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language
    if passed_at is not None:
        session[PASSED_AT] = passed_at
    session.permanent = True
    start_session(session, seconds_now())
    session[OPENED_AT] = opened_at or session[OPENED_AT]
    login_user(SignedIn(account))
    with transaction() as database:
        keep_session(
            database,
            Act(account.actor, now()),
            user_id=account.id,
            key_hash=key_hash(),
            device=device_of(request.user_agent.string),
            opened_at=datetime.fromtimestamp(session[OPENED_AT], UTC),
        )


def start_session(kept: MutableMapping[str, Any], at: int, *, key: str = "") -> None:
    """Give a session its key, a new one unless it goes on, and the instant from which it counts, in seconds."""
    kept.update({KEY: key or secrets.token_hex(16), OPENED_AT: at, SEEN_AT: at})


def key_hash() -> str:
    """Give the hash of this session's key: the key itself is in the cookie alone. Empty without a session."""
    return sha256_hex(session[KEY]) if KEY in session else ""


def seconds_now() -> int:
    """Give the portal's present instant as sessions keep it."""
    return int(now().timestamp())


def act() -> Act:
    """Give the deed of this request: its actor and the instant at which it came to the door."""
    return Act(actor=current_actor(), at=g.get("arrived_at") or now())


def screen_here() -> Screen:
    """Name the page of this request and the request itself, for the access log."""
    return Screen(name=request.endpoint or "", request_id=g.request_id)


def now() -> datetime:
    """Give the portal's present instant."""
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    return clock()


def current_actor() -> Actor:
    """Give the actor behind this request; anonymous when nobody signed in."""
    if not current_user.is_authenticated:
        return ANONYMOUS
    actor: Actor = current_user.actor
    return actor


def known_user_id() -> int | None:
    """Give whose request this is, as far as that was asked already: a line of the log asks the database nothing."""
    actor: Actor = getattr(g.get("_login_user"), "actor", ANONYMOUS)
    return actor.user_id


def ask_nobody() -> None:
    """Go on without knowing who is signed in, unless that was read already: the database is away."""
    if "_login_user" not in g:
        g._login_user = AnonymousUserMixin()


def _load(session_id: str) -> SignedIn | None:
    user_id, _, epoch = session_id.partition(":")
    if not (user_id.isascii() and user_id.isdigit()):
        return None
    if KEY not in session or not _is_lasting():
        return None
    user = active_user(read_session(), int(user_id), now(), key_hash=key_hash())
    if user is None or str(user.session_epoch) != epoch:
        return None
    if user.has_second_factor and PASSED_AT not in session:
        return None
    if user.session_seen_at is not None and now() - user.session_seen_at >= NOTED_EVERY:
        g.used_session = key_hash()
    person = SignedIn(user)
    if user.is_in_emergency:
        _add_emergency(person, user.id)
    if Role.ADMIN in user.actor.roles:
        person.way_in = _way_into(user.id)
    return person


def _way_into(user_id: int) -> WayIn | None:
    waiting = waiting_act(read_session(), POWER, f"user:{user_id}")
    if waiting is None or waiting.is_over(now()) or not opens_administration(waiting.content):
        return None
    return WayIn(waiting.asker, waiting.asked_at, waiting.asked_at + TOLD_FOR)


def _is_lasting() -> bool:
    """Tell whether this session's time is not over; note that it was used."""
    at, seen_at = seconds_now(), session.get(SEEN_AT, 0)
    if not session_lasts(session.get(OPENED_AT, 0), seen_at, at):
        return False
    if at - seen_at >= SEEN_EVERY:
        session[SEEN_AT] = at
    return True


def _add_emergency(person: SignedIn, user_id: int) -> None:
    """Add what an emergency access gives for now."""
    row = running_emergency(read_session(), user_id, now())
    if row is not None and row.ends_at is not None:
        role = Role(row.role)
        person.actor = with_emergency(person.actor, role, row.contest_id)
        person.emergency = EmergencyNow(row.id, role, row.contest_code, row.ends_at)
