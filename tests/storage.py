"""A real S3 server for tests: SeaweedFS from PyPI, one a process, started when first asked for."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from store.files import EvidenceFiles, S3Access, open_files
from tests.patience import PATIENCE

KEY, SECRET = "tests", "of-nobody-else"
_IDENTITY = {"name": KEY, "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
_PARTS = ("master", "volume", "filer", "s3")
_LEAN = (
    "-filer", "-s3", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-volume.max=50",
    "-master.volumeSizeLimitMB=64", "-master.volumePreallocate=false", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
)  # fmt: skip


class S3Server:
    """The server on one folder and the same ports, however often it is killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._running = folder, None
        (folder / "data").mkdir(parents=True)
        (folder / "s3.json").write_text(json.dumps({"identities": [_IDENTITY]}))
        ports = _free_ports(2 * len(_PARTS))
        self._ports = [f"-{part}.port={ports.pop()}" for part in _PARTS]
        self._ports += [f"-{part}.port.grpc={ports.pop()}" for part in _PARTS]
        self.endpoint = f"http://127.0.0.1:{self._ports[3].partition('=')[2]}"

    _running: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Returns once it keeps and gives back an object."""
        weed = Path(sys.executable).with_name("weed")
        files = (f"-dir={self._folder / 'data'}", f"-s3.config={self._folder / 's3.json'}")
        with (self._folder / "log").open("ab") as log:
            command = [weed, "server", *_LEAN, *self._ports, *files]
            self._running = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._keeps():
            assert self._running and self._running.poll() is None and time.monotonic() < until, self._tail()
            time.sleep(0.1)

    def _keeps(self) -> bool:
        """Whether an object can be put and read: the port is open before there is room for any."""
        from obstore import get, put
        from obstore.exceptions import BaseError
        from obstore.store import S3Store

        try:
            with urllib.request.urlopen(f"{self.endpoint}/healthz", timeout=2):
                pass
            named = {"access_key_id": KEY, "secret_access_key": SECRET, "region": "us-east-1"}
            once = {"client_options": {"allow_http": True}, "retry_config": {"max_retries": 0}}
            store = S3Store("evidence", endpoint=self.endpoint, **named, **cast(Any, once))
            put(store, "ready", b"yes")
            return bytes(get(store, "ready").bytes()) == b"yes"
        except (urllib.error.URLError, OSError, BaseError):
            return False

    def _tail(self) -> str:
        return (self._folder / "log").read_text("utf-8", "replace")[-2000:]

    def kill(self) -> None:
        """It is gone at once, as after a power cut of the process."""
        if self._running:
            self._running.kill()
            self._running.wait()
        self._running = None

    def freeze(self) -> None:
        """From now on it accepts calls and never answers."""
        assert self._running
        self._running.send_signal(signal.SIGSTOP)
        os.waitpid(self._running.pid, os.WUNTRACED)  # until all its threads stand still

    def make_sure_it_runs(self) -> None:
        """Wakes it, or starts it again."""
        if self._running is None:
            self.start()
        else:
            self._running.send_signal(signal.SIGCONT)

    def access(self, copies: Path, **changes: str) -> S3Access:
        """How it is reached."""
        reached = {"endpoint": self.endpoint, "region": "us-east-1", "key_id": KEY, "secret": SECRET, **changes}
        return S3Access(**reached, copies=copies)

    def environment(self) -> dict[str, str]:
        """The settings by which it is reached, with a place of its own in it."""
        return {
            "EVIDENCE_URL": f"s3://evidence/{uuid.uuid4().hex}",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def files(self, copies: Path) -> EvidenceFiles:
        """An empty place in it."""
        return open_files(f"s3://evidence/{uuid.uuid4().hex}", self.access(copies))


def _free_ports(count: int) -> list[int]:
    """Ports that are all free together."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@pytest.fixture(scope="session")
def s3_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """The server of this process."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def s3_server(s3_running: S3Server) -> S3Server:
    """The server, up; a test that stopped it finds it started again."""
    s3_running.make_sure_it_runs()
    return s3_running


@contextmanager
def unusable(folder: Path) -> Iterator[None]:
    """A folder that can be neither read nor written, as a disk that is gone; afterwards it is what it was."""
    aside = folder.with_name(f"{folder.name} aside")
    folder.mkdir(parents=True, exist_ok=True)
    folder.rename(aside)
    folder.write_bytes(b"")
    yield
    folder.unlink()
    aside.rename(folder)
