"""Long work asked for by a page: the room where uploads wait, the way into it, and the bell that calls a worker."""

import threading
import time
from collections.abc import Callable
from typing import IO, cast

from flask import Flask, Request, current_app, request

from contest_portal.accounts.rules.permissions import Action, can
from contest_portal.config import Settings
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.web.shared.session import current_actor

UPLOADS = "staff.registry_import"
"""The one page that takes files of the register."""
MEGABYTE = 1 << 20
PATIENCE = "JOB_PATIENCE_MS"
LOOK_MS = 40


class PortalRequest(Request):
    """A request whose files of the register go straight into the waiting room, never through memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if _may_send_large_files():
            return cast(IO[bytes], job_room().receive())
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def register_jobs(app: Flask) -> None:
    """Hang up the bell, and let those who import send large files. Register it before whatever reads a form."""
    app.extensions["job_bell"] = threading.Event()
    app.config.setdefault(PATIENCE, 1000)
    app.request_class = PortalRequest
    app.before_request(_allow_large_files)


def job_room() -> JobRoom:
    """Give the room beside this portal's storage."""
    return JobRoom.beside(current_app.extensions["storage"])


def upload_limit_mb() -> int:
    """Give the largest file of the register that may be sent."""
    settings: Settings = current_app.extensions["settings"]
    return settings.upload_limit_mb


def call_worker(has_ended: Callable[[], bool]) -> None:
    """Ring for a worker of this process and wait a moment: most files are small, and then the page is the result."""
    current_app.extensions["job_bell"].set()
    wait_a_moment(has_ended)


def wait_a_moment(has_ended: Callable[[], bool]) -> None:
    """Wait for what works apart from the request, as long as a page may take."""
    for _ in range(current_app.config[PATIENCE] // LOOK_MS):
        if has_ended():
            return
        time.sleep(LOOK_MS / 1000)


def _allow_large_files() -> None:
    if _may_send_large_files():
        request.max_content_length = upload_limit_mb() * MEGABYTE


def _may_send_large_files() -> bool:
    return request.endpoint == UPLOADS and can(current_actor(), Action.REGISTRY_IMPORT)
