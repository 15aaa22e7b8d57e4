"""How long a sign-in and a password that somebody else made are good for. Source: OWASP ASVS 5.0, 6.4.1, 7.1.1, 7.3.

A session lasts a working day at most, and two hours without a request: a telephone or a table is often shared. A juror
without signal needs no session: what was typed stays on the phone and is sent after the next sign-in.
"""

from datetime import datetime, timedelta

SESSION_HOURS = 12
IDLE_HOURS = 2
TEMPORARY_DAYS = 14
"""A temporary password goes by hand, and to some villages once in two weeks."""
NOTED_EVERY = timedelta(minutes=15)
"""So often it is noted, for the own list, that a session is in use: a look writes nothing in between."""


def session_lasts(opened_at: int, seen_at: int, now: int) -> bool:
    """Tell whether a session goes on; instants in seconds. Nobody was seen before opening it."""
    return now - opened_at <= SESSION_HOURS * 3600 and now - seen_at <= IDLE_HOURS * 3600


def open_since(now: datetime) -> datetime:
    """Give the instant before which no session that goes on was opened."""
    return now - timedelta(hours=SESSION_HOURS)


def used_since(now: datetime) -> datetime:
    """Give the instant before which nobody noted the last use of a session that goes on."""
    return now - timedelta(hours=IDLE_HOURS) - NOTED_EVERY


def temporary_until(given_at: datetime) -> datetime:
    """Give until when a temporary password opens the account."""
    return given_at + timedelta(days=TEMPORARY_DAYS)


def is_lapsed(until: datetime | None, now: datetime) -> bool:
    """Tell whether a password was a temporary one and its time is over."""
    return until is not None and now > until
