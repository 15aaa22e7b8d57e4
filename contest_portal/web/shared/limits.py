"""How often one may try, and how much one may send."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, request
from flask_limiter import ApplicationLimit, Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from limits.errors import ConfigurationError
from werkzeug.routing import IntegerConverter, Map

from contest_portal.config import BadSettings
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.identifiers import clean_text
from contest_portal.web.shared.session import known_user_id
from contest_portal.web.shared.timed_acts import is_timed_act

P = ParamSpec("P")
R = TypeVar("R")

IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 1}
"""Seconds that a request waits for the counters' store."""
COUNTED_APART = frozenset(
    {"applicant.add_piece", "applicant.autosave", "juror.phone_enrol", "juror.phone_entries"}
)
"""What scripts send by themselves, pieces of files and a juror's phone above all, has limits of its own."""
LARGEST_NUMBER = 2**31 - 1


def _is_no_counted_act() -> bool:
    """Let through who is nobody yet, what is counted apart, and an act that a deadline decides about."""
    return known_user_id() is None or request.endpoint in COUNTED_APART or is_timed_act()


def _acts_allowed() -> str:
    """As many per minute as ACTS_PER_MINUTE says, over all addresses."""
    return f"{current_app.extensions['settings'].acts_per_minute} per minute"


limiter = Limiter(
    key_func=get_remote_address,
    application_limits=[
        ApplicationLimit(
            _acts_allowed,
            key_function=lambda: f"acts of {known_user_id()}",
            methods=("POST",),
            scope="acts",
            exempt_when=_is_no_counted_act,
        )
    ],
)


class RowNumber(IntegerConverter):
    """A number in an address: one that no row can have is an address that does not exist, not an error."""

    def __init__(self, url_map: Map, max: int = LARGEST_NUMBER) -> None:
        super().__init__(url_map, max=max)


def row_number(text: str) -> int:
    """Read the number of a row from a query or a form: `type=` of a field. ValueError for one that no row can have."""
    number = int(text)
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"no row has the number {text[:20]}")
    return number


def register_limits(app: Flask) -> None:
    """Count tries in memory by default, in a shared store when there are several workers.

    While that store is away each worker counts alone, and asks for it again after a moment: nobody is turned away and
    guessing stays slow.

    Register it before the pages: their addresses are read with the numbers set here, and know the methods that each
    names, none by themselves.
    """
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    place = app.extensions["settings"].rate_limit_storage
    app.config["RATELIMIT_STORAGE_URI"] = place
    app.config["RATELIMIT_STORAGE_OPTIONS"] = dict(IMPATIENT) if place.startswith("redis") else {}
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    app.config["MAX_CONTENT_LENGTH"] = 20 * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024 * 1024
    app.url_map.converters["int"] = RowNumber
    app.before_request(_know_who_acts)
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise BadSettings("RATE_LIMIT_STORAGE must be memory:// or redis://… or rediss://…") from error


def _know_who_acts() -> None:
    """Read whose act it is before it is counted: a database that is away is no counters' store that is."""
    if request.method == "POST":
        current_user.is_authenticated  # noqa: B018 - to ask is to read


def limit_sign_in(view: Callable[P, R]) -> Callable[P, R]:
    """Slow down guessing without locking out a village that shares one address.

    Ten tries a minute for one account from one address; thirty for one account from anywhere, so that guessing
    from many machines is slow as well; sixty from one address, so that trying one password on all accounts is too.
    """
    limits = (
        limiter.limit("10 per minute", key_func=_account_from_here, methods=["POST"]),
        limiter.limit("30 per minute", key_func=_account, methods=["POST"]),
        limiter.limit("60 per minute", key_func=get_remote_address, methods=["POST"]),
    )
    for limit in limits:
        view = limit(view)
    return view


def limit_own_password(view: Callable[P, R]) -> Callable[P, R]:
    """Slow down guessing the password on a page of an open session: ten a minute, wherever it is asked for."""
    limit = limiter.shared_limit(
        "10 per minute", scope="own password", key_func=whose_account, methods=["POST"]
    )
    return limit(view)


def count_code(user_id: int) -> None:
    """Slow down guessing of codes: of a million, three count at a time.

    Five a minute and forty an hour for one account, from anywhere and wherever codes are asked for; sixty a minute
    from one address, as at signing in.
    """
    g.code_of = user_id
    _count_code()


@limiter.shared_limit("5 per minute;40 per hour", scope="codes", key_func=lambda: f"code {g.code_of}")
@limiter.shared_limit("60 per minute", scope="codes", key_func=get_remote_address)
def _count_code() -> None:
    """Be counted: a limit made for each request would be one for all who type at that moment."""


def seconds_to_wait() -> int:
    """Say in how many seconds the limit that this request ran into lets in again."""
    limit = limiter.current_limit
    return 1 if limit is None else max(1, limit.reset_at - int(utc_now().timestamp()))


def whose_account() -> str:
    """Name the account behind a request: people of one village share an address."""
    return str(current_user.get_id())


def _account_from_here() -> str:
    return f"{get_remote_address()} {_account()}"


def _account() -> str:
    """Name the account tried, by a hash: the counters' store keeps no addresses of people."""
    return sha256_hex(clean_text(request.form.get("email", "")).casefold())
