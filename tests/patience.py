"""How long tests wait on a busy machine: for a browser, and for an example of a property."""

import hypothesis
from playwright.sync_api import expect

BROWSER_PATIENCE_MS = 30_000
"""Only a test that fails waits so long; on a busy machine a page takes its time."""


def be_patient() -> None:
    """Let no test fail for the time that the machine takes."""
    hypothesis.settings.register_profile("patient", deadline=None)
    hypothesis.settings.load_profile("patient")
    expect.set_options(timeout=BROWSER_PATIENCE_MS)
