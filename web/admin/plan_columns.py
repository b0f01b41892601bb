"""What the import page asks of a document's columns, and what the admin answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.columns import FilledBy
from domain.finding import Finding
from intake.column_answers import MEANINGS, Answers, ColumnAnswer, fold_heading
from intake.column_questions import meaning_of

COLUMN_KINDS = frozenset({"column-asked", "column-filler"})
_FILLERS: Mapping[str, FilledBy] = {"plan": "plan", "reply": "reply"}


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
    likely = [words for one in asked for words in one.meant.split(" · ") if words] or [meaning_of("own")]
    choices = [(key, meaning_of(key)) for key in MEANINGS]
    choices.sort(key=lambda choice: likely.index(choice[1]) if choice[1] in likely else len(likely))
    return ColumnQuestion(heading, tuple(dict.fromkeys(samples)), tuple(choices))


def read_column_answers(typed: Mapping[str, str]) -> Answers:
    """What was chosen: fields are `heading-1`, `column-1` and `filler-1` of the first column asked about."""
    found: dict[str, ColumnAnswer] = {}
    for name, heading in typed.items():
        number = name.removeprefix("heading-")
        key = typed.get(f"column-{number}", "")
        if number != name and key in MEANINGS:
            found[fold_heading(heading)] = ColumnAnswer(key, _FILLERS.get(typed.get(f"filler-{number}", "")))
    return found
