"""How the web process runs under gunicorn, whether `tidtam serve` or the Procfile starts it; and who runs alone."""

import fcntl
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal

from sqlalchemy import make_url

from bot.settings import Settings


def gunicorn_options(environ: Mapping[str, str]) -> dict[str, Any]:
    """gunicorn's settings by name: on SQLite exactly one process with threads, any number on PostgreSQL."""
    sqlite = not environ.get("DATABASE_URL", "").startswith("postgresql")
    workers = 1 if sqlite else int(environ.get("WEB_CONCURRENCY", "2"))
    return {
        "workers": workers,
        "worker_class": "gthread",
        "threads": int(environ.get("WEB_THREADS", "16")),
        "reuse_port": workers > 1,
        "timeout": 60,
        "graceful_timeout": 5,
        "keepalive": 30,
        "control_socket_disable": True,
    }


def only_process(settings: Settings, kind: Literal["web", "worker"]) -> IO[str] | None:
    """A lock beside the SQLite file, held as long as the process lives; None where another of this kind holds it."""
    database = make_url(settings.database_url).database or ""
    lock = Path(f"{database}.{kind}-lock").open("w")  # noqa: SIM115  (held open on purpose)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock
