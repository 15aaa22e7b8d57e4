"""Security headers of every response."""

from collections.abc import Mapping

from flask import Flask, Response, request, session

_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
TAKEN_AWAY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""Of a download, should a browser show it all the same: as nobody's page, which runs, fetches and sends nothing."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # browsers from before frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEPT_NOWHERE = "no-store"
SIGNED_IN = "_user_id"
"""Where Flask-Login keeps who signed in; the database is not asked, it may be away."""
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def register_security(app: Flask) -> None:
    """Add the headers to every response, error pages included."""
    app.after_request(secure)


def secure(response: Response) -> Response:
    """Add what a view did not set itself. No cache keeps what a signed-in person sees, no shared one other pages."""
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        response.headers.setdefault("Content-Security-Policy", TAKEN_AWAY)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = KEPT_NOWHERE if SIGNED_IN in session else "private, no-cache"
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    return response
