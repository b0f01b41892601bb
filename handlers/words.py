"""What is understood when typed, at any time and in every step; a tapped button sends `:command`."""

import re
from collections.abc import Collection
from typing import Final

from domain.events import Event
from thai.typed.lexicon import list_meanings
from thai.typed.meaning import is_polite, is_question, read_beginning, read_exactly, read_first

_COMMANDS: Final = list_meanings("command")
_TALK: Final = list_meanings("talk") - {"talk.question"}

# What people type where a button says something else.
OF_THE_PERIOD = frozenset({"say.period_alone"})
OF_THE_WHOLE = frozenset({"say.whole"})
# `ลา` alone or with days behind it; not ลาดยาง, ลาออก.
_KINDS_OF_LEAVE = "ป่วย|กิจ(?:ส่วนตัว)?|พักผ่อน|พักร้อน|คลอด(?:บุตร)?|บวช"
_LEAVE = re.compile(
    rf"(?:ขอ|แจ้ง)?(?:ลา\s*(?:{_KINDS_OF_LEAVE})?|ไม่อยู่(?=.))\s*"
    r"(?P<days>(?:(?:วัน|พรุ่งนี้|มะรืน|ตั้งแต่|ระหว่าง|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|[0-9๐-๙]).*)?)"
    rf"|(?P<day>วันนี้|พรุ่งนี้|มะรืน(?:นี้)?)\s*(?:ขอ)?(?:ลา|ไม่อยู่)\s*(?:{_KINDS_OF_LEAVE})?"
)
_KIND_SIGN = re.compile("[👍👌🙏🙂😊😀😄😁🥰❤♥💕✌🤝👏🙆💪🌹🎉\U0001f3fb-\U0001f3ff\u200d\ufe0f♀♂\\s]+")
_POLITE = re.compile(r"(?:ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|นะ|แล้วนะ)+$")


def list_spellings(text: str) -> tuple[str, str]:
    """What was typed without spaces too many, and the same without polite particles at its end."""
    words = " ".join(text.split()).strip(" .!\"“”'").casefold()
    return words, _POLITE.sub("", words).strip() or words


def says_one_of(text: str, meanings: Collection[str]) -> bool:
    """True where what was typed means one of these, whatever polite words stand around it."""
    return any(read_exactly(text, {meaning}) for meaning in meanings)


def says_skip(event: Event) -> bool:
    """True where it was typed that the question is to be skipped, and nothing else."""
    return event.kind == "text" and says_one_of(event.text, {"say.skip"})


def tapped_command(event: Event) -> tuple[str, str] | None:
    """The command of a tapped button, with its argument ("" where it has none); None where it has none."""
    if event.kind == "tap" and event.data.startswith(":"):
        name, _, argument = event.data[1:].partition(":")
        return name, argument
    return None


def parse_command(event: Event) -> tuple[str, str] | None:
    """The command an event gives, with its argument ("" where it has none); None where it is no command."""
    if event.kind != "text":
        return tapped_command(event)
    meant = read_exactly(event.text, _COMMANDS) or read_beginning(event.text)
    if meant is None:
        return _leave(list_spellings(event.text)[1])
    name, _, argument = meant.partition(".")[2].partition(":")
    return (name, argument) if name != "same" or not is_question(event.text) else ("same_which", "")


def talk_of(event: Event) -> str | None:
    """What was typed only to be friendly: `greeting`, `thanks`, `ok`, `wait`; None where more was said."""
    if event.kind != "text":
        return None
    meant = read_first(event.text, _TALK)
    if meant is None and (is_polite(event.text) or _KIND_SIGN.fullmatch(event.text.strip())):
        return "ok"
    return meant.partition(".")[2] if meant else None


def _leave(typed: str) -> tuple[str, str] | None:
    """The command of somebody who will be away, with the days where some are named."""
    found = _LEAVE.fullmatch(typed)
    return ("away", (found["days"] or found["day"] or "").strip()) if found else None
