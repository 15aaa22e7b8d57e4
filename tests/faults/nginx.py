"""nginx, as offices have it, for the length of a trial."""

import shutil
import subprocess
from pathlib import Path

import pytest

_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def nginx() -> str:
    """Give the program; where it is not installed the trial is left out."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("nginx is not installed here")
    return program


def started(program: str, folder: Path, servers: str) -> "subprocess.Popen[bytes]":
    """Start it with these `server` blocks; all that it writes lies in the folder."""
    temporary = " ".join(f"{name}_temp_path {folder / name};" for name in _FOLDERS)
    head = f"daemon off; pid {folder / 'pid'}; events {{}}\nhttp {{ access_log off; {temporary}\n"
    (folder / "nginx.conf").write_text(f"{head}{servers}}}\n")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return subprocess.Popen([*command, "-e", str(folder / "error.log")])
