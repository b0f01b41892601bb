"""Evidence in a bucket of S3-compatible storage, which any number of processes on any machines share.

Not every storage checks the hash that a request is signed over: what was put is read back, and whatever is read is
checked by its name. What is to be read as a file is copied to this machine for an hour.
"""

import hashlib
import logging
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar, cast

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from store.files import DamagedFile, FilesUnavailable, S3Access, is_name, locate, read_chunks
from store.folder_files import FolderFiles

log = logging.getLogger("tidtam.files")

T = TypeVar("T")

_PLACE_ID = "place-id"
_CODE = re.compile(r"<Code>(\w+)</Code>")
_PUT_AWAY = "deleted/"
PUT_AWAY_FOR = timedelta(days=1)
COPIES_KEPT_FOR = timedelta(hours=1)
LEFT_ALONE = 3.0  # seconds after a failure in which nothing is asked, so that no thread waits in vain
ONE_TRY = 30.0  # seconds in which one alone finds out whether the storage answers again
_IN_MEMORY = 4 * 1024 * 1024
_PART = 8 * 1024 * 1024  # what is larger is put in parts, each of them signed
_PIECE = 1024 * 1024
# Reading waits for bytes, writing for an answer to up to 20 MB that are sent first.
_READING, _WRITING = timedelta(seconds=5), timedelta(seconds=30)


class S3Files:
    """A bucket of files named by their SHA-256, below a prefix."""

    def __init__(self, bucket: str, prefix: str, access: S3Access) -> None:
        self.address = f"s3://{bucket}/{prefix}".rstrip("/")
        self._reader = _make_client(bucket, prefix, access, _READING)
        self._writer = _make_client(bucket, prefix, access, _WRITING)
        self._copies = FolderFiles(access.copies)
        self._lock, self._trouble, self._ask_again, self._trimmed = threading.Lock(), "", 0.0, 0.0

    def save(self, stream: BinaryIO | Iterable[bytes]) -> tuple[str, int]:
        """Keeps the bytes; their SHA-256 and how many there are. They were read back when it returns."""
        file, sha256, size = _spool(read_chunks(stream))
        with file:
            place, given = locate(sha256), cast(IO[bytes], file)
            self._call(
                lambda: obstore.put(self._writer, place, given, chunk_size=_PART, max_concurrency=2), finds=False
            )
        self._check_kept(sha256)
        return sha256, size

    def _check_kept(self, sha256: str) -> None:
        """Raises FilesUnavailable where the storage does not give back what was put."""
        try:
            self.open(sha256).close()
        except (FileNotFoundError, DamagedFile) as trouble:
            raise self._note_trouble(trouble) from trouble

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked, to be read; raises FileNotFoundError, DamagedFile, FilesUnavailable."""
        file, came, _ = _spool(self._stream(sha256))
        if came != sha256:
            file.close()
            raise DamagedFile(sha256)
        return file

    def path(self, sha256: str) -> Path:
        """A copy on this machine, to be read within the hour; raises what `open` does."""
        with suppress(FileNotFoundError):
            return self._copies.use(sha256)
        came, _ = self._copies.save(self._stream(sha256))
        if came != sha256:
            self._copies.delete_file(came)
            raise DamagedFile(sha256)
        path = self._copies.use(sha256)
        self._trim_copies(path)
        return path

    def delete_file(self, sha256: str) -> None:
        """The bytes are gone, if they were there."""
        self._copies.delete_file(sha256)
        places = [locate(sha256), _PUT_AWAY + sha256]
        self._call(lambda: obstore.delete(self._writer, places), finds=False)

    def delete_unneeded(self, needed: Collection[str], before: datetime) -> int:
        """Puts away what was last put before then and is not needed; how many files.

        Another process may put the same bytes again at that moment: what was put away is read like the others, comes
        back where it is needed, and is deleted after a day where it is not.
        """
        self._copies.delete_unneeded((), before)
        return sum(self._sweep(place, put_at, needed, before) for place, put_at in self._list())

    def names(self) -> Iterator[str]:
        """The names of all files, in no order."""
        return (name for place, _ in self._list() if is_name(name := place.rpartition("/")[2]))

    def place_id(self) -> str:
        """What the bucket says it is called below this prefix; the first to ask gives it a name by chance."""
        try:
            return self._read_place_id()
        except FileNotFoundError:
            name = secrets.token_hex(16).encode()
            with suppress(AlreadyExistsError):  # another process was first
                self._call(lambda: obstore.put(self._writer, _PLACE_ID, name, mode="create"), finds=False)
            return self._read_place_id()

    def _read_place_id(self) -> str:
        return str(self._call(lambda: bytes(obstore.get(self._reader, _PLACE_ID).bytes())), "ascii")

    def _sweep(self, place: str, put_at: datetime, needed: Collection[str], before: datetime) -> bool:
        """True where the file was put away."""
        name = place.rpartition("/")[2]
        if not is_name(name):
            return False
        away = place.startswith(_PUT_AWAY)
        if away and name in needed:
            self._rename(place, locate(name))
        elif away and put_at < before - PUT_AWAY_FOR:
            self._call(lambda: obstore.delete(self._writer, place), finds=False)
        elif not away and name not in needed and put_at < before:
            return self._rename(place, _PUT_AWAY + name)
        return False

    def _rename(self, place: str, new: str) -> bool:
        try:
            self._call(lambda: obstore.rename(self._writer, place, new))
        except FileNotFoundError:  # another worker was first
            return False
        return True

    def _stream(self, sha256: str) -> Iterator[bytes]:
        """The bytes, piece by piece; those that were put away as well."""
        pieces = self._find_object(sha256).stream(min_chunk_size=_PIECE)
        while piece := self._call(lambda: next(pieces, None)):
            yield bytes(piece)

    def _find_object(self, sha256: str) -> Any:
        """The object; looked for once more where it was, for a sweep may be bringing it back."""
        place = locate(sha256)
        for where in (place, _PUT_AWAY + sha256):
            with suppress(FileNotFoundError):
                return self._call(partial(obstore.get, self._reader, where))
        return self._call(partial(obstore.get, self._reader, place))

    def _list(self) -> Iterator[tuple[str, datetime]]:
        """Where each object lies below the prefix, and when it was put."""
        pages = self._call(lambda: iter(obstore.list(self._reader)))
        while (page := self._call(lambda: next(pages, None))) is not None:
            yield from ((one["path"], one["last_modified"]) for one in page)

    def _call(self, call: Callable[[], T], finds: bool = True) -> T:
        """The storage's answer; raises FilesUnavailable, and FileNotFoundError where the call looks for an object."""
        self._refuse_while_down()
        try:
            answer = call()
        except AlreadyExistsError:
            raise
        except FileNotFoundError as missing:
            if finds and "NoSuchBucket" not in str(missing):
                self._trouble = ""
                raise
            raise self._note_trouble(missing) from missing
        except BaseError as trouble:
            raise self._note_trouble(trouble) from trouble
        self._trouble = ""
        return answer

    def _refuse_while_down(self) -> None:
        """Raises FilesUnavailable shortly after a failure, and while another is finding out whether it is over."""
        with self._lock:
            now = time.monotonic()
            if self._trouble and now < self._ask_again:
                raise FilesUnavailable(self._trouble)
            self._ask_again = now + ONE_TRY

    def _note_trouble(self, trouble: Exception) -> FilesUnavailable:
        told = _summarize(trouble)
        log.warning("%s cannot be used: %s", self.address, told)
        with self._lock:
            self._trouble = f"{self.address} cannot be used: {told}"
            self._ask_again = time.monotonic() + LEFT_ALONE
        return FilesUnavailable(self._trouble)

    def _trim_copies(self, newest: Path) -> None:
        """Now and then, deletes the copies that were used last an hour before the newest."""
        now = time.monotonic()
        if now - self._trimmed > COPIES_KEPT_FOR.total_seconds() / 6:
            self._trimmed = now
            before = datetime.fromtimestamp(newest.stat().st_mtime, UTC) - COPIES_KEPT_FOR
            self._copies.delete_unneeded((), before)


