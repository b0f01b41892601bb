"""A PDF's printed lines made whole: where a line was only wrapped, and where another one begins."""

import re
from itertools import pairwise
from typing import Any

from pythainlp.tokenize import word_tokenize
from pythainlp.util import normalize

from intake.markup import tidy
from intake.numbering import glued, is_bulleted, numbered
from intake.questions import read_question
from intake.responsible import begins_anew

# Old Thai fonts draw marks beside tall letters with letters of their own.
_DRAWN = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True))
_THAI_WORD = re.compile(r"[\u0e01-\u0e4e]+")
_HEAD = 30
# A line that leaves more of its width free than this ends a paragraph: in a list, and in other text.
_MOST_ROOM, _LITTLE_ROOM = 0.3, 0.12
_SLACK = 4.0  # points: a space, and how far off a letter's box may be
# Lines of different paragraphs stand this much further apart than those of one, where they do at all.
_APART = 1.25
# A number or bullet whose text stands on the next line.
_MARK_LAST = re.compile(r"(?:^|\s)(?:[(]?[0-9๐-๙]{1,2}[.)]|•)$|[-–/]$")
_YEAR_FIRST = re.compile(r"(?:พ\.?ศ\.?\s*)?(?:[0-9๐-๙]{4}(?!\S)|[0-9๐-๙]{2}$)")
# A number's dot that another font set apart from it.
_DOT_APART = re.compile(r"(?<![0-9๐-๙])([(]?[0-9๐-๙]{1,2}) (?=[.)])")
# Words that no paragraph ends with.
_NEVER_LAST = set("ประจำ ของ และ หรือ เพื่อ ใน ที่ โดย กับ แก่ จาก ตาม อำเภอ จังหวัด ตำบล เช่น ได้แก่ การ ความ สำนัก".split())
_AFTER_AM = re.compile(r"ำ (?=[ก-๙])")

Printed = dict[str, Any]  # a line as `pdf_pages` gives it


def whole_lines(printed: list[Printed]) -> tuple[str, ...]:
    """The lines as they were typed: one that was only wrapped goes on in the line before."""
    whole: list[str] = []
    before: Printed = {}
    pitch = _pitch(printed)
    for line in printed:
        text = mended(line["text"])
        if not text:
            continue
        if whole and _is_rest_of_line(whole, before, line, text, pitch):
            whole[-1] = mended(f"{whole[-1]} {text}" if before["parted"] else glued(whole[-1], text))
        else:
            whole.append(text)
        before = line
    return tuple(whole)


def _pitch(printed: list[Printed]) -> float | None:
    """How far apart the lines of one paragraph stand, None where all lines stand equally far apart."""
    gaps = [after["base"] - line["base"] for line, after in pairwise(printed)]
    gaps = [gap for gap in gaps if gap > 1]
    return min(gaps) if gaps and max(gaps) > _APART * min(gaps) else None


def _is_rest_of_line(whole: list[str], before: Printed, line: Printed, text: str, pitch: float | None) -> bool:
    """Whether the line is the rest of the one before. In a list only what begins an item is sure to begin anew."""
    if _begins(text):
        return False
    gap = line["base"] - before["base"]
    if pitch and gap > 1:
        return bool(gap <= _APART * pitch)
    if _MARK_LAST.search(whole[-1]) or _YEAR_FIRST.match(text) or _is_unfinished(whole[-1]):
        return True
    if begins_anew(whole[0]):
        return not begins_anew(text)
    is_list = any(map(_begins, whole))
    if had_no_room(before, line, 2 if is_list else 1):
        return True
    return bool(before["share"] < (_MOST_ROOM if is_list else _LITTLE_ROOM))


def _is_unfinished(text: str) -> bool:
    words = word_tokenize(text[-_HEAD:].strip(), engine="newmm")
    return bool(words) and words[-1] in _NEVER_LAST


def had_no_room(before: Printed, line: Printed, words: int = 1) -> bool:
    """Whether the line's first words would not have fitted behind the line before."""
    return bool(_words_end(line, mended(line["text"]), words) > before["room"] - _SLACK)


def _begins(text: str) -> bool:
    return bool(numbered(text)[0]) or is_bulleted(text) or read_question(text) is not None


def begins(line: Printed) -> bool:
    """Whether the line begins with a number, a bullet or a question's code."""
    return _begins(mended(line["text"]))


def _words_end(line: Printed, text: str, most: int) -> float:
    """How far the line's first words reach from its left edge; figures and signs are never parted from a word."""
    words = word_tokenize(text[:_HEAD].split(" ")[0], engine="newmm") or [text[:1]]
    length, whole = len(words[0]), 1
    for word in words[1:]:
        parts = _THAI_WORD.match(word) and length >= 2 and not text[:length].endswith("/")
        whole += bool(parts)
        if whole > most:
            break
        length += len(word)
    ends: list[float] = line["ends"]
    return ends[min(length, len(ends)) - 1] if ends else 0.0


def mended(text: str) -> str:
    """The text without what PDFs put into Thai: invisible spaces, letters of old fonts, marks in another order."""
    text = _DOT_APART.sub(r"\1", text)
    return tidy(_AFTER_AM.sub("ำ", normalize(text.replace("\u200b", "").translate(_DRAWN))))
