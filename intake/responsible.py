"""Who answers for a measure, understood from the wording: units, their sections, or everyone."""

import re
from dataclasses import dataclass

from domain.plan import Responsible
from intake.numbering import unbulleted

_EVERYONE = re.compile(
    r"(?:เจ้าหน้าที่|พนักงาน|บุคลากร|ผู้บริหาร|หัวหน้า)?\s*(?:ทุก|แต่ละ)\s*"
    r"(?:ส่วน\s*ราชการ|หน่วย\s*งาน|สำนัก|กอง|ภารกิจ(?:\s*งาน)?|ส่วน\s*งาน|ฝ่าย|ส่วน|งาน|คน)"
    r"(?:\s*[/,]?\s*(?:และ)?\s*(?:ทุก\s*)?(?:กอง|สำนัก|ฝ่าย|ส่วน|งาน|หน่วยงาน)(?![ก-๙]))*"
)
_DIVISION = r"สำนัก(?!งาน)|สำนักงาน(?=ปลัด|เลขา)|กอง(?!ทุน)|ส่วน(?!งาน|ราชการ|ที่)|หน่วย(?!งาน)|ฝ่าย|ศูนย์|โรงเรียน"
_SECTION = r"งาน(?!ที่)|กลุ่มงาน"
_OTHER = r"ภารกิจ|ทุก|แต่ละ|ผู้|เจ้าหน้าที่|พนักงาน|บุคลากร|คณะ|หัวหน้า|นาย|ปลัด|รองปลัด|ส่วนราชการ|หน่วยงาน|ส่วนงาน|ที่"
_LEADER = re.compile(rf"(?:หัวหน้า|ผู้อำนวยการ|ผอ\.?|ผู้บริหาร)\s*(?={_DIVISION})")
_LEADER_OF = re.compile(r"(?:ผู้บริหาร|หัวหน้า|ผู้อำนวยการ|เจ้าหน้าที่)\s*(?=\()")
_START = re.compile(rf"(?:(?<=^)|(?<=[\s/,;(]))(?=(?:และ|และ\s)?(?P<word>{_DIVISION}|{_SECTION}|{_OTHER}))")
_OWN_NAME = re.compile(r"(?<=^สำนักปลัด)(?:อบต\.?|อบจ\.?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)).*$")
# What joins two units: `สำนักปลัดร่วมกับกองคลัง`. `และ` is also part of many names: it joins before another unit alone.
_JOINTS = re.compile(rf"\s*(?:(?:ร่วมกับ|กับ|[+&])\s*(?={_DIVISION}|ทุก)|และ\s*(?={_DIVISION}|{_SECTION}))")
# A section that joins a division may be another one's: `กองช่าง & งานพัสดุ`.
_JOINTS_OF_SECTIONS = re.compile(rf"\s*(?:ร่วมกับ|กับ|[+&])\s*(?={_SECTION})")
# `สำนักปลัด โดยงานนิติการ`, `งานนิติการ สังกัดสำนักปลัด`: a section and its division.
_WITHIN = re.compile(rf"\s*โดย(?:มี)?\s*(?={_SECTION})|(?<=\s)(?:ใน)?สังกัด\s*(?={_DIVISION})")
_WITHIN_ONE = r"(?:(?!และ|ร่วมกับ|[/,;\n+&]).)*\s\(?"
# What names units and yet does not say which of them, or which part of one, reports: it is asked about as a whole.
_ASKED_ABOUT = re.compile(
    "|".join(
        (
            rf"(?:หรือ|ประสาน(?:งาน)?(?:กับ)?)\s*(?:{_DIVISION}|{_SECTION})",
            # Three levels, of which an agency may keep any: `สำนักปลัด ฝ่ายอำนวยการ`.
            rf"(?:^|[\s/(])(?:สำนัก|กอง)[ก-ฮ]{_WITHIN_ONE}ฝ่าย",
            rf"(?:^|[\s/])ฝ่าย[ก-ฮ]{_WITHIN_ONE}(?:สำนัก|กอง)",
            # All sections of a division, or all heads, are not everyone.
            rf"(?:ทุก|แต่ละ)\s*(?:งาน|ฝ่าย)\s*(?:ใน|ของ)?(?:สังกัด)?\s*(?:{_DIVISION})",
            rf"(?:{_DIVISION})\S*\s+(?:ทุก|แต่ละ)\s*(?:งาน|ฝ่าย)(?!\S)",
            r"(?:ผู้บริหาร|หัวหน้า)\s*(?:ทุก|แต่ละ)\s*คน",
        )
    )
)
_LIST_MARKS = re.compile(r"(?:^|\n|(?<=\s))\s*(?:\(?[0-9๐-๙]{1,2}[.)](?![0-9๐-๙])|[-–•])\s*")
# A bracket that names who does it in the unit, or what the unit includes: `สำนักปลัด (นิติกร)`, `(รวมงานสาธารณสุข)`.
_NO_UNIT_IN_BRACKET = re.compile(rf"\(\s*(?!{_DIVISION}|{_SECTION}|ยกเว้น|เฉพาะ|ทุก)[^()]*(?:\)|$)")
_UNIT_IN_BRACKET = re.compile(rf"\(\s*(?:ยกเว้น|เฉพาะ|{_DIVISION}|{_SECTION})")
_OF_THE_AGENCY = re.compile(r"^(?:ใน(?:สังกัด|หน่วยงาน)|(?:ใน)?สังกัด|ของ)\s*(?:(?:อบต|อบจ|เทศบาล|องค์การ|หน่วยงาน).*)?$")
# The kind of unit without a name.
_BARE_DIVISION = frozenset("สำนัก กอง ส่วน ฝ่าย หน่วย".split())
# No wording is longer; a page of text is not searched for units.
_LONGEST = 600
_EDGES = " \t\n/|,;()[].:"


