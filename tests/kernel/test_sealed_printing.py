"""Printing by another process: the same bytes, nothing to read or to reach, and one that fails takes nothing along."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from contest_portal.config import ROOT
from contest_portal.kernel import sealed_printing
from contest_portal.kernel.pdf import AttachedFile, render_pdf
from contest_portal.kernel.print_child import COURTESY
from contest_portal.kernel.sealed_printing import (
    PrintFailed,
    PrintOrder,
    SealedPrinter,
    print_sealed,
    program_env,
)

CREATED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
PAGE = '<html lang="es"><title>Prueba</title><body>Ñandú</body></html>'
HALF_A_CHARACTER = "\ud800"
FILE = AttachedFile("datos.json", "Datos", "{}")
SEALED = """
import json, os, socket, subprocess, sys
from pathlib import Path
from contest_portal.kernel.print_child import leave_the_network, seal, warm_up
leave_the_network(); warm_up(); seal()
told = []
for expression in sys.argv[1:]:
    try:
        eval(expression)
        told.append("done")
    except Exception as error:
        told.append(str(error) or type(error).__name__)
print(json.dumps(told))
"""
"""Seals itself as the process that prints does, and tries what it is told to."""


def test_the_bytes_are_those_of_the_renderer_and_one_process_prints_them_all() -> None:
    printer = SealedPrinter()
    order = PrintOrder(PAGE, "p { color: red }", CREATED, FILE)

    first, again = printer.print(order), printer.print(order)
    printer.close()

    told = {"stylesheet": "p { color: red }", "created": CREATED, "attached": FILE}
    assert first == again == render_pdf(PAGE, **told) == print_sealed(PAGE, **told)


@pytest.mark.parametrize("gives_way", [False, True], ids=["awaited", "one of hundreds"])
def test_only_who_prints_one_of_many_gives_way(*, gives_way: bool) -> None:
    with closing(SealedPrinter(gives_way=gives_way)) as printer:
        printer.print(PrintOrder(PAGE, "", CREATED))

        assert printer._process
        later = os.getpriority(os.PRIO_PROCESS, printer._process.pid) - os.getpriority(
            os.PRIO_PROCESS, os.getpid()
        )

    assert later == (COURTESY if gives_way else 0)


def test_what_cannot_be_printed_says_why_in_the_log_and_the_next_one_is_printed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(PrintFailed, match=r"print\.failed: No se pudo imprimir") as caught:
        print_sealed(HALF_A_CHARACTER, stylesheet="", created=CREATED)

    assert caught.value.reason.startswith("UnicodeEncodeError")
    assert [record.reason for record in caplog.records if record.msg == "not printed"] == [
        caught.value.reason
    ]
    assert print_sealed(PAGE, stylesheet="", created=CREATED).startswith(b"%PDF")


def test_a_process_that_is_killed_or_takes_too_long_fails_its_document_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = SealedPrinter()
    printer.print(PrintOrder(PAGE, "", CREATED))
    process = printer._process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(sealed_printing, "SECONDS", 1)
    with pytest.raises(PrintFailed) as caught:
        printer.print(PrintOrder(PAGE, "", CREATED))
    monkeypatch.undo()

    assert caught.value.reason.startswith("the process ended")
    assert process.returncode == -signal.SIGKILL
    assert printer.print(PrintOrder(PAGE, "", CREATED)).startswith(b"%PDF")
    printer.close()


def test_a_process_is_changed_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_printing, "PRINTS_OF_A_PROCESS", 1)
    printer = SealedPrinter()
    numbers = []
    for _ in range(2):
        printer.print(PrintOrder(PAGE, "", CREATED))
        numbers.append(printer._process and printer._process.pid)
    printer.close()

    assert numbers[0] != numbers[1]


def test_who_prints_reads_no_file_writes_none_and_has_neither_network_nor_programs() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        tried = (
            "open('/etc/passwd').read()",
            "Path('/proc/self/environ').read_bytes()",
            "Path(os.__file__).write_text('')",
            "Path('/tmp/new').mkdir()",
            "Path('/tmp/new').unlink()",
            "subprocess.run(['true'])",
            "os.system('true')",
            "os.fork()",
            f"socket.create_connection({address})",
        )
        told = json.loads(_run(SEALED, *tried, "bytes(2 * 1024**3)", "open(os.__file__).read()").stdout)

    assert [text for text in told[: len(tried)] if not text.endswith("is not for who prints")] == []
    assert told[len(tried) :] == ["MemoryError", "done"]


def test_a_document_without_an_end_is_stopped_by_the_system_whatever_it_does() -> None:
    done = _run(
        "import contest_portal.kernel.print_child as child\n"
        "child.CPU_SECONDS = 1\n"
        "child.answer = lambda line: [0 for _ in iter(int, 1)]\n"
        "child.main()",
        told=PrintOrder(PAGE, "", CREATED).line(),
    )

    assert (done.returncode, done.stdout) == (-signal.SIGPROF, b"")


def _run(program: str, *arguments: str, told: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=told,
        capture_output=True,
        env=program_env(),
        cwd=ROOT,
        check=False,
        timeout=60,
    )
