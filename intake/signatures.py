"""Who signs the document, read from the lines of its signature blocks."""

import re

from domain.plan import Signatory

_NAME = re.compile(r"^\(\s*((?:นาย|นาง|น\.ส\.|ว่าที่|สิบ|จ่า|พัน|ร้อย|ดร\.|พระ)[^()]{2,80}?)\s*\)$")
_LABEL = re.compile(r"(?:^|[.…_\s])((?:ผู้รับรอง|ผู้รายงาน|ผู้จัดทำ|ผู้ตรวจ|ผู้เสนอ|ผู้อนุมัติ|ผู้เห็นชอบ)[ก-๙]*)\s*$")
_SIGN = re.compile(r"^(?:\(?ลงชื่อ\)?|ลงนาม)")
_ACTING = re.compile(r"\s*(?:รักษาราชการแทน|ปฏิบัติราชการแทน|รักษาการแทน)\s*")
_NOT_POSITION = re.compile(r"^(?:ลงชื่อ|\(|วันที่|หมายเหตุ|[.…_]{3,})")
_LINES_ABOVE = 3


def is_signature(line: str) -> bool:
    """Whether the line belongs to a signature block."""
    return bool(_NAME.match(line) or _SIGN.match(line) or (_LABEL.search(line) and len(line) < 120))


def read_signatories(lines: tuple[str, ...]) -> tuple[Signatory, ...]:
    """Who signs, in order; a name stands alone in brackets with the position below."""
    found = []
    for place, line in enumerate(lines):
        name = _NAME.match(line)
        if name:
            position, acting_for = _position(lines[place + 1 : place + 3])
            found.append(Signatory(name[1], position, acting_for, _find_label(lines[:place])))
    return tuple(found)


def _position(below: tuple[str, ...]) -> tuple[str, str | None]:
    """The position, and the office acted for where the lines say so."""
    if not below or _NOT_POSITION.match(below[0]):
        return "", None
    position, *office = _ACTING.split(below[0], maxsplit=1)
    if not office:
        return position, None
    rest = office[0] or (below[1] if len(below) > 1 and not _NOT_POSITION.match(below[1]) else "")
    return position, rest or None


def _find_label(above: tuple[str, ...]) -> str | None:
    """What stands beside the line to sign on, looked for no further than the block before."""
    for line in reversed(above[-_LINES_ABOVE:]):
        if _NAME.match(line):
            return None
        label = _LABEL.search(line)
        if label:
            return label[1]
    return None
