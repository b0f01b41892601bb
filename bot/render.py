"""Messages as values turned into LINE's JSON: the only place that knows quick replies, postbacks and limits.

LINE on a desktop shows neither quick replies nor rich menus, so every question also says in its text what can
be typed. Labels count grapheme clusters, texts UTF-16 units (LINE, "Character counting in a text").
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from bot.flex import buttons_bubble, card_carousel, summary_bubble, task_card, task_carousel, uri_bubble
from bot.words import Words
from domain.messages import (
    N_,
    Cards,
    Choice,
    Choices,
    Digest,
    Message,
    Picture,
    Say,
    SignInLink,
    Summary,
    TaskCard,
    TaskLine,
    TaskList,
    say,
)
from domain.status_words import due_words
from thai.clusters import trim, trim_utf16

MOST_MESSAGES: Final = 5
TEXT_UNITS: Final = 5000
QUICK_REPLIES: Final = 13
LABEL_CLUSTERS: Final = 20
DISPLAY_CLUSTERS: Final = 100

Json = dict[str, Any]


def render(messages: Sequence[Message], words: Words, today: date) -> list[Json]:
    """The messages as LINE's JSON, at most five; quick replies stand on the last one alone."""
    rendered: list[Json] = []
    replies: tuple[Choice, ...] = ()
    for message in messages:
        made, replies = _RENDERERS[type(message)](message, words, today)
        rendered += made
    rendered = _join_texts(rendered)[-MOST_MESSAGES:]
    items = [_quick_reply(choice, words) for choice in _at_hand(replies)]
    if rendered and items:
        rendered[-1]["quickReply"] = {"items": items}
    return rendered


def add_in_front(text: str, messages: Sequence[Json]) -> list[Json]:
    """The messages with this text before them: a message of its own where there is room for one."""
    if messages and messages[0]["type"] == "text":
        first = {**messages[0], "text": _text_message(f"{text}\n{messages[0]['text']}")["text"]}
        return [first, *messages[1:]]
    return [_text_message(text), *messages] if len(messages) < MOST_MESSAGES else list(messages)


def _at_hand(choices: Sequence[Choice]) -> list[Choice]:
    """The choices that quick replies have room for: where there are too many, the ways out stay."""
    shown = [choice for choice in choices if not choice.uri]
    ways_out = [choice for choice in shown if choice.side]
    answers = [choice for choice in shown if not choice.side]
    return [*answers[: max(0, QUICK_REPLIES - len(ways_out))], *ways_out][:QUICK_REPLIES]


def _join_texts(rendered: list[Json]) -> list[Json]:
    """Texts that follow one another as one message: one bubble is quieter than two."""
    joined: list[Json] = []
    for message in rendered:
        if joined and message["type"] == joined[-1]["type"] == "text":
            text = joined[-1]["text"] + "\n\n" + message["text"]
            joined[-1] = _text_message(text)
        else:
            joined.append(message)
    return joined


Rendered = tuple[list[Json], tuple[Choice, ...]]


def _render_say(message: Say, words: Words, _today: date) -> Rendered:
    return [_text_message(words(message))], ()


def _choices(message: Choices, words: Words, _today: date) -> Rendered:
    typed = [choice for choice in message.choices if not choice.uri]
    roads = [] if message.tapped else _side_roads(typed, words)
    lines = [words(message.text), *_numbered(typed, words), *roads]
    if message.buttons:
        bubble = buttons_bubble(words(say(_TAP if message.tapped else _TAP_OR_TYPE)), _buttons(message.choices, words))
        return [_text_message("\n".join(lines)), _flex(trim_utf16(words(message.text), 400), bubble)], message.choices
    pages = [(words(choice.label), choice.uri) for choice in message.choices if choice.uri]
    opened = [_flex(trim_utf16(label, 400), uri_bubble(label, label, uri)) for label, uri in pages]
    return [*opened, _text_message("\n".join(lines))], message.choices


_TAP_OR_TYPE = N_("Tap one, or type its number or its words")
_TAP = N_("Please tap one")


