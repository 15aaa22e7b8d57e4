"""Servers that tests are lent: where one cannot be started its tests are skipped, or fail if everything is required."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest


@contextmanager
def lent(server: AbstractContextManager[str], missing: type[Exception]) -> Iterator[str]:
    """Give the address of a server that lives as long as the block; `missing` says that none can be started."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(server)
        except missing as error:
            if os.environ.get("PORTAL_REQUIRE_ALL"):
                raise
            pytest.skip(str(error))
        yield url
