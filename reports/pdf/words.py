"""Text cut where a line may break: between Thai words, never inside one.

A printed line is a list of pieces that must stay whole, and of spaces (`" "`) between them.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import Trie

from reports.fonts.face import load_face
from reports.pdf.word_parts import cut

# An address or a word in Latin letters, a space, anything else.
_RUN = re.compile(r"\s+|[A-Za-z0-9@:/.?&=%#~+_\-]*[A-Za-z][A-Za-z0-9@:/.?&=%#~+_\-]*|[^\sA-Za-z]+")
_CLOSING = re.compile(r"^[)\]}»”’'\",.;:!?%ๆฯ…\-–/\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]+$")
_STARTS_INSIDE = re.compile(r"^[\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]")
_ENDS_INSIDE = re.compile(r"[\u0E40-\u0E44(\[{«“‘#]$")
_BEFORE_NUMBER = re.compile(r"(?:[ก-ฮ][\u0E34-\u0E37]?\.[ก-ฮ]\.|เลขที่|ข้อที่|วันที่|เดือนที่|หน้า)$")
_ITEM = re.compile(r"^(?:[-–•]|[(]?[0-9๐-๙]{1,3}[.)])$")
_NUMBER = re.compile(r"^[0-9๐-๙]")
_SHORT = re.compile(r"((?<![ก-๙])(?:[ก-ฮ][\u0E34-\u0E37]?\.){2,})")  # มี.ค.
_ENDINGS = ("การ", "งาน", "ทาง", "นอก")  # the longest word is not always the right one: โครงการ|กำกับ, not โครง|การกำกับ
_NEVER_FIRST = ("ๆ", "ฯ")
_QUOTES = ('"', "'")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")


Names = tuple[str, ...]


def split_pieces(text: str, room: float, names: Names = ()) -> list[str]:
    """The line's pieces and spaces, `names` kept whole; one wider than `room` (ems) is cut between its own words."""
    whole = _join_tokens(_tokens(_drawable(_CONTROL.sub(" ", text)).strip(), names))
    return [part for piece in whole for part in _cut(piece, room, names)]


def _drawable(text: str) -> str:
    """The text with a box for each letter that our face lacks: an archive's PDF may show none that it cannot tell."""
    lacking = {letter for letter in text if ord(letter) not in _advances()}
    for letter in lacking:
        text = text.replace(letter, "" if unicodedata.category(letter)[0] in "MC" else "□")
    return text


def _tokens(text: str, names: Names) -> tuple[str, ...]:
    found: list[str] = []
    for run in _RUN.findall(text):
        if run.isspace():
            found.append(" ")
        elif run.isascii():
            found.append(run)
        else:
            found += (word for part in _kept_whole(names).split(run) if part for word in _split_words(part, names))
    return tuple(found)


@lru_cache(maxsize=8192)
def _split_words(text: str, names: Names) -> tuple[str, ...]:
    if text in names or _SHORT.fullmatch(text):
        return (text,)
    found: list[str] = word_tokenize(text, custom_dict=dictionary(), engine="newmm", keep_whitespace=True)
    for place in range(len(found) - 1):
        for ending in _ENDINGS:
            before, rest = found[place] + ending, found[place + 1].removeprefix(ending)
            if rest != found[place + 1] and before in dictionary() and rest in dictionary():
                found[place : place + 2] = before, rest
    return tuple(found)


@lru_cache(maxsize=64)
def _kept_whole(names: Names) -> re.Pattern[str]:
    """What is not left to the dictionary: short forms with dots, and the names."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join((_SHORT.pattern, *(f"({re.escape(name)})" for name in longest_first))))


@lru_cache(maxsize=1)
def dictionary() -> Trie:
    """The general dictionary with the field's words and without those that mislead it."""
    field = tomllib.loads((Path(__file__).parent / "field_words.toml").read_text(encoding="utf-8"))
    return Trie((thai_words() - set(field["left_out"])) | set(field["kept_whole"]))


def _join_tokens(tokens: tuple[str, ...]) -> list[str]:
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
    """Across a space: ๆ and ฯลฯ, the first word of a numbered or bulleted line, a number behind what it counts."""
    if word.startswith(_NEVER_FIRST):
        return True
    if len(before) == 1 and _ITEM.match(before[0]):
        return True
    return bool(_BEFORE_NUMBER.search(before[-1]) and _NUMBER.match(word))


def _cut(piece: str, room: float, names: Names) -> tuple[str, ...]:
    """The piece, or where it is too wide the lines that it is cut into."""
    return (piece,) if len(piece) < 2 or width(piece) <= room else _too_wide(piece, room, names)


@lru_cache(maxsize=8192)
def _too_wide(piece: str, room: float, names: Names) -> tuple[str, ...]:
    tokens = _tokens(piece, names)
    held = [_stands_with(before, word) for before, word in pairwise(("", *tokens))]
    return tuple(cut(list(zip(tokens, held, strict=True)), room, width, dictionary()))


def _stands_with(before: str, word: str) -> bool:
    """True where not even a piece that is too wide is cut between the two."""
    if " " in (before, word):
        return word == " " or word.startswith(_NEVER_FIRST)
    number = bool(_NUMBER.match(word) and before and _NUMBER.match(before[-1]))
    return (
        before in _QUOTES
        or number
        or bool(_CLOSING.match(word) or _STARTS_INSIDE.match(word) or (before and _ENDS_INSIDE.search(before)))
    )


@lru_cache(maxsize=32768)
def width(text: str) -> float:
    """How wide the text is set, in ems; a letter that our face lacks counts as a full em."""
    advances = _advances()
    return sum(advances.get(ord(letter), 1.0) for letter in text)


@lru_cache(maxsize=1)
def _advances() -> dict[int, float]:
    font = load_face("Regular")
    metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
