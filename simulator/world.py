"""The one shared state behind one lock, and the journal by which pages and tests hear of changes."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from . import ids
from .bad_days import BadDays
from .clock import Clock, iso
from .state import (
    Channel,
    Chat,
    Content,
    Entry,
    Group,
    Json,
    Person,
    ReplyToken,
    Settings,
    channel_of,
    person_named,
)

FIRST_PEOPLE = ("สมชาย (เจ้าหน้าที่)", "สมหญิง (หัวหน้า)", "มานี (ผู้ดูแล)")
FIRST_CHANNEL = ("1234567890", "simulator-secret", "simulator-token")
JOURNAL = 4000  # changes kept for those who follow
TOKENS = 20_000  # reply tokens kept before the dead ones are thrown away
LOG = 1000  # requests kept for the panel


class Unknown(LookupError):
    """No such person, group, channel, message or button."""


class World:
    """Everything that the simulator knows; every method expects `lock` to be held unless it says so."""

    def __init__(self, seed: int | None = None, real: Callable[[], float] = time.monotonic) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.real = real
        self.seq = self.day = 0
        self.begin_day(seed)

    def begin_day(self, seed: int | None = None) -> None:
        """Forget everything and begin the first day; only the sequence number goes on growing."""
        with self.lock:
            self.day += 1
            self.rng = random.Random(seed)
            self.clock = Clock(real=self._seconds)
            self.settings, self.bad_days = Settings(), BadDays()
            self.people: dict[str, Person] = {}
            self.groups: dict[str, Group] = {}
            self.channels: dict[str, Channel] = {}
            self.chats: dict[Chat, list[Entry]] = {}
            self.quick_replies: dict[Chat, list[Json]] = {}
            self.entries: dict[str, Entry] = {}
            self.contents: dict[str, Content] = {}
            self.reply_tokens: dict[str, ReplyToken] = {}
            self.read_tokens: dict[str, Chat] = {}
            self.quote_tokens: dict[str, Chat] = {}
            self.journal: deque[Json] = deque(maxlen=JOURNAL)
            self.log: deque[Json] = deque(maxlen=LOG)
            self.last_message = 500_000_000_000_000_000 + self.rng.getrandbits(56)
            self._first_day()
            self.tell("reset")

    def _seconds(self) -> float:
        return self.real()  # looked up at each call: tests put another clock in

    def _first_day(self) -> None:
        channel = channel_of(*FIRST_CHANNEL, "บัญชีทดลอง")
        self.channels[channel.id] = channel
        for name in FIRST_PEOPLE:
            person = person_named(name)
            self.people[person.id] = person
            channel.friends[person.id] = "friend"

    # -- looking up -------------------------------------------------------------------------------

    def find_channel(self, id: str | None = None) -> Channel:
        """The channel of that id, or the first; raises Unknown."""
        if id is None and self.channels:
            return next(iter(self.channels.values()))
        if id is None or id not in self.channels:
            raise Unknown(f"no channel {id}")
        return self.channels[id]

    def look_up_person(self, key: str) -> Person:
        """The person of that id, name, or only beginning of a name; raises Unknown."""
        if key in self.people:
            return self.people[key]
        named = [p for p in self.people.values() if p.name == key]
        named = named or [p for p in self.people.values() if p.name.startswith(key)]
        if len(named) != 1:
            raise Unknown(f"{'several people are' if named else 'nobody is'} called {key}")
        return named[0]

    def group(self, key: str) -> Group:
        """The group of that id or name; raises Unknown."""
        for group in self.groups.values():
            if key in (group.id, group.name):
                return group
        raise Unknown(f"no group {key}")

    def by_token(self, bearer: str) -> Channel | None:
        """The channel that an access token belongs to, if the token is still good."""
        for channel in self.channels.values():
            if bearer == channel.token or channel.issued.get(bearer, 0) > self.real():
                return channel
        return None

    def audience(self, channel: Channel, to: str) -> list[str]:
        """The user ids that a message to a person or group really reaches, each of which costs quota."""
        if to in self.groups:
            group = self.groups[to]
            return list(group.members) if channel.id in group.channels else []
        return [to] if channel.friends.get(to) == "friend" and to in self.people else []

    def forget(self, chat: Chat) -> None:
        """Throw a chat away; whoever gets the same id later begins anew."""
        self.chats.pop(chat, None)
        self.quick_replies.pop(chat, None)

    # -- changing ---------------------------------------------------------------------------------

    def tell(self, kind: str, **what: Any) -> int:
        """The number of a new line in the journal; whoever waits is woken."""
        self.seq += 1
        self.journal.append({"seq": self.seq, "kind": kind, **what})
        self.lock.notify_all()
        return self.seq

    def new_message_id(self) -> str:
        """A message id, growing like LINE's."""
        self.last_message += 1 + self.rng.getrandbits(16)
        return str(self.last_message)

    def say(self, chat: Chat, sender: str, message: Json, via: str, id: str | None = None) -> Entry:
        """The new entry of a chat; what anyone writes makes the quick replies vanish."""
        shown = {key: value for key, value in message.items() if key != "quickReply"}
        entry = Entry(0, id or self.new_message_id(), chat, sender, self.clock.milliseconds(), shown, via)
        entry.quick_replies = (message.get("quickReply") or {}).get("items") or []
        self.chats.setdefault(chat, []).append(entry)
        self.entries[entry.id] = entry
        self.show_quick_replies(chat, entry.quick_replies if sender == "bot" else [])
        entry.seq = self.seq + 1
        self.tell("entry", entry=self.shown(entry))
        return entry

    def show_quick_replies(self, chat: Chat, items: list[Json]) -> None:
        """Put these buttons under a chat, or none."""
        if items or self.quick_replies.get(chat):
            self.quick_replies[chat] = items
            self.tell("quick_replies", channel=chat[0], chat=chat[1], items=items)

    def changed(self, entry: Entry) -> None:
        """Tell that an entry was unsent or edited."""
        self.tell("entry", entry=self.shown(entry))

    def shown(self, entry: Entry) -> Json:
        """An entry as the page and the client read it."""
        name = self.people[entry.sender].name if entry.sender in self.people else entry.sender
        body = {"type": "unsent"} if entry.unsent else entry.message
        return {
            "seq": entry.seq,
            "id": entry.id,
            "channel": entry.chat[0],
            "chat": entry.chat[1],
            "from": entry.sender,
            "name": name,
            "at": entry.at,
            "via": entry.via,
            "edited": entry.edited,
            "message": body,
            "quick_replies": entry.quick_replies,
        }

    def new_reply_token(self, chat: Chat) -> str:
        """A token with which the chat can be answered once."""
        token = ids.token(self.rng)
        if len(self.reply_tokens) > TOKENS:
            self.reply_tokens = {t: r for t, r in self.reply_tokens.items() if self._may_live(r)}
        self.reply_tokens[token] = ReplyToken(chat, self.real(), self.real())
        return token

    def new_quote_token(self, chat: Chat) -> str:
        """A token with which messages to this chat may quote one of its messages, as often as one likes."""
        token = ids.token(self.rng, 40)
        self.quote_tokens[token] = chat
        return token

    def _may_live(self, token: ReplyToken) -> bool:
        return not token.used and self.real() - token.event_at < 20 * 60

    def note(self, line: Json) -> None:
        """Keep one request and its answer for the panel."""
        line = {"n": self.seq + 1, "at": iso(self.clock.simulated_now()), **line}
        self.log.append(line)
        self.tell("log", line=line)

    # -- waiting (takes the lock itself) ----------------------------------------------------------

    def changes(self, since: float, wait: float) -> Json:
        """The journal after `since`, as soon as there is any; `lost` where older lines have gone."""
        end = time.monotonic() + wait
        with self.lock:
            while self.seq <= since and (left := end - time.monotonic()) > 0:
                self.lock.wait(left)
            lines = [line for line in self.journal if line["seq"] > since]
            oldest = self.journal[0]["seq"] if self.journal else self.seq + 1
            return {"seq": self.seq, "lost": since + 1 < oldest or since > self.seq, "changes": lines}
