"""What reading a plan's document left open, in the admin's words: a sentence for each kind, with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.finding import Finding
from domain.messages import N_
from intake.unreadable import REFUSALS, UnreadableFile
from thai.catalogue import translator
from web.findings import quoted

_LOOK = N_("Please look whether that is right.")

# What each kind says, and what to do about it.
SENTENCES = {
    "agency-spelling": (N_("The agency's name is spelled in two ways"), N_("Use one spelling throughout.")),
    "cadence-unread": (N_("How often to follow up is not understood"), N_("Choose the rhythm below.")),
    "cells-shifted": (N_("Texts stand one column too far right"), _LOOK),
    "code-missing": (N_("A question's code is missing in the series"), N_("Look whether it was left out.")),
    "code-twice": (N_("Two questions have the same code"), N_("Correct the code.")),
    "code-zero": (N_("Codes are written with a zero instead of the letter O"), _LOOK),
    "column-guessed": (N_("A column's heading was only nearly understood"), _LOOK),
    "column-unread": (
        N_("A column was not understood and was kept as text"),
        N_("Do nothing unless it matters."),
    ),
    "counts-differ": (N_("The lines beside several measures could not be paired"), _LOOK),
    "date-outside": (N_("A date lies outside the round"), _LOOK),
    "example-left": (N_("This is still the form's own example"), N_("Delete the row, or write your measure over it.")),
    "foreign-letters": (N_("A Thai word holds letters of another script"), N_("Type the word again in Thai.")),
    "number-twice": (N_("A number was given twice"), N_("Number the measures one after the other.")),
    "question-unread": (N_("A question has no code, or a garbled one"), N_("Write the code: i1, e6 or O27.")),
    "responsible-missing": (N_("Nobody is named as responsible"), N_("Write who is responsible below.")),
    "responsible-unread": (N_("Who is responsible is not understood"), N_("Write the units below.")),
    "row-nameless": (N_("A row names no measure and was put to the one above"), _LOOK),
    "row-torn": (N_("A row was torn by a page break and joined again"), _LOOK),
    "row-unread": (N_("A text stands beside no measure and was left out"), N_("Write which measure it belongs to.")),
    "score-differs": (N_("Scores contradict one another"), N_("Correct the score in the document.")),
    "sheet-hidden": (N_("A hidden sheet was left out"), N_("Show it and read the file again, if it belongs here.")),
    "sheets-several": (
        N_("Measures stand on several sheets; all were read"),
        N_("Hide the sheets that are no part of this plan, or save it as a file of its own."),
    ),
    "status-unread": (N_("Whether a measure was done is not clear"), N_("Say which it is.")),
    "table-headless": (N_("A table without headings was read as the plan's table above goes on"), _LOOK),
    "table-unread": (
        N_("A table was not understood; its text was kept"),
        N_("Give it the plan's heading row, if measures stand in it."),
    ),
    "timeframe-unread": (N_("When it is done is not understood"), N_("Choose the first and last day below.")),
    "timeframe-year": (N_("The time lies in another fiscal year"), N_("Correct the days below if that is a slip.")),
    "title-twice": (N_("Two measures have one title"), N_("Look whether one was meant to have another.")),
    "topic-missing": (N_("The first measures stand under no heading"), _LOOK),
    "topic-spelling": (N_("A heading is not quite spelled as usual"), N_("Correct the heading in the document.")),
    "word-spelling": (N_("A word is nearly, but not quite, a known one"), N_("Correct the word in the document.")),
    "wrong-keyboard": (N_("A word was typed with the wrong keyboard on"), N_("Type the word again in Thai.")),
    "year-unread": (N_("The fiscal year is not named"), N_("Choose the year before importing.")),
    "years-differ": (N_("A heading names another fiscal year"), N_("Decide which one is right.")),
}
_OTHER = (N_("Please look at this"), N_("Correct it where it is wrong."))
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


def told(warning: Finding, measures: Mapping[str, int]) -> Told:
    """The warning in the admin's words."""
    what, mend = SENTENCES.get(warning.kind, _OTHER)
    return Told(
        what,
        mend,
        place_said(warning.place),
        quoted(warning.words),
        ", ".join(warning.instead),
        measures.get(warning.place),
    )


def place_said(place: str) -> str:
    """The place in Thai: `table 2, row 3` is `ตาราง 2, แถว 3`."""
    return _PLACED.sub(lambda match: f"{_PLACE[match[1]]} ", place)


def refusal_said(error: UnreadableFile) -> str:
    """Why the file was refused, in Thai."""
    return translator()(REFUSALS[error.kind][1]).format(**error.parts)
