"""When a request was heard, told by the server that heard it to the door behind which it is served.

A server may hear more than it has threads for: what waits for a thread has come all the same. Only a server writes
this key of a request's environment; what visitors send is under other names.
"""

import resource
import sys
import time
from collections.abc import Mapping
from datetime import timedelta

HEARD = "portal.heard"
"""The key: an instant of the machine's own count of nanoseconds, which no clock that is set moves."""
TURN = timedelta(microseconds=500)
"""So soon the thread that hears new requests gets its turn beside those that work."""
OPEN_FILES = 8192
"""Each request that waits holds a connection; most machines allow 1024 until a program asks for more."""
OTHER_FILES = 256
NEVER_WAITED = timedelta(0)


def hear_many() -> int:
    """Let this process hear new requests soon; give how many connections it may hold, with files beside them."""
    sys.setswitchinterval(TURN.total_seconds())
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = resource.RLIM_INFINITY
    room = OPEN_FILES if most == unbounded else min(OPEN_FILES, most)
    if now != unbounded and now < room:
        resource.setrlimit(resource.RLIMIT_NOFILE, (room, most))
    return room - OTHER_FILES


def instant() -> int:
    """Give this instant as HEARD tells it."""
    return time.monotonic_ns()


def waited(environ: Mapping[str, object]) -> timedelta:
    """Give how long a request has waited since it was heard; not at all where the server does not tell."""
    heard = environ.get(HEARD)
    if not isinstance(heard, int):
        return NEVER_WAITED
    return max(timedelta(microseconds=(instant() - heard) // 1000), NEVER_WAITED)
