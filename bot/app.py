"""The web process: the webhook, the admin and public pages, one reply pool."""

import atexit
import logging
from datetime import timedelta
from importlib.metadata import version
from typing import IO

from flask import Flask

import web
from bot.certificates import certificates_of
from bot.channel_check import StoredChannels
from bot.counting import CountsWriter
from bot.demo_place import load_demo_place
from bot.follow_pages import StoredFollow
from bot.group_posts import StoredGroups
from bot.logs import set_up_logs
from bot.outgoing import REPLY_LEASE
from bot.processes import only_process
from bot.remind_again import StoredAgain
from bot.reply_pages import StoredReplies
from bot.sender import Sender
from bot.sentry import set_up_sentry
from bot.settings import read_settings
from bot.shell import Shell, open_shell
from bot.webhook import MOST_BYTES, webhook
from store.leases import release_leases
from store.presence import Presence
from web.port import WebPort

log = logging.getLogger("tidtam.web")


ANOTHER_WEB_PROCESS = (
    "another web process uses this SQLite database: start one process with threads "
    "(gunicorn --workers 1), or set DATABASE_URL to PostgreSQL"
)


class AnotherWebProcess(RuntimeError):
    """On SQLite one web process answers; a second one was started."""


def create_app(shell: Shell | None = None) -> Flask:
    """The app on the environment's settings (for gunicorn), or on a shell that is handed in."""
    counting = shell is None
    if shell is None:
        settings = read_settings()
        set_up_logs(settings.log_level, settings.log_format)
        set_up_sentry(settings.sentry_dsn, version("tidtam"))
        shell = open_shell(settings)
        shell.line.warm_up()
    app = Flask("tidtam", static_folder=None)
    app.register_blueprint(webhook)
    web.register(app, _port(shell))
    if counting:
        atexit.register(CountsWriter(shell.database).close)
    return attach(app, shell)


def attach(app: Flask, shell: Shell) -> Flask:
    """The app, which has its pages already, answering for this installation."""
    newest, *former = shell.keys.sign_by_each("flask-session")
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=former,
        WTF_CSRF_SECRET_KEY=[*reversed(former), newest],  # itsdangerous signs with the last
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    sender = Sender(shell)
    app.extensions["shell"], app.extensions["sender"] = shell, sender
    app.extensions["lock"] = _take_the_place(shell)
    app.extensions["web"] = _port(shell)
    atexit.register(sender.close)
    return app


def _take_the_place(shell: Shell) -> IO[str] | Presence:
    """The lock of this web process; where no other lives, what the ones before had still to reply is due at once."""

    def release() -> None:
        shell.database.run(lambda conn: release_leases(conn, "web", REPLY_LEASE, shell.clock.machine()))

    if not shell.settings.is_sqlite:
        return Presence(shell.database.engine.url, "web", release, place_id=shell.files.place_id)
    lock = only_process(shell.settings, "web")
    if lock is None:
        raise AnotherWebProcess(ANOTHER_WEB_PROCESS)
    release()
    return lock


def _port(shell: Shell) -> WebPort:
    return WebPort(
        database=shell.database,
        keys=shell.keys,
        files=shell.files,
        now=shell.clock.now,
        base_url=shell.settings.base_url,
        secure_cookies=shell.settings.base_url.startswith("https://"),
        replies=StoredReplies(
            shell.database, shell.keys, shell.files, shell.words, shell.clock.now, shell.settings.base_url
        ),
        channels=StoredChannels(shell),
        groups=StoredGroups(
            shell.database, shell.keys, shell.words, shell.clock.now, shell.clock.machine, shell.group_at_line
        ),
        follow=StoredFollow(
            shell.database,
            shell.keys,
            shell.words,
            shell.clock.now,
            shell.clock.machine,
            shell.settings.base_url,
            shell.quota_of,
        ),
        again=StoredAgain(
            shell.database, shell.keys, shell.words, shell.clock.now, shell.clock.machine, shell.quota_of
        ),
        certificates=certificates_of(shell),
        quota_of=shell.quota_of,
        machine_now=shell.clock.machine,
        metrics_token=shell.settings.metrics_token,
        demo=load_demo_place(shell.settings),
    )