def _summarize(trouble: Exception) -> str:
    """What the client says on its first line, and the storage's own word for it."""
    code = _CODE.search(str(trouble))
    first = str(trouble).partition("\n")[0].partition(": <?xml")[0]
    return f"{first} ({code[1]})" if code else first


def _spool(pieces: Iterable[bytes]) -> tuple[BinaryIO, str, int]:
    """The bytes in a file without a name, at its beginning; their SHA-256 and how many there are."""
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  (the caller closes it)
    digest, size = hashlib.sha256(), 0
    try:
        for piece in pieces:
            digest.update(piece)
            size += _spool_piece(file, piece)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file, digest.hexdigest(), size


def _spool_piece(file: BinaryIO, piece: bytes) -> int:
    try:
        return file.write(piece)
    except OSError as trouble:
        raise FilesUnavailable(f"no file can be written in {tempfile.gettempdir()}: {trouble.strerror}") from trouble


def _make_client(bucket: str, prefix: str, access: S3Access, patience: timedelta) -> S3Store:
    """A client that gives up where nothing comes for so long; unset parts are found as AWS's own programs do."""
    given = {
        "endpoint": access.endpoint,
        "region": access.region,
        "access_key_id": access.key_id,
        "secret_access_key": access.secret,
    }
    options: dict[str, Any] = {
        "allow_http": access.endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=2),
        "read_timeout": patience,
        "timeout": timedelta(minutes=2),
    }
    if access.authorities:
        options["root_certificate"] = Path(access.authorities).read_bytes()
    return S3Store(
        bucket,
        prefix=prefix or None,
        client_options=cast(Any, options),
        retry_config={"max_retries": 2, "retry_timeout": patience},
        **cast(Any, {name: value for name, value in given.items() if value}),
    )
