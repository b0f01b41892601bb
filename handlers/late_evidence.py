"""Photos and files that come after their report was saved: they belong to that report, and to no other."""

from datetime import datetime

from domain.conversation import State
from domain.events import Event, Media
from domain.messages import N_, Say, say
from domain.task import Review, Update
from domain.writes import WantEvidence, Write
from handlers.evidence import (
    FETCH_FAILED,
    LARGEST_BYTES,
    MOST_FILES,
    TOO_LARGE,
    TOO_MANY,
    format_kind,
    get_set,
    guess_kind,
    is_never_kept,
    list_files,
)
from handlers.facts import Facts
from thai.clusters import trim

_ADDED = N_("This came after you had saved, and was added to the report on “{measure}”.")
_ADDED_OF = N_("This photo came after you had saved, and was added to the report on “{measure}”: {came} of {total}.")
_CLOSED = N_(
    "A photo or file that you sent for a report of before came too late: that report takes no more, "
    "so it was not kept. Should it be needed, please tell the agency's administrator."
)
_REPORT_AGAIN = N_(
    "A photo or file for the report on “{measure}” came too late: that report has been checked or replaced, "
    "so it was not kept. Please send it again with a new report on the same task."
)
BEFORE = N_(
    "This photo or file was sent before you began this report, so it was not taken. "
    "If it belongs here, please send it once more."
)


def saved_reply_of(state: State, media: Media, event: Event, facts: Facts) -> Update | None:
    """The saved reply that the photo or file was sent for; None where it may belong to the report at hand."""
    if media.set_id and any(file.get("set") == media.set_id for file in list_files(state)):
        return None
    late = state.moved_at is not None and event.at < state.moved_at
    return facts.reply_with(media.set_id, event.at if late else None) if media.set_id or late else None


def is_of_before(state: State, event: Event) -> bool:
    """True where it was sent before the report on the chosen task was begun."""
    begun = state.notes.get("begun")
    return begun is not None and "task" in state.answers and event.at < datetime.fromisoformat(begun)


def add_to_saved(reply: Update, media: Media, event: Event, facts: Facts) -> tuple[Say, tuple[Write, ...]]:
    """What is said of a photo or file that came late, and the write that adds it to its reply."""
    task, newest = facts.task(reply.task_id), facts.newest_update(reply.task_id)
    if task is None or facts.person is None:
        return say(_CLOSED), ()
    measure = trim(task.measure, 200)
    checked = reply.check is not None and reply.check.review is not Review.WAITING
    if checked or (newest is not None and newest.id != reply.id):
        return say(_REPORT_AGAIN, measure=measure), ()
    pieces = facts.evidence_of(reply.id)
    if media.size is not None and media.size > LARGEST_BYTES:
        return say(TOO_LARGE, name=media.name or format_kind(media.kind)), ()
    if is_never_kept(media):
        return say(FETCH_FAILED["wrong_kind"], name=media.name), ()
    if len(pieces) >= MOST_FILES:
        return say(TOO_MANY, most=MOST_FILES), ()
    want = WantEvidence(
        media.message_id, guess_kind(media), media.name, facts.person.id, event.at, *get_set(media), task.id, reply.id
    )
    if media.set_total is None:
        return say(_ADDED, measure=measure), (want,)
    came = 1 + sum(piece.set_id == media.set_id for piece in pieces if piece.message_id != media.message_id)
    return say(_ADDED_OF, measure=measure, came=came, total=media.set_total), (want,)
