"""Words of the printed report: its fixed sentences, and digits, numbers and bullets in the layout's style."""

import re
from collections.abc import Mapping
from datetime import date

from domain.expectation import Standing
from domain.layout import Layout
from domain.messages import N_, Say
from domain.period_words import period_words
from domain.status_words import STATUS_WORDS, own_status_words
from domain.task import Round, Status
from thai.catalogue import translator
from thai.dates import month_name
from thai.digits import to_arabic, to_thai
from thai.fiscal import round_days, round_name

NO_REPORT = N_("No report yet")
# Without a reply nothing is claimed but when it was to be done.
_OUTSIDE: Mapping[Standing, str] = {
    Standing.NOT_YET: N_("Not due yet"),
    Standing.EARLIER: N_("Was to be carried out in an earlier round"),
}
STATUS_MSGIDS = (NO_REPORT, *STATUS_WORDS.values(), *_OUTSIDE.values())

_ERA = 543
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Pictures of a chat, which no official document holds, and what joins or colours them.
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u260f\u2612-\u26ff\u2701-\u2704\u2706-\u2712\u2715-\u27bf\ufe0e\ufe0f\u200d\u20e3]+"
)
# A mark over or under a letter that was typed again and again: it is drawn once.
_STACKED = re.compile("([\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
# Addresses, codes and anything else in Latin letters keep their digits.
_LATIN = re.compile(r"[\w@:/.?&=%#~+\-]*[A-Za-z][\w@:/.?&=%#~+\-]*", re.ASCII)
_BULLET = re.compile(r"^\s*(?:[-–—•·●▪*]+\s*)+")
_NUMBERED = re.compile(r"^[(]?[0-9๐-๙]{1,3}[.)](?![0-9๐-๙])")
_LEADING = re.compile(r"[(]?(\d+(?:\.\d+)*)(?!\d)([.):]*)")
_MONTHS = "|".join(month_name(number) for number in range(1, 13))
_MONTH_HEADING = re.compile(rf"เดือน(?:{_MONTHS})(?:–(?:{_MONTHS}))? [0-9๐-๙]{{4}}")
_BRACED = re.compile(r"\{(\w+)\}")
_EMPTY = re.compile(r"\s*\(\s*\)")


def said(msgid: str, **parts: str | int) -> str:
    """The sentence in Thai, its parts filled in."""
    return translator("th")(msgid).format(**parts)


def status_words(status: Status | Standing | None, layout: Layout) -> str:
    """How far a measure is, in the layout's words; where nobody reported that, or that it lies outside the round."""
    if isinstance(status, Status):
        return own_status_words(layout).get(STATUS_WORDS[status]) or said(STATUS_WORDS[status])
    return said(_OUTSIDE[status] if status else NO_REPORT)


def clean(text: str) -> str:
    """The text without what no document can hold: control characters, halves of letters, invisible marks, emoji."""
    return _STACKED.sub(r"\1", _EMOJI.sub("", _UNPRINTABLE.sub("", text.replace("\t", " "))))


def in_digits(text: str, layout: Layout) -> str:
    """The text in the layout's digits; an address, a code or a word with Latin letters keeps its own."""
    text = clean(text)
    if layout.digits == "arabic":
        return to_arabic(text)
    kept = _LATIN.findall(text)
    between = [to_thai(part) for part in _LATIN.split(text)]
    return "".join(part + latin for part, latin in zip(between, [*kept, ""], strict=True))


def split_lines(text: str) -> tuple[str, ...]:
    """The text's lines without the bullets in front of them; empty ones are left out."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def add_bullets(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines with a bullet each, but where they bring a number of their own."""
    return tuple(line if _NUMBERED.match(line) or is_heading(line) else f"- {line}" for line in lines)


def month_heading(first: date, months: int = 1) -> str:
    """What stands over the lines of a month, or of the quarter that begins with it: `เดือนตุลาคม 2569`."""
    last = first.month + months - 1  # a quarter begins in October, January, April or July
    names = month_name(first.month) if months == 1 else f"{month_name(first.month)}–{month_name(last)}"
    return f"เดือน{names} {first.year + _ERA}"


def period_name(first: date, months: int) -> str:
    """A month or quarter as the chat and the pages call it: `เดือนตุลาคม 2569`, `ไตรมาสที่ 1 ปีงบประมาณ 2570`."""
    return _write(period_words(first, months))


def _write(sentence: Say) -> str:
    parts = {name: _write(part) if isinstance(part, Say) else str(part) for name, part in sentence.parts.items()}
    return said(sentence.msgid, **parts)


def is_heading(line: str) -> bool:
    """True for what `month_heading` makes, in whichever digits."""
    return _MONTH_HEADING.fullmatch(line) is not None


def remove_repeats_under_headings(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines, equal ones once; what stands under the same month in several texts is brought together."""
    if not any(map(is_heading, lines)):
        return remove_repeats(lines)
    sections: dict[str, list[str]] = {}
    seen, heading = set[str](), ""
    for line in lines:
        bare = re.sub(r"\s+", "", line)
        if is_heading(line):
            heading = line
        elif bare not in seen:
            seen.add(bare)
            sections.setdefault(heading, []).append(line)
    return tuple(
        line for head in sorted(sections, key=_month_order) for line in (*([head] * bool(head)), *sections[head])
    )


def _month_order(heading: str) -> tuple[int, int]:
    """Sorts headings by time; what stands under none comes first."""
    if not heading:
        return 0, 0
    month = next(number for number in range(1, 13) if heading.startswith(f"เดือน{month_name(number)}"))
    return int(to_arabic(heading)[-4:]), month


def add_number(number: str | None, text: str, mark: str = "#.") -> str:
    """The text behind its number as the mark writes it (`#` is the number): `๑. …`, `(๑) …`, `1.1 …`.

    A number that brings its own bracket or dot keeps it, and a text that begins with its number gets no second one.
    """
    if not number or not number.strip():
        return text
    number = number.strip()
    written = number if number[-1] in ".):" else mark.replace("#", number)
    begins = _LEADING.match(to_arabic(text))
    same = begins is not None and begins[1] == to_arabic(number).strip("().:")
    return text if begins and same and (mark == "#" or begins[2]) else f"{written} {text}".strip()


def remove_repeats(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines in order, equal ones once; spaces do not tell them apart."""
    return tuple({re.sub(r"\s+", "", line): line for line in reversed(lines)}.values())[::-1]


def day_in_full(day: date, layout: Layout) -> str:
    """The day as certificates write it: `๗ เดือนเมษายน พ.ศ.๒๕๖๖`."""
    return in_digits(f"{day.day} เดือน{month_name(day.month)} พ.ศ.{day.year + _ERA}", layout)


def day_of_letter(day: date, layout: Layout) -> str:
    """The day as letters write it: `๗ เมษายน ๒๕๖๖`."""
    return in_digits(f"{day.day} {month_name(day.month)} {day.year + _ERA}", layout)


def round_words(round_: Round, layout: Layout) -> str:
    """The round as the layout words it, else `รอบ 6 เดือนแรก`."""
    usual = round_name(round_.kind, round_.year).partition(" ปีงบประมาณ")[0]
    return layout.rounds.get(round_.kind, usual)


def wordings(round_: Round, layout: Layout, agency: str, place: str) -> dict[str, str]:
    """What the layout's placeholders stand for, but for what hangs on the plan."""
    first, last = round_days(round_.year, round_.kind)
    return {
        "agency": agency,
        "place": place,
        "year": str(round_.year),
        "last_year": str(round_.year - 1),
        "next_year": str(round_.year + 1),
        "round": round_words(round_, layout),
        "months": f"เดือน{month_name(first.month)} {first.year + _ERA} - {month_name(last.month)} {last.year + _ERA}",
    }


def fill_placeholders(text: str, layout: Layout, parts: Mapping[str, str]) -> str:
    """The layout's wording with its placeholders filled in, in the layout's digits; an empty bracket is left out."""
    made = _BRACED.sub(lambda match: parts.get(match[1], match[0]), text)
    return in_digits(_EMPTY.sub("", made), layout).strip()
