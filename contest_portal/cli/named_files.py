"""Files that a person names in a command: whether they can be used, found out before any work is done."""

import os
import sys
from pathlib import Path

from contest_portal.kernel.problems import N_, Problem, Refused

STDIN = Path("-")


def content_of(path: Path, *, most: int) -> bytes:
    """Give what a file holds, or what comes in for `-`; of what is longer, one byte more than `most`.

    It is read once, because a pipe can be read no second time. Raises Refused for what cannot be opened.
    """
    if path == STDIN:
        return sys.stdin.buffer.read(most + 1)
    problem = unreadable(path)
    if problem is not None:
        raise Refused([problem])
    with path.open("rb") as file:
        return file.read(most + 1)


def unreadable(path: Path) -> Problem | None:
    """Object to a file that cannot be opened."""
    try:
        path.open("rb").close()
    except IsADirectoryError:
        message = N_("«%(path)s» es una carpeta. Escriba el nombre del archivo.")
        return _problem("file.is_folder", message, path)
    except FileNotFoundError:
        message = N_("No existe el archivo «%(path)s». Revise su nombre y la carpeta en que está.")
        return _problem("file.absent", message, path)
    except (OSError, ValueError):
        message = N_("No se puede abrir «%(path)s». Revise que usted tenga permiso de leerlo.")
        return _problem("file.cannot_open", message, path)
    return None


def unwritable(path: Path) -> Problem | None:
    """Object to a file that could not be written; one that is there stays as it is, and none is made."""
    if path.is_dir():
        message = N_("«%(path)s» es una carpeta. Escriba el nombre del archivo.")
        return _problem("report.is_folder", message, path)
    if not path.parent.is_dir():
        message = N_("No existe la carpeta de «%(path)s». Créela, o escriba otra.")
        return _problem("report.no_folder", message, path)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        message = N_(
            "No se puede escribir «%(path)s». Elija una carpeta en que usted tenga permiso de escribir."
        )
        return _problem("report.cannot_write", message, path)
    return None


def _problem(code: str, message: str, path: Path) -> Problem:
    return Problem(code, field="file", message=message, params={"path": str(path)})
