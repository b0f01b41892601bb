"""An application at an address of its own, for tests that walk through it with a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """The address at which the application answers until the block ends.

    Werkzeug's server forgets to close an answer when the browser has gone away meanwhile, as it does when a test ends;
    so each answer is read and closed before it is handed over.
    """

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        body = ClosingIterator(app.wsgi_app(environ, start))
        try:
            return list(body)
        finally:
            body.close()

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
