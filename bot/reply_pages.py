"""The page of all a person's reports over the store: what the conversation decides, read and written for the web."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.facts import StoredFacts
from bot.keep import KeptBytes, NotKept, keep_bytes
from bot.turn import TRIES
from bot.words import Words
from domain.agency import Person
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Say, say
from domain.reply_form import ReplyForm, SavedReply, SentFile, SentReply
from domain.writes import SettleEvidence, WantEvidence
from handlers.evidence import FETCH_FAILED
from handlers.one_page import list_forms, save_reply
from handlers.tasks import get_chosen_id
from store import conversations, evidence
from store.apply import apply
from store.books import Books
from store.engine import Conflict, Database
from store.files import EvidenceFiles
from store.keys import Keys
from store.updates import hold_task, update_of_event
from thai.dates import day_in_bangkok

_SAVED_BEFORE: Final = N_("That report was saved before. There is no need to press again.")
_UPLOAD: Final = "page:"  # what the marks of uploads begin with: no message of LINE's does


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

    def save(self, agency_id: int, person: Person, task_id: int, sent: SentReply) -> SavedReply:
        """Save one report, and end the chat's own on the same task; nothing where it is wrong or was saved before."""
        now = self.now()
        event = Event(f"page:{person.id}:{task_id}:{sent.mark}", "text", now, person.line_user)

        def save_once(conn: Connection) -> SavedReply:
            books = Books(conn, agency_id)
            state = conversations.state_of(books, person.line_user or "", hold=True)
            hold_task(books, task_id)
            if update_of_event(books, event.id):
                return SavedReply((say(_SAVED_BEFORE),))
            facts = self._facts(books, state, now)
            task = facts.task(task_id)
            if task is None:
                return SavedReply()
            saved = save_reply(task, sent, state, event, facts)
            apply(books, saved.writes, self.keys)
            if saved.state != state:
                conversations.save_state(books, state.version, saved.state)
            return SavedReply(tuple(one for one in saved.said if isinstance(one, Say)), saved.form)

        for _ in range(TRIES - 1):
            try:
                return self.database.run(save_once)
            except Conflict:
                continue  # somebody else was first: what is open is read anew
        return self.database.run(save_once)

    def _facts(self, books: Books, state: State, now: datetime) -> StoredFacts:
        today, begun = day_in_bangkok(now), get_chosen_id(state)
        return StoredFacts(books, state.line_user, self.keys, self.words, today, self.base_url, begun)

    def keep_upload(self, agency_id: int, person: Person, name: str, chunks: Iterator[bytes]) -> SentFile | Say:
        """The uploaded file, kept for the person's report; or why it was not."""
        try:
            kept = keep_bytes(self.files, chunks)
        except NotKept as refused:
            return say(FETCH_FAILED[refused.outcome], name=name)
        mark, now = f"{_UPLOAD}{secrets.token_hex(16)}", self.now()
        want = WantEvidence(mark, "file", name, person.id, now)
        return self.database.run(lambda conn: self._settle(Books(conn, agency_id), want, kept))

    def _settle(self, books: Books, want: WantEvidence, kept: KeptBytes) -> SentFile:
        apply(books, (want,), self.keys)
        piece = evidence.evidence_of_messages(books, (want.message_id,))[0]
        apply(books, (SettleEvidence(kept.fetched(piece.id)),), self.keys)
        return SentFile(want.message_id, want.name, "photo" if kept.content_type.startswith("image/") else "file")

    def find_uploads(self, agency_id: int, marks: Sequence[str]) -> tuple[SentFile, ...]:
        """The photos and files known by these marks that no report has yet."""
        read = self.database.read
        found = read(lambda conn: evidence.evidence_of_messages(Books(conn, agency_id), marks)) if marks else ()
        loose = (piece for piece in found if piece.update_id is None)
        return tuple(SentFile(piece.message_id or "", piece.name, piece.kind) for piece in loose)
