"""Checks over what is printed: the agency's name, fiscal years, letters of another script, wrong keyboard, spelling."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from checks.proofread import proofread, remove_other_scripts
from domain.finding import Finding
from domain.report import Report
from reports.check.places import Printed
from reports.fonts.face import load_face
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
Found = Iterator[Finding]


def check_texts(report: Report, texts: Iterable[Printed]) -> Found:
    """What is doubtful in the lines themselves, each finding once for its words and place."""
    texts = tuple(texts)
    yield from _remove_repeats(_check_agency_names(report.agency, texts))
    yield from _remove_repeats(_check_years(report.year, texts))
    for text in texts:
        yield from _check_unprintable(text)
        yield from _check_personal(text)
    yield from proofread((printed.place, printed.text) for printed in texts)


def _remove_repeats(found: Found) -> Found:
    yield from {(one.kind, one.place, one.words): one for one in found}.values()


def _check_agency_names(agency: str, texts: tuple[Printed, ...]) -> Found:
    """Names that are nearly the agency's: one or two letters apart."""
    own = remove_spaces(_PREFIX.sub("", agency))
    if len(own) < 3 or own == remove_spaces(agency):
        return
    for printed in texts:
        for match in _NAMED.finditer(_join_body_names(printed.text)):
            other = match[1][: len(own) + 1]
            near = next((other[:n] for n in (len(own), len(own) - 1, len(own) + 1) if _is_near(other[:n], own)), None)
            if near and not match[1].startswith(own):
                yield Finding("agency-name", printed.place, {"word": near, "meant": own})


def _is_near(word: str, own: str) -> bool:
    """True for another word of about this length, with the same beginning, that differs in a letter or two."""
    if word == own or word[:2] != own[:2] or len(word) < 3:
        return False
    same = sum(block.size for block in difflib.SequenceMatcher(None, word, own, autojunk=False).get_matching_blocks())
    return same >= max(len(own), len(word)) - (1 if len(own) < 8 else 2)


def _join_body_names(text: str) -> str:
    """Blanks after the kind of body taken out: they stand where a line was broken."""
    return re.sub(rf"({_BODY})\s+", r"\1", text)


def _check_years(year: int, texts: tuple[Printed, ...]) -> Found:
    """Fiscal years other than the report's own, last year's and the next one's; a range of years is a plan's name.

    Where a cover or heading names last year alone, it too is asked about.
    """
    for printed in texts:
        text = to_arabic(printed.text)
        if _QUESTION.match(text):
            continue
        named = {int(found) for found in _YEAR.findall(_RANGE.sub("", text))}
        for other in sorted(named - {year, year - 1, year + 1}):
            yield _make_year_finding(printed, other, year)
        heads = printed.place == "heading" or "(cover)" in printed.place
        if heads and named and year not in named:
            for other in sorted(named & {year - 1, year + 1}):
                yield _make_year_finding(printed, other, year)


def _make_year_finding(printed: Printed, other: int, year: int) -> Finding:
    return Finding("year", printed.place, {"other": other, "text": printed.text[:60], "meant": year})


def _check_personal(printed: Printed) -> Found:
    """A mobile's number, a citizen's number, a LINE user id: nothing of a person but name and office is published."""
    for match in _PERSONAL.finditer(to_arabic(printed.text)):
        yield Finding("personal", printed.place, {"number": match[0]})


def _check_unprintable(printed: Printed) -> Found:
    """Letters and pictures that our face lacks, which print as empty boxes; not those told as of another script."""
    rest = remove_other_scripts(printed.text)
    lacking = "".join(letter for letter in dict.fromkeys(rest) if _is_lacking(letter))
    if lacking:
        yield Finding("unprintable", printed.place, {"letters": lacking[:20]})


def _is_lacking(letter: str) -> bool:
    wanted = ord(letter) >= 0x1F000 or unicodedata.category(letter)[0] in "LM"
    return wanted and ord(letter) not in _load_letters()


@lru_cache(maxsize=1)
def _load_letters() -> frozenset[int]:
    return frozenset(load_face("Regular").getBestCmap())
