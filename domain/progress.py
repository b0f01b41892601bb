"""How documents and people word how far a measure is, also before a percent: `อยู่ระหว่างดำเนินการ ๒๕ %`."""

import re
from collections.abc import Mapping
from typing import Final

from domain.layout import Chosen
from domain.task import Status
from thai.normalise import fold_text

_WORDINGS: Final = {
    Status.DONE: "ดำเนินการแล้วเสร็จ|ดำเนินการเสร็จสิ้น|ดำเนินการแล้ว|แล้วเสร็จ|เสร็จสิ้น|ดำเนินการเรียบร้อยแล้ว",
    Status.IN_PROGRESS: "อยู่ระหว่างดำเนินการ|อยู่ระหว่างการดำเนินการ|กำลังดำเนินการ|ระหว่างดำเนินการ|อยู่ในระหว่างดำเนินการ",
    Status.NOT_STARTED: "ยังไม่ได้ดำเนินการ|ยังไม่ดำเนินการ|ยังไม่เริ่มดำเนินการ|ยังไม่ได้เริ่มดำเนินการ",
    Status.NOT_DONE: "ไม่ดำเนินการ|ไม่ได้ดำเนินการ|ไม่สามารถดำเนินการได้|ยกเลิก|ยกเลิกโครงการ",
}
STATUS_WORDINGS: Final = {fold_text(word): status for status, words in _WORDINGS.items() for word in words.split("|")}
# `ดำเนินการแล้ว ๕๐%` says how much is carried out so far, not that all is.
_SO_FAR: Final = fold_text("ดำเนินการแล้ว")
_BEFORE_NUMBER: Final = re.compile(
    r"\s*(?P<words>[ก-ฮฯ-๎ ()]*?)[\s:–-]*(?P<number>(?:ร้อยละ\s*)?[0-9๐-๙][0-9๐-๙.,]*\s*%?)\s*"
)


def find_status(words: str, own: Mapping[Chosen, str]) -> Status | None:
    """The status that the words alone name, by the agency's own or the usual ones."""
    named = {fold_text(word): Status(status) for status, word in own.items()}
    return named.get(fold_text(words)) or STATUS_WORDINGS.get(fold_text(words))


def split_progress(text: str, own: Mapping[Chosen, str]) -> tuple[Status | None, bool, str]:
    """The status that stands before a number, whether it is sure, and the number; (None, True, text) for all else.

    `own` are the agency's own words by the statuses' values. `ดำเนินการแล้ว` alone is not sure: it
    also says how much is carried out so far.
    """
    match = _BEFORE_NUMBER.fullmatch(text)
    if match is None or not match["words"].strip():
        return None, True, text
    status = find_status(match["words"], own)
    if status is None:
        return None, True, text
    words = fold_text(match["words"])
    return status, words != _SO_FAR or words in map(fold_text, own.values()), match["number"].strip()
