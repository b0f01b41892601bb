"""How the web process runs under gunicorn, whether `tidtam serve` or the Procfile starts it; and who runs alone."""

import fcntl
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final, Literal

from sqlalchemy import make_url

from bot.settings import Settings

# gunicorn's own lines as the others are written: all on stderr, each once.
_LOGGER = {"level": "INFO", "handlers": ["stderr"], "propagate": False}
JSON_LOGS: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "bot.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {"gunicorn.error": _LOGGER, "gunicorn.access": _LOGGER},
}


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
        **({"logconfig_dict": JSON_LOGS} if environ.get("LOG_FORMAT") == "json" else {}),
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
