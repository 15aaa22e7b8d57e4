"""The WSGI entry point."""

import gc
import os

from contest_portal.kernel.collecting import no_collecting

with no_collecting():  # else a fifth of the start goes into looking for cycles
    from contest_portal.app import start_app

    app = start_app(os.environ)
    gc.freeze()  # what is loaded stays: nobody has to look through it later, and an end comes sooner
