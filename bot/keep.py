"""Bytes of evidence: streamed with a cap, known by what they are, stored by their hash, shown without EXIF."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import filetype
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from domain.events import FetchedEvidence
from handlers.evidence import LARGEST_BYTES
from store.files import EvidenceFiles

log = logging.getLogger("tidtam.evidence")

SHOWN_SIDE = 1600
_TELLING_BYTES = 8192
Image.MAX_IMAGE_PIXELS = 80_000_000
register_heif_opener()  # photos of an iPhone that are sent as files

OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS_KEPT = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/heic",
        "application/pdf",
        OFFICE + "wordprocessingml.document",
        OFFICE + "spreadsheetml.sheet",
        OFFICE + "presentationml.presentation",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "video/mp4",
        "video/quicktime",
        "audio/x-m4a",
        "audio/mp4",
    }
)


class NotKept(Exception):
    """Bytes that are not kept: too many, of no kind that is kept, or locked with a password."""

    def __init__(self, outcome: Literal["too_large", "wrong_kind", "locked"]) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """Bytes in the store: their media type, size and hash, and the hash of the copy to show of a photo."""

    content_type: str
    size: int
    sha256: str
    shown: str | None

    def fetched(self, evidence_id: int) -> FetchedEvidence:
        """That the piece of evidence with this id is these bytes."""
        return FetchedEvidence(evidence_id, "saved", self.content_type, self.size, self.sha256, self.shown)


def keep_bytes(files: EvidenceFiles, chunks: Iterator[bytes]) -> KeptBytes:
    """The bytes in the store, by their hash, with a copy to show where they are a photo.

    Raises NotKept for what is not kept.
    """
    start, rest = _start_of(_capped(chunks))
    kind = guess_media_type(start)
    if kind not in KINDS_KEPT and not start.startswith(_COMPOUND):
        raise NotKept("wrong_kind")
    sha256, size = files.save(chain([start], rest))
    if is_locked(files.path(sha256)):
        raise NotKept("locked")
    if kind not in KINDS_KEPT:
        raise NotKept("wrong_kind")
    copy = copy_to_show(files.path(sha256)) if kind.startswith("image/") else None
    shown = files.save([copy])[0] if copy else None
    return KeptBytes(kind, size, sha256, shown)


def _start_of(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Enough of the first bytes to know the kind by, and what follows them."""
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= _TELLING_BYTES:
            break
    return start, chunks


def _capped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > LARGEST_BYTES:
            raise NotKept("too_large")
        yield chunk


def guess_media_type(data: bytes) -> str:
    """The media type that the bytes themselves show; "" where they show none."""
    return filetype.guess_mime(data[:_TELLING_BYTES]) or ""


_COMPOUND = b"\xd0\xcf\x11\xe0"
# The stream in which Office keeps a document with a password, as compound files name it.
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def is_locked(path: Path) -> bool:
    """True for a PDF or an Office file that nobody can open without its password."""
    data = path.read_bytes()
    if data.startswith(_COMPOUND):
        return _LOCKED_OFFICE in data
    if not data.startswith(b"%PDF") or b"/Encrypt" not in data:
        return False
    import pikepdf  # takes long to load, and hardly any file is encrypted

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False):
            return False
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError:  # damaged, which others may still be able to read
        return False


def copy_to_show(path: Path) -> bytes | None:
    """A JPEG of at most 1,600 pixels a side, upright, without EXIF; None where the photo cannot be read."""
    try:
        with Image.open(path) as photo:
            upright = ImageOps.exif_transpose(photo).convert("RGB")
        upright.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
        made = io.BytesIO()
        Image.frombytes("RGB", upright.size, upright.tobytes()).save(made, "JPEG", quality=82, optimize=True)
    except Exception as damaged:  # decoders of strangers' bytes fail in ways that no list holds
        log.info("a photo cannot be shown: %s", type(damaged).__name__)
        return None
    return made.getvalue()
