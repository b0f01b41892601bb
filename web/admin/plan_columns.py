"""What the pages ask of a document's columns, and what the admin answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from domain.columns import FilledBy, Kind
from domain.finding import Finding
from domain.messages import N_
from intake.column_answers import MEANINGS, OWN, Answers, ColumnAnswer, fold_heading, parse_choice
from intake.column_questions import meaning_of

COLUMN_KINDS = frozenset({"column-asked", "column-filler"})
_FILLERS: Final[Mapping[str, FilledBy]] = {"plan": "plan", "reply": "reply"}
_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in get_args(Kind)}
WITH_CHOICES: Final = ("choice", "period")
_NO_CHOICES: Final = N_("Please write the choices, one a line.")
_MOST_CHOICES: Final = 12


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A column that is asked about: its heading, two of its cells, and what it may be, the likeliest first."""

    heading: str
    samples: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


def column_questions(warnings: Sequence[Finding]) -> tuple[ColumnQuestion, ...]:
    """A question for each heading that was asked about, whatever was asked of it."""
    asked = [warning for warning in warnings if warning.kind in COLUMN_KINDS and warning.parts.get("label")]
    headings = dict.fromkeys(str(warning.parts["label"]) for warning in asked)
    return tuple(_question(heading, [one for one in asked if one.parts["label"] == heading]) for heading in headings)


def _question(heading: str, asked: list[Finding]) -> ColumnQuestion:
    samples = (str(text) for one in asked for name, text in one.parts.items() if name.startswith("row "))
    likely = [words for one in asked for words in one.meant.split(" · ") if words] or [meaning_of(OWN)]
    return ColumnQuestion(heading, tuple(dict.fromkeys(samples)), list_meanings(likely))


def list_meanings(likely: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Everything that a column may be, each key with its words, those that are likely first."""
    choices = [(key, meaning_of(key)) for key in MEANINGS]
    choices.sort(key=lambda choice: likely.index(choice[1]) if choice[1] in likely else len(likely))
    return tuple(choices)


def read_column_answers(typed: Mapping[str, str]) -> Answers:
    """What was chosen: fields are `heading-1`, `column-1`, `filler-1`, `kind-1`, `choices-1` of the first column.

    `found-1` is what the column was taken for, which stands where only the rest was said.
    """
    found: dict[str, ColumnAnswer] = {}
    for name, heading in typed.items():
        number = name.removeprefix("heading-")
        if number != name and (answer := _read_answer(typed, number)):
            found[fold_heading(heading)] = answer
    return found


def _read_answer(typed: Mapping[str, str], number: str) -> ColumnAnswer | None:
    filler, kind = _FILLERS.get(typed.get(f"filler-{number}", "")), _KINDS.get(typed.get(f"kind-{number}", ""))
    key = typed.get(f"column-{number}", "")
    if not key and (filler or kind):
        key = typed.get(f"found-{number}", "")
    if key not in MEANINGS:
        return None
    lines = typed.get(f"choices-{number}", "").splitlines() if kind in WITH_CHOICES else []
    choices = tuple(choice for choice in map(parse_choice, lines[:_MOST_CHOICES]) if choice.label)
    return ColumnAnswer(key, filler, kind if choices or kind not in WITH_CHOICES else None, choices)


def find_column_problems(typed: Mapping[str, str]) -> dict[str, str]:
    """What is missing in the answers, by the field's name: a choice without anything to choose."""
    kinds = {name.removeprefix("kind-"): kind for name, kind in typed.items() if name.startswith("kind-")}
    return {
        f"choices-{number}": _NO_CHOICES
        for number, kind in kinds.items()
        if kind in WITH_CHOICES and not typed.get(f"choices-{number}", "").strip()
    }
