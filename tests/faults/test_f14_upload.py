"""F-14: the process that takes in a file is killed: the file goes on where it was, and what was told is there."""

import http.client
import json
import random
import re
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass

import pytest

from benchmarks.deadline_client import Browser, signed_in
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.storage import Storage
from tests.factories.attachments import pages, written
from tests.faults.grounds import Ground, unsound
from tests.faults.served import SECRET, Portal, served
from tests.faults.tally import Tally
from tests.faults.test_f10_no_room import wrong_files
from tests.faults.writers import drafts_of_many

DRAW = random.Random(14)
PATIENCE_SECONDS = 30


def test_a_file_goes_on_where_it_was_when_the_process_was_killed(ground: Ground, tally: Tally) -> None:
    if ground.kind == "sqlite" and not tally.is_long:
        pytest.skip("in the long set: files come in the same way, whatever the database")
    tally.begin("F-14", "the process killed in a piece, at the end, and after it", ground.kind)
    for sabotage, times in (("", tally.times(1, 20)), ("file_after_its_row", range(1))):
        workers = 0 if ground.kind == "sqlite" else 1
        with (
            ground.with_scene(lambda session: drafts_of_many(session, 20)) as (scene, drafts),
            scene.copy() as url,
            served(url, scene.folder / f"up{sabotage}", workers=workers, sabotage=sabotage) as portal,
        ):
            for number in times:
                upload = Upload(portal, *drafts[number], written(pages(number + 1)))
                found = sent_though_killed(upload)
                found += wrong_files(url, Storage(portal.folder / "storage"), number + 1) + unsound(url)
                tally.add_twin(found) if sabotage else tally.add(found)

    tally.judge(twin_percent=100)


@dataclass
class Upload:
    """A file on its way from a phone, in pieces; the person signs in once and never again."""

    portal: Portal
    draft: int
    user: int
    content: bytes

    def __post_init__(self) -> None:
        page = Browser(self.portal.port, signed_in(SECRET, self.user)).ask("GET", self._files)
        token = re.findall('name="csrf_token"[^>]* value="([^"]+)"', page.text)[0]
        self._headers = {"Cookie": page.cookie, "X-CSRFToken": token}

    @property
    def _files(self) -> str:
        return f"/grupo/solicitudes/{self.draft}/anexos"

    @property
    def _address(self) -> str:
        return f"{self._files}/cargas/{sha256_hex(self.content)}"

    def here(self) -> int:
        """Ask how much has come."""
        return int(self._asked("GET", self._address)["offset"])

    def send(self, start: int, end: int | None = None, *, seconds: float = 0) -> int:
        """Send a piece, over so long a time; how much has come now."""
        with closing(self._line()) as line:
            piece = self._begun(line, start, end)
            time.sleep(seconds)
            line.send(piece[len(piece) // 2 :])
            return int(json.loads(line.getresponse().read())["offset"])

    def send_half(self, start: int, end: int) -> http.client.HTTPConnection:
        """Send half of a piece, and give the line."""
        line = self._line()
        self._begun(line, start, end)
        return line

    def finish(self) -> str:
        """Say that this was all; what the portal answers."""
        return str(self._asked("POST", f"{self._address}/fin", "name=perfil.pdf")["state"])

    def _begun(self, line: http.client.HTTPConnection, start: int, end: int | None) -> bytes:
        piece = self.content[start:end]
        line.putrequest("POST", f"{self._address}?desde={start}")
        kind = {"Content-Type": "application/octet-stream", "Content-Length": str(len(piece))}
        for name, value in {**self._headers, **kind}.items():
            line.putheader(name, value)
        line.endheaders(piece[: len(piece) // 2])
        return piece

    def _asked(self, method: str, path: str, body: str = "") -> dict[str, str]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(self._line()) as line:
            line.request(method, path, body or None, {**self._headers, **kind})
            told: dict[str, str] = json.loads(line.getresponse().read())
        return told

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=PATIENCE_SECONDS)


def sent_though_killed(upload: Upload) -> list[str]:
    """Send a file while the process that takes it in is killed: in a piece, at the end, and when all was told."""
    half = len(upload.content) // 2
    upload.send(0, half)
    with closing(upload.send_half(half, len(upload.content))):
        killed(upload.portal)
    here = (
        upload.here()
    )  # what of the piece came to the next process may be here: it begins where the file ended
    found = [] if half <= here < len(upload.content) else [f"{here} bytes are here, of {half} or some more"]
    upload.send(here)
    threading.Timer(DRAW.choice(range(30)) / 100, killed, (upload.portal,)).start()
    with suppress(OSError, http.client.HTTPException):
        upload.finish()
    time.sleep(0.5)
    upload.portal.wait_until_it_answers()
    said = upload.finish()
    killed(upload.portal)
    return found if said == "stored" else [*found, f"asked again, the portal said {said}"]


def killed(portal: Portal) -> None:
    """Kill the process that serves; the server, or whoever watches over it, starts another one."""
    if portal.workers:
        portal.kill_worker()
    else:
        portal.kill()
        portal.start()
    portal.wait_until_it_answers()
