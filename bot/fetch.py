"""Evidence fetched from LINE: streamed with a cap, known by its bytes, stored by its hash, shown without EXIF."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import filetype
import pikepdf
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from bot.incoming import incoming_from_us
from bot.outgoing import Taken
from bot.shell import Shell
from bot.turn import take_turn
from domain.bug import format_frames_without_values
from domain.events import Event, EvidenceOutcome, FetchedEvidence
from domain.sending import SendError
from domain.writes import SettleEvidence
from handlers.evidence import LARGEST_BYTES
from store import evidence, people
from store.apply import apply
from store.books import Books
from store.evidence import WantedEvidence

log = logging.getLogger("tidtam.evidence")

SHOWN_SIDE = 1600
_TELLING_BYTES = 8192
MOST_ATTEMPTS = 24  # about six hours of waiting longer each time
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=20)
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


class TooLarge(Exception):
    """More bytes came than are kept."""


class WrongKind(Exception):
    """The bytes are of no kind that is kept, whatever the name says."""


class Locked(Exception):
    """The file opens with a password alone."""


def fetch_evidence(shell: Shell, wanted: WantedEvidence) -> Taken:
    """Fetch what the caller has claimed; what came of it goes through a turn of its own, or is tried again later."""
    credentials = shell.credentials_of(wanted.agency_id)
    try:
        if credentials is None:
            raise SendError("the agency has no LINE channel", permanent=False)
        with shell.line.fetch_content(credentials, wanted.message_id) as chunks:
            fetched = _keep(shell, wanted, chunks)
    except TooLarge:
        fetched = _nothing(wanted, "too_large")
    except WrongKind:
        fetched = _nothing(wanted, "wrong_kind")
    except Locked:
        fetched = _nothing(wanted, "locked")
    except SendError as error:
        if not error.permanent and wanted.attempts < MOST_ATTEMPTS:
            return _later(shell, wanted, error.reason)
        fetched = _nothing(wanted, "gone" if error.status in (404, 410) else "unreachable")
    except Exception as trouble:  # the disk's, or a bug of ours: it may be mended
        log.error("evidence %s cannot be stored: %s", wanted.id, format_frames_without_values(trouble))
        if wanted.attempts < MOST_ATTEMPTS:
            return _later(shell, wanted, type(trouble).__name__)
        fetched = _nothing(wanted, "unreachable")
    return _tell(shell, wanted, fetched)


def _later(shell: Shell, wanted: WantedEvidence, reason: str) -> Taken:
    next_at = shell.clock.machine() + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(wanted.attempts, 10))
    shell.database.run(lambda conn: evidence.reschedule(conn, wanted, next_at, reason))
    return Taken()


def _nothing(wanted: WantedEvidence, outcome: EvidenceOutcome) -> FetchedEvidence:
    return FetchedEvidence(wanted.id, outcome)


def _keep(shell: Shell, wanted: WantedEvidence, chunks: Iterator[bytes]) -> FetchedEvidence:
    """The bytes in the store, by their hash, with a copy to show where they are a photo."""
    start, rest = _start_of(_capped(chunks))
    kind = guess_media_type(start)
    if kind not in KINDS_KEPT and not start.startswith(_COMPOUND):
        raise WrongKind(kind)
    sha256, size = shell.files.save(chain([start], rest))
    if is_locked(shell.files.path(sha256)):
        raise Locked
    if kind not in KINDS_KEPT:
        raise WrongKind(kind)
    copy = copy_to_show(shell.files.path(sha256)) if kind.startswith("image/") else None
    shown = shell.files.save([copy])[0] if copy else None
    return FetchedEvidence(wanted.id, "saved", kind, size, sha256, shown)


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
            raise TooLarge
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


def _tell(shell: Shell, wanted: WantedEvidence, fetched: FetchedEvidence) -> Taken:
    """The internal event of a fetch; taken twice it changes nothing."""
    owner = shell.database.read(lambda conn: people.find_person(Books(conn, wanted.agency_id), wanted.person_id))
    if owner is None or owner.line_user is None:
        settle = (SettleEvidence(fetched),)
        shell.database.run(lambda conn: apply(Books(conn, wanted.agency_id), settle, shell.keys))
        return Taken()
    event = Event(f"evidence:{wanted.id}", "evidence", shell.clock.now(), owner.line_user, fetched=fetched)
    return take_turn(shell, wanted.agency_id, incoming_from_us(event, shell.clock.machine()))
