"""What was typed as the choice of the present question that it means, and the commands that may be typed there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from domain.events import Event
from domain.messages import N_, Choice, Say, lead, say
from domain.status_words import STATUS_WORDS
from domain.task import Status
from handlers.words import parse_command, says_skip, talk_of
from thai.clusters import trim
from thai.no_answer import why_no_answer
from thai.typed.meaning import read_exactly, read_hint, read_typed

GUESS: Final = "guess!"  # the statuses that typed words may mean, likeliest first, until one is chosen
OFFERED: Final = "offered!"  # what was typed besides an answer, offered at the next question for a text

_STATUSES: Final = {f"status.{status.value}": status.value for status in STATUS_WORDS if status != Status.NOT_STATED}
# What a choice is meant by, at each question that has more than skipping.
_MEANT: Final[Mapping[str, Mapping[str, str]]] = {
    "status": _STATUSES,
    "summary": {"say.yes": "save", "say.save": "save", "say.change": "change", "command.edit": "change"},
    "earlier": {"say.add": "add", "say.replace": "replace"},
    "draft": {"say.go_on": "go_on", "say.anew": "anew"},
    "evidence": {"say.nothing": "done", "say.skip": "done", "say.no_evidence": "done", "say.enough": "done"},
    "list": {"say.approve_all": "approve", "say.approve": "approve"},
    "verdict": {"say.approve": "approve", "say.return": "return", "say.later": "skip"},
    "date": {"say.nothing": "skip", "say.skip": "skip", "say.no_date": "skip", "say.same_day": "same_day"},
    "notice": {"say.accept": "accept", "say.decline": "decline"},
    "own": {},  # `ไม่มี` is for the column's kind to read: of money it may be nothing, or not known
    "why": {},
    "whole": {"say.period_alone": "alone", "say.whole": "for_good"},
}
# The meanings behind which more may be told: it is offered as the answer to the text question that follows.
_HEADS: Final[Mapping[str, frozenset[str]]] = {
    "status": frozenset(_STATUSES),
    "verdict": frozenset({"say.return"}),
}
_SKIPS: Final = {"say.nothing": "skip", "say.skip": "skip"}
# What is answered without a question whether it was meant, where a text is asked for: it changes nothing.
_AT_TEXT: Final = frozenset(
    {"help", "cancel", "back", "status", "tasks", "report", "overview", "away", "apart", "comment"}
)

_WHERE_NOTHING_IS_RECORDED: Final = frozenset({"menu", "task"})  # elsewhere `ok` may be meant as an answer
# Where people are reminded at one tap nobody is so by a guess; what is not as before is reported on anew.
_INSTEAD: Final = {"remind": "overview", "changed": "tasks", "progress": "report"}

CANNOT_SKIP = N_(
    "This question cannot be skipped: the report is not whole without its answer. "
    "To go on another time type “ยกเลิก”; what you answered is kept for 7 days."
)
_WHICH = N_("It is not clear how far “{typed}” is. Please choose; the likeliest stands first.")
_NOT_CHOSEN = N_("“{typed}” does not say how far it is. Please choose that first.")
_KEPT = N_("{why} What you wrote is offered to you again at the question that it answers.")


def find_meant_choice(step: str, text: str, choices: Sequence[Choice]) -> tuple[Choice, str] | None:
    """The choice that was surely meant by what was typed, and what was told behind it; None where none was."""
    table = _MEANT.get(step.partition("_")[0], _SKIPS)
    read = read_typed(text, table, _HEADS.get(step, ()))
    if not read.sure:
        return None
    wanted = read.meanings[0]
    found = (one for one in choices if one.data == wanted or one.data.startswith(f"{wanted}:"))
    return next(((choice, read.rest) for choice in found), None)


def find_typed_command(step: str, is_text: bool, event: Event, choices: Sequence[Choice]) -> tuple[str, str] | None:
    """The command that was typed, where the present question does not mean something else by it."""
    command = parse_command(event)
    if event.kind != "text" or find_meant_choice(step, event.text, choices) is not None:
        return command if event.kind != "text" else None
    if command is not None:
        return None if is_text and command[0] not in _AT_TEXT else command
    if step in _WHERE_NOTHING_IS_RECORDED and (status := read_exactly(event.text, _STATUSES.keys())):
        return "which", _STATUSES[status]
    talk = talk_of(event)
    if talk and not is_text and (talk != "ok" or step in _WHERE_NOTHING_IS_RECORDED):
        return "talk", talk
    return _asked_for(event) if step in _WHERE_NOTHING_IS_RECORDED else None


def _asked_for(event: Event) -> tuple[str, str] | None:
    """The command that is asked for in other words, or misspelt; None where nothing like one is."""
    hint = read_hint(event.text)
    if hint is not None:
        return ("talk", hint) if hint in ("thanks", "greeting", "wait") else (_INSTEAD.get(hint, hint), "")
    near = read_typed(event.text, {f"command.{name}": name for name in _AT_TEXT}).meanings
    return (near[0], "") if near and near[0] not in ("cancel", "back", "apart") else None


def guess_status(event: Event) -> tuple[dict[str, Any], Say]:
    """What is kept of words that do not surely say how far a measure is, and why it is asked again."""
    likely = list(read_typed(event.text, _STATUSES, _STATUSES.keys()).meanings)
    kept: dict[str, Any] = {GUESS: _quote_message(likely, event) if likely else None}
    typed = trim(" ".join(event.text.split()), 80)
    why = say(_WHICH if likely else _NOT_CHOSEN, typed=typed)
    if says_skip(event):
        return kept, lead(CANNOT_SKIP)
    if why_no_answer(event.text) is None:
        kept[OFFERED] = note_offered(event.text.strip(), event)
        why = say(_KEPT, why=why)
    return kept, replace(why, leads=True)


def note_offered(rest: str, event: Event) -> dict[str, Any]:
    """What is kept of what was told besides."""
    return {**_quote_message(rest, event), "at": event.at.isoformat()}


def _quote_message(value: Any, event: Event) -> dict[str, Any]:
    return {"value": value, "message": event.message_id}


def sort_likeliest_first(statuses: Sequence[Status], answers: Mapping[str, Any]) -> tuple[Status, ...]:
    """The statuses in the order in which they are offered."""
    likely = (answers.get(GUESS) or {}).get("value") or []
    return tuple(sorted(statuses, key=lambda status: likely.index(status) if status in likely else len(likely)))
