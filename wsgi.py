"""The WSGI entry point."""

import gc
import os

from contest_portal.kernel.collecting import no_collecting

with no_collecting():  # else a fifth of the start goes into looking for cycles
    from contest_portal.app import create_app
    from contest_portal.config import Settings

    app = create_app(Settings.from_env(os.environ))
    gc.freeze()  # what is loaded stays: nobody has to look through it later, and an end comes sooner
