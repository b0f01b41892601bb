"""Flex bubbles as plain JSON: a card a task, a summary to look over, one button that opens a page.

LINE's limits: a bubble 30 KB, a carousel 12 bubbles and 50 KB, a button's label 40 grapheme clusters; the SDK
sends a Thai letter as six bytes.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.words import Words
from domain.messages import N_, TaskLine, say
from domain.status_words import due_words, missing_words
from domain.task import Status
from handlers.status import format_status
from thai.clusters import count_clusters, trim, trim_utf16

Json = dict[str, Any]

GREEN, AMBER, RED, GREY, INK = "#1B7F4B", "#B36B00", "#B3261E", "#6B7280", "#1F2937"
_COLOURS = {
    Status.NOT_STARTED: GREY,
    Status.IN_PROGRESS: AMBER,
    Status.DONE: GREEN,
    Status.NOT_DONE: RED,
    Status.NOT_STATED: GREY,
}


def task_carousel(lines: Sequence[TaskLine], first: int | None, words: Words, today: date) -> Json:
    """A card for each task with a button that begins its report; numbered from `first`, None where no number counts."""
    marks = [""] * len(lines) if first is None else [f"{number}. " for number in range(first, first + len(lines))]
    bubbles = [_task_bubble(mark, line, words, today) for mark, line in zip(marks, lines, strict=True)]
    return {"type": "carousel", "contents": bubbles}


def _task_bubble(mark: str, line: TaskLine, words: Words, today: date) -> Json:
    task = line.task
    missing = missing_words(task, today)
    body = [
        *([_text_line(_trim_for_bubble(words(line.plan), 60), INK, "xs")] if line.plan else []),
        _text_line(_trim_for_bubble(task.topic, 60), GREY, "xs"),
        _text_line(_trim_for_bubble(f"{mark}{task.measure}", 110), INK, "md", weight="bold", maxLines=5),
        _text_line(_trim_for_bubble(task.unit, 50) or "-", GREY, "sm"),
        *([_text_line(words(missing), INK, "sm")] if missing else []),
        _text_line(words(due_words(task, today)), RED if task.expectation(today).late else INK, "sm"),
    ]
    # What stands outside its time has said so already.
    if not (task.unreported and task.outside):
        colour = RED if task.returned else _COLOURS[task.reported]
        body.append(_text_line(words(format_status(task)), colour, "sm", weight="bold"))
    quick = [(words(choice.label), choice.data, words(choice.label)) for choice in line.answers]
    said = _trim_for_bubble(words(say(N_("Report: {measure}"), measure=task.measure)), 40)
    buttons = [*quick, (words(say(N_("Report"))), f":report:{task.id}", said)]
    made = [
        _button(label, {"type": "postback", "data": data, "displayText": told}, primary=place == 0)
        for place, (label, data, told) in enumerate(buttons)
    ]
    return _bubble(body, made)


def task_card(heading: str, line: TaskLine, words: Words, today: date) -> Json:
    """One task's card under a heading, without a number."""
    bubble = _task_bubble("", line, words, today)
    bubble["body"]["contents"].insert(0, _text_line(heading, GREEN, "sm", weight="bold"))
    return bubble


def summary_bubble(
    title: str, rows: Sequence[tuple[str, Sequence[str]]], text: str, buttons: Sequence[tuple[str, Json]]
) -> Json:
    """Labelled lines with buttons under them; long answers are cut here, never where they are kept."""
    body: list[Json] = [_text_line(_trim_for_bubble(title, 150), INK, "md", weight="bold")]
    room = 700
    for label, values in rows:
        shown = _trim_for_bubble("\n".join(values), max(40, room))
        room -= len(shown)
        body += _label_row(label, shown)
    body += [{"type": "separator", "margin": "lg"}, _text_line(text, INK, "md", margin="lg")]
    made = [_button(label, action, primary=place == 0) for place, (label, action) in enumerate(buttons)]
    return _bubble(body, made, size="mega")


def buttons_bubble(text: str, buttons: Sequence[tuple[str, Json]]) -> Json:
    """A line of text and its buttons."""
    made = [_button(label, action, primary=place == 0) for place, (label, action) in enumerate(buttons)]
    return _bubble([_text_line(text, GREY, "sm")], made)


Shown = tuple[str, Sequence[str], Sequence[tuple[str, Json]]]  # a card's title, its lines and its buttons


def card_carousel(cards: Sequence[Shown], last: tuple[str, Sequence[tuple[str, Json]]] | None) -> Json:
    """The cards side by side; the last one has a text and what can be done with all of them."""
    bubbles = []
    for title, rows, buttons in cards:
        body = [_text_line(_trim_for_bubble(title, 110), INK, "md", weight="bold", maxLines=5)]
        body += [_text_line(_trim_for_bubble(row, 160), INK, "sm") for row in rows]
        bubbles.append(_bubble(body, [_button(label, action, primary=False) for label, action in buttons]))
    if last is not None:
        text, buttons = last
        made = [_button(label, action, primary=place == 0) for place, (label, action) in enumerate(buttons)]
        bubbles.append(_bubble([_text_line(_trim_for_bubble(text, 200), INK, "md")], made))
    return {"type": "carousel", "contents": bubbles}


def _trim_for_bubble(text: str, clusters: int) -> str:
    """The text cut to so many clusters, and to twice as many letters: LINE counts a bubble's bytes, six a letter."""
    return trim_utf16(trim(text, clusters), 2 * clusters)


def _label_row(label: str, shown: str) -> list[Json]:
    """A label and its value: side by side where both are short, else one above the other."""
    if "\n" not in shown and count_clusters(shown) <= 12 and count_clusters(label) <= 24:
        left, right = _text_line(label, GREY, "sm", flex=3), _text_line(shown, INK, "sm", flex=2, align="end")
        return [{"type": "box", "layout": "baseline", "margin": "md", "contents": [left, right]}]
    return [_text_line(label, GREY, "xs", margin="md"), _text_line(shown or "-", INK, "sm")]


def uri_bubble(text: str, label: str, uri: str) -> Json:
    """A text and one button that opens a page."""
    action = {"type": "uri", "label": trim(label, 20), "uri": uri}
    return _bubble([_text_line(text, INK, "md")], [_button(label, action, primary=True)])


def _text_line(text: str, colour: str, size: str, **more: Any) -> Json:
    return {"type": "text", "text": text or "-", "wrap": True, "color": colour, "size": size, **more}


def _button(label: str, action: Json, primary: bool) -> Json:
    shown = {**action, "label": trim(label, 40)}
    if primary:
        return {"type": "button", "style": "primary", "color": GREEN, "height": "sm", "action": shown}
    return {"type": "button", "style": "secondary", "height": "sm", "action": shown}


def _bubble(body: Sequence[Json], buttons: Sequence[Json], size: str = "kilo") -> Json:
    bubble: Json = {
        "type": "bubble",
        "size": size,
        "body": {"type": "box", "layout": "vertical", "spacing": "sm", "contents": list(body)},
    }
    if buttons:
        bubble["footer"] = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": list(buttons)}
    return bubble
