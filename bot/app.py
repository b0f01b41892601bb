"""The web process: the webhook, the admin and public pages, one reply pool."""

import atexit
import fcntl
import logging
from datetime import timedelta
from pathlib import Path
from typing import IO

from flask import Flask
from sqlalchemy import make_url

import web
from bot.logs import set_up_logs
from bot.sender import Sender
from bot.settings import Settings, read_settings
from bot.shell import Shell, open_shell
from bot.webhook import MOST_BYTES, webhook
from web.port import WebPort

log = logging.getLogger("tidtam.web")


class AnotherWebProcess(RuntimeError):
    """On SQLite one web process answers; a second one was started."""


def create_app(shell: Shell | None = None) -> Flask:
    """The app on the environment's settings (for gunicorn), or on a shell that is handed in."""
    if shell is None:
        settings = read_settings()
        set_up_logs(settings.log_level, settings.log_format)
        shell = open_shell(settings)
        shell.line.warm_up()
    app = Flask("tidtam", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SECRET_KEY=shell.keys.sign("flask-session"),
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    sender = Sender(shell)
    app.extensions["shell"], app.extensions["sender"] = shell, sender
    app.extensions["lock"] = only_web_process(shell.settings) if shell.settings.is_sqlite else None
    app.register_blueprint(webhook)
    web.register(app, _port(shell))
    atexit.register(sender.close)
    return app


def _port(shell: Shell) -> WebPort:
    return WebPort(
        database=shell.database,
        keys=shell.keys,
        files=shell.files,
        now=shell.clock.now,
        base_url=shell.settings.base_url,
        secure_cookies=shell.settings.base_url.startswith("https://"),
        quota_of=shell.quota_of,
    )


def only_web_process(settings: Settings) -> IO[str]:
    """A lock beside the SQLite file, held as long as the process lives; raises AnotherWebProcess."""
    database = make_url(settings.database_url).database or ""
    lock = Path(f"{database}.web-lock").open("w")  # noqa: SIM115  (held open on purpose)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise AnotherWebProcess(
            "another web process uses this SQLite database: start one process with threads "
            "(gunicorn --workers 1), or set DATABASE_URL to PostgreSQL"
        ) from error
    return lock
