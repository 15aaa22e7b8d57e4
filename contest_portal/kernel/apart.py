"""Work that a request asks for and does not wait for."""

import threading
from collections.abc import Callable


def run_apart(work: Callable[[], None]) -> None:
    """Do it in a thread of its own, which never holds up the end of the process."""
    threading.Thread(target=work, daemon=True).start()
