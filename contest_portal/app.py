"""The application: one register call per concern."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import ArgumentError

from contest_portal.cli import register_commands
from contest_portal.cli.unmade import app_that_checks
from contest_portal.config import ROOT, BadSettings, Settings
from contest_portal.kernel.apart import run_apart
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.sealed_opening import open_sealed
from contest_portal.kernel.sealed_secrets import Sealer
from contest_portal.kernel.storage import Storage, shelf_at
from contest_portal.web import register_pages
from contest_portal.web.shared.addresses import register_addresses
from contest_portal.web.shared.arrival import register_arrival
from contest_portal.web.shared.assets import register_assets
from contest_portal.web.shared.compression import register_compression
from contest_portal.web.shared.database import register_database
from contest_portal.web.shared.errors import register_errors
from contest_portal.web.shared.filters import register_filters
from contest_portal.web.shared.icons import register_icons
from contest_portal.web.shared.jobs import register_jobs
from contest_portal.web.shared.language import register_language
from contest_portal.web.shared.limits import register_limits
from contest_portal.web.shared.logs import register_logs
from contest_portal.web.shared.navigation import register_navigation
from contest_portal.web.shared.one_reading import register_one_reading
from contest_portal.web.shared.proxies import register_proxies
from contest_portal.web.shared.questions import register_questions
from contest_portal.web.shared.security import register_security
from contest_portal.web.shared.session import register_session
from contest_portal.web.shared.signed_words import register_signed_words
from contest_portal.web.shared.whole_bodies import register_whole_bodies


def start_app(env: Mapping[str, str]) -> Flask:
    """Build the portal of an environment. With BadSettings a server does not start; a command says why."""
    try:
        return create_app(Settings.from_env(env))
    except BadSettings as error:
        return app_that_checks(error)


def create_app(
    settings: Settings, *, database: Database | None = None, clock: Callable[[], datetime] = utc_now
) -> Flask:
    """Build the portal. Tests hand in a database and a clock of their own."""
    app = Flask("contest_portal", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.secret_key = settings.secret_key
    app.jinja_env.undefined = StrictUndefined
    app.extensions["settings"] = settings
    app.extensions["storage"] = _storage(settings)
    app.extensions["apart"] = run_apart
    app.extensions["opener"] = open_sealed
    app.extensions["sealer"] = Sealer(settings.secret_key)
    app.extensions["scanner"] = Scanner(settings.scan_command)
    register_proxies(app)
    register_whole_bodies(app)
    register_logs(app)
    register_database(app, database or _open(settings))
    register_signed_words(app)
    register_session(app, clock)
    register_arrival(app)
    register_language(app)
    register_limits(app)
    register_jobs(app)
    CSRFProtect(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    register_one_reading(app)
    register_questions(app)
    register_filters(app)
    register_assets(app)
    register_icons(app)
    register_navigation(app)
    register_addresses(app)
    register_pages(app)
    register_errors(app)
    register_security(app)
    register_compression(app)
    register_commands(app)
    return app


def _storage(settings: Settings) -> Storage:
    place = settings.files_url or str(settings.storage_dir)
    shelf = shelf_at(place, key_id=settings.files_key_id, secret=settings.files_secret)
    return Storage(settings.storage_dir, shelf)


def _open(settings: Settings) -> Database:
    path = settings.database_url.removeprefix("sqlite:///")
    try:
        if path != settings.database_url and path:
            Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # whoever reads it reads all
        return Database(settings.database_url, settings.data_keys)
    except OSError as error:
        raise BadSettings(f"DATABASE_URL names a file in a folder that cannot be made ({error})") from error
    except (ArgumentError, ImportError) as error:
        raise BadSettings(f"DATABASE_URL names a driver that is not here: {error}") from error
