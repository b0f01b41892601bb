"""The texts around a plan's tables as a layout holds them: title, heading, introduction, note, with placeholders."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.plan import Plan
from intake.signatures import is_signature
from intake.tables import Paragraph
from intake.topics import find_topic_kind, topic_parts
from thai.digits import to_arabic, to_thai
from thai.fiscal import RoundKind

_TITLE = re.compile(r"รายงาน|มาตรการ|แผน|แบบ|การดำเนินการ|ผลการ|บัญชี|ปฏิทิน|ประจำปี|ปีงบประมาณ")
_LONGEST_TITLE, _LEAST_INTRO, _MOST_HEADINGS, _MOST_INTROS = 200, 160, 3, 3
_ROUND = re.compile(r"(?:รอบ|ระยะ)\s*\(?\s*(?:6|12)\s*เดือน(?:\s*(?:แรก|หลัง))?")
_TO_WRITE_ON = re.compile(r"[.…_]{5,}|^(?:ชื่อผู้|ลายมือชื่อ|ตำแหน่ง)")
_KIND_OF_AGENCY = re.compile(r"(?<=ตำบล)|(?<=จังหวัด)|(?<=เมือง)|(?<=นคร)")
_PLACE = re.compile(r"(?:ตำบล\s?[ก-๙]+\s+)?อำเภอ\s?[ก-๙]+\s+จังหวัด\s?[ก-๙]+")
_BRACES = str.maketrans("", "", "{}")
_USUAL_ROUNDS = {
    RoundKind.FIRST_HALF: "รอบ 6 เดือน",
    RoundKind.SECOND_HALF: "รอบ 12 เดือน",
    RoundKind.ANNUAL: "",
}
_USUAL_TITLE = "รายงานผลการดำเนินการ ประจำปีงบประมาณ พ.ศ. {year}"


@dataclass(frozen=True, slots=True)
class LayoutTexts:
    """A layout's wording."""

    title: str
    heading: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    note: str = ""
    rounds: Mapping[RoundKind, str] = field(default_factory=dict)


def find_texts(plan: Plan, lines: tuple[Paragraph, ...]) -> LayoutTexts:
    """The document's own title, heading, introduction and note, without the names that change."""
    texts = [line.text for line in lines if not is_signature(line.text)]
    short = [text for text in texts if len(text) <= _LONGEST_TITLE and _TITLE.search(text) and not _is_topic(text)]
    title = next((text for text in short if len(text) > 20), short[0] if short else "")
    place = texts.index(title) if title else 0
    heading = [text for text in texts[place : place + _MOST_HEADINGS] if _is_heading_line(text)] if title else []
    intro = [text for text in texts[place:] if len(text) >= _LEAST_INTRO and not _is_note(text)][:_MOST_INTROS]
    note = next((text for text in texts if _is_note(text)), "")
    rounds = _rounds(plan, texts)
    filled = [_with_names(text, plan, rounds) for text in (title, *heading, *intro, note)]
    return LayoutTexts(
        filled[0] or _USUAL_TITLE,
        tuple(filled[1 : 1 + len(heading)]),
        tuple(filled[1 + len(heading) : -1]),
        filled[-1],
        rounds,
    )


def _is_topic(text: str) -> bool:
    return find_topic_kind(topic_parts(text)[1]) is not None


def _is_heading_line(text: str) -> bool:
    is_other = _is_topic(text) or _is_note(text) or _TO_WRITE_ON.search(text)
    return len(text) <= _LONGEST_TITLE and not is_other


def _is_note(text: str) -> bool:
    return text.lstrip("* ").startswith("หมายเหตุ")


def _rounds(plan: Plan, texts: list[str]) -> Mapping[RoundKind, str]:
    """The document's words for its round, with Arabic digits, and the usual ones for the others."""
    found = next((match[0] for text in texts if (match := _ROUND.search(to_arabic(text)))), None)
    return {**_USUAL_ROUNDS, plan.round: found} if plan.round and found else {}


def _with_names(text: str, plan: Plan, rounds: Mapping[RoundKind, str]) -> str:
    """The text, the agency's name, its years and its round as placeholders."""
    text = text.translate(_BRACES)
    if plan.agency:
        spaced = r"\s*".join(map(re.escape, (part for part in _KIND_OF_AGENCY.split(plan.agency, maxsplit=1) if part)))
        text = re.sub(spaced, "{agency}", text)
    text = _PLACE.sub("{place}", text)
    if plan.year:
        for year, name in ((plan.year, "{year}"), (plan.year - 1, "{last_year}"), (plan.year + 1, "{next_year}")):
            text = text.replace(str(year), name).replace(to_thai(str(year)), name)
    if words := rounds.get(plan.round, "") if plan.round else "":
        place = to_arabic(text).find(words)
        text = f"{text[:place]}{{round}}{text[place + len(words) :]}" if place >= 0 else text
    return text
