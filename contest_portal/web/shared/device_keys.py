"""Keys of what waits on a device until it can be sent. A page has them in its memory, the device nowhere."""

import base64
import json

from flask import current_app


def device_keys(user_id: int) -> str:
    """Give an account's keys as JSON, in base64, the newest first: with DATA_KEY given up, what waits opens still.

    Only a page for that account may bear them, and none that a device keeps to be opened without a connection.
    """
    secrets = current_app.extensions["settings"].data_keys
    return json.dumps([base64.b64encode(key).decode() for key in secrets.derived(f"device {user_id}")])
