"""LINE as values: accounts with their chats, reply tokens, retry keys, a month's quota, contents; and its bad days."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.sending import Quota, SendError
from simulator.actions import buttons_of, words_of
from tests.years.hub import Hub, Work

TOKEN_LIVES = timedelta(seconds=60)
KEY_LIVES = timedelta(hours=24)
BANGKOK = timedelta(hours=7)
REDELIVERED_AFTER = (5.0, 60.0, 600.0, 3_600.0, 14_400.0)  # seconds; the last again and again until it is taken
Json = dict[str, Any]
Raws = Sequence[Mapping[str, Any]]


@dataclass
class Account:
    """Somebody's LINE: what came, and whether they have blocked the agency."""

    user: str
    name: str
    messages: list[Json] = field(default_factory=list)
    blocked: bool = False
    reader: Work | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A push that LINE has taken; `begun` is when the call began, `delivered` False where the person blocks us."""

    begun: datetime
    at: datetime
    user: str
    retry_key: str
    messages: tuple[Json, ...]
    delivered: bool


class LineWorld:
    """The platform itself, with all that it keeps."""

    def __init__(self, hub: Hub, rng: random.Random, luck: Callable[[str], bool], limit: int | None) -> None:
        self.hub, self.rng, self.luck, self.limit = hub, rng, luck, limit
        self.accounts: dict[str, Account] = {}
        self.contents: dict[str, tuple[bytes, datetime]] = {}
        self.accepted: list[Accepted] = []
        self.is_down = False
        self.post: Callable[[Raws], bool] = lambda _raws: False
        self.heard: Callable[[Account, Json], None] = lambda _account, _line: None
        self.pushed: Callable[[Accepted], None] = lambda _push: None
        self.tokens: dict[str, tuple[str, datetime, bool]] = {}
        self._keys: dict[str, datetime] = {}
        self._used: dict[str, int] = {}
        self._numbers = 0

    # -- what people do ---------------------------------------------------------------------------

    def add(self, user: str, name: str) -> Account:
        """A new account."""
        self.accounts[user] = Account(user, name)
        return self.accounts[user]

    def says(self, account: Account, kind: str, what: Json, answerable: bool = True) -> None:
        """An event of the account's owner is on its way to the bot; LINE is in no hurry, and in no order."""
        if account.blocked and kind not in ("unfollow", "follow"):
            return
        self._numbers += 1
        now = self.hub.now()
        event: Json = {
            "type": kind,
            "timestamp": int(now.timestamp() * 1000),
            "source": {"type": "user", "userId": account.user},
            "webhookEventId": f"01YEAR{self._numbers:020}",
            "deliveryContext": {"isRedelivery": False},
            "mode": "active",
            **what,
        }
        late = self.rng.uniform(30.0, 4_000.0) if self.luck("late event") else self.rng.uniform(0.03, 0.3)
        self._post_after(late, event, answerable, 0)
        if self.luck("double event"):
            self._post_after(late + self.rng.uniform(0.0, 2.0), event, answerable, 0)

    def _post_after(self, seconds: float, event: Json, answerable: bool, times: int) -> None:
        def post() -> None:
            sent = {**event, "deliveryContext": {"isRedelivery": times > 0}}
            if answerable:
                token = f"token-{event['webhookEventId']}-{times}"
                # One token an event, good for a minute from the call that brought it.
                used = self.tokens.get(token, ("", self.hub.now(), False))[2]
                self.tokens[token] = (event["source"]["userId"], self.hub.now(), used)
                sent["replyToken"] = token
            heard = not self.luck("webhook unheard") and self.post([sent])
            if not heard or self.luck("answer unheard"):
                wait = REDELIVERED_AFTER[min(times, len(REDELIVERED_AFTER) - 1)]
                self._post_after(wait * self.rng.uniform(0.8, 1.2), event, answerable, times + 1)

        self.hub.begin(post, seconds)

    # -- what the bot does ------------------------------------------------------------------------

    def take_reply(self, token: str, messages: Sequence[Json]) -> None:
        """Show the answer; raises SendError for a token that was used or is too old."""
        user, since, used = self.tokens.get(token, ("", self.hub.now(), True))
        if used or self.hub.now() - since > TOKEN_LIVES:
            raise SendError("reply: 400 Invalid reply token", permanent=True, status=400, told="Invalid reply token")
        self.tokens[token] = (user, since, True)
        self._show(self.accounts[user], messages, "reply")

    def take_push(self, user: str, messages: Sequence[Json], retry_key: str, begun: datetime) -> None:
        """Show the message, once for its key; raises SendError where the month's are used up."""
        known = self._keys.get(retry_key)
        if known is not None and self.hub.now() - known < KEY_LIVES:
            return
        if self.limit is not None and self.used() >= self.limit:
            raise SendError("push: 429 You have reached your monthly limit.", permanent=False, status=429)
        self._keys[retry_key] = self.hub.now()
        account = self.accounts[user]
        if not account.blocked:
            self._used[self._month()] = self.used() + 1
            self._show(account, messages, "push")
        push = Accepted(begun, self.hub.now(), user, retry_key, tuple(messages), not account.blocked)
        self.accepted.append(push)
        self.pushed(push)

    def used(self) -> int:
        """The month's pushes so far."""
        return self._used.get(self._month(), 0)

    def _month(self) -> str:
        return f"{self.hub.now() + BANGKOK:%Y-%m}"

    def _show(self, account: Account, messages: Sequence[Json], via: str) -> None:
        for message in messages:
            line = {
                "seq": len(account.messages) + 1,
                "from": "bot",
                "via": via,
                "words": words_of(message),
                "buttons": [{"words": words, "action": action} for words, action in buttons_of(message)],
                "quick_replies": message.get("quickReply", {}).get("items", []),
                "message": message,
            }
            account.messages.append(line)
            self.heard(account, line)
        if account.reader is not None:
            self.hub.wake(account.reader, self.rng.uniform(0.02, 0.2))


