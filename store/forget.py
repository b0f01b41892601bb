"""Taking an unsent message out of everything that is worked with."""

from sqlalchemy import select

from domain.writes import ForgetMessage
from store import tables
from store.books import Books
from store.comments import forget_comment
from store.conversations import forget_answers
from store.edits import forget_edit
from store.evidence import withdraw_evidence
from store.former import find_present_account
from store.inbox import forget_event
from store.outbox import drop_reply, forget_messages
from store.reviews import forget_review
from store.tombstones import set_tombstone
from store.updates import forget_answered

_I = tables.inbox


def forget_message(books: Books, write: ForgetMessage) -> None:
    """Nothing of the message is left but a tombstone, whether it came before or comes after its unsending."""
    forget_edit(books, write.message_id)
    set_tombstone(books, write.message_id, write.at)
    withdraw_evidence(books, write.message_id)
    forget_answered(books, write.message_id, write.at)
    forget_review(books, write.message_id)
    forget_comment(books, write.message_id)
    came = select(_I.c.event_id, _I.c.line_user, _I.c.received_at).where(
        _I.c.message_id == write.message_id, _I.c.type != "unsend"
    )
    for event in books.fetch_all(came):
        forget_event(books, event.event_id)
        drop_reply(books, event.event_id)
        if event.line_user is not None:
            forget_messages(books, event.line_user, event.received_at)
            forget_answers(books, event.line_user, write.message_id)
            if (now := find_present_account(books, event.line_user)) is not None:
                forget_answers(books, now, write.message_id)
