"""The same for the embedded server: waitress has one thread that hears and reads, and others that serve."""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from contest_portal.kernel.hearing import HEARD, instant


class HeardRequest(HTTPRequestParser):  # type: ignore[misc]
    """Notes when the whole of a request had come, before it waits for a thread."""

    heard: int | None = None

    def received(self, data: bytes) -> int:
        """Take what came."""
        taken: int = super().received(data)
        if self.completed and self.heard is None:
            self.heard = instant()
        return taken


class _Task(WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, object]:
        return {**super().get_environment(), HEARD: self.request.heard}


class HearingChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests know when they were heard."""

    parser_class, task_class = HeardRequest, _Task