@dataclass(frozen=True, slots=True)
class Understood:
    """A wording of who is responsible, and the parts of it that were not understood."""

    responsible: Responsible
    left_over: tuple[str, ...] = ()


def read_responsible(text: str) -> Understood:
    """What the wording means; a section is written under its division, `สำนักปลัด/งานนิติการ`."""
    if len(text) > _LONGEST:
        return Understood(Responsible(text), (text,))
    if _ASKED_ABOUT.search(text):
        return Understood(Responsible(text), (text.strip(_EDGES),))
    everyone = _EVERYONE.search(text)
    if everyone and not text[: everyone.start()].strip(_EDGES):
        return _read_everyone(text, everyone)
    units, left_over = _read_units(_EVERYONE.sub(" ", _JOINTS.sub(" / ", text)))
    return Understood(Responsible(text, everyone is not None, units), left_over)


def split_responsible(text: str) -> tuple[str, ...]:
    """The pieces of a wording in which several were run together: each division outside brackets begins one."""
    if len(text) > _LONGEST:
        return (text,)
    depth, starts = 0, [0]
    pattern = re.compile(rf"(?<=\s)(?=(?:{_DIVISION}|ทุก|คณะ|เจ้าหน้าที่|ผู้บริหาร|นายก|ปลัด))")
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth <= 0 and place and pattern.match(text, place) and text[:place].rstrip()[-1:] not in set("/,"):
            starts.append(place)
    return tuple(text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def begins_anew(text: str) -> bool:
    """Whether the text is a wording of its own, not the rest of a torn one."""
    return bool(re.match(rf"\s*(?:{_DIVISION}|ทุก|คณะ|เจ้าหน้าที่|ผู้บริหาร|นายก|ปลัด|หัวหน้า)", text))


def _read_everyone(text: str, match: re.Match[str]) -> Understood:
    """Everyone; a bracket behind names who does it in each unit, and stays in the wording."""
    rest = text[match.end() :].strip()
    if _UNIT_IN_BRACKET.match(rest):  # everyone, or that unit for them?
        return Understood(Responsible(text, True), (rest.strip(_EDGES),))
    if rest.startswith("(") or _OF_THE_AGENCY.match(rest):
        return Understood(Responsible(text, True))
    units, left_over = _read_units(rest)
    return Understood(Responsible(text, True, units), left_over)


def _read_units(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units that the text names, in order and each once, and the parts that name none."""
    found: list[tuple[str, str]] = []
    left_over: list[str] = []
    division = waiting = ""
    for segment in _segments(text):
        name = _clean_unit_name(segment)
        if name in _BARE_DIVISION:
            continue
        if re.match(_DIVISION, name):
            division = name
            found.append((name, waiting))
        elif re.match(_SECTION, name):
            found.append((division, name))
        elif name:
            left_over.append(segment.strip(_EDGES))
        # `งานธุรการ สำนักปลัด`: a section with its division behind it, nothing between them.
        is_open = bool(re.match(_SECTION, name)) and not division and not re.search(r"[/|,;]\s*$|และ\s*$", segment)
        if waiting and found and found[-1][1] == waiting:
            found.remove(("", waiting))
        waiting = name if is_open else ""
        division = "" if segment.rstrip().endswith("|") else division
    return _paths(found), tuple(left_over)


def _paths(found: list[tuple[str, str]]) -> tuple[str, ...]:
    """Each unit once, a section with its division before it, and no division beside its own sections."""
    parted = {division for division, section in found if section}
    paths = (
        "/".join(filter(None, (division, section))) for division, section in found if section or division not in parted
    )
    return tuple(dict.fromkeys(paths))


def _segments(text: str) -> list[str]:
    """The text cut before every word that a unit's name, or something else, begins with."""
    text = _NO_UNIT_IN_BRACKET.sub(" ", _LEADER_OF.sub(" ", _LEADER.sub(" ", unbulleted(text))))
    text = _JOINTS.sub(" / ", _JOINTS_OF_SECTIONS.sub(" | ", _WITHIN.sub(" ", _LIST_MARKS.sub(" / ", text))))
    text = re.sub(r"สำนัก\s+ปลัด", "สำนักปลัด", text)
    starts = sorted({0, *(match.start() for match in _START.finditer(text) if _begins_unit(text, match))})
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _begins_unit(text: str, match: re.Match[str]) -> bool:
    """Whether the word begins another unit, and is not the end of a name such as `งานบริหาร งานทั่วไป`."""
    before = text[: match.start()]
    rest = text[match.start() :]
    if re.match(r"งาน(?:ทั่วไป|บุคคล)", rest) and re.search(r"[ก-๙]\s+$", before):
        return False
    within = before.count("(") > before.count(")")
    return not (within and re.match(_OTHER, rest) and re.search(r"[ก-๙]\s+$", before))


def _clean_unit_name(segment: str) -> str:
    """The unit's name without the spaces that line ends left in it."""
    joined = re.sub(r"(?<=[\u0e00-\u0e7f.])\s+(?=[\u0e00-\u0e7f])", "", segment.strip(_EDGES))
    joined = re.sub(r"^และ|และ$", "", joined.strip(_EDGES))
    return _OWN_NAME.sub("", joined)
