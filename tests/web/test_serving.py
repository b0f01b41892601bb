"""The tests' own server closes what it answers, also to a browser that has gone away."""

import gc
import socket
import struct
import warnings
from urllib.parse import urlsplit

from tests.web.serving import serve
from tests.web.site import Site

RESET_ON_CLOSE = struct.pack("ii", 1, 0)
UNCHANGED = b"GET /assets/admin.css HTTP/1.1\r\nHost: x\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n\r\n"


def test_a_file_is_closed_when_the_browser_resets_the_connection(site: Site) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        with serve(site.app) as address:
            for _ in range(20):
                browser = socket.create_connection(("127.0.0.1", int(urlsplit(address).port or 0)))
                browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                browser.sendall(UNCHANGED)
                browser.recv(12)
                browser.close()
        gc.collect()
    assert [one for one in seen if one.category is ResourceWarning] == []
