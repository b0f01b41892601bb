"""Reports that were stopped: kept with their photos and files until they are taken up again, or deleted by choice."""

from collections.abc import Mapping
from typing import Any

from domain.events import Event
from domain.messages import N_, Choice, say
from handlers.evidence import drop_files, files_of, without_file
from handlers.facts import Facts
from handlers.flow import DOUBT, DRAFTS, Again, Answers, BadAnswer, value
from handlers.joining import without_message

GO_ON, ANEW = "go_on", "anew"
_LOOSE = "0"  # evidence that came before its task was chosen
_NOT_KEPT = (DRAFTS, DOUBT, "listed", "page", "task")

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


def _key(answers: Answers) -> str:
    return str(value(answers, "task") or _LOOSE)
