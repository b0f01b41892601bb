"""What the conversation says, as values free of language and of LINE.

A sentence is an English msgid with named parts; only the edge (bot/render.py, the web pages, the command
line) translates it. Parts may themselves be sentences, days or moments, which are written in the reader's
language too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.task import Task


def N_(msgid: str) -> str:  # noqa: N802  (gettext's own name for "translate later")
    """The sentence itself; marks it for the catalogue."""
    return msgid


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence and its parts; what `leads` speaks of the question behind it, and of nothing without it."""

    msgid: str
    parts: Mapping[str, "Part"] = field(default_factory=dict)
    leads: bool = False


Part = str | int | date | datetime | Say


def say(msgid: str, **parts: Part) -> Say:
    """A `Say` with its named parts."""
    return Say(msgid, parts)


def lead(msgid: str, **parts: Part) -> Say:
    """A sentence that leads to the question behind it."""
    return Say(msgid, parts, leads=True)


def join_sentences(texts: Sequence[Say], between: str = "\n") -> Say:
    """The sentences as one, with this between them."""
    if len(texts) == 1:
        return texts[0]
    parts = {f"part{number}": text for number, text in enumerate(texts)}
    return Say(between.join(f"{{{name}}}" for name in parts), parts)


Opens = Literal["admin", "replies", "data", "certify"]  # what a one-time link opens
Widget = Literal["none", "date", "camera", "camera_roll", "keyboard"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be tapped, or typed by its number or its words.

    `data` is what a tap sends back. `widget` opens LINE's date picker or camera instead; "" data with a
    `uri` opens a page. A `side` road (skip, back, cancel) is offered but not numbered.
    """

    label: Say
    data: str = ""
    widget: Widget = "none"
    earliest: date | None = None
    latest: date | None = None
    uri: str | None = None
    side: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """A question with choices: quick replies on the phone, a numbered text everywhere.

    With `buttons` each choice, and each page that is opened, is a button under the text as well; with `tapped` its side
    roads are tapped alone, and no text says that they may be typed. Here as in the others,
    `asks` is True for the question that the conversation stands at.
    """

    text: Say
    choices: tuple[Choice, ...] = ()
    asks: bool = False
    buttons: bool = False
    tapped: bool = False


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a list shows it: `data` is what its number means, `answers` what its card takes at one tap.

    `plan` is what its plan is called, where who reads the list has tasks of several.
    """

    task: Task
    data: str
    answers: tuple[Choice, ...] = ()
    plan: Say | None = None


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of tasks: a carousel of cards with a button each, and a numbered text.

    `first` is the number of the first card, `total` counts all pages, `choices` leads to other pages.
    Whether a task is late is seen on the day the list is shown.
    """

    text: Say
    lines: tuple[TaskLine, ...]
    first: int
    total: int
    choices: tuple[Choice, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One of several things to look at: `data` is what its number means, "" where it has none any more."""

    title: Say
    rows: tuple[Say, ...]
    data: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """One page of cards and a numbered text; `first` is the number of the first card.

    The choices are typed by their words: a number opens a card, and nothing else.
    """

    text: Say
    cards: tuple[Card, ...]
    first: int
    choices: tuple[Choice, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One task's card, offered beside what is asked: without a number, `text` heads it."""

    text: Say
    line: TaskLine


@dataclass(frozen=True, slots=True)
class Summary:
    """Labelled lines to look over, with choices under them."""

    title: Say
    rows: tuple[tuple[Say, tuple[Say, ...]], ...]
    text: Say
    choices: tuple[Choice, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A one-time sign-in link: a placeholder that is filled in when the message is sent."""

    text: Say
    label: Say
    person_id: int
    event_id: str
    opens: Opens = "admin"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at an address: shown in the chat where LINE may fetch it, else opened by a button."""

    text: Say
    label: Say
    address: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A reminder: one person's tasks, most urgent first; none where only others' are spoken of."""

    text: Say
    lines: tuple[TaskLine, ...]
    choices: tuple[Choice, ...] = ()


Message = Say | Choices | TaskList | TaskCard | Cards | Summary | SignInLink | Picture | Digest


def asks(message: Message) -> bool:
    """True for the question that the conversation stands at."""
    return isinstance(message, Choices | TaskList | Cards | Summary) and message.asks


def statements_of(messages: Sequence[Message]) -> tuple[Message, ...]:
    """What the messages say besides the conversation's question, worth hearing without it."""
    return tuple(
        message for message in messages if not asks(message) and not (isinstance(message, Say) and message.leads)
    )


def numbers_of(messages: Sequence[Message]) -> dict[str, str]:
    """What a button sends for each number of the last numbered message; {} where none is numbered."""
    return next((found for message in reversed(messages) if (found := _numbers(message))), {})


def _numbers(message: Message) -> dict[str, str]:
    if isinstance(message, TaskList | Digest):
        first = message.first if isinstance(message, TaskList) else 1
        return {str(number): line.data for number, line in enumerate(message.lines, first)}
    if isinstance(message, Cards):
        return {str(number): card.data for number, card in enumerate(message.cards, message.first) if card.data}
    choices = message.choices if isinstance(message, Choices | Summary) else ()
    numbered = (choice for choice in choices if not choice.side and choice.widget == "none")
    return {str(number): choice.data for number, choice in enumerate(numbered, 1)}
