"""The bytes of evidence: named by what they are, so that the same photo is kept once and none is overwritten."""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

_NAME = re.compile(r"[0-9a-f]{64}")
_CHUNK = 256 * 1024


class EvidenceFiles:
    """A folder of files named by their SHA-256."""

    def __init__(self, url: str) -> None:
        """`url` is `file:///path`; raises NotImplementedError for `s3://`, ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme == "s3":
            raise NotImplementedError(
                "EVIDENCE_URL: s3:// is not supported yet; use file:///path on a disk that all processes share"
            )
        if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
            raise ValueError(f"EVIDENCE_URL {url!r} is not of the form file:///path")
        self._root = Path(unquote(parts.path))

    def save(self, stream: BinaryIO | Iterable[bytes]) -> tuple[str, int]:
        """Keeps the bytes; their SHA-256 and how many there are. They are on the disk when it returns."""
        self._root.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self._root)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in _chunks(stream):
                    digest.update(chunk)
                    size += file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            self._keep(Path(name), digest.hexdigest())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest.hexdigest(), size

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to be read; raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """Where the bytes of this name lie, if they do; raises ValueError for what is no SHA-256."""
        if not _NAME.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256")
        return self._root / sha256[:2] / sha256

    def delete(self, sha256: str) -> None:
        """The bytes are gone, if they were there."""
        self.path(sha256).unlink(missing_ok=True)

    def delete_unneeded(self, needed: Collection[str], before: datetime) -> int:
        """Deletes what was last put before then and is not needed, and halves of broken puts; how many files.

        `before` lies an hour or so back: bytes are put before the row that needs them is written.
        """
        return sum(self._delete_old(path, before) for path in self._files() if path.name not in needed)

    def _delete_old(self, path: Path, before: datetime) -> bool:
        """False where the file is fresh, or gone: it may be put again until the very moment of deleting it."""
        with self._locked(fcntl.LOCK_EX):
            try:
                if path.stat().st_mtime >= before.timestamp():
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
        return True

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Holds off the others of all processes: those that put share the lock, the one that deletes has it alone."""
        folder = os.open(self._root, os.O_RDONLY)
        try:
            fcntl.flock(folder, how)
            yield
        finally:
            os.close(folder)

    def _files(self) -> Iterator[Path]:
        yield from self._root.glob("[0-9a-f][0-9a-f]/*")
        yield from self._root.glob(".new-*")

    def _keep(self, new: Path, sha256: str) -> None:
        """Gives the file its name; the name, too, is on the disk afterwards."""
        kept = self.path(sha256)
        kept.parent.mkdir(exist_ok=True)
        # Replacing equal bytes harms nobody, and makes them young again for `sweep`.
        with self._locked(fcntl.LOCK_SH):
            os.utime(new)
            new.replace(kept)
        for folder in (kept.parent, self._root):
            _sync(folder)


def _chunks(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(stream, "read", None)
    if read is None:
        yield from stream
        return
    while chunk := read(_CHUNK):
        yield chunk


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
