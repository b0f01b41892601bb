"""Reports that were stopped: kept with their photos and files until they are taken up again, or deleted by choice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.conversation import DRAFTS, SWEPT, State
from domain.events import Event
from domain.messages import N_, Choice, Say, say
from handlers.asked import TYPED
from handlers.evidence import drop_files, files_of, without_file
from handlers.facts import Facts
from handlers.flow import DOUBT, Again, Answers, BadAnswer, value
from handlers.joining import without_message
from handlers.outcome import Outcome
from thai.clusters import trim

GO_ON, ANEW = "go_on", "anew"
_LOOSE = "0"  # evidence that came before its task was chosen
_NOT_KEPT = (DRAFTS, DOUBT, TYPED, "listed", "page", "task")

DRAFT_CHOICES = (Choice(say(N_("Go on with it")), GO_ON), Choice(say(N_("Begin anew")), ANEW))


def keep_draft(answers: Answers) -> dict[str, Any]:
    """The drafts, with what was answered and sent of the report that is stopped."""
    own = {name: entry for name, entry in answers.items() if name not in _NOT_KEPT and entry}
    drafts = {**answers.get(DRAFTS, {}), **({_key(answers): own} if own.keys() - {"begun"} else {})}
    return {DRAFTS: drafts} if drafts else {}


def draft_of(answers: Answers) -> Mapping[str, Any] | None:
    """What is kept for the task that was chosen, else what came for none."""
    drafts: Mapping[str, Mapping[str, Any]] = answers.get(DRAFTS, {})
    return drafts.get(_key(answers)) or drafts.get(_LOOSE)


def forget_in_drafts(answers: Answers, message_id: str) -> dict[str, Any]:
    """The drafts without what this message gave."""
    drafts = {key: _forget(draft, message_id) for key, draft in answers.get(DRAFTS, {}).items()}
    return {DRAFTS: drafts} if drafts else {}


def _forget(draft: Mapping[str, Any], message_id: str) -> dict[str, Any]:
    files = without_file(files_of(draft), message_id)
    given = {name: kept for name, entry in draft.items() if (kept := without_message(entry, message_id)) is not None}
    return {**given, "files": files} if "files" in given else given


def read_draft(event: Event, answers: Answers, _facts: Facts) -> Again:
    """The draft's answers in the report, or the draft deleted."""
    draft = draft_of(answers) or {}
    if event.kind != "tap" or event.data not in (GO_ON, ANEW):
        raise BadAnswer(say(N_("Please choose one of the answers, or type its number.")))
    rest = {key: kept for key, kept in answers.get(DRAFTS, {}).items() if kept is not draft}
    if event.data == ANEW:
        told = say(N_("What was kept of the earlier report is deleted."))
        return Again({DRAFTS: rest or None}, told, (drop_files(draft),), moved=True)
    files = [*files_of(draft), *files_of(answers)]
    return Again({**draft, "files": files or None, DRAFTS: rest or None}, moved=True)


_SWEPT = N_("The report on “{measure}” that you had stopped was deleted after a week. To report on it, type “งาน”.")
_SWEPT_FILES = N_(
    "The photos or files that you had sent for no task were deleted after a week. Please send them again."
)


def tell_swept(state: State, event: Event, facts: Facts) -> Outcome | None:
    """The state without the stopped reports that a week has passed over, and what is said of each; None without any."""
    told_before = list(state.answers.get(SWEPT, ()))
    idle = state.flow in (None, "menu") and state.expires_at is not None and event.at >= state.expires_at
    over: Mapping[str, Mapping[str, Any]] = state.answers.get(DRAFTS, {}) if idle else {}
    if facts.person is None or not (told_before or over):
        return None
    gone = dict.fromkeys([*told_before, *over])
    rest = {name: entry for name, entry in state.answers.items() if name != SWEPT and not (idle and name == DRAFTS)}
    dropped = tuple(drop_files(draft) for draft in over.values() if files_of(draft))
    return Outcome(replace(state, answers=rest), tuple(_deleted(key, facts) for key in gone)[:_MOST_TOLD], dropped)


_MOST_TOLD = 2  # LINE takes five messages at once


def _deleted(key: str, facts: Facts) -> Say:
    task = facts.any_task(int(key)) if key != _LOOSE else None
    return say(_SWEPT, measure=trim(task.measure, 120)) if task else say(_SWEPT_FILES)


def _key(answers: Answers) -> str:
    return str(value(answers, "task") or _LOOSE)
