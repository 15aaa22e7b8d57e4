"""A file that came with a request: looked at, opened and sent ahead, before any transaction begins."""

from flask import current_app

from contest_portal.applications.receiving import SoundFile, receive_file
from contest_portal.kernel.storage import Storage


def received_file(content: bytes, name: str) -> SoundFile:
    """Give the file as it may be kept. Refused with what is wrong with it; StoreAway when it could not be kept."""
    extensions = current_app.extensions
    file = receive_file(content, name, opener=extensions["opener"], scanner=extensions["scanner"])
    storage: Storage = extensions["storage"]
    for part in (file.content, file.preview):
        if part is not None:
            storage.send_ahead(part)
    return file
