"""A follow-up wording taken apart by who acts: often a numbered list in which each actor has its own rhythm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from thai.normalise import remove_gaps, unify_spelling

_Actor = Literal["officer", "supervisor", "unnamed"]

_NUMBER = re.compile(r"(?<![\d.])(?:\((\d{1,2})\)|(\d{1,2})\s*[.)](?!\s*\d))")
_BULLET = re.compile(r"\n[^\S\n]*[-•*]")
# Spelt as scans have it: ผู้บริหร.
_SUPERVISOR = r"(?:(?:คณะ)?ผู้บริหา?ร(?:ท้องถิ่น)?|หัวหน้า(?:งาน|สำนักปลัด|ส่วนราชการ|หน่วยงาน)|ผู้อำนวยการ(?:กอง)?|ปลัด(?:อบต)?|นายก)"
_SUPERVISOR_ACTS = re.compile(
    rf"(?<!รายงาน)(?<!เสนอ)(?<!แจ้ง)(?<!ให้)(?<!ต่อ){_SUPERVISOR}(?:มีการ|เป็นผู้|จะ)?(?:กำกับ|ติดตาม|ตรวจ|มอบหมาย)"
)
_OFFICER_REPORTS = re.compile(r"ให้เจ้าหน้าที่(?:ที่|ผู้)?(?:รับผิดชอบ)?(?:จัดทำ)?รายงาน")
_OPENS_WITH_OFFICER = re.compile("(?:ให้)?เจ้าหน้าที่")
_OPENS_WITH_SUPERVISOR = re.compile(_SUPERVISOR)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a wording says of the officer, of the supervisor, and of nobody in particular, squeezed."""

    officer: str
    supervisor: str
    unnamed: str


def by_actor(text: str) -> FollowUp:
    """The wording's lines, numbered, bulleted or run together, sorted by who acts in them."""
    said: dict[_Actor, list[str]] = {"officer": [], "supervisor": [], "unnamed": []}
    for line in _split_items(unify_spelling(text)):
        for actor, part in _split_by_actor(remove_gaps(line).replace(" ", "")):
            said[actor].append(part)
    return FollowUp(*("\n".join(said[actor]) for actor in ("officer", "supervisor", "unnamed")))


def _split_items(text: str) -> Iterator[str]:
    """The items of a list that counts 1, 2, 3 …; other numbers are part of the wording."""
    starts, ends, expected = [0], [], 1
    for match in _NUMBER.finditer(text):
        if int(match[1] or match[2]) == expected:
            ends.append(match.start())
            starts.append(match.end())
            expected += 1
    for start, end in zip(starts, [*ends, len(text)], strict=True):
        yield from (line for line in _BULLET.split("\n" + text[start:end]) if line.strip())


def _split_by_actor(line: str) -> Iterator[tuple[_Actor, str]]:
    """The line cut where another begins to act."""
    cuts: dict[int, _Actor] = {0: _opening(line)}
    cuts |= {match.start(): "supervisor" for match in _SUPERVISOR_ACTS.finditer(line)}
    cuts |= {match.start(): "officer" for match in _OFFICER_REPORTS.finditer(line)}
    places = sorted(cuts)
    for place, end in zip(places, [*places[1:], len(line)], strict=True):
        yield cuts[place], line[place:end]


def _opening(line: str) -> _Actor:
    if _OPENS_WITH_OFFICER.match(line):
        return "officer"
    return "supervisor" if _OPENS_WITH_SUPERVISOR.match(line) else "unnamed"
