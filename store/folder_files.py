"""Evidence in a folder: on this machine's disk, or on one that all processes share."""

import fcntl
import hashlib
import os
import secrets
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from store.files import FilesUnavailable, check_bytes, is_name, locate, read_chunks

_PLACE_ID = ".place"


class FolderFiles:
    """A folder of files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.address = root.absolute().as_uri()

    def save(self, stream: BinaryIO | Iterable[bytes]) -> tuple[str, int]:
        """Keeps the bytes; their SHA-256 and how many there are. They are on the disk when it returns."""
        digest, size = hashlib.sha256(), 0
        with self._new_file() as file:
            for chunk in read_chunks(stream):
                digest.update(chunk)
                with self._naming_trouble():
                    size += file.write(chunk)
            with self._naming_trouble():
                file.flush()
                os.fsync(file.fileno())
                self._keep(Path(file.name), digest.hexdigest())
        return digest.hexdigest(), size

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked, to be read; raises FileNotFoundError, DamagedFile, FilesUnavailable."""
        with self._naming_trouble(but=FileNotFoundError):
            return check_bytes(self._locate(sha256).open("rb"), sha256)

    def path(self, sha256: str) -> Path:
        """Where the bytes lie; raises FileNotFoundError, and ValueError for what is no SHA-256."""
        path = self._locate(sha256)
        with self._naming_trouble(but=FileNotFoundError):
            path.stat()
        return path

    def use(self, sha256: str) -> Path:
        """Where the bytes lie, made young again for `delete_unneeded`; raises FileNotFoundError."""
        path = self.path(sha256)
        with self._naming_trouble(but=FileNotFoundError), self._locked(fcntl.LOCK_SH):
            os.utime(path)
        return path

    def delete_file(self, sha256: str) -> None:
        """The bytes are gone, if they were there."""
        with self._naming_trouble():
            self._locate(sha256).unlink(missing_ok=True)

    def delete_unneeded(self, needed: Collection[str], before: datetime) -> int:
        """Deletes what was last put before then and is not needed, and halves of broken puts; how many files."""
        with self._naming_trouble():
            return sum(self._delete_old(path, before) for path in self._files() if path.name not in needed)

    def names(self) -> Iterator[str]:
        """The names of all files, in no order."""
        return (path.name for path in self._files() if is_name(path.name))

    def place_id(self) -> str:
        """What the folder says it is called; the first to ask gives it a name by chance."""
        path = self._root / _PLACE_ID
        with self._naming_trouble():
            if not path.exists():
                self._name_place(path)
            return path.read_text("ascii")

    def _name_place(self, path: Path) -> None:
        with self._new_file() as file:
            file.write(secrets.token_hex(16).encode())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first
                path.hardlink_to(file.name)
        Path(file.name).unlink()

    @contextmanager
    def _new_file(self) -> Iterator[IO[bytes]]:
        """A file without a name of ours yet; it is gone where writing it fails."""
        with self._naming_trouble():
            self._root.mkdir(parents=True, exist_ok=True)
            file = tempfile.NamedTemporaryFile(prefix=".new-", dir=self._root, delete=False)  # noqa: SIM115
        try:
            with file:
                yield file
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise

    @contextmanager
    def _naming_trouble(self, but: type[OSError] | tuple[()] = ()) -> Iterator[None]:
        """The disk's errors as FilesUnavailable, but for this one."""
        try:
            yield
        except but:
            raise
        except OSError as trouble:
            raise FilesUnavailable(f"the folder {self._root} cannot be used: {trouble.strerror}") from trouble

    def _locate(self, sha256: str) -> Path:
        return self._root / locate(sha256)

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
        kept = self._locate(sha256)
        kept.parent.mkdir(exist_ok=True)
        # Replacing equal bytes harms nobody, and makes them young again for `delete_unneeded`.
        with self._locked(fcntl.LOCK_SH):
            os.utime(new)
            new.replace(kept)
        for folder in (kept.parent, self._root):
            _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
