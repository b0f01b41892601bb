"""Puts the rooms of the simulator together, and serves them."""

import logging
import threading
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import (
    api,
    api_aliases,
    api_bot,
    api_content,
    api_messages,
    api_quota,
    api_richmenus,
    api_tokens,
    control,
    control_panel,
    control_people,
)
from .webhooks import Webhooks
from .world import World

PAGE = Path(__file__).parent / "page"


def create_app(world: World, hooks: Webhooks) -> Flask:
    """The whole simulator as one WSGI app."""
    pages = _register_pages()
    app = copy(pages)
    app.extensions = {**pages.extensions, "simulator.world": world, "simulator.hooks": hooks}
    return app


@cache
def _register_pages() -> Flask:
    """The addresses, without a world: compiled once, since that takes longer than all else of a start."""
    app = Flask(__name__, static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False  # LINE refuses OPTIONS, and sends nobody elsewhere
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    api.install(app)
    for room in (
        api_messages,
        api_quota,
        api_content,
        api_bot,
        api_tokens,
        api_richmenus,
        api_aliases,
        control_panel,
        control_people,
    ):
        app.register_blueprint(room.api)
    control.install(app)
    app.add_url_rule("/", "page", _serve_page)
    app.add_url_rule("/page/<path:name>", "page_file", _page_file)
    return app


def _serve_page() -> Response:
    answer = send_from_directory(PAGE, "index.html")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data: blob: http: https:; media-src 'self' blob: https:; "
        "style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
    return answer


def _page_file(name: str) -> Response:
    return send_from_directory(PAGE, name)


class _Quiet(WSGIRequestHandler):
    """Speaks HTTP/1.1, sends small answers at once, and prints no line a request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 75  # seconds; a client that says nothing must not hold a thread for ever

    def log(self, type: str, message: str, *args: Any) -> None:
        if type == "error":
            logging.getLogger("simulator").error(message, *args)


class Server:
    """The simulator listening on an address; `close` ends it."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, seed: int | None = None) -> None:
        self.world = World(seed)
        self.hooks = Webhooks(self.world)
        self.app = create_app(self.world, self.hooks)
        self._server: BaseWSGIServer = make_server(host, port, self.app, threaded=True, request_handler=_Quiet)
        self.url = f"http://{host}:{self._server.port}"
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Serve in a thread."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def serve(self) -> None:
        """Serve until interrupted."""
        self._server.serve_forever()

    def close(self) -> None:
        """Stop serving and sending."""
        if self._thread:
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()
        self.hooks.close()
