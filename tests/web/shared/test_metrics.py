"""Figures of the running portal: each answer is counted once, for its audience, and nobody's name is among them."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.config import Settings
from contest_portal.kernel.audit import record
from contest_portal.web.shared.metrics import count_request, figures
from tests.conftest import NOON

Told = Callable[[], dict[str, float]]


@pytest.fixture
def told(app: Flask, session: Session, settings: Settings) -> Told:
    """The figures at this moment, by name and labels as they are written."""
    settings.storage_dir.mkdir(exist_ok=True)

    def read() -> dict[str, float]:
        with app.app_context():
            lines = figures(session).decode().splitlines()
        return {
            name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")
        }

    return read


@pytest.fixture
def audience() -> str:
    """An audience of this test alone: counters live as long as the process."""
    return f"audience_{uuid4().hex}"


def in_buckets(read: dict[str, float], audience: str) -> dict[str, float]:
    pattern = re.compile(
        rf'portal_request_milliseconds_bucket{{audience="{audience}",le="(.+)"}}|'
        rf'portal_request_milliseconds_bucket{{le="(.+)",audience="{audience}"}}'
    )
    found = ((pattern.fullmatch(name), value) for name, value in read.items())
    return {match[1] or match[2]: value for match, value in found if match}


def test_each_answer_is_counted_by_its_endpoint_and_status(told: Told, audience: str) -> None:
    for status in (200, 200, 404):
        count_request(f"{audience}.page", status, 10)
    count_request(f"{audience}.other", 200, 10)

    read = told()

    counts = {name: value for name, value in read.items() if name.startswith("portal_requests_total")}
    assert {name: value for name, value in counts.items() if audience in name} == {
        f'portal_requests_total{{endpoint="{audience}.page",status="200"}}': 2,
        f'portal_requests_total{{endpoint="{audience}.page",status="404"}}': 1,
        f'portal_requests_total{{endpoint="{audience}.other",status="200"}}': 1,
    }


def test_time_is_told_by_audience_and_not_by_page(told: Told, audience: str) -> None:
    count_request(f"{audience}.page", 200, 30)
    count_request(f"{audience}.other.deep", 500, 12)

    read = told()

    assert read[f'portal_request_milliseconds_sum{{audience="{audience}"}}'] == 42
    assert read[f'portal_request_milliseconds_count{{audience="{audience}"}}'] == 2
    assert not [name for name in read if "milliseconds" in name and f"{audience}." in name]


@pytest.mark.parametrize(
    ("milliseconds", "first"),
    [
        (0, "50.0"),
        (50, "50.0"),
        (51, "100.0"),
        (250, "250.0"),
        (251, "500.0"),
        (999, "1000.0"),
        (2_501, "5000.0"),
        (30_000, "30000.0"),
        (30_001, "+Inf"),
    ],
)
def test_a_time_falls_into_the_first_bucket_that_holds_it(
    told: Told, audience: str, milliseconds: int, first: str
) -> None:
    count_request(f"{audience}.page", 200, milliseconds)

    holding = [bucket for bucket, value in in_buckets(told(), audience).items() if value]

    assert min(holding, key=float) == first
    assert len(in_buckets(told(), audience)) == 10


@pytest.mark.parametrize("endpoint", [None, ""])
def test_what_is_no_page_of_ours_counts_for_nobody(told: Told, endpoint: str | None) -> None:
    name = 'portal_requests_total{endpoint="none",status="418"}'
    before = told().get(name, 0)

    count_request(endpoint, 418, 1)

    assert told()[name] == before + 1


def test_the_rows_of_the_log_are_those_at_this_moment(told: Told, session: Session) -> None:
    before = told()["portal_log_rows"]

    for number in range(3):
        record(session, at=NOON, actor_id=None, action="session.closed", subject=f"user:{number}")

    assert told()["portal_log_rows"] == before + 3


def test_without_jobs_there_is_no_line_of_them_and_the_disk_has_room(told: Told) -> None:
    read = told()

    assert not [name for name in read if name.startswith("portal_jobs")]
    assert read["portal_storage_free_bytes"] > 0


def test_no_number_of_a_row_and_no_address_is_a_label(told: Told, audience: str) -> None:
    count_request(f"{audience}.page", 200, 1)

    labels = {label for name in told() for label in re.findall(r'(\w+)="', name)}

    assert labels == {"endpoint", "status", "audience", "le"}
