"""LINE's webhook JSON read into `domain.events.Event`: tolerant, for new types and fields come without notice.

https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from domain.events import Event, FetchedEvidence, Media
from store.inbox import EDITED, INTERNAL

# Who "speaks" where LINE's console tries a webhook, with reply tokens of noughts or of f alone.
_NOBODY = "Udeadbeefdeadbeefdeadbeefdeadbeef"

# Control characters but tab and newline; zero-width ones; direction marks, which turn names and file endings round.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_MEDIA: Mapping[str, Literal["photo", "file", "voice"]] = {
    "image": "photo",
    "file": "file",
    "video": "file",
    "audio": "voice",
}
_KINDS = {
    "follow": "follow",
    "unfollow": "unfollow",
    "unsend": "unsend",
    "postback": "tap",
    "join": "join",
    "leave": "leave",
}


def event_id(raw: Mapping[str, Any]) -> str:
    """The event's own id; where LINE gives none that can be kept, one that follows from its content."""
    told = _whole_text(raw.get("webhookEventId"), 64)
    if told is not None:
        return told
    content = json.dumps(raw, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return "x" + hashlib.sha256(content).hexdigest()[:40]


def event_type(raw: Mapping[str, Any]) -> str:
    """LINE's name for the kind of event, "" where it gives none."""
    return _clean(raw.get("type"))[:40]


def line_user(raw: Mapping[str, Any]) -> str | None:
    """Who it was; None where LINE does not say, or what it says is no user id: half of one would be another's."""
    told = _whole_text(_read_object(raw, "source").get("userId"), 60)
    return None if told == _NOBODY else told


def reply_token(raw: Mapping[str, Any]) -> str | None:
    """What the event may be answered with; None where it cannot."""
    told = _whole_text(raw.get("replyToken"), 120)
    return told if told is not None and set(told) not in ({"0"}, {"f"}) else None


def is_redelivered(raw: Mapping[str, Any]) -> bool:
    """True where LINE had sent the event before, and had no answer to it."""
    return _read_object(raw, "deliveryContext").get("isRedelivery") is True


def message_id(raw: Mapping[str, Any]) -> str | None:
    """The id of the message the event brings or takes back."""
    return _id(_read_object(raw, "message").get("id") or _read_object(raw, "unsend").get("messageId"))


def read_event(raw: Mapping[str, Any], received_at: datetime) -> Event:
    """The event as the conversation sees it; whatever is odd or unknown becomes kind `other`."""
    message, postback = _read_object(raw, "message"), _read_object(raw, "postback")
    params = postback.get("params") if isinstance(postback.get("params"), Mapping) else {}
    media = _media(message) if raw.get("type") != EDITED else None
    source = _read_object(raw, "source")
    in_group = source.get("type") in ("group", "room")
    kind = _KINDS.get(str(raw.get("type")), "other")
    if kind in ("join", "leave") and not in_group:
        kind = "other"
    if raw.get("type") == "message":
        kind = "media" if media else "text" if isinstance(message.get("text"), str) else "other"
    if raw.get("type") == EDITED and isinstance(message.get("text"), str):
        kind = "edit"
    return Event(
        id=event_id(raw),
        kind=kind,  # type: ignore[arg-type]
        at=_moment(raw.get("timestamp"), received_at),
        line_user=line_user(raw),
        text=_read_text(message, in_group) if kind in ("text", "edit") or in_group else "",  # a code may stand in it
        data=_clean(postback.get("data")),
        picked=_clean(next(iter(params.values()), "")) if isinstance(params, Mapping) else "",
        media=media,
        message_id=message_id(raw),
        in_group=in_group,
        group=_whole_text(source.get("groupId"), 60) if source.get("type") == "group" else None,
        mentions_us=in_group and bool(_own_mentions(message)),
    )


def _own_mentions(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Where the account itself is named in a group's text, not everybody at once."""
    told = _read_object(message, "mention").get("mentionees")
    named = told if isinstance(told, list) else []
    return [one for one in named if isinstance(one, Mapping) and one.get("isSelf") is True]


def _read_text(message: Mapping[str, Any], in_group: bool) -> str:
    """The text, in a group without the account's own name; LINE counts its place in UTF-16 units."""
    text = message.get("text")
    if not in_group or not isinstance(text, str):
        return _clean(text)
    units = text.encode("utf-16-le", "surrogatepass")
    for one in reversed(_own_mentions(message)):
        index, length = one.get("index"), one.get("length")
        if isinstance(index, int) and isinstance(length, int) and 0 <= index < index + length:
            units = units[: 2 * index] + " ".encode("utf-16-le") + units[2 * (index + length) :]
    return _clean(units.decode("utf-16-le", "ignore"))


def fetched_raw(event: Event) -> dict[str, Any]:
    """An internal event about fetched evidence as JSON, kept so that a failed turn can be taken again."""
    assert event.fetched is not None  # noqa: S101
    fetched = {name: getattr(event.fetched, name) for name in FetchedEvidence.__dataclass_fields__}
    return {"type": INTERNAL, "line_user": event.line_user, "at": event.at.isoformat(), "fetched": fetched}


def reread(event_id: str, raw: Mapping[str, Any], received_at: datetime) -> Event:
    """The event of a stored row: LINE's, or one of our own."""
    if raw.get("type") != INTERNAL:
        return read_event(raw, received_at)
    at, fetched = datetime.fromisoformat(raw["at"]), FetchedEvidence(**raw["fetched"])
    return Event(event_id, "evidence", at, raw["line_user"], fetched=fetched)


def _media(message: Mapping[str, Any]) -> Media | None:
    """A photo, file or voice message. Videos are taken as files: what it is is known by its bytes, once fetched."""
    kind = _MEDIA.get(str(message.get("type")))
    found = _id(message.get("id"))
    if kind is None or found is None:
        return None
    image_set = _read_object(message, "imageSet")
    size = message.get("fileSize")
    return Media(
        kind=kind,
        message_id=found,
        name=_clean(message.get("fileName"))[:200],
        size=size if isinstance(size, int) else None,
        set_id=_id(image_set.get("id")),
        set_total=_set_number(image_set.get("total")),
        set_index=_set_number(image_set.get("index")),
    )


def _set_number(told: Any) -> int | None:
    """A number among photos sent together, of which LINE lets at most 50 be chosen; None where it is none."""
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told <= 50 else None


def _moment(stamp: Any, otherwise: datetime) -> datetime:
    """LINE's milliseconds since 1970 as an instant."""
    if isinstance(stamp, int) and 0 < stamp < 32_503_680_000_000:
        return datetime.fromtimestamp(stamp / 1000, UTC)
    return otherwise


def _clean(text: Any) -> str:
    """The text without what no database stores and nobody sees: lone surrogates, control, direction and zero-width
    characters. Emoji that are joined of several come apart."""
    if not isinstance(text, str):
        return ""
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).encode("utf-8", "ignore").decode("utf-8")


def _id(told: Any) -> str | None:
    """An id as it is kept: without what no database stores, and cut."""
    text = str(told) if isinstance(told, int) and not isinstance(told, bool) else told
    return _clean(text)[:64] or None


def _whole_text(told: Any, longest: int) -> str | None:
    """The text as it came, None where it is empty, too long to be kept, or holds what no database stores."""
    return told if isinstance(told, str) and 0 < len(told) <= longest and _clean(told) == told else None


def _read_object(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}
