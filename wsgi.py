"""The WSGI entry point."""

import os

from contest_portal.app import create_app
from contest_portal.config import Settings

app = create_app(Settings.from_env(os.environ))
