"""Evidence fetched from LINE, and what becomes of a fetch."""

import logging
from datetime import timedelta

from bot.incoming import incoming_from_us
from bot.keep import NotKept, keep_bytes
from bot.outgoing import Taken
from bot.shell import Shell
from bot.turn import take_turn
from domain.audit import Act
from domain.bug import format_frames_without_values
from domain.events import Event, FetchedEvidence
from domain.sending import NO_CHANNEL, SendError
from domain.writes import SettleEvidence
from store import evidence, people
from store.apply import apply
from store.books import Books
from store.evidence import WantedEvidence
from store.files import FilesUnavailable

log = logging.getLogger("tidtam.evidence")

MOST_ATTEMPTS = 24  # about six hours of waiting longer each time
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=20)


def fetch_evidence(shell: Shell, wanted: WantedEvidence) -> Taken:
    """Fetch what the caller has claimed; what came of it goes through a turn of its own, or is tried again later."""
    credentials = shell.credentials_of(wanted.agency_id)
    try:
        if credentials is None:
            raise SendError(NO_CHANNEL, permanent=False)
        with shell.line.fetch_content(credentials, wanted.message_id) as chunks:
            fetched = keep_bytes(shell.files, chunks).fetched(wanted.id)
    except NotKept as refused:
        fetched = FetchedEvidence(wanted.id, refused.outcome)
    except FilesUnavailable as trouble:  # it passes, and LINE keeps the bytes meanwhile: this is no try that counts
        log.error("evidence %s waits for the storage: %s", wanted.id, trouble)
        return _later(shell, wanted, "the storage cannot be used")
    except SendError as error:
        if not error.permanent and wanted.attempts < MOST_ATTEMPTS:
            return _later(shell, wanted, error.reason)
        fetched = FetchedEvidence(wanted.id, "gone" if error.status in (404, 410) else "unreachable")
    except Exception as trouble:  # a bug of ours: it may be mended
        log.error("evidence %s cannot be stored: %s", wanted.id, format_frames_without_values(trouble))
        if wanted.attempts < MOST_ATTEMPTS:
            return _later(shell, wanted, type(trouble).__name__)
        fetched = FetchedEvidence(wanted.id, "unreachable")
    return _tell(shell, wanted, fetched)


def _later(shell: Shell, wanted: WantedEvidence, reason: str) -> Taken:
    next_at = shell.clock.machine() + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(wanted.attempts, 10))
    shell.database.run(lambda conn: evidence.reschedule(conn, wanted, next_at, reason))
    return Taken()


def _tell(shell: Shell, wanted: WantedEvidence, fetched: FetchedEvidence) -> Taken:
    """The internal event of a fetch; taken twice it changes nothing."""
    owner = shell.database.read(lambda conn: people.find_person(Books(conn, wanted.agency_id), wanted.person_id))
    if owner is None or owner.line_user is None:
        settle, by = (SettleEvidence(fetched),), Act("worker", None, shell.clock.now())
        shell.database.run(lambda conn: apply(Books(conn, wanted.agency_id), settle, shell.keys, by))
        return Taken()
    event = Event(f"evidence:{wanted.id}", "evidence", shell.clock.now(), owner.line_user, fetched=fetched)
    return take_turn(shell, wanted.agency_id, incoming_from_us(event, shell.clock.machine()))
