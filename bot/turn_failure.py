"""A turn that failed: recorded with its event, said once, and tried again by the worker after 1, 5 and 30 minutes."""

from datetime import timedelta

from bot.incoming import Incoming
from bot.outgoing import Taken, put_in_outbox
from bot.shell import Shell
from domain.audit import Act
from domain.messages import N_, say
from domain.writes import SettleEvidence
from store import inbox
from store.apply import apply
from store.books import Books

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
KEPT = N_(
    "Your message is kept, but something went wrong here. "
    "You will get an answer shortly; there is no need to send it again."
)
SEND_AGAIN = N_("Something went wrong here. Please send your message again in a little while.")


def record_failure(shell: Shell, books: Books, incoming: Incoming, error: str, attempts: int) -> Taken:
    """Record the failure; at the first one the person is told that the message is kept, or to send it again."""
    event = incoming.event
    if event.fetched is not None:  # the bytes are here, whatever becomes of the words about them
        apply(books, (SettleEvidence(event.fetched),), shell.keys, Act("worker", None, event.at))
    raw_is_kept = set_next_attempt(shell, books, event.id, error, attempts)
    if attempts or incoming.reply_token is None or event.in_group:
        return Taken()
    return Taken(
        put_in_outbox(shell, books, incoming, (say(KEPT if raw_is_kept else SEND_AGAIN),), "wait", expendable=True)
    )


def set_next_attempt(shell: Shell, books: Books, event_id: str, error: str, attempts: int) -> bool:
    """Set the event's next attempt, or give it up; whether its content is kept."""
    raw_is_kept = inbox.stored_raw(books, event_id) is not None
    if attempts >= len(RETRY_AFTER) or not raw_is_kept:
        inbox.mark_dead(books, event_id, error)
    else:
        inbox.mark_failed(books, event_id, error, shell.clock.machine() + RETRY_AFTER[attempts])
    return raw_is_kept
