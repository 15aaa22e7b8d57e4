"""The smallest Flask app that has the layouts, the components and the concerns that answer for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.serving import make_server

from contest_portal.config import ROOT
from contest_portal.web.shared.assets import register_assets
from contest_portal.web.shared.compression import register_compression
from contest_portal.web.shared.filters import register_filters
from contest_portal.web.shared.icons import register_icons
from contest_portal.web.shared.questions import as_question
from contest_portal.web.shared.security import register_security


def make_tiny_portal(**config: object) -> Flask:
    """An app without database, session store or pages."""
    app = Flask("tiny_portal", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="tiny", TESTING=True, BABEL_DEFAULT_LOCALE="es_PE", **config)
    app.jinja_env.undefined = StrictUndefined
    Babel(app)
    CSRFProtect(app)
    register_filters(app)
    app.add_template_filter(as_question, "as_question")
    register_assets(app)
    register_icons(app)
    register_security(app)
    register_compression(app)
    return app


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app to a browser for the length of the block; give its address, without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def render(app: Flask, template: str, /, **values: object) -> str:
    """Print a piece of template as it would be inside a request."""
    with app.test_request_context("/"):
        return render_template_string(template, **values)


def thing(**fields: object) -> SimpleNamespace:
    """An object with these attributes, as a read model would have them."""
    return SimpleNamespace(**fields)
