"""What a reply says, under the words of the agency's own layout."""

from collections.abc import Sequence

from domain.layout import Layout
from domain.messages import N_
from domain.task import Update
from thai.catalogue import translator
from thai.dates import write_date

Answer = tuple[str, tuple[str, ...]]

# A field, the columns it may stand in, and its name where the layout has none of them.
FIELDS = (
    ("result", ("result", "did"), N_("What was done")),
    ("dates", ("dates",), N_("Carried out on")),
    ("outcome", ("outcome",), N_("Outcome")),
    ("reason", ("did_not",), N_("Reason")),
    ("remark", ("remark",), N_("Remark")),
    ("suggestion", ("suggestion",), N_("Suggestion")),
)


def answers(update: Update, layout: Layout, steps: Sequence[str]) -> tuple[Answer, ...]:
    """The label and the lines of each field that was filled, in the layout's order."""
    places = {column.key: place for place, column in enumerate(layout.columns)}
    found: list[tuple[int, Answer]] = []
    for field, keys, name in FIELDS:
        lines = _dates(update, steps) if field == "dates" else tuple(getattr(update, field).splitlines())
        place = min((places[key] for key in keys if key in places), default=None)
        label = translator("th")(name) if place is None else layout.columns[place].label
        if any(line.strip() for line in lines):
            found.append((len(places) if place is None else place, (label, lines)))
    return tuple(answer for _, answer in sorted(found, key=lambda each: each[0]))


def _dates(update: Update, steps: Sequence[str]) -> tuple[str, ...]:
    """A line for each step that has a day: `1. 7 ม.ค. 70 – จัดทำประกาศ`."""
    named = dict(enumerate(steps, 1))
    return tuple(
        f"{number}. {write_date(day, 'short', thai_digits=False)}" + (f" – {named[number]}" if number in named else "")
        for number, day in update.dates
    )
