"""The web process under gunicorn, started from the command line."""

from typing import Any

from gunicorn.app.base import BaseApplication

from bot.app import create_app
from bot.settings import Settings


class WebServer(BaseApplication):  # type: ignore[misc]
    """gunicorn on our app: one process with threads on SQLite, two on PostgreSQL."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings, self._bind = settings, f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """gunicorn asks for its settings here."""
        workers = 1 if self._settings.is_sqlite else 2
        options: dict[str, Any] = {
            "bind": self._bind,
            "workers": workers,
            "worker_class": "gthread",
            "threads": self._settings.web_threads,
            "reuse_port": workers > 1,
            "timeout": 60,
            "graceful_timeout": 5,
            "keepalive": 30,
            "loglevel": self._settings.log_level.lower(),
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The app, made in the worker process: nothing is opened before the fork."""
        return create_app()