class LinePort:
    """`bot.line.Line` as one process has it: each call takes its time and may fail in every way that LINE knows."""

    def __init__(self, world: LineWorld, process: Any) -> None:
        self._world, self._process = world, process
        self._menus = 0

    def warm_up(self) -> None:
        """Nothing has to be loaded."""

    def hold_token(self, _channel: Any) -> None:
        """Tokens are always at hand."""

    def reply(self, _channel: Any, reply_token: str, messages: Sequence[Json]) -> None:
        """Answer an event."""
        self._call("reply", lambda: self._world.take_reply(reply_token, messages))

    def push(self, _channel: Any, to: str, messages: Sequence[Json], retry_key: str) -> None:
        """Send unasked."""
        begun = self._world.hub.now()
        self._call("push", lambda: self._world.take_push(to, messages, retry_key, begun))

    def fetch_quota(self, _channel: Any) -> Quota:
        """What the month allows and has seen."""
        self._call("quota", lambda: None)
        return Quota(self._world.limit, self._world.used())

    @contextmanager
    def fetch_content(self, _channel: Any, message_id: str) -> Iterator[Iterator[bytes]]:
        """A photo's bytes, once LINE has them ready."""
        self._call("content", lambda: None)
        data, ready_at = self._world.contents[message_id]
        if self._world.hub.now() < ready_at:
            raise SendError("content: 202", permanent=False, status=202)
        if self._world.luck("content refused"):
            raise SendError("content: 400", permanent=False, status=400)
        yield iter((data,))

    def create_menu(self, _channel: Any, _menu: Any) -> str:
        """A menu's id."""
        self._menus += 1
        return f"menu-{self._menus}"

    def set_menu_picture(self, _channel: Any, _menu_id: str, _png: bytes) -> None:
        """Taken."""

    def has_menu(self, _channel: Any, _menu_id: str) -> bool:
        """All are kept."""
        return True

    def link_menu(self, _channel: Any, _user: str, _menu_id: str) -> None:
        """Shown."""

    def unlink_menu(self, _channel: Any, _user: str) -> None:
        """Not shown any more."""

    def _call(self, what: str, take: Callable[[], None]) -> None:
        world, process = self._world, self._process
        assert not process.disk.is_in_use, f"a transaction waits for LINE: {what}"
        process.may_crash(f"before {what}")
        world.hub.sleep(world.rng.uniform(0.02, 0.25))
        if world.is_down or world.luck("refused"):
            raise SendError(f"{what}: 503", permanent=False, status=503, unknown=True)
        if world.luck("too many"):
            raise SendError(f"{what}: 429", permanent=False, status=429)
        if world.luck("paused"):
            world.hub.sleep(world.rng.uniform(1.0, 100.0))
        take()
        process.may_crash(f"after {what}")
        if world.luck("answer lost"):
            world.hub.sleep(8.0)
            raise SendError(f"{what}: ReadTimeoutError", permanent=False, unknown=True)
        if world.luck("late answer"):
            world.hub.sleep(world.rng.uniform(1.0, 7.0))
