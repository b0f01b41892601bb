"""What a reply says, under the words of the agency's own layout."""

from collections.abc import Sequence

from domain.answer_words import ANSWER_WORDS
from domain.columns import EVIDENCE, KNOWN
from domain.layout import Layout
from domain.own_lines import list_own_lines
from domain.task import Update
from thai.dates import write_date
from web.language import translator

Answer = tuple[str, tuple[str, ...]]


def answers(update: Update, layout: Layout, steps: Sequence[str]) -> tuple[Answer, ...]:
    """The label and the lines of each column that was filled, in the layout's order; then what it has no column for."""
    own = dict(list_own_lines(layout, update.own))
    told = {name: _lines(name, update, steps) for name in ANSWER_WORDS}
    told[EVIDENCE] = tuple(str(update.own.get(EVIDENCE, "")).splitlines())
    found: dict[str, Answer] = {}
    for column in layout.columns:
        name = KNOWN[column.key].answer if column.key in KNOWN else column.key
        lines = told.get(name, ()) if column.key in KNOWN else own.get(column.heading, ())
        found.setdefault(name, (column.heading, lines))
    for name, words in ANSWER_WORDS.items():
        found.setdefault(name, (translator()(words), told[name]))
    return tuple(answer for answer in found.values() if any(line.strip() for line in answer[1]))


def _lines(name: str, update: Update, steps: Sequence[str]) -> tuple[str, ...]:
    return _dates(update, steps) if name == "dates" else tuple(getattr(update, name).splitlines())


def _dates(update: Update, steps: Sequence[str]) -> tuple[str, ...]:
    """A line for each step that has a day: `1. 7 ม.ค. 70 – จัดทำประกาศ`."""
    named = dict(enumerate(steps, 1))
    return tuple(
        f"{number}. {write_date(day, 'short', thai_digits=False)}" + (f" – {named[number]}" if number in named else "")
        for number, day in update.dates
    )
