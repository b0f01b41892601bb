"""What was tapped or typed in an agency's own column, by the column's kind; what is not surely meant is refused."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.column_values import parse_number
from domain.columns import Column
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, say
from domain.progress import split_progress
from domain.status_words import say_status_in
from domain.task import Status
from handlers.evidence import find_links
from handlers.facts import Facts
from handlers.flow import Again, BadAnswer, get_answer, not_a_choice
from handlers.layouts import layout_in
from handlers.questions import WHY_NO_DATE, Read
from handlers.reading import CANNOT_SKIP
from handlers.words import says_skip
from thai.dates import NotADate, day_in_bangkok, read_date
from thai.no_answer import why_no_answer
from thai.normalise import fold_text
from thai.numbers import NotANumber

TICKED: Final = "ticked_"  # noted, before the column's key: the months or quarters ticked so far
CHOICE: Final = "choice-"  # what a button of a choice sends, before its place
EVERY: Final = "all"
_FARTHEST: Final = 6  # years from today beyond which a year is taken for a slip


def find_ticked(column: Column, state: State) -> tuple[str, ...]:
    """The months or quarters that were ticked so far."""
    return tuple(state.notes.get(f"{TICKED}{column.key}") or ())


def read_own(column: Column, optional: bool) -> Read:
    """The reading of an answer of the column's kind: "" where an optional one was skipped."""
    readers: Mapping[str, Callable[[Column, Event, State], Any]] = {
        "choice": _read_choice,
        "date": _read_day,
        "period": _read_ticks,
        "links": _read_links,
    }
    read_kind = readers.get(column.kind)

    def read_answer(event: Event, state: State, facts: Facts) -> Any:
        if event.kind == "tap" and event.data == "skip" and optional:
            return ""
        if not optional and not column.is_number and says_skip(event):
            raise BadAnswer(say(CANNOT_SKIP))
        if optional and not column.is_number and why_no_answer(event.text) == "nothing":
            return ""
        return read_kind(column, event, state) if read_kind else _read_number(column, event, state, facts)

    return read_answer


_NO_NUMBER: Final = {
    "not_understood": N_("That was not understood as a number. Please type it in digits, for example 28,450.50."),
    "several": N_("There is more than one number in it. Please type one alone."),
    "negative": N_("This cannot be less than 0. Please check it and type it again."),
    "decimals": N_("There are too many digits behind the point. Please check it and type it again."),
    "too_large": N_("That number is too large. Please check it and type it again."),
}
_NONE: Final = {
    True: N_("Please type the number in digits: 0 where there is nothing. What is not known yet can be skipped."),
    False: N_("Please type the number in digits: 0 where there is nothing."),
}
_OVER = N_("{number} percent is more than 100. Please check it and type it again.")


_OTHER_STATUS = N_(
    "“{words}” was chosen as the status before. Please type the number alone, or change the status later."
)


def _strip_status(column: Column, text: str, state: State, facts: Facts) -> str:
    """The number of `อยู่ระหว่างดำเนินการ 25%`, where the words are those of the status that was chosen."""
    if not column.tells_status:
        return text
    layout = layout_in(state, facts)
    status, is_sure, number = split_progress(text, layout.statuses)
    chosen = Status(get_answer(state, "status"))
    if status is None or status is chosen or (not is_sure and chosen is Status.IN_PROGRESS):
        return number
    raise BadAnswer(say(_OTHER_STATUS, words=say_status_in(layout, chosen)))


def _read_number(column: Column, event: Event, state: State, facts: Facts) -> int | float:
    text = _strip_status(column, event.text or event.data, state, facts)
    if why_no_answer(text) == "nothing":
        raise BadAnswer(say(_NONE[not column.required]))
    try:
        number = parse_number(column, text)
    except NotANumber as wrong:
        raise BadAnswer(say(_NO_NUMBER[wrong.reason])) from wrong
    if column.kind == "percent" and number > 100:
        raise BadAnswer(say(_OVER, number=str(number)))
    return number


