"""The portal to be served with one protection removed: `tests.faults.twin:app`, with its name in FAULT_SABOTAGE.

The portal itself knows no such switch; only this module reads it, and only trials serve this module.
"""

import os

from contest_portal.app import create_app
from contest_portal.config import Settings
from tests.faults.sabotage import SABOTAGES

SABOTAGES[os.environ["FAULT_SABOTAGE"]]()
app = create_app(Settings.from_env(os.environ))
