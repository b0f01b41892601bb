"""What a person said of a document's columns: by the heading of each, what it is and who fills it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from domain.columns import COLUMN_KEYS, Column, ColumnChoice, FilledBy, Kind
from thai.normalise import fold_letters

OWN = "own"
MEANINGS = (*COLUMN_KEYS, "start", "finish", OWN)
_FILLERS: Final[Mapping[str, FilledBy | None]] = {"": None, "plan": "plan", "reply": "reply"}
_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in get_args(Kind)}
_WITH_CHOICES: Final = ("choice", "period")


@dataclass(frozen=True, slots=True)
class ColumnAnswer:
    """What a column is: a known key or `own`; who fills it in, what stands in it, its choices where they were said."""

    key: str
    filled_by: FilledBy | None = None
    kind: Kind | None = None
    choices: tuple[ColumnChoice, ...] = ()


Answers = Mapping[str, ColumnAnswer]
NO_ANSWERS: Answers = {}


def fold_heading(heading: str) -> str:
    """The heading as answers name it, without the number that a form gives it."""
    return fold_letters(heading)


def name_columns(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """How each of the columns with these headings is named: by the last one, with those above where two share it."""
    folds = [fold_heading(path[-1]) if path else "" for path in paths]
    alone = (bool(path) and folds.count(fold) == 1 for path, fold in zip(paths, folds, strict=True))
    return tuple(path[-1] if is_alone else " ".join(path) for path, is_alone in zip(paths, alone, strict=True))


def layout_answers(columns: Sequence[Column]) -> Answers:
    """What a layout's columns say of a document with the same headings; those to be ticked are known by themselves."""
    told = [column for column in columns if not column.mark]
    names = name_columns([(*column.under, column.label) for column in told])
    return {fold_heading(name): _answer_of(column) for name, column in zip(names, told, strict=True)}


def _answer_of(column: Column) -> ColumnAnswer:
    if not column.is_own:
        return ColumnAnswer(column.key)
    return ColumnAnswer(OWN, column.filled_by, column.kind, column.choices)


def parse_choice(text: str) -> ColumnChoice:
    """A choice as it is written, with what it asks besides behind a bar: `ไม่ได้ดำเนินการ | เพราะเหตุใด`."""
    label, _, asks = (" ".join(part.split()) for part in text.partition("|"))
    return ColumnChoice(label, asks)


def parse_answer(text: str) -> tuple[str, ColumnAnswer]:
    """The heading and the answer of `HEADING=KEY`, `HEADING=own,reply` or `HEADING=own,reply,choice,A,B|WHY`.

    Raises ValueError with what is wrong.
    """
    heading, parted, said = text.rpartition("=")
    key, filler, kind, *choices = ([part.strip() for part in said.split(",")] + [""] * 2)[: max(3, said.count(",") + 1)]
    if not parted or not heading.strip() or key not in MEANINGS:
        raise ValueError(f"{text!r} is not HEADING=KEY with a key of {', '.join(MEANINGS)}")
    if filler not in _FILLERS:
        raise ValueError(f"{text!r}: a column is filled by plan or reply")
    if kind and kind not in _KINDS:
        raise ValueError(f"{text!r}: what stands in a column is {', '.join(_KINDS)}")
    if bool(choices) != (kind in _WITH_CHOICES):
        raise ValueError(f"{text!r}: a choice or period, and nothing else, is followed by what may be chosen")
    return fold_heading(heading), ColumnAnswer(
        key, _FILLERS[filler], _KINDS.get(kind), tuple(map(parse_choice, choices))
    )
