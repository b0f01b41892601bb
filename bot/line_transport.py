"""The transport of LINE's SDK, loaded without the SDK's models: these take over a second of CPU and 45 MB.

Its packages import everything that they hold, so the two modules that are wanted are loaded with empty packages above
them, which are taken away again.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_PACKAGES = ("linebot", "linebot.v3", "linebot.v3.messaging")
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Transport:
    """The SDK's client, and what it raises where LINE refuses a call."""

    client: Any
    refusal: Any


def open_transport(host: str, connections: int) -> Transport:
    """A client that keeps so many connections, tries nothing again by itself and brings no token of its own."""
    with _loading, _empty_packages():
        from linebot.v3.messaging import rest
        from linebot.v3.messaging.configuration import Configuration

        configuration = Configuration(host=host, access_token="")
    configuration.connection_pool_maxsize = connections
    configuration.retries = False
    return Transport(rest.RESTClientObject(configuration), rest.ApiException)


@contextmanager
def _empty_packages() -> Iterator[None]:
    """While it lasts the SDK's packages hold only what is asked for; where the SDK is loaded already, it is used."""
    spec = find_spec(_PACKAGES[0])
    if "linebot" in sys.modules or spec is None or spec.origin is None:
        yield
        return
    for name in _PACKAGES:
        package = ModuleType(name)
        package.__path__ = [str(Path(spec.origin).parent.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "linebot"]:
            del sys.modules[name]
