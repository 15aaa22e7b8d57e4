"""F-05 over HTTP: the line is cut when the portal has stored what a phone sent; it sends again, and once is enough."""

import http.client
import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.deadline_client import signed_in
from contest_portal.scoring.phone_signatures import SentEntry
from contest_portal.scoring.rules.sheet_entries import key_of
from tests.factories.evaluation import Evaluation
from tests.factories.phones import Phone
from tests.faults.grounds import Ground
from tests.faults.proxy import BadLine, bad_line
from tests.faults.served import SECRET, served
from tests.faults.tally import Tally
from tests.faults.test_f05_phones import evaluation, histories

GROUPS, GROUPS_OF_TWIN, TRIES_OF_TWIN, BATCH, PERCENT_CUT, PATIENCE_SECONDS = 50, 12, 5, 12, 50, 90


@dataclass
class HttpPhone:
    """A phone over a line of its own, which is cut half-way through every other answer."""

    line: BadLine
    made: Evaluation
    draw: random.Random
    cookie: str
    token: str = ""
    cut: int = 0

    def send_each(self, batches: list[list[SentEntry]]) -> None:
        """Send one batch after the other."""
        for one in batches:
            self.send(one)

    def send(self, entries: list[SentEntry]) -> None:
        """Send until the portal says that it has them all."""
        wanted = {key_of(one.body) for one in entries}
        end = time.monotonic() + PATIENCE_SECONDS
        while wanted and time.monotonic() < end:
            is_cut = self.draw.randrange(100) < PERCENT_CUT
            try:
                self.token = self.token or str(self._ask("GET", "paquete")["token"])
                self.line.becomes("cut" if is_cut else "open")
                content = {"entries": [{"body": one.body, "signature": one.signature} for one in entries]}
                wanted -= {*self._ask("POST", "anotaciones", json.dumps(content))["received"]}
            except (OSError, http.client.HTTPException):
                self.cut += 1
        assert not wanted, f"{len(wanted)} entries were never acknowledged"

    def _ask(self, method: str, path: str, content: str = "") -> dict[str, Any]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "X-CSRFToken": self.token}
        address = f"/jurado/concursos/{self.made.contest.id}/sin-conexion/{path}"
        with closing(http.client.HTTPConnection("127.0.0.1", self.line.port, timeout=20)) as connection:
            connection.request(method, address, body=content.encode(), headers=headers)
            answer = connection.getresponse()
            said = answer.read()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        if answer.status == 429:  # as a phone does: a little later
            time.sleep(1)
        if answer.status != 200:
            raise http.client.HTTPException(answer.status)
        read: dict[str, Any] = json.loads(said)
        return read


def test_what_is_sent_again_after_a_cut_counts_once(ground: Ground, tally: Tally) -> None:
    tally.begin("F-05", "over HTTP, every other answer cut: sent again", ground.kind)
    cut = 0
    with ground.with_scene(lambda session: evaluation(session, GROUPS)) as (scene, made):
        for number in tally.times(1, 5):
            with senders(scene, made, number) as (url, pair):
                for _, found in histories(url, made, lambda phones, pair=pair: send_all(pair, phones)):  # type: ignore[misc]
                    tally.add(found)
            cut += sum(one.cut for one in pair)
    with ground.with_scene(lambda session: evaluation(session, GROUPS_OF_TWIN)) as (scene, made):
        for number in range(TRIES_OF_TWIN):
            if not tally.twin_tried:  # whether both phones say different things is left to their lines
                try_twin(scene, made, number, tally)
    tally.add([] if cut else ["no answer was cut"])
    tally.note = f"{cut} answers cut"

    tally.judge(twin_percent=100)


def try_twin(scene: Ground, made: Evaluation, number: int, tally: Tally) -> None:
    with senders(scene, made, number, sabotage="last_arrival_wins") as (url, pair):
        for is_conflict, found in histories(url, made, lambda phones: send_all(pair, phones)):
            if is_conflict:
                tally.add_twin(found)


@contextmanager
def senders(
    scene: Ground, made: Evaluation, number: int, *, sabotage: str = ""
) -> Iterator[tuple[str, list[HttpPhone]]]:
    """Serve a copy, and give two phones of the first juror."""
    cookie = signed_in(SECRET, made.jurors[0].user_id or 0)
    with (
        scene.copy() as url,
        served(
            url, scene.folder / f"served{number}{sabotage}", workers=0 if scene.kind == "sqlite" else 1,
            sabotage=sabotage, REQUIRE_SECOND_FACTOR="none",
        ) as portal,
        bad_line(portal.port) as first,
        bad_line(portal.port) as second,
    ):  # fmt: skip
        pair = enumerate((first, second))
        yield url, [HttpPhone(line, made, random.Random(10 * number + at), cookie) for at, line in pair]


def send_all(pair: list[HttpPhone], phones: list[Phone]) -> None:
    """Let both phones send at once what either wrote, in batches drawn at random, some again."""
    entries = [one for phone in phones for one in phone.written]
    pair[0].draw.shuffle(entries)
    batches = [entries[at : at + BATCH] for at in range(0, len(entries), BATCH)]
    batches += pair[0].draw.sample(batches, 2)
    with ThreadPoolExecutor(2) as pool:
        for sent in [pool.submit(one.send_each, batches[at::2]) for at, one in enumerate(pair)]:
            sent.result()
