"""The page of all a person's reports over the store: what the conversation decides, read and written for the web."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection

from bot.desk import load_desk
from bot.facts import StoredFacts
from bot.keep import KeptBytes, NotKept, keep_bytes
from bot.turn import TRIES
from bot.words import Words
from domain.agency import Person
from domain.audit import Act
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Say, say
from domain.reply_form import KeptDraft, ReplyForm, SavedReply, SentFile, SentReply
from domain.writes import SettleEvidence, WantEvidence
from handlers.evidence import FETCH_FAILED
from handlers.one_page import list_forms, save_reply
from handlers.page_answers import list_chat_files, show_file
from handlers.page_draft import find_draft_of, keep_on_page, mark_draft
from handlers.tasks import get_chosen_id
from store import conversations, evidence, people
from store.apply import apply
from store.books import Books
from store.engine import Conflict, Database
from store.files import EvidenceFiles, FilesUnavailable
from store.keys import Keys
from store.task_state import hold_tasks
from store.updates import update_of_event
from thai.dates import day_in_bangkok

T = TypeVar("T")

log = logging.getLogger("tidtam.evidence")

_SAVED_BEFORE: Final = N_("That report was saved before. There is no need to press again.")
_KEPT: Final = N_("Kept as a draft here and in the chat ({time}). Nothing is reported before you press “Save”.")
_CHANGED: Final = N_(
    "This was not kept: the report was answered in the chat, or on another device, meanwhile. "
    "Press “Save” to see both side by side."
)
_NOT_OPEN: Final = N_("This task takes no more answers: its round has been closed, or it is somebody else's now.")
_NO_STORAGE: Final = N_(
    "The file {name} was not kept: the storage of photos and files does not answer. Your words are kept below; please "
    "add the file again in a few minutes."
)
_UPLOAD: Final = "page:"  # what the marks of uploads begin with: no message of LINE's does


def run_anew(database: Database, work: Callable[[Connection], T]) -> T:
    """What the work returns; on a Conflict it runs again, at most `TRIES` times in all."""
    for _ in range(TRIES - 1):
        try:
            return database.run(work)
        except Conflict:
            continue
    return database.run(work)


@dataclass(frozen=True, slots=True)
class StoredReplies:
    """`web.port.ReplyPages` over the store; `now` is world time."""

    database: Database
    keys: Keys
    files: EvidenceFiles
    words: Words
    now: Callable[[], datetime]
    base_url: str

    def find_forms(self, agency_id: int, person: Person, sent: Mapping[int, SentReply]) -> tuple[ReplyForm, ...]:
        """The forms of the person's tasks that ask for a report, soonest due first, with what was sent of each."""
        mark = secrets.token_hex(8)

        def list_asked(conn: Connection) -> tuple[ReplyForm, ...]:
            books = Books(conn, agency_id)
            state = conversations.state_of(books, person.line_user or "")
            return list_forms(state, self._facts(books, state, self.now()), sent, mark)

        return self.database.read(list_asked)

    def save_report(self, agency_id: int, person: Person, task_id: int, sent: SentReply) -> SavedReply:
        """Save one report, and end the chat's own on the same task; nothing where it is wrong or was saved before."""
        now = self.now()
        event = Event(f"page:{person.id}:{task_id}:{sent.mark}", "text", now, person.line_user)

        def save_once(conn: Connection) -> SavedReply:
            books = Books(conn, agency_id)
            state = conversations.state_of(books, person.line_user or "", hold=True)
            hold_tasks(books, (task_id,))
            if update_of_event(books, event.id):
                return SavedReply((say(_SAVED_BEFORE),))
            facts = self._facts(books, state, now)
            task = facts.task(task_id)
            if task is None:
                return SavedReply()
            saved = save_reply(task, sent, state, event, facts)
            apply(books, saved.writes, self.keys, Act("page", person.id, now))
            if saved.state != state:
                conversations.save_state(books, state.version, saved.state)
            return SavedReply(tuple(one for one in saved.said if isinstance(one, Say)), saved.form)

        return run_anew(self.database, save_once)

    def save_draft(self, agency_id: int, person: Person, task_id: int, sent: SentReply) -> KeptDraft:
        """Keep what was typed of one report in the chat's own draft; not over what was told since it was shown."""
        now = self.now()
        event = Event(f"page:{person.id}:{task_id}:{sent.mark}", "text", now, person.line_user)

        def keep_once(conn: Connection) -> KeptDraft:
            books = Books(conn, agency_id)
            state = conversations.state_of(books, person.line_user or "", hold=True)
            facts = self._facts(books, state, now)
            task = facts.task(task_id)
            if task is None:
                return KeptDraft(False, say(_NOT_OPEN))
            if update_of_event(books, event.id):
                return KeptDraft(False, say(_SAVED_BEFORE))
            kept = keep_on_page(task, sent, state, event, facts)
            if kept is None:
                return KeptDraft(False, say(_CHANGED))
            if kept != replace(state, expires_at=kept.expires_at):
                conversations.save_state(books, state.version, kept)
            files = tuple(map(show_file, list_chat_files(find_draft_of(task_id, kept))))
            return KeptDraft(True, say(_KEPT, time=now), mark_draft(task_id, kept), files)

        return run_anew(self.database, keep_once)

    def _facts(self, books: Books, state: State, now: datetime) -> StoredFacts:
        who = people.person_of_line_user(books, state.line_user)
        desk = load_desk(books, who, day_in_bangkok(now), get_chosen_id(state))
        return StoredFacts(books, desk, state.line_user, self.keys, self.words, self.base_url)

    def keep_upload(self, agency_id: int, person: Person, name: str, chunks: Iterator[bytes]) -> SentFile | Say:
        """The uploaded file, kept for the person's report; or why it was not."""
        try:
            kept = keep_bytes(self.files, chunks)
        except NotKept as refused:
            return say(FETCH_FAILED[refused.outcome], name=name)
        except FilesUnavailable as trouble:
            log.error("an uploaded file cannot be kept: %s", trouble)
            return say(_NO_STORAGE, name=name)
        mark, now = f"{_UPLOAD}{secrets.token_hex(16)}", self.now()
        want = WantEvidence(mark, "file", name, person.id, now)
        return self.database.run(lambda conn: self._settle(Books(conn, agency_id), want, kept))

    def _settle(self, books: Books, want: WantEvidence, kept: KeptBytes) -> SentFile:
        by = Act("page", want.person_id, want.at)
        apply(books, (want,), self.keys, by)
        piece = evidence.evidence_of_messages(books, (want.message_id,))[0]
        apply(books, (SettleEvidence(kept.fetched(piece.id)),), self.keys, by)
        return SentFile(want.message_id, want.name, "photo" if kept.content_type.startswith("image/") else "file")

    def find_uploads(self, agency_id: int, marks: Sequence[str]) -> tuple[SentFile, ...]:
        """The photos and files known by these marks that no report has yet."""
        read = self.database.read
        found = read(lambda conn: evidence.evidence_of_messages(Books(conn, agency_id), marks)) if marks else ()
        loose = (piece for piece in found if piece.update_id is None)
        return tuple(SentFile(piece.message_id or "", piece.name, piece.kind) for piece in loose)
