"""Replies that already stand in a document: their status, apart from the text."""

import re

from domain.progress import STATUS_WORDINGS
from domain.task import Status
from intake.ticks import CROSSES, NOT_TICKED
from thai.normalise import fold_text

Lines = tuple[str, ...]

_HEAD = re.compile(r"[-–•\s]*([ก-๙ ]+?)\s*(?:[:;]|(?=[-–•])|$)")
_TICKS = {"✓", "✔", "√", "☑", "/", "●", *CROSSES}


def take_status(lines: Lines) -> tuple[Status | None, Lines]:
    """The status that the lines open with (None where they open with none), and the lines without it."""
    match = _HEAD.match(lines[0]) if lines else None
    status = STATUS_WORDINGS.get(fold_text(match[1])) if match else None
    if match is None or status is None:
        return None, lines
    rest = lines[0][match.end() :].strip()
    return status, (rest, *lines[1:]) if rest else lines[1:]


def take_tick(lines: Lines) -> tuple[bool, Lines]:
    """Whether the cell says anything at all, and its lines without ticks and empty boxes."""
    said = tuple(line for line in lines if line.strip() not in NOT_TICKED)
    return bool(said), tuple(line for line in said if line.strip() not in _TICKS)
