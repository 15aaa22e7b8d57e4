"""Sign-in tries are counted by account and address, without keeping either in the clear."""

import io
from dataclasses import replace

import pytest
from flask import Flask, url_for
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.limits import COUNTED_APART, limiter, row_number
from contest_portal.web.shared.timed_acts import TIMED
from tests.factories.accounts import make_user
from tests.page_client import PageClient


def tries(client: PageClient, email: str, number: int) -> list[int]:
    return [
        client.post("/ingresar", data={"email": email, "password": ""}).status_code for _ in range(number)
    ]


def test_counters_know_no_address_of_a_person(app: Flask, client: PageClient) -> None:
    tries(client, "rosa@fondos.example", 2)

    counted = " ".join(limiter.storage.storage)  # type: ignore[attr-defined]

    assert counted
    assert "rosa" not in counted


@pytest.mark.parametrize(
    "email", ["rosa@x.example", "ROSA@X.EXAMPLE", "  rosa@x.example", "rosa@x.example\u200b"]
)
def test_same_account_typed_otherwise_is_the_same(client: PageClient, email: str) -> None:
    tries(client, "rosa@x.example", 10)

    assert tries(client, email, 1) == [429]


def test_form_without_an_account_is_counted_too(client: PageClient) -> None:
    assert [client.post("/ingresar").status_code for _ in range(11)] == [422] * 10 + [429]


@pytest.mark.parametrize(
    ("address", "sent", "tries"),
    [
        ("/verificar", {"code": "AAAA-BBBB-CCCC"}, 30),
        ("/verificar/AAAA-BBBB-CCCC", None, 30),
        ("/registro", {"words": "1 abeja"}, 20),
        ("/registro/1/" + "0" * 64, None, 20),
    ],
)
def test_a_door_without_an_account_counts_by_address_and_says_so_in_the_log(
    client: PageClient,
    caplog: pytest.LogCaptureFixture,
    address: str,
    sent: dict[str, str] | None,
    tries: int,
) -> None:
    method = "GET" if sent is None else "POST"

    statuses = [client.open(address, method=method, data=sent).status_code for _ in range(tries + 1)]

    assert (429 in statuses[:-1], statuses[-1]) == (False, 429)
    assert [record.message for record in caplog.records].count("too many tries") == 1


def addresses(app: Flask, endpoints: frozenset[str]) -> list[str]:
    """Give an address of each, of rows that there are none of."""
    with app.test_request_context("/"):
        named = {one: app.url_map._rules_by_endpoint[one][0].arguments for one in sorted(endpoints)}
        return [url_for(one, **dict.fromkeys(arguments, "1")) for one, arguments in named.items()]


def test_acts_of_one_account_have_a_generous_limit(
    app: Flask, client: PageClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    """Over all addresses and sessions; looks, acts of a deadline and what scripts send do not count."""
    app.extensions["settings"] = replace(app.extensions["settings"], acts_per_minute=5)
    user, other = make_user(session, Role.REPRESENTATIVE), make_user(session, Role.REPRESENTATIVE)
    session.commit()
    elsewhere = app.test_client()
    assert isinstance(elsewhere, PageClient)
    for one in (client, elsewhere):
        one.sign_in(user.id)
    acts = ["/cuenta", "/cuenta/sesiones", "/grupo/grupos/nuevo"]

    answers = [(client, elsewhere)[turn % 2].post(acts[turn % 3]) for turn in range(7)]  # within one minute

    assert [answer.status_code == 429 for answer in answers] == [False] * 5 + [True] * 2
    assert "Demasiados intentos seguidos" in answers[-1].text
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert [record.message for record in caplog.records].count("too many tries") == 2
    assert client.get("/cuenta").status_code == 200
    never = {address: client.post(address).status_code for address in addresses(app, TIMED | COUNTED_APART)}
    assert set(never.values()) <= {403, 404}, never
    assert client.sign_in(other.id).post("/cuenta").status_code == 422


class Endless(io.RawIOBase):
    """A body without an end; counts what was taken of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, place: bytearray | memoryview) -> int:  # type: ignore[override]
        place[:] = b"x" * len(place)
        self.taken += len(place)
        return len(place)


@pytest.mark.parametrize(
    ("length", "status"),
    [(str(30 * 2**20), 413), ("", 422)],
    ids=["30 MB announced", "no length, and no end"],
)
def test_too_much_is_refused_before_it_is_taken(app: Flask, length: str, status: int) -> None:
    body = Endless()

    answer = app.test_client().post(
        "/ingresar",
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": length, "wsgi.input_terminated": True},
        buffered=True,
    )

    assert (answer.status_code, body.taken) == (status, 0)


def test_every_portal_counts_anew(client: PageClient) -> None:
    assert tries(client, "rosa@x.example", 10) == [422] * 10


def test_limits_on_what_may_be_sent(app: Flask) -> None:
    assert (app.config["MAX_CONTENT_LENGTH"], app.config["MAX_FORM_MEMORY_SIZE"]) == (20 * 2**20, 2 * 2**20)


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("7", 7), ("2147483647", 2147483647)])
def test_the_number_of_a_row_is_read(typed: str, number: int) -> None:
    assert row_number(typed) == number


@pytest.mark.parametrize("typed", ["", "uno", "-1", "1.5", "2147483648", "9" * 5_000])
def test_a_number_that_no_row_can_have_is_none(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what Werkzeug takes for "not given"
        row_number(typed)
