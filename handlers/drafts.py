"""Reports that were stopped: kept with their photos and files until they are taken up again, or deleted by choice."""

from collections.abc import Mapping
from typing import Any

from domain.conversation import DRAFTS, KEPT_BY, SWEPT, State
from domain.events import Event
from domain.messages import N_, Choice, Say, say
from handlers.asked import TYPED
from handlers.evidence import drop_files, list_files, remove_file
from handlers.facts import Facts
from handlers.flow import DOUBT, KEPT, Again, add_given, forget_notes, get_answer, read_choice
from handlers.joining import remove_message
from handlers.menu import is_idle
from handlers.outcome import Outcome
from handlers.reading import GUESS
from thai.clusters import trim

Draft = Mapping[str, Mapping[str, Any]]  # the answers and the notes of a report that was stopped

GO_ON, ANEW = "go_on", "anew"
_LOOSE = "0"  # evidence that came before its task was chosen
_NOT_KEPT = (DRAFTS, KEPT_BY, DOUBT, GUESS, TYPED, "listed", "page")

DRAFT_CHOICES = (Choice(say(N_("Go on with it")), GO_ON), Choice(say(N_("Begin anew")), ANEW))


def keep_draft(state: State) -> dict[str, Any]:
    """The drafts, with what was answered and sent of the report that is stopped."""
    answers = {name: entry for name, entry in state.answers.items() if name != "task"}
    notes = {name: entry for name, entry in state.notes.items() if name not in _NOT_KEPT and entry}
    own = {"answers": answers, "notes": notes}
    drafts = {**_drafts(state), **({_key(state): own} if _holds_anything(own) else {})}
    return {DRAFTS: drafts} if drafts else {}


def find_draft(state: State) -> State | None:
    """What is kept for the task that was chosen, else what came for none, as the state of a report."""
    key = _draft_key(state)
    return _as_state(_drafts(state)[key]) if key else None


def forget_message(state: State, message_id: str) -> State:
    """The state without what this message gave: in the answers, among the files and in the drafts."""
    noted = _without_entries(state.notes, message_id)
    if "files" in state.notes:
        noted["files"] = remove_file(list_files(state), message_id)
    if KEPT in state.notes:
        noted[KEPT] = _without_entries(state.notes[KEPT], message_id) or None
    if DRAFTS in state.notes:
        drafts = {key: _forget(draft, message_id) for key, draft in _drafts(state).items()}
        noted[DRAFTS] = {key: draft for key, draft in drafts.items() if _holds_anything(draft)} or None
    return add_given(state, _without_entries(state.answers, message_id), noted)


def _without_entries(entries: Mapping[str, Any], message_id: str) -> dict[str, Any]:
    return {name: remove_message(entry, message_id) for name, entry in entries.items()}


def _forget(draft: Draft, message_id: str) -> Draft:
    left = forget_message(_as_state(draft), message_id)
    return {"answers": left.answers, "notes": left.notes}


def _holds_anything(draft: Draft) -> bool:
    """True where more is kept of the report than when it was begun."""
    return bool(draft["answers"]) or any(entry for name, entry in draft["notes"].items() if name != "begun")


def _draft_key(state: State) -> str | None:
    return next((key for key in (_key(state), _LOOSE) if key in _drafts(state)), None)


def _drafts(state: State) -> Mapping[str, Draft]:
    found: Mapping[str, Draft] = state.notes.get(DRAFTS, {})
    return found


def _as_state(draft: Draft) -> State:
    return State("", answers=draft["answers"], notes=draft["notes"])


def read_draft(event: Event, state: State, _facts: Facts) -> Again:
    """The draft's answers in the report, or the draft deleted."""
    draft = find_draft(state) or State("")
    chosen = read_choice(event, (GO_ON, ANEW))
    rest = {key: kept for key, kept in _drafts(state).items() if key != _draft_key(state)}
    if chosen == ANEW:
        told = say(N_("What was kept of the earlier report is deleted."))
        return Again(notes={DRAFTS: rest or None}, text=told, writes=(drop_files(draft),), moved=True)
    files = [*list_files(draft), *list_files(state)]
    return Again(draft.answers, {**draft.notes, "files": files or None, DRAFTS: rest or None}, moved=True)


_SWEPT = N_("The report on “{measure}” that you had stopped was deleted after a week. To report on it, type “งาน”.")
_SWEPT_FILES = N_(
    "The photos or files that you had sent for no task were deleted after a week. Please send them again."
)


def tell_swept(state: State, event: Event, facts: Facts) -> Outcome | None:
    """The state without the stopped reports that a week has passed over, and what is said of each; None without any."""
    told_before = list(state.notes.get(SWEPT, ()))
    idle = is_idle(state) and state.expires_at is not None and event.at >= state.expires_at
    over = _drafts(state) if idle else {}
    if facts.person is None or not (told_before or over):
        return None
    gone = dict.fromkeys([*told_before, *over])
    rest = forget_notes(state, SWEPT, *([DRAFTS] if idle else []))
    dropped = tuple(drop_files(draft) for draft in map(_as_state, over.values()) if list_files(draft))
    return Outcome(rest, tuple(_deleted(key, facts) for key in gone)[:_MOST_TOLD], dropped)


_MOST_TOLD = 2  # LINE takes five messages at once


def _deleted(key: str, facts: Facts) -> Say:
    task = facts.any_task(int(key)) if key != _LOOSE else None
    return say(_SWEPT, measure=trim(task.measure, 120)) if task else say(_SWEPT_FILES)


def _key(state: State) -> str:
    return str(get_answer(state, "task") or _LOOSE)
