"""Checks over what is printed: the agency's name, fiscal years, letters of another script, wrong keyboard, spelling."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pythainlp.corpus import provinces, thai_words
from pythainlp.util import eng_to_thai

from domain.report import CheckFinding, Report
from reports.check_places import Printed
from reports.font import face_source
from thai.digits import to_arabic
from thai.normalise import remove_spaces

_BODY = r"(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|อบจ\.)"
_NAMED = re.compile(rf"{_BODY}\s*([ก-๙]{{2,40}})")
_PREFIX = re.compile(rf"^{_BODY}\s*")
_YEAR = re.compile(r"(?:ปีงบประมาณ|ประจำปี)\s*(?:พ\.\s?ศ\.)?\s*(25\d\d)(?!\s*[-–]\s*25\d\d)(?!\d)")
_RANGE = re.compile(r"25\d\d\s*[-–]\s*25\d\d")
_PERSONAL = re.compile(
    r"(?<![\d.,/-])0[689]\d[ -]?\d{3}[ -]?\d{4}(?![\d.,/-]\d|\d)"
    r"|(?<![\d.,/-])[1-8][ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d(?![\d.,/-]\d|\d)"
    r"|(?<![0-9A-Za-z])U[0-9a-f]{32}(?![0-9A-Za-z])"
)
# A question about an earlier year's data names that year rightly.
_QUESTION = re.compile(r"^[ieoO0]\s?\d{1,3}(?!\d)")
_FOREIGN = re.compile(r"[ก-๙][^\x00-\u024f\u0e00-\u0e7f\u2000-\u2bff\u3000-\u303f\ufe00-\uffff\U0001f000-\U0001ffff]+")
_GLUED = re.compile(r"(?<=[ก-๙])[a-z]{1,4}(?=[ก-๙])")
_TYPED = re.compile(r"[a-z][a-z';\[\],./\\=-]*[';\[\]\\][a-z';\[\],./\\=-]*", re.IGNORECASE)
_THAI = re.compile(r"[ก-๙]")
_NEAR_PROVINCE = 0.8
_PROVINCE = re.compile(r"จังหวัด\s*([ก-๙]{3,20})")
Found = Iterator[CheckFinding]


def check_texts(report: Report, texts: Iterable[Printed]) -> Found:
    """What is doubtful in the lines themselves, each finding once for its words and place."""
    texts = tuple(texts)
    yield from _once(_agency_names(report.agency, texts))
    yield from _once(_years(report.year, texts))
    for text in texts:
        yield from _unprintable(text)
        yield from _personal(text)
        yield from _foreign(text)
        yield from _keyboard(text)
        yield from _spelling(text)
        yield from _provinces(text)


def _once(found: Found) -> Found:
    yield from {(one.kind, one.place, one.message): one for one in found}.values()


def _agency_names(agency: str, texts: tuple[Printed, ...]) -> Found:
    """Names that are nearly the agency's: one or two letters apart."""
    own = remove_spaces(_PREFIX.sub("", agency))
    if len(own) < 3 or own == remove_spaces(agency):
        return
    for printed in texts:
        for match in _NAMED.finditer(_joined(printed.text)):
            other = match[1][: len(own) + 1]
            near = next((other[:n] for n in (len(own), len(own) - 1, len(own) + 1) if _near(other[:n], own)), None)
            if near and not match[1].startswith(own):
                yield CheckFinding(
                    "agency-name", printed.place, f"“{near}” is nearly the agency's name “{own}”", f"write “{own}”"
                )


def _near(word: str, own: str) -> bool:
    """True for another word of about this length, with the same beginning, that differs in a letter or two."""
    if word == own or word[:2] != own[:2] or len(word) < 3:
        return False
    same = sum(block.size for block in difflib.SequenceMatcher(None, word, own, autojunk=False).get_matching_blocks())
    return same >= max(len(own), len(word)) - (1 if len(own) < 8 else 2)


def _joined(text: str) -> str:
    """Blanks after the kind of body taken out: they stand where a line was broken."""
    return re.sub(rf"({_BODY})\s+", r"\1", text)


def _years(year: int, texts: tuple[Printed, ...]) -> Found:
    """Fiscal years other than the report's own, last year's and the next one's; a range of years is a plan's name.

    Where a cover or heading names last year alone, it too is asked about.
    """
    for printed in texts:
        text = to_arabic(printed.text)
        if _QUESTION.match(text):
            continue
        named = {int(found) for found in _YEAR.findall(_RANGE.sub("", text))}
        for other in sorted(named - {year, year - 1, year + 1}):
            yield _other_year(printed, other, year)
        heads = printed.place == "heading" or "(cover)" in printed.place
        if heads and named and year not in named:
            for other in sorted(named & {year - 1, year + 1}):
                yield _other_year(printed, other, year)


def _other_year(printed: Printed, other: int, year: int) -> CheckFinding:
    message = f"fiscal year {other} is named in the report of {year}: “{printed.text[:60]}”"
    return CheckFinding("year", printed.place, message, f"write {year}, or leave it if {other} is meant")


