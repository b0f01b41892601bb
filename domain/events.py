"""What happened, as the conversation sees it: free of LINE's JSON, carrying its own time and id."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

EventKind = Literal[
    "text", "tap", "media", "follow", "unfollow", "unsend", "edit", "evidence", "join", "leave", "other"
]
EvidenceOutcome = Literal["saved", "too_large", "wrong_kind", "locked", "gone", "unreachable"]


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, a file or a voice message; photos sent together share `set_id` and say how many they are.

    `set_index` is the photo's place among them, from 1.
    """

    kind: Literal["photo", "file", "voice"]
    message_id: str
    name: str = ""
    size: int | None = None
    set_id: str | None = None
    set_total: int | None = None
    set_index: int | None = None


@dataclass(frozen=True, slots=True)
class FetchedEvidence:
    """What came of fetching a piece of evidence: the stored bytes, or why there are none."""

    evidence_id: int
    outcome: EvidenceOutcome
    content_type: str = ""
    size: int = 0
    sha256: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one LINE user. `at` is LINE's own time (UTC); `data` what a tapped button sent back.

    `picked` is the value of a date picker; `line_user` is None where LINE does not say who it was. `received_at` is
    when it came to us, by our own clock, None where that is the same; `behind` is how far LINE's clock is behind ours.

    `group` is LINE's id of the group that it came from; a chat of several people that is no group has none. There
    `mentions_us` is True where the account was named, and `join` and `leave` are the account's own coming and going.
    """

    id: str
    kind: EventKind
    at: datetime
    line_user: str | None
    text: str = ""
    data: str = ""
    picked: str = ""
    media: Media | None = None
    fetched: FetchedEvidence | None = None
    message_id: str | None = None
    in_group: bool = False
    group: str | None = None
    mentions_us: bool = False
    received_at: datetime | None = None
    behind: timedelta | None = None
