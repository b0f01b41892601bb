"""Numbers and bullets at the head of lines, and lines that were run together."""

import re
from dataclasses import dataclass

from thai.digits import to_arabic

_DIGITS = "0-9๐-๙"
_SIMPLE = rf"\([{_DIGITS}]{{1,2}}\)|[{_DIGITS}]{{1,2}}[.)](?![{_DIGITS}])"
_NESTED = rf"[{_DIGITS}]{{1,2}}(?:\.[{_DIGITS}]{{1,2}}){{1,2}}(?:[.)](?![{_DIGITS}])|\s)"
_MARK = rf"{_NESTED}|{_SIMPLE}"
_HEAD = re.compile(rf"\s*({_MARK})\s*")
_INNER = re.compile(rf"(?<=\s)({_SIMPLE})\s*")
_BULLET = re.compile(r"\s*[-–—•●▪*]\s*(?=\S)")
_INNER_BULLET = re.compile(r"(?<=\s)[-–•●▪]\s*(?=\S)")
# A dash between two words of one phrase, not the head of a new line.
_PHRASE_BEFORE = re.compile(rf"(?:ติดต่อ|[{_DIGITS}]|[ก-ฮ]\.)\s+$")
_PHRASE_AFTER = re.compile(rf"[-–]\s*(?:สอบถาม|[{_DIGITS}]|[ก-ฮ]\.\s?[ก-ฮ]\.)")
_THAI = re.compile(r"[\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a cell: `number` in Arabic digits without its dot or brackets, `mark` as it was written."""

    number: str | None
    text: str
    bulleted: bool = False
    mark: str = ""

    @property
    def wording(self) -> str:
        """The text with the number it was written under."""
        return self.mark + self.text


def numbered(text: str) -> tuple[str | None, str]:
    """The number that the text begins with (`1`, `1.2`; None where there is none), and the rest of it."""
    match = _HEAD.match(text)
    if not match or match.end() == len(text):
        return None, text.strip()
    return to_arabic(match[1]).strip("(). "), text[match.end() :].strip()


def unbulleted(text: str) -> str:
    """The text without the dash or dot it begins with."""
    return _BULLET.sub("", text, count=1).strip() if _BULLET.match(text) else text.strip()


def is_bulleted(text: str) -> bool:
    """Whether the text begins with a dash or a dot of a list."""
    return bool(_BULLET.match(text))


def glued(first: str, second: str) -> str:
    """Two halves of a torn text as one: Thai words are written without a space between them."""
    thai = _THAI.match(first[-1:]) and _THAI.match(second)
    return f"{first}{second}" if thai else f"{first} {second}".strip()


def items_of(lines: tuple[str, ...], skips: bool = False) -> tuple[Item, ...]:
    """The pieces of a cell: every number in its turn, or every bullet, begins a new one.

    Where `skips`, a number may be left out of the turn, as in a list of dates for some of the steps.
    """
    return tuple(piece for line in whole_lines(lines) for piece in _split_line(line, 2 if skips else 1))


def whole_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines, with `ติดต่อ - สอบถามข้อมูล` made whole where a list was seen in its dash."""
    whole: list[str] = []
    for line in lines:
        if whole and whole[-1].rstrip().endswith("ติดต่อ") and _PHRASE_AFTER.match(line.strip()):
            whole[-1] = f"{whole[-1]} {line.strip()}"
        else:
            whole.append(line)
    return tuple(whole)


def _split_line(line: str, most: int) -> tuple[Item, ...]:
    number, rest = numbered(line)
    if number is None:
        return _by_bullet(line) if is_bulleted(line) else (Item(None, line.strip()),)
    mark = line.strip().removesuffix(rest)
    return (Item(number, rest, mark=mark),) if "." in number else _split_at_numbers(int(number), mark, rest, most)


def _split_at_numbers(number: int, mark: str, rest: str, most: int) -> tuple[Item, ...]:
    """The line parted before each number that follows the last one, at most `most` on; others are only text."""
    items, start = [], 0
    for match in _INNER.finditer(rest):
        following = int(to_arabic(match[1]).strip("()."))
        if match.end() < len(rest) and 1 <= following - number <= most:
            items.append(Item(str(number), rest[start : match.start()].strip(), mark=mark))
            number, start, mark = following, match.end(), match[0]
    return (*items, Item(str(number), rest[start:].strip(), mark=mark))


def _by_bullet(line: str) -> tuple[Item, ...]:
    body = unbulleted(line)
    cuts = [match for match in _INNER_BULLET.finditer(body) if _parts_lines(body, match)]
    starts = [0, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(body)]
    return tuple(Item(None, body[start:end].strip(), True) for start, end in zip(starts, ends, strict=True))


def _parts_lines(text: str, match: re.Match[str]) -> bool:
    """Whether the dash begins a line: not inside brackets, and not inside a phrase such as `ม.ค. - ก.ย.`."""
    before = text[: match.start()]
    within_brackets = before.count("(") > before.count(")")
    is_phrase = _PHRASE_BEFORE.search(before[-20:]) and _PHRASE_AFTER.match(text, match.start())
    return not within_brackets and not is_phrase
