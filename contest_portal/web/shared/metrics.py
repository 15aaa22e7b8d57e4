"""Figures of the running portal, as Prometheus reads them. No name, no number of a row: endpoints and counts.

With several serving processes each writes its counts into the folder that PROMETHEUS_MULTIPROC_DIR names, and whichever
is asked adds them up; without it, a process tells its own.
"""

import os
from collections.abc import Iterator

from flask import current_app
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import head_checkpoint
from contest_portal.registry.models.jobs import ImportJob

BUCKETS_MS = (50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000)
NOBODY = "none"
_own = CollectorRegistry()
_REQUESTS = Counter("portal_requests", "Requests answered.", ["endpoint", "status"], registry=_own)
_MILLISECONDS = Histogram(
    "portal_request_milliseconds",
    "Milliseconds taken.",
    ["audience"],
    buckets=BUCKETS_MS,
    registry=_own,
)


def count_request(endpoint: str | None, status: int, milliseconds: int) -> None:
    """Count an answer, and how long it took for those whom the page is for."""
    name = endpoint or NOBODY
    _REQUESTS.labels(name, str(status)).inc()
    _MILLISECONDS.labels(name.partition(".")[0]).observe(milliseconds)


def figures(session: Session) -> bytes:
    """Write every figure as text: what was counted, and how queue, log and disk are at this moment."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
        counted = generate_latest(registry)
    else:
        counted = generate_latest(_own)
    now = CollectorRegistry()
    now.register(_Now(session))
    return counted + generate_latest(now)


class _Now:
    """What is not counted but looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def collect(self) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily("portal_jobs", "Import jobs.", labels=["state"])
        counts = select(ImportJob.state, func.count()).group_by(ImportJob.state).order_by(ImportJob.state)
        for state, count in self._session.execute(counts):
            jobs.add_metric([state], count)
        yield jobs
        rows = head_checkpoint(self._session).size
        yield GaugeMetricFamily("portal_log_rows", "Log rows.", value=rows)
        disk = os.statvfs(current_app.extensions["storage"].root.parent)
        yield GaugeMetricFamily(
            "portal_storage_free_bytes", "Free room.", value=disk.f_bavail * disk.f_frsize
        )