def _read_choice(column: Column, event: Event, _state: State) -> str:
    """The label that was tapped, by its place or as the page sends it, or that was typed."""
    labels = [choice.label for choice in column.choices]
    tapped = {f"{CHOICE}{n}": label for n, label in enumerate(labels)}.get(event.data, event.data)
    typed = next((label for label in labels if event.text and _fold_label(label) == _fold_label(event.text)), "")
    chosen = tapped if event.kind == "tap" else typed
    if chosen not in labels:
        raise not_a_choice()
    return chosen


_OTHER_YEAR = N_("{day} lies many years away. Please check the year.")


def _read_day(_column: Column, event: Event, _state: State) -> str:
    """The day that was picked or typed, ISO."""
    today = day_in_bangkok(event.at)
    try:
        day = read_date(event.picked or event.text, today)
    except NotADate as not_a_date:
        raise BadAnswer(say(WHY_NO_DATE[not_a_date.reason])) from not_a_date
    if abs(day.year - today.year) > _FARTHEST:
        raise BadAnswer(say(_OTHER_YEAR, day=day))
    return day.isoformat()


def _read_links(_column: Column, event: Event, _state: State) -> list[str]:
    links = list(dict.fromkeys(find_links(event.text)))
    if not links:
        raise BadAnswer(say(N_("There is no web address in it. Please paste one that begins with https://.")))
    return links


def _read_ticks(column: Column, event: Event, state: State) -> Any:
    """All that were ticked, or typed at once; a tap or one typed alone is ticked, or no more, and it is asked on."""
    labels = [choice.label for choice in column.choices]
    ticked = find_ticked(column, state)
    by_place = {f"{CHOICE}{n}": label for n, label in enumerate(labels)}
    if event.kind == "text":
        typed = _find_labels(labels, event.text)
        return typed if len(typed) > 1 else _ask_on_ticked(column, typed[0], ticked)
    if event.data == EVERY:
        return labels
    if event.data == "done" and ticked:
        return [label for label in labels if label in ticked]
    if event.data in by_place:
        return _ask_on_ticked(column, by_place[event.data], ticked)
    return _find_labels(labels, event.data)  # as the page sends them


def _ask_on_ticked(column: Column, label: str, ticked: tuple[str, ...]) -> Again:
    now = [each.label for each in column.choices if (each.label in ticked) != (each.label == label)]
    return Again(notes={f"{TICKED}{column.key}": now or None})


_NONE_OF_THEM = N_("“{part}” is none of the choices. Please choose by the buttons.")
_BETWEEN: Final = re.compile(r"[,、/\n]|\s+และ\s*|\s{2,}")
_RANGE: Final = re.compile(r"\s*(?:-|–|ถึง)\s*")


def _find_labels(labels: list[str], text: str) -> list[str]:
    """The labels that were typed, separated by commas, or the first and last of a row; raises BadAnswer for others."""
    lines = text.splitlines()
    found = {labels.index(line) for line in lines if line in labels}
    for part in () if len(found) == len(lines) else _BETWEEN.split(text):
        found |= _place_labels(labels, part) if part.strip() else set()
    if not found:
        raise not_a_choice()
    return [label for n, label in enumerate(labels) if n in found]


def _place_labels(labels: list[str], part: str) -> set[int]:
    """The places of the one label, or from the first to the last of two."""
    known = {_fold_label(label): n for n, label in enumerate(labels)}
    ends = [known.get(_fold_label(end), -1) for end in ([part] if _fold_label(part) in known else _RANGE.split(part))]
    if len(ends) > 2 or -1 in ends or ends[0] > ends[-1]:
        raise BadAnswer(say(_NONE_OF_THEM, part=part.strip()))
    return set(range(ends[0], ends[-1] + 1))


def _fold_label(text: str) -> str:
    return fold_text(text).replace(".", "").replace(" ", "")
