"""The WSGI entry point."""

import os

from contest_portal.kernel.collecting import no_collecting

with no_collecting():  # else a fifth of the start goes into looking for cycles
    from contest_portal.app import create_app
    from contest_portal.config import Settings

app = create_app(Settings.from_env(os.environ))