def _buttons(choices: Sequence[Choice], words: Words) -> list[tuple[str, Json]]:
    """The choices as buttons, numbered as in the text; what opens a page and the side roads without a number."""
    pages = [(words(choice.label), _action(choice, words)) for choice in choices if choice.uri]
    numbered = [choice for choice in choices if not choice.side and not choice.uri and choice.widget == "none"]
    roads = [choice for choice in choices if choice.side and not choice.uri and choice.widget == "none"]
    typed = [(f"{n}. {words(choice.label)}", _action(choice, words)) for n, choice in enumerate(numbered, 1)]
    return [*pages, *typed, *((words(choice.label), _action(choice, words)) for choice in roads)]


def _cards(message: Cards, words: Words, _today: date) -> Rendered:
    told = [words(message.text), ""]
    told += [f"{n}. {words(card.title)}" for n, card in enumerate(message.cards, message.first)]
    text = _text_message("\n".join([*told, *_side_roads(message.choices, words)]))
    shown = [
        (f"{n}. {words(card.title)}", [words(row) for row in card.rows], _card_buttons(card.choices, words))
        for n, card in enumerate(message.cards, message.first)
    ]
    last = (words(message.text), _card_buttons(message.choices, words)) if message.choices else None
    return [_flex(trim_utf16(words(message.text), 400), card_carousel(shown, last)), text], message.choices


def _card_buttons(choices: Sequence[Choice], words: Words) -> list[tuple[str, Json]]:
    return [(words(choice.label), _action(choice, words)) for choice in choices]


def _task_list(message: TaskList, words: Words, today: date) -> Rendered:
    numbered = _numbered_tasks(message.lines, message.first, words, today)
    text = "\n".join([words(message.text), *numbered, *_side_roads(message.choices, words)])
    carousel = task_carousel(message.lines, message.first, words, today)
    alt = trim_utf16(words(message.text), 400)
    return [_flex(alt, carousel), _text_message(text)], message.choices


def _render_card(message: TaskCard, words: Words, today: date) -> Rendered:
    alt = trim_utf16(f"{words(message.text)}: {message.line.task.measure}", 400)
    return [_flex(alt, task_card(words(message.text), message.line, words, today))], ()


def _digest(message: Digest, words: Words, today: date) -> Rendered:
    text = "\n".join([words(message.text), *_side_roads(message.choices, words)])
    if not message.lines:
        return [_text_message(text)], message.choices
    carousel = task_carousel(message.lines[:9], 1, words, today)
    alt = words(say(N_("{count} tasks to report on"), count=len(message.lines)))
    return [_text_message(text), _flex(alt, carousel)], message.choices


def _summary(message: Summary, words: Words, _today: date) -> Rendered:
    rows = [(words(label), [words(value) for value in values]) for label, values in message.rows]
    numbered = [choice for choice in message.choices if not choice.side]
    buttons = [(f"{n}. {words(choice.label)}", _action(choice, words)) for n, choice in enumerate(numbered, 1)]
    title, text = words(message.title), words(message.text)
    bubble = summary_bubble(title, rows, text, buttons)
    alt = trim_utf16(f"{title} – {text}", 400)
    return [_flex(alt, bubble)], message.choices


def _sign_in(message: SignInLink, words: Words, _today: date) -> Rendered:
    placeholder = f"{SIGN_IN_SCHEME}{message.opens}/{message.person_id}/{message.event_id}"
    text, label = words(message.text), words(message.label)
    return [_flex(trim_utf16(text, 400), uri_bubble(text, label, placeholder))], ()


SIGN_IN_SCHEME: Final = "https://sign-in.invalid/"


