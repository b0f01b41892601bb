"""Text cut where a line may break: between Thai words, never inside one.

A printed line is a list of pieces that must stay whole, and of spaces (`" "`) between them.
"""

import re
from functools import lru_cache

import regex
from pythainlp.tokenize import word_tokenize

from reports.font import face_source

# An address or a word in Latin letters, a space, anything else.
_RUN = re.compile(r"\s+|[A-Za-z0-9@:/.?&=%#~+_\-]*[A-Za-z][A-Za-z0-9@:/.?&=%#~+_\-]*|[^\sA-Za-z]+")
_CLOSING = re.compile(r"^[)\]}»”’'\",.;:!?%ๆฯ…\-–/\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]+$")
_STARTS_INSIDE = re.compile(r"^[\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]")
_ENDS_INSIDE = re.compile(r"[\u0E40-\u0E44(\[{«“‘#]$")
_BEFORE_NUMBER = re.compile(r"(?:[ก-ฮ][\u0E34-\u0E37]?\.[ก-ฮ]\.|เลขที่|ข้อที่|วันที่|เดือนที่|หน้า)$")
_ITEM = re.compile(r"^(?:[-–•]|[(]?[0-9๐-๙]{1,3}[.)])$")
_NUMBER = re.compile(r"^[0-9๐-๙]")
_SHORT = re.compile(r"((?<![ก-๙])(?:[ก-ฮ][\u0E34-\u0E37]?\.){2,})")  # มี.ค.
_QUOTES = ('"', "'")
_LATIN_BREAK = re.compile(r"(?<=[/.?&=_\-])(?=.)")
_CLUSTER = regex.compile(r"\X")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")


def pieces(text: str, room: float) -> list[str]:
    """The line's pieces and spaces; a piece wider than `room` (in ems) is cut between syllables."""
    whole = _joined(_tokens(_CONTROL.sub(" ", text).strip()))
    return [part for piece in whole for part in _cut(piece, room)]


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for run in _RUN.findall(text):
        if run.isspace():
            found.append(" ")
        elif run.isascii():
            found.append(run)
        else:
            found += (word for part in _SHORT.split(run) if part for word in _words(part))
    return tuple(found)


def _words(text: str) -> list[str]:
    return [text] if _SHORT.fullmatch(text) else word_tokenize(text, engine="newmm", keep_whitespace=True)


def _joined(tokens: tuple[str, ...]) -> list[str]:
    """The tokens put together where no line may end: before ๆ or a closing mark, behind an opening one."""
    whole: list[str] = []
    for word in tokens:
        if whole and _belongs(whole[-1], word):
            whole[-1] += word
        elif len(whole) > 1 and whole[-1] == " " and _belongs_over_space(whole[:-1], word):
            whole.pop()
            whole[-1] += f" {word}"
        else:
            whole.append(word)
    return whole


def _belongs(before: str, word: str) -> bool:
    if " " in (before, word):
        return False
    if before in _QUOTES:
        return True
    if _NUMBER.match(word):
        return bool(_NUMBER.match(before[-1]) or _BEFORE_NUMBER.search(before) or _ENDS_INSIDE.search(before))
    return bool(_CLOSING.match(word) or _STARTS_INSIDE.match(word) or _ENDS_INSIDE.search(before))


def _belongs_over_space(before: list[str], word: str) -> bool:
    """Across a space: ๆ, the first word of a numbered or bulleted line, a number behind what it counts."""
    if word.startswith("ๆ"):
        return True
    if len(before) == 1 and _ITEM.match(before[0]):
        return True
    return bool(_BEFORE_NUMBER.search(before[-1]) and _NUMBER.match(word))


def _cut(piece: str, room: float) -> list[str]:
    if len(piece) < 4 or width(piece) <= room:
        return [piece]
    parts = _LATIN_BREAK.split(piece) if piece.isascii() else [piece]
    return [line for part in _filled(parts, room) for line in _filled(_CLUSTER.findall(part), room)]


def _filled(parts: list[str], room: float) -> list[str]:
    """The parts put together again as long as they fit."""
    lines = [""]
    for part in parts:
        if lines[-1] and width(lines[-1] + part) > room:
            lines.append(part)
        else:
            lines[-1] += part
    return [line for line in lines if line]


def width(text: str) -> float:
    """How wide the text is set, in ems; a letter that our face lacks counts as a full em."""
    advances = _advances()
    return sum(advances.get(ord(letter), 1.0) for letter in text)


@lru_cache(maxsize=1)
def _advances() -> dict[int, float]:
    font, units = face_source("Regular")
    metrics = font["hmtx"].metrics
    return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
