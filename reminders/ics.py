"""A calendar feed (RFC 5545) of days and their titles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """An all-day entry; `uid` stays the same when the calendar is fetched again."""

    uid: str
    day: date
    title: str
    text: str = ""


def calendar_feed(name: str, entries: Iterable[Entry], at: datetime) -> str:
    """The feed as text with CRLF line ends; `at` is when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tidtam//reminders//TH", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escape_text(name)}", "X-PUBLISHED-TTL:PT12H"]
    for entry in entries:
        lines += _format_entry(entry, at)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _format_entry(entry: Entry, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape_text(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_escape_text(entry.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escape_text(text: str) -> str:
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of 75 octets, no letter torn; all but the first begin with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