def fill_sign_in(messages: Sequence[Json], address_of: Callable[[str, int, str], str]) -> list[Json]:
    """The messages with the address of each sign-in button filled in.

    Only an action that opens a page is looked at: what people write never stands in one.
    """

    def fill_value(value: Any) -> Any:
        if isinstance(value, list):
            return [fill_value(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        if value.get("type") == "uri" and str(value.get("uri", "")).startswith(SIGN_IN_SCHEME):
            opens, person, event = value["uri"].removeprefix(SIGN_IN_SCHEME).split("/", 2)
            address = address_of(opens, int(person), event)
            return {**value, "uri": address} | ({"altUri": {"desktop": address}} if opens == "replies" else {})
        return {key: fill_value(inner) for key, inner in value.items()}

    return [fill_value(message) for message in messages]


def _picture(message: Picture, words: Words, _today: date) -> Rendered:
    """The text and the picture; LINE fetches it from https alone, elsewhere a button opens it."""
    text, address = words(message.text), message.address
    if not address.startswith("https://"):
        return [_flex(trim_utf16(text, 400), uri_bubble(text, words(message.label), address))], ()
    shown: Json = {"type": "image", "originalContentUrl": address, "previewImageUrl": address}
    return [_text_message(text), shown], ()


_RENDERERS: dict[type, Callable[[Any, Words, date], Rendered]] = {
    Say: _render_say,
    Choices: _choices,
    TaskList: _task_list,
    TaskCard: _render_card,
    Cards: _cards,
    Digest: _digest,
    Picture: _picture,
    Summary: _summary,
    SignInLink: _sign_in,
}


def _numbered(choices: Sequence[Choice], words: Words) -> list[str]:
    named = [choice for choice in choices if not choice.side and choice.widget == "none"]
    return ["", *(f"{number}. {words(choice.label)}" for number, choice in enumerate(named, 1))] if named else []


def _side_roads(choices: Sequence[Choice], words: Words) -> list[str]:
    """What else may be typed, on one line."""
    roads = [words(choice.label) for choice in choices if choice.side and choice.widget == "none"]
    return ["", words(say(N_("(You may also type: {roads})"), roads=" · ".join(roads)))] if roads else []


def _numbered_tasks(lines: Sequence[TaskLine], first: int, words: Words, today: date) -> list[str]:
    """The numbered tasks: what asks for a report with its deadline, then the others under how they stand.

    Two of one measure name their units: a number typed for the wrong one would be a wrong record.
    """
    told, heading = [""], ""
    units = {(line.task.measure, line.task.unit) for line in lines}
    alike = Counter(measure for measure, _unit in units)
    for number, line in enumerate(lines, first):
        task = line.task
        due, measure = words(due_words(task, today)), trim(task.measure, 90)
        if line.plan:
            measure = f"{words(line.plan)}: {measure}"
        if alike[task.measure] > 1:
            measure = f"{measure} ({trim(task.unit, 40)})"
        if task.expectation(today).asks:
            told.append(f"{number}. {measure} – {due}")
            continue
        told += [] if due == heading else ["", due]
        told.append(f"{number}. {measure}")
        heading = due
    return told


def _text_message(text: str) -> Json:
    return {"type": "text", "text": trim_utf16(text, TEXT_UNITS)}


def _flex(alt: str, contents: Json) -> Json:
    return {"type": "flex", "altText": alt, "contents": contents}


def _quick_reply(choice: Choice, words: Words) -> Json:
    return {"type": "action", "action": _action(choice, words)}


def _action(choice: Choice, words: Words) -> Json:
    label = trim(words(choice.label), LABEL_CLUSTERS)
    if choice.widget == "camera":
        return {"type": "camera", "label": label}
    if choice.widget == "camera_roll":
        return {"type": "cameraRoll", "label": label}
    if choice.widget == "date":
        limits = {"min": choice.earliest, "max": choice.latest}
        picker: Json = {"type": "datetimepicker", "label": label, "data": choice.data, "mode": "date"}
        return picker | {name: day.isoformat() for name, day in limits.items() if day}
    if choice.uri:
        return {"type": "uri", "label": label, "uri": choice.uri}
    said = trim(words(choice.label), DISPLAY_CLUSTERS)
    return {"type": "postback", "label": label, "data": choice.data, "displayText": said}
