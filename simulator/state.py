"""What the simulator remembers: people, groups, channels, chats and what was said in them."""

from dataclasses import dataclass, field
from typing import Any

from .ids import stable_id

Json = dict[str, Any]
Chat = tuple[str, str]  # channel id, and the user or group id


@dataclass(slots=True)
class Person:
    """Someone with a phone."""

    id: str
    name: str
    language: str = "th"


@dataclass(slots=True)
class Group:
    """A group chat; a bot that is in it stands in `channels`."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    channels: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Content:
    """Bytes that a person sent; `ready_at` is the machine's time from which they can be fetched."""

    data: bytes
    mime: str
    name: str
    ready_at: float


@dataclass(slots=True)
class Entry:
    """One message in a chat, as both sides see it."""

    seq: int
    id: str
    chat: Chat
    sender: str  # a user id, or "bot"
    at: int  # milliseconds of the simulated clock
    message: Json
    via: str  # reply, push, multicast, broadcast; for people: message, postback
    quick_replies: list[Json] = field(default_factory=list)
    unsent: bool = False
    edited: bool = False


@dataclass(slots=True)
class ReplyToken:
    """A right to answer once; `counted_from` is the machine's time of the (last) delivery."""

    chat: Chat
    event_at: float
    counted_from: float
    used: bool = False


@dataclass(slots=True)
class Accepted:
    """A send that was accepted under a retry key."""

    request_id: str
    at: float
    answer: Json


@dataclass(slots=True)
class Quota:
    """A month's allowance; `limit` None is unlimited, `reserved` is held by a delivery under way."""

    limit: int | None = 300
    reserved: int = 0
    used: dict[str, int] = field(default_factory=dict)  # by month, `2026-11`


@dataclass(slots=True)
class Menus:
    """A channel's rich menus, and who sees which."""

    menus: dict[str, Json] = field(default_factory=dict)
    images: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    default: str | None = None
    of_user: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    switched: dict[str, str] = field(default_factory=dict)
    changes: dict[str, list[float]] = field(default_factory=dict)  # create, delete → machine times of the last hour


@dataclass(slots=True)
class Webhook:
    """Where a channel's events go, and whether failed ones are sent again."""

    endpoint: str | None = None
    active: bool = True
    redelivery: bool = False
    redelivery_after: float = 1.0  # seconds; LINE does not say its own
    redelivery_times: int = 3


@dataclass(slots=True)
class Channel:
    """A LINE official account with its Messaging API channel."""

    id: str
    secret: str
    token: str
    name: str
    user_id: str
    friends: dict[str, str] = field(default_factory=dict)  # user id → "friend" | "blocked"
    webhook: Webhook = field(default_factory=Webhook)
    quota: Quota = field(default_factory=Quota)
    menus: Menus = field(default_factory=Menus)
    issued: dict[str, float] = field(default_factory=dict)  # short-lived token → machine time of its end
    accepted: dict[str, Accepted] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)  # (kind, yyyyMMdd) → recipients

    @property
    def basic_id(self) -> str:
        """The `@…` name under which people find the account."""
        return "@" + self.id[-3:] + self.user_id[1:6]


@dataclass(slots=True)
class Settings:
    """How the platform behaves where LINE leaves room."""

    large_content: int = 10_000_000  # bytes from which content answers 202 at first
    preparing: float = 2.0  # seconds that large content takes
    anonymous_groups: bool = False  # group events without a user id
    reply_seconds: float = 60.0
    webhook_timeout: float = 2.0
    menu_changes: int = 100  # rich menus made, and as many deleted, an hour
    edits_everywhere: bool = False  # messages are edited in chats with an account too: LINE has that in groups alone
    standby: bool = False  # another channel speaks: events come without a reply token


def person_named(name: str) -> Person:
    """A person whose id follows from the name."""
    return Person(stable_id("U", name), name)


def channel_of(id: str, secret: str, token: str, name: str) -> Channel:
    """A channel whose bot user id follows from its id."""
    return Channel(id, secret, token, name, stable_id("U", "bot:" + id))


def menu_id(menus: Menus, user: str) -> str | None:
    """The rich menu that a user sees: the tab switched to, their own, or everyone's."""
    id = menus.switched.get(user) or menus.of_user.get(user) or menus.default
    return id if id in menus.menus else None
