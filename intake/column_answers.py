"""What a person said of a document's columns: by the heading of each, what it is and who fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.columns import COLUMN_KEYS, FilledBy
from thai.normalise import fold_letters

OWN = "own"
MEANINGS = (*COLUMN_KEYS, "start", "finish", OWN)


@dataclass(frozen=True, slots=True)
class ColumnAnswer:
    """What a column is: a known key or `own`; who fills it in where that was said."""

    key: str
    filled_by: FilledBy | None = None


Answers = Mapping[str, ColumnAnswer]
NO_ANSWERS: Answers = {}


def fold_heading(heading: str) -> str:
    """The heading as answers name it, without the number that a form gives it."""
    return fold_letters(heading)


def parse_answer(text: str) -> tuple[str, ColumnAnswer]:
    """The heading and the answer of `HEADING=KEY` or `HEADING=own,reply`; raises ValueError with what is wrong."""
    heading, parted, said = text.rpartition("=")
    key, _, filler = said.partition(",")
    if not parted or not heading.strip() or key.strip() not in MEANINGS:
        raise ValueError(f"{text!r} is not HEADING=KEY with a key of {', '.join(MEANINGS)}")
    fillers: dict[str, FilledBy | None] = {"": None, "plan": "plan", "reply": "reply"}
    if filler.strip() not in fillers:
        raise ValueError(f"{text!r}: a column is filled by plan or reply")
    return fold_heading(heading), ColumnAnswer(key.strip(), fillers[filler.strip()])
