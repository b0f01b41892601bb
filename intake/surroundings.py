"""Agency, fiscal year and round, read from the text around the tables."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from domain.finding import Finding, Parts
from intake.tables import Paragraph
from thai.digits import to_arabic
from thai.fiscal import RoundKind

_KINDS = r"องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|เมืองพัทยา"
_AGENCY = re.compile(rf"({_KINDS})\s*([ก-ฮเ-ไ][ก-๙]{{1,40}})")
_NO_NAME = re.compile(
    r"^(?:รักษา|ได้|มี|และ|ประจำ|ที่|ใน|จึง|จะ|พ\.|ตาม|เป็น|ของ|โดย|อำเภอ|จังหวัด|ต้อง|เพื่อ|เรื่อง|ให้|กำหนด|ทุก|ต่าง)"
)
_YEAR = re.compile(r"(?:ปี\s*งบประมาณ|ประจำปี|ปีงบ)\s*(?:ประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*(25\d\d)(?!\d)")
_ANY_YEAR = re.compile(r"ปี\s*(?:พ\.?\s?ศ\.?)?\s*(25\d\d)(?!\d)")
_LAST_DAY = re.compile(r"(?:ถึง|สิ้นสุด)\s*(?:ณ)?\s*(?:วันที่)?\s*30\s*(?:เดือน)?\s*กันยายน\s*(?:พ\.?\s?ศ\.?)?\s*(25\d\d)(?!\d)")
_HALF = re.compile(r"(?:รอบ|ระยะ)\s*(?:ที่\s*1\s*)?\(?\s*(?:6|หก)\s*เดือน\s*(แรก|หลัง)?")
_WHOLE = re.compile(r"รอบ\s*\(?\s*(?:12|สิบสอง)\s*เดือน|รอบปี")
_ALIKE = 0.7


def read_agency(paragraphs: tuple[Paragraph, ...]) -> str | None:
    """The agency's full name as the document's head spells it."""
    for paragraph in paragraphs:
        for kind, name in _AGENCY.findall(paragraph.text):
            if not _NO_NAME.match(name):
                return f"{kind}{name}"
    return None


def spelling_warnings(agency: str | None, texts: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """A warning for each other spelling of the agency's name; `texts` are pairs of a place and a text."""
    match = _AGENCY.match(agency or "")
    if not match:
        return ()
    name = match[2]
    places = list(texts)
    others = _other_spellings(name, [text for _, text in places])
    return tuple(_spelling_warning(name, other, places) for other in others)


def _other_spellings(name: str, texts: list[str]) -> list[str]:
    """Names behind อบต. or the full word that are nearly, but not quite, the agency's."""
    pattern = re.compile(rf"(?:{_KINDS}|อบต\.|อบจ\.|ทต\.|ทม\.)\s*([ก-ฮเ-ไ][ก-๙]{{{len(name) - 1}}})")
    heard = {other for text in texts for other in pattern.findall(text)}
    return sorted(other for other in heard if other != name and _near(other, name))


def _near(first: str, second: str) -> bool:
    return first[0] == second[0] and SequenceMatcher(None, first, second).ratio() >= _ALIKE


def _spelling_warning(name: str, other: str, places: list[tuple[str, str]]) -> Finding:
    place = next(place for place, text in places if other in text)
    count, other_count = (sum(text.count(word) for _, text in places) for word in (name, other))
    counted: Parts = {"name": name, "count": count, "other": other, "other_count": other_count}
    return Finding("agency-name", place, {**counted, "meant": name if count >= other_count else other})


def read_years(paragraphs: tuple[Paragraph, ...]) -> tuple[int, ...]:
    """The fiscal years (Buddhist era) that the text names, in its order; else those whose last day it names.

    Else the only year that follows `ปี`, where there is but one.
    """
    texts = [to_arabic(paragraph.text) for paragraph in paragraphs]
    named = tuple(int(year) for text in texts for year in _YEAR.findall(text))
    named = named or tuple(int(year) for text in texts for year in _LAST_DAY.findall(text))
    alone = {int(year) for text in texts for year in _ANY_YEAR.findall(text)}
    return named or (tuple(alone) if len(alone) == 1 else ())


def usual_year(years: Iterable[int]) -> int | None:
    """The year that stands most often, the first of equals; None where there is none."""
    counted = Counter(years).most_common(1)
    return counted[0][0] if counted else None


def read_round(paragraphs: tuple[Paragraph, ...]) -> RoundKind | None:
    """The round that the text names first; `รอบ ๖ เดือน` alone is the first half."""
    for paragraph in paragraphs:
        text = to_arabic(paragraph.text)
        half = _HALF.search(text)
        if half:
            return RoundKind.SECOND_HALF if half[1] == "หลัง" else RoundKind.FIRST_HALF
        if _WHOLE.search(text):
            return RoundKind.ANNUAL
    return None


_OF_MEASURES = re.compile(r"มาตรการ")
# What is told of another year: last year's result, a plan of several years.
_OF_ANOTHER = re.compile(r"ผลการประเมิน|การวิเคราะห์|จากผล|ที่ผ่านมา|แผนพัฒนา|แผนปฏิบัติการ|คะแนน|ตัวชี้วัด|ข้อเสนอแนะ")
_LONGEST_HEADING = 160


def year_warnings(year: int | None, paragraphs: tuple[Paragraph, ...]) -> tuple[Finding, ...]:
    """A warning where no year was found, and for each heading of the measures that names another one."""
    if year is None:
        return (Finding("year-unread", "the heading"),)
    found: dict[int, Finding] = {}
    for place, paragraph in enumerate(paragraphs):
        before = paragraphs[place - 1].text if place else ""
        for other in _headed_years(paragraph.text, before):
            if other != year:
                found.setdefault(other, _years_differ(other, year, paragraph.place))
    return tuple(found.values())


def _headed_years(text: str, before: str) -> list[int]:
    """The years of a heading about measures; one that stands alone on its line belongs to the line above."""
    if len(text) > _LONGEST_HEADING:
        return []
    about = text if _OF_MEASURES.search(text) else f"{before} {text}" if len(text) < 45 else ""
    if not _OF_MEASURES.search(about) or _OF_ANOTHER.search(about):
        return []
    return [int(year) for year in _YEAR.findall(to_arabic(text))]


def _years_differ(other: int, year: int, place: str) -> Finding:
    return Finding("year", place, {"other": other, "meant": year})