def _personal(printed: Printed) -> Found:
    """A mobile's number, a citizen's number, a LINE user id: nothing of a person but name and office is published."""
    for match in _PERSONAL.finditer(to_arabic(printed.text)):
        message = f"“{match[0]}” seems a private number"
        yield CheckFinding("personal", printed.place, message, "leave it out: the report is published")


def _unprintable(printed: Printed) -> Found:
    """Letters and pictures that our face lacks, which print as empty boxes; not those told as of another script."""
    rest = _FOREIGN.sub("", printed.text)
    lacking = "".join(dict.fromkeys(letter for letter in rest if _lacks(letter)))
    if lacking:
        message = f"“{lacking[:20]}” cannot be printed: the typeface has no such letters"
        yield CheckFinding("unprintable", printed.place, message, "write it in Thai or leave it out")


def _lacks(letter: str) -> bool:
    wanted = ord(letter) >= 0x1F000 or unicodedata.category(letter)[0] in "LM"
    return wanted and ord(letter) not in _printable()


@lru_cache(maxsize=1)
def _printable() -> frozenset[int]:
    return frozenset(face_source("Regular")[0].getBestCmap())


def _foreign(printed: Printed) -> Found:
    for match in _FOREIGN.finditer(printed.text):
        if any(letter.isalpha() for letter in match[0][1:]):
            word = _word_at(printed.text, match.start())
            yield CheckFinding(
                "script", printed.place, f"“{word}” holds letters of another script", "type it anew in Thai"
            )


def _keyboard(printed: Printed) -> Found:
    """Latin letters that were meant to be Thai: a stretch typed with the wrong keyboard on, or a few inside a word."""
    for match in _TYPED.finditer(printed.text):
        meant = _meant(match[0])
        beside = printed.text[max(match.start() - 1, 0) : match.start()] + printed.text[match.end() : match.end() + 1]
        # At the end of a word in Latin letters a mark is punctuation, unless a Thai letter touches it.
        if meant and (meant[0] != match[0] or _THAI.search(beside)):
            typed, thai = meant
            message = f"“{match[0][:30]}” seems typed with the wrong keyboard on"
            yield CheckFinding("keyboard", printed.place, message, f"write “{thai}” for “{typed}”")
    for match in _GLUED.finditer(printed.text):
        if match[0] not in _words()["latin"]:
            word = _word_at(printed.text, match.start())
            message = f"“{word}” has Latin letters in a Thai word"
            yield CheckFinding("keyboard", printed.place, message, "type it in Thai")


def _meant(typed: str) -> tuple[str, str] | None:
    """The longest beginning that a Thai keyboard makes a word of three letters or more, and that word."""
    if "://" in typed or typed.startswith("www"):
        return None
    for end in range(len(typed), 2, -1):
        thai = eng_to_thai(typed[:end])
        if not typed[:end].isalpha() and thai in _dictionary():
            return typed[:end], thai
    return None


def _word_at(text: str, at: int) -> str:
    start = max(text.rfind(" ", 0, at) + 1, at - 12)
    return text[start:].split(" ")[0][:24]


def _spelling(printed: Printed) -> Found:
    """Words of the list with one letter left out inside."""
    text = remove_spaces(printed.text)
    for match in _slips().finditer(text):
        word = _slip_words()[match[0]]
        yield CheckFinding("spelling", printed.place, f"“{match[0]}” is not a word", f"write “{word}”")


def _provinces(printed: Printed) -> Found:
    for match in _PROVINCE.finditer(printed.text):
        name = match[1]
        if any(name.startswith(known) for known in _provinces_known()) or name.startswith("ตัวอย่าง"):
            continue
        alike, near = max((_alike(name, known), known) for known in _provinces_known())
        if alike >= _NEAR_PROVINCE:
            named = name[: len(near)]
            yield CheckFinding("spelling", printed.place, f"there is no province “{named}”", f"write “{near}”")


def _alike(name: str, known: str) -> float:
    """How much the name is like this one, whatever words follow it."""
    return difflib.SequenceMatcher(None, name[: len(known)], known, autojunk=False).ratio()


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "spellings.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    return frozenset(thai_words())


@lru_cache(maxsize=1)
def _provinces_known() -> tuple[str, ...]:
    return tuple(sorted(provinces()))


@lru_cache(maxsize=1)
def _slip_words() -> dict[str, str]:
    """Each word of the list with an inner letter left out, and the word; what is a word itself is none."""
    listed = _words()
    right = {*listed["words"], *listed["right"]}
    slips: dict[str, str] = {}
    for word in listed["words"]:
        for at in range(1, len(word) - 1):
            slip = word[:at] + word[at + 1 :]
            inside = any(slip in other for other in listed["words"])
            if slip not in right and slip not in _dictionary() and not inside and not _begins_word(slip):
                slips.setdefault(slip, word)
    return slips


def _begins_word(slip: str) -> bool:
    """A slip at whose end only a mark is missing stands inside the right spelling of other words."""
    return len(slip) < 6


@lru_cache(maxsize=1)
def _slips() -> re.Pattern[str]:
    longest = sorted(_slip_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))
