"""What reading a plan's document left open, as the import page shows it, each with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checks.kinds import KINDS
from checks.sentences import render_words
from domain.finding import Finding
from intake.unreadable import REFUSALS, UnreadableFile
from thai.catalogue import translator

_PLACE = {"page": "หน้า", "table": "ตาราง", "row": "แถว", "column": "คอลัมน์", "line": "บรรทัด", "measure": "มาตรการ"}
_PLACED = re.compile(rf"\b({'|'.join(_PLACE)}) (?=\S)")


@dataclass(frozen=True, slots=True)
class Told:
    """A warning as the page shows it: sentences of the catalogue, its place, its words, what to write instead.

    `measure` is the number of the measure that stands there, counted from 1 through the plan.
    """

    what: str
    mend: str
    place: str
    words: str
    instead: str
    measure: int | None = None


def describe_warning(warning: Finding, measures: Mapping[str, int]) -> Told:
    """The warning in the admin's words."""
    what, mend = KINDS[warning.kind]
    words, measure = render_words(warning), measures.get(warning.place)
    return Told(what, mend, write_place(warning.place), words, warning.meant, measure)


def write_place(place: str) -> str:
    """The place in Thai: `table 2, row 3` is `ตาราง 2, แถว 3`."""
    return _PLACED.sub(lambda match: f"{_PLACE[match[1]]} ", place)


def describe_refusal(error: UnreadableFile) -> str:
    """Why the file was refused, in Thai."""
    return translator()(REFUSALS[error.kind][1]).format(**error.parts)
