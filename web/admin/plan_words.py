"""What reading a plan's document left open, as the import page shows it, each with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checks.kinds import KINDS
from checks.sentences import render_words
from domain.finding import Finding
from domain.layout import Layout
from domain.status_words import STATUS_WORDS, own_status_words
from domain.task import Status
from intake.unreadable import REFUSALS, UnreadableFile
from web.admin.plan_corrections import find_anchor
from web.language import translator

_PLACE = {"page": "หน้า", "table": "ตาราง", "row": "แถว", "column": "คอลัมน์", "line": "บรรทัด", "measure": "มาตรการ"}
_PLACED = re.compile(rf"\b({'|'.join(_PLACE)}) (?=\S)")


@dataclass(frozen=True, slots=True)
class Told:
    """A warning as the page shows it: sentences of the catalogue, its place, its words, what to write instead.

    `anchor` is where on the page it is to be looked at, as in `anchors_by_place`; "" where nothing stands there.
    """

    what: str
    mend: str
    place: str
    words: str
    instead: str
    anchor: str = ""


def describe_warning(warning: Finding, anchors: Mapping[str, str]) -> Told:
    """The warning in the admin's words."""
    what, mend = KINDS[warning.kind]
    anchor = find_anchor(warning.place, anchors)
    return Told(what, mend, write_place(warning.place), render_words(warning), warning.meant, anchor)


def write_place(place: str) -> str:
    """The place in Thai: `table 2, row 3` is `ตาราง 2, แถว 3`."""
    return _PLACED.sub(lambda match: f"{_PLACE[match[1]]} ", place)


def describe_refusal(error: UnreadableFile) -> str:
    """Why the file was refused, in Thai."""
    return translator()(REFUSALS[error.kind][1]).format(**error.parts)


def name_status(status: Status, layout: Layout) -> str:
    """The status in the words of the layout, in the usual ones where it has none of its own."""
    return own_status_words(layout).get(STATUS_WORDS[status]) or translator()(STATUS_WORDS[status])
