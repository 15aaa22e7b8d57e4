"""Whom to believe about where a request came from, when proxies stand before the portal."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def register_proxies(app: Flask) -> None:
    """Take address, scheme and host from the headers of as many proxies as are trusted; of none by default.

    Without it all visitors seem to come from the proxy and share one limit of tries. Headers that no trusted proxy
    wrote are never believed: anybody can send them.
    """
    trusted = app.extensions["settings"].trusted_proxies
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]
