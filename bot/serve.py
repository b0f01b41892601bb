"""The web process under gunicorn, started from the command line."""

import os
from typing import Any

from gunicorn.app.base import BaseApplication

from bot.app import create_app
from bot.processes import gunicorn_options
from bot.settings import Settings


class WebServer(BaseApplication):  # type: ignore[misc]
    """gunicorn on our app: one process with threads on SQLite, two on PostgreSQL."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings, self._bind = settings, f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """gunicorn asks for its settings here."""
        options = {
            **gunicorn_options(os.environ),
            "bind": self._bind,
            "loglevel": self._settings.log_level.lower(),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The app, made in the worker process: nothing is opened before the fork."""
        return create_app()
