"""The bytes of evidence: named by what they are, so that the same photo is kept once and none is overwritten.

They lie in a folder (`file:///path`) or in a bucket of S3-compatible storage (`s3://bucket/prefix`): the address says.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import unquote, urlsplit

_NAME = re.compile(r"[0-9a-f]{64}")
CHUNK = 256 * 1024


class FilesUnavailable(Exception):
    """Files can be neither kept nor read now: a full disk, storage that does not answer; the message says which."""


class DamagedFile(Exception):
    """The bytes that lie under a name are not those it names; they are never given out."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the bytes kept as {sha256} are damaged: put them back from a backup")


class EvidenceFiles(Protocol):
    """Files named by the SHA-256 of their bytes."""

    address: str

    def __hash__(self) -> int:
        """A place is itself alone."""

    def save(self, stream: BinaryIO | Iterable[bytes]) -> tuple[str, int]:
        """Keeps the bytes; their SHA-256 and how many there are. They outlive a power cut when it returns.

        Raises FilesUnavailable, and what reading the stream raises; then nothing is kept.
        """

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked, to be read; raises FileNotFoundError, DamagedFile, FilesUnavailable."""

    def path(self, sha256: str) -> Path:
        """A file on this machine with the bytes, to be read within the hour; raises what `open` does."""

    def delete_file(self, sha256: str) -> None:
        """The bytes are gone, if they were there."""

    def delete_unneeded(self, needed: Collection[str], before: datetime) -> int:
        """Deletes what was last put before then and is not needed, and halves of broken puts; how many files.

        `before` lies an hour or so back: bytes are put before the row that needs them is written.
        """

    def names(self) -> Iterator[str]:
        """The names of all files, in no order."""

    def place_id(self) -> str:
        """What the place itself says it is called: processes that read the same keep their files in the same place.

        Raises FilesUnavailable where the place cannot be reached.
        """


@dataclass(frozen=True, slots=True)
class S3Access:
    """How the storage is reached: empty where the client's own default holds.

    `copies` is a folder for copies of what was used in the last hour, each process of a machine may share it.
    """

    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)
    authorities: str = ""
    copies: Path = Path("var/evidence-copies")


def open_files(url: str, access: S3Access | None = None) -> EvidenceFiles:
    """The files at the address; raises ValueError for one that is neither `file:///path` nor `s3://bucket/prefix`."""
    parts = urlsplit(url)
    if parts.scheme == "s3" and parts.netloc:
        from store.s3_files import S3Files  # the client is loaded where it is used

        return S3Files(parts.netloc, parts.path.strip("/"), access or S3Access())
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
        raise ValueError(f"EVIDENCE_URL {url!r} is not of the form file:///path or s3://bucket/prefix")
    from store.folder_files import FolderFiles

    return FolderFiles(Path(unquote(parts.path)))


def locate(sha256: str) -> str:
    """Where bytes of this name lie below their folder or prefix; raises ValueError for what is no SHA-256."""
    if not _NAME.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256")
    return f"{sha256[:2]}/{sha256}"


def is_name(text: str) -> bool:
    """True for what may be the name of a file."""
    return _NAME.fullmatch(text) is not None


def read_chunks(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """The stream's bytes, piece by piece."""
    read = getattr(stream, "read", None)
    if read is None:
        yield from stream
        return
    while chunk := read(CHUNK):
        yield chunk


def check_bytes(file: BinaryIO, sha256: str) -> BinaryIO:
    """The file at its beginning again, its bytes being those of the name; raises DamagedFile and closes it."""
    if hashlib.file_digest(cast(Any, file), "sha256").hexdigest() != sha256:
        file.close()
        raise DamagedFile(sha256)
    file.seek(0)
    return file
