"""Posting into a LINE group unasked: what it costs, what it would say, and the one message that is sent."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.desk import load_desk
from bot.facts import StoredFacts
from bot.render import render
from bot.words import Words
from domain.groups import Group, GroupAtLine
from domain.messages import Say
from handlers.group_state import build_group_state
from reminders.worth import GROUP_PREFIX
from store import outbox
from store.books import Books
from store.engine import Database
from store.keys import Keys
from thai.dates import day_in_bangkok

_KEY_SPACE = uuid.UUID("0d1f6c55-8a0e-4a0a-9a53-6f3b1f1f0c4e")


@dataclass(frozen=True, slots=True)
class StoredGroups:
    """`web.port.GroupPages` over the store; `now` is world time, `machine` the machine's, `ask_line` asks LINE."""

    database: Database
    keys: Keys
    words: Words
    now: Callable[[], datetime]
    machine: Callable[[], datetime]
    ask_line: Callable[[int, str], GroupAtLine | None]

    def look(self, agency_id: int, group: Group) -> GroupAtLine | None:
        """The group's name and members; None where LINE does not say."""
        return self.ask_line(agency_id, group.line_group)

    def compose(self, agency_id: int, group: Group) -> Say:
        """What would be posted now."""
        return self.database.read(lambda conn: self._compose(Books(conn, agency_id), group))

    def post(self, agency_id: int, group: Group, mark: str) -> bool:
        """Have it posted, at a cost of one message for each member; False where that was done under this mark."""
        now = self.now()

        def queue(conn: Connection) -> bool:
            books, key = Books(conn, agency_id), f"{GROUP_PREFIX}{group.id}:{mark}"
            row = outbox.queue_message(
                books,
                line_user=group.line_group,
                dedup_key=key,
                messages=render((self._compose(books, group),), self.words, day_in_bangkok(now)),
                said_at=now,
                retry_key=str(uuid.uuid5(_KEY_SPACE, f"{agency_id}:{key}")),
                next_at=self.machine(),
                created_at=self.machine(),
            )
            return row is not None

        return self.database.run(queue)

    def _compose(self, books: Books, group: Group) -> Say:
        desk = load_desk(books, None, day_in_bangkok(self.now()))
        facts = StoredFacts(books, desk, "", self.keys, self.words)
        return build_group_state(group, facts)
