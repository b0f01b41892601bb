"""Several short messages make one answer: a further line goes to the answer before, not to the next question.

On a computer Enter sends, so the second line of a list comes as a message of its own; forwarded messages come at once.
A line is known by the time at which it was sent, before the present question was asked or sooner after the line before
than anybody reads a question and types, or by going on with the list that the answer began.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, say
from handlers.advance import advance, ask_again
from handlers.asked import is_too_soon
from handlers.choices import find_typed_choice, list_choices
from handlers.evidence import find_links
from handlers.facts import Facts
from handlers.flow import DOUBT, Flow, Turn, add_given, walk_steps
from handlers.layouts import layout_in
from handlers.questions import LONGEST, find_label
from thai.no_answer import why_no_answer

WITHIN = timedelta(minutes=5)  # so long after a line the next one of its list is one of it
JOINED = "joined"  # the line that was added last, and to which answer

_MARK = re.compile(r"\s*(?:([-–•*·◦●○▪])|\(?[0-9๐-๙]{1,2}[.)])\s*\S")

APART = Choice(say(N_("Answer this question")), ":apart", side=True)


def join_line(flow: Flow, state: State, event: Event, facts: Facts, late: bool) -> Turn | None:
    """The turn of a line that belongs to the answer before; None for what is no such line.

    `late` is True where the line was sent before the answer that led to the present question.
    """
    name = _answer_before(flow, state)
    if event.kind != "text" or name is None or why_no_answer(event.text):
        return None
    if find_typed_choice(event.text, list_choices(flow, state, facts), facts):
        return None
    entry, label = state.answers[name], find_label(name, layout_in(state, facts))
    if not (_goes_on(entry, event) or _is_at_once(entry, event) or (late and _was_sent_before(entry, event))):
        return None
    if (there := _find_answer_with(flow, state, event.text.strip())) is not None:
        return ask_again(flow, state, facts, say(_THERE, label=find_label(there, layout_in(state, facts))))
    line = {"value": event.text.strip(), "message": event.message_id, "at": event.at.isoformat()}
    joined = _of_lines(entry, [*list_lines(entry), line])
    if len(joined["value"]) > LONGEST:
        return ask_again(flow, state, facts, say(_FULL, label=label, most=LONGEST))
    added = {JOINED: {"step": name, "message": event.message_id}}
    turn = ask_again(flow, add_given(state, {name: joined}, added), facts, say(_ADDED, label=label))
    question = turn.messages[-1]
    if flow.steps(state)[str(state.step)].text and isinstance(question, Choices):
        offered = replace(question, choices=(APART, *question.choices))
        return Turn(turn.state, (*turn.messages[:-1], offered))
    return turn


_ADDED = N_("Added to your answer “{label}”.")
_THERE = N_("That stands in your answer “{label}” already.")
_FULL = N_("Not added to your answer “{label}”: it would be longer than {most} letters.")


def take_apart(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """The line that was added last answers the present question instead."""
    joined = state.notes.get(JOINED) or {}
    entry = state.answers.get(str(joined.get("step"))) or {}
    line = next((line for line in list_lines(entry) if line["message"] == joined.get("message")), None)
    if not joined or not entry or line is None:
        return ask_again(flow, state, facts)
    kept = remove_line(entry, line["message"])
    typed = Event(event.id, "text", event.at, event.line_user, text=line["value"], message_id=line["message"])
    return advance(flow, add_given(state, {joined["step"]: kept}, {JOINED: None}), typed, facts)


def list_lines(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The messages that make the answer, in the order they came."""
    first = {name: entry.get(name) for name in ("value", "message", "at")}
    return list(entry.get("lines") or [first])


def remove_line(entry: Mapping[str, Any], message_id: str | None) -> dict[str, Any] | None:
    """The answer without the line of this message; None where nothing is left."""
    lines = [line for line in list_lines(entry) if line["message"] != message_id]
    return _of_lines(entry, lines) if lines else None


def replace_line(entry: Mapping[str, Any], message_id: str, text: str) -> dict[str, Any]:
    """The answer with the line that this message gave replaced by other words."""
    lines = [{**line, "value": text} if line["message"] == message_id else line for line in list_lines(entry)]
    changed = _of_lines(entry, lines)
    return changed if entry.get("lines") else {**entry, "value": changed["value"]}


def remove_message(entry: Any, message_id: str) -> Any:
    """Any answer without what the message gave; None where nothing is left."""
    if not isinstance(entry, dict) or all(line["message"] != message_id for line in list_lines(entry)):
        return entry
    return remove_line(entry, message_id)


def _of_lines(entry: Mapping[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer that these messages make, in the order they were sent."""
    lines = sorted(lines, key=lambda line: str(line["at"]))
    text = "\n".join(line["value"] for line in lines)
    return {**entry, **lines[0], "value": text, "lines": lines}


def _answer_before(flow: Flow, state: State) -> str | None:
    """The text question answered just before the present one."""
    walked, steps = list(walk_steps(flow, state)), flow.steps(state)
    place = walked.index(state.step) if state.step in walked else 0
    if not place or DOUBT in state.notes:
        return None
    name = walked[place - 1]
    entry = state.answers.get(name) or {}
    return name if steps[name].text and entry.get("value") and entry.get("at") else None


def _find_answer_with(flow: Flow, state: State, text: str) -> str | None:
    """The text question that has this very line in its answer: a copy that comes late is not another answer's."""
    asked = flow.steps(state)
    given = ((name, entry) for name, entry in state.answers.items() if name in asked and asked[name].text and entry)
    return next((name for name, entry in given if text in (line["value"] for line in list_lines(entry))), None)


def _was_sent_before(entry: Mapping[str, Any], event: Event) -> bool:
    """True where the line was sent after the answer's own question was asked, and before the answer was.

    What was sent after the answer belongs to what was asked then, though that was gone back from.
    """
    last = max(str(line["at"]) for line in list_lines(entry))
    return _was_asked_before(entry, event) and event.at <= datetime.fromisoformat(last)


def _goes_on(entry: Mapping[str, Any], event: Event) -> bool:
    """True where the line has the mark of the answer's own list and comes soon after its last line."""
    last = max(list_lines(entry), key=lambda line: str(line["at"]))
    mark, before = _MARK.match(event.text), _MARK.match(last["value"])
    soon = abs(event.at - datetime.fromisoformat(last["at"])) <= WITHIN
    return bool(soon and mark and before and mark[1] == before[1])


def _is_at_once(entry: Mapping[str, Any], event: Event) -> bool:
    """True where the line was sent so close to one of the answer's that no question was read between them; no link."""
    soon = any(is_too_soon(datetime.fromisoformat(line["at"]), event.at) for line in list_lines(entry))
    return soon and _was_asked_before(entry, event) and not find_links(event.text)


def _was_asked_before(entry: Mapping[str, Any], event: Event) -> bool:
    """True where the line was not sent before the answer's own question was asked."""
    asked = entry.get("asked")
    return asked is None or event.at >= datetime.fromisoformat(asked)
