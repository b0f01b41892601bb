"""How the web process runs under gunicorn, whether `tidtam serve` or the Procfile starts it."""

from collections.abc import Mapping
from typing import Any


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
