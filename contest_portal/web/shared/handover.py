"""The page that shows a temporary password, once."""

from flask import Response, make_response, render_template


def show_password_once(*, full_name: str, email: str, password: str, back_url: str) -> Response:
    """Answer with the password to copy or print. Nothing keeps the page: going back or reloading shows it no more."""
    page = render_template(
        "account/handover.html", full_name=full_name, email=email, password=password, back_url=back_url
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
