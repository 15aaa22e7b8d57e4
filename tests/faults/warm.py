"""Programs that start at once: forked from a process that has loaded the portal, with a command line of their own."""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import flask.cli
from gunicorn.app import wsgiapp
from gunicorn.workers import gthread  # noqa: F401 - loaded here, not by each

from contest_portal.config import ROOT
from tests.faults import sabotage  # noqa: F401 - the same

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.worker", "tests.faults.warm"])
PROGRAMS = MappingProxyType({"gunicorn": wsgiapp.run, "flask": flask.cli.main})


def carry_out(command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """Be that program: what its command line and environment say, in the folder of the portal, telling a file."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with log.open("ab") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    sys.argv = list(command)
    PROGRAMS[command[0]]()
