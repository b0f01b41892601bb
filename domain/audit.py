"""The record of who did what: its kinds and subjects as data, never a name or a text that somebody wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import Final, Literal

Way = Literal["page", "chat", "command", "worker"]
Kind = Literal[
    "viewed",
    "changed",
    "downloaded",
    "asked",
    "confirmed",
    "lapsed",
    "certified",
    "published",
    "withdrawn",
    "corrected",
    "answered",
    "approved",
    "returned",
    "taken_back",
    "signed_in",
    "signed_out",
    "sessions_ended",
    "data_exported",
    "data_removed",
]
Subject = Literal[
    "people",
    "person",
    "invite",
    "unit",
    "plan",
    "layout",
    "agency",
    "signatories",
    "word_template",
    "round",
    "reminders",
    "reminder_log",
    "review",
    "channel",
    "group",
    "report",
    "certificate",
    "task",
    "reply",
    "evidence",
    "ita",
    "records",
    "sessions",
]
Part = str | int | bool | None

FIRST_HASH: Final = "0" * 64  # what stands for the entry before the first


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts (None: nobody that is signed in), by which way, and when."""

    way: Way
    person_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """What was done on what: `about_id` is the subject's number where it has one, `behalf_of` in whose place.

    `parts` tell the rest in short values: numbers, days, words of ours.
    """

    kind: Kind
    about: Subject
    about_id: int | None = None
    behalf_of: int | None = None
    parts: Mapping[str, Part] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of an agency's record, in the order of `number`, which begins with 1."""

    number: int
    act: Act
    noted: Noted
    hash: str = ""


def hash_entry(agency_id: int, entry: AuditEntry, before: str) -> str:
    """SHA-256 in hex over the entry as canonical JSON (sorted keys, UTC instants) and the hash of the one before it."""
    act, noted = entry.act, entry.noted
    values = {
        "agency": agency_id,
        "number": entry.number,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "person": act.person_id,
        "way": act.way,
        "kind": noted.kind,
        "about": noted.about,
        "about_id": noted.about_id,
        "behalf_of": noted.behalf_of,
        "parts": dict(noted.parts),
        "before": before,
    }
    canonical = dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
