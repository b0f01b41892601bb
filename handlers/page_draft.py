"""What is typed on the page of all reports, kept in the chat's own draft: begun in one, finished in the other. Pure."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from zlib import crc32

from domain.columns import OWN, WHY
from domain.conversation import DRAFTS, KEPT_BY, State
from domain.events import Event
from domain.reply_form import SentReply
from domain.task import REPLY_TEXTS, Task
from handlers.asked import TYPED
from handlers.decide import KEPT_FOR
from handlers.earlier import EARLIER
from handlers.evidence import WITHOUT_EARLIER, list_files
from handlers.facts import Facts
from handlers.flow import DOUBT, KEPT, add_given, find_open_step
from handlers.page_answers import as_text, begin_reply, find_taken_answers
from handlers.periods import PERIOD, WHOLE
from handlers.reading import GUESS, OFFERED
from handlers.report import report_flow
from handlers.tasks import get_chosen_id

# Noted of a draft: by field what was typed on the page where it is not the answer itself, and which answer stood then.
ON_PAGE: Final = "on_page"
_OFFERED_DRAFT: Final = "draft"  # the step at which the chat asks whether to go on with what is kept
_OF_THE_CHAT: Final = (DRAFTS, KEPT_BY, KEPT, DOUBT, GUESS, OFFERED, TYPED, "listed", "page")


def find_draft_of(task_id: int, state: State) -> State:
    """What was told of the task so far: in the report that runs in the chat, else in the one that is kept."""
    if get_chosen_id(state) == task_id and state.step != _OFFERED_DRAFT:
        return state
    kept = state.notes.get(DRAFTS, {}).get(str(task_id))
    return State("", answers=kept["answers"], notes=kept["notes"]) if kept else State("")


def mark_draft(task_id: int, state: State) -> str:
    """What the draft's answers are known by, 8 letters, "" without any; photos and files are added by either side."""
    draft = find_draft_of(task_id, state)
    answers = {name: entry["value"] for name, entry in draft.answers.items() if name != "task"}
    links = [file["link"] for file in list_files(draft) if file["kind"] == "link"]
    told = [answers, links, draft.notes.get(ON_PAGE), draft.notes.get(WITHOUT_EARLIER)]
    return f"{crc32(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()):08x}" if any(told) else ""


def stands_as_shown(task_id: int, sent: SentReply, state: State) -> bool:
    """True where the draft is as the page showed it, or as the same page left it, though it was not told of that."""
    mark, kept_by = mark_draft(task_id, state), find_draft_of(task_id, state).notes.get(KEPT_BY)
    return mark == sent.version or kept_by == [sent.mark, mark]


def show_answers(draft: State) -> dict[str, str]:
    """The draft's answers as the page's fields hold them: as they were typed there, while they are the same."""
    shown = {name: as_text(entry["value"]) for name, entry in draft.answers.items()}
    typed = draft.notes.get(ON_PAGE, {})
    return shown | {name: text for name, (text, value) in typed.items() if shown.get(name) == value}


def keep_on_page(task: Task, sent: SentReply, state: State, event: Event, facts: Facts) -> State | None:
    """The state with what was typed kept as the draft; None where that, or the task's reply, is not what was shown.

    A report that runs in the chat goes on there at what is still open: its question is to be shown first.
    """
    newest = facts.newest_update(task.id)
    if sent.seen != (newest.id if newest else 0) or not stands_as_shown(task.id, sent, state):
        return None
    kept = _replace_draft(task, sent, state, event, facts)
    by = {KEPT_BY: [sent.mark, mark_draft(task.id, kept)]}
    if get_chosen_id(kept) == task.id:
        return add_given(kept, notes=by)
    drafts = kept.notes.get(DRAFTS, {})
    if (own := drafts.get(str(task.id))) is None:
        return kept
    return add_given(kept, notes={DRAFTS: {**drafts, str(task.id): {**own, "notes": {**own["notes"], **by}}}})


def _replace_draft(task: Task, sent: SentReply, state: State, event: Event, facts: Facts) -> State:
    draft = find_draft_of(task.id, state)
    begun = begin_reply(task, sent, draft, facts)
    taken = find_taken_answers(sent, begun, event, facts) if sent.holds_anything else {}
    answers = {**_of_other_steps(draft), **{name: _reuse_entry(name, value, draft) for name, value in taken.items()}}
    began = draft.notes.get("begun") or event.at.isoformat()
    emptied = {"files": None, WITHOUT_EARLIER: None}
    notes = {**emptied, **begun.notes, ON_PAGE: _note_typed(sent, taken), "begun": began}
    drafts = {key: one for key, one in state.notes.get(DRAFTS, {}).items() if key != str(task.id)}
    if get_chosen_id(state) == task.id:
        return _keep_in_chat(state, answers, {**notes, DRAFTS: drafts or None}, event, facts)
    own = {name: entry for name, entry in {**_drop_notes(draft.notes, _OF_THE_CHAT), **notes}.items() if entry}
    if answers or any(name != "begun" for name in own):
        drafts[str(task.id)] = {"answers": answers, "notes": own}
    return replace(add_given(state, notes={DRAFTS: drafts or None}), expires_at=event.at + KEPT_FOR)


def _keep_in_chat(
    state: State, answers: Mapping[str, Any], notes: Mapping[str, Any], event: Event, facts: Facts
) -> State:
    """The report that runs in the chat with these answers; another question, or another look over, is not shown yet."""
    given = replace(state, answers={"task": state.answers["task"], **answers})
    given = add_given(given, notes={**notes, KEPT: None, GUESS: None, OFFERED: None, TYPED: None})
    step = find_open_step(report_flow(facts), given)
    if step == state.step != "summary":
        return given
    given = replace(add_given(given, notes={DOUBT: None}), step=step, moved_at=event.at, shown_at=None)
    return replace(given, asked_by=event.id, asked_at=event.at, heard_at=event.at)


def _of_other_steps(draft: State) -> dict[str, Any]:
    """The draft's answers that the page does not ask for."""
    return {name: entry for name, entry in draft.answers.items() if name != "task" and not _is_asked(name)}


def _is_asked(name: str) -> bool:
    return name in (PERIOD, "status", WHOLE, "summary", *REPLY_TEXTS) or name.startswith(("date_", EARLIER, OWN, WHY))


def _reuse_entry(name: str, value: Any, draft: State) -> dict[str, Any]:
    """The answer's entry: the chat's own, with the message that gave it, where it says the same."""
    before: dict[str, Any] | None = draft.answers.get(name)
    return before if before and before["value"] == value else {"value": value, "message": None}


def _note_typed(sent: SentReply, taken: Mapping[str, Any]) -> dict[str, Any] | None:
    typed = {name: text for name, text in sent.answers.items() if text.strip() and name != PERIOD}
    values = {name: as_text(taken[name]) if name in taken else None for name in typed}
    return {name: [text, values[name]] for name, text in typed.items() if values[name] != text} or None


def _drop_notes(notes: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry for name, entry in notes.items() if name not in names}
