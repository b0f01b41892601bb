"""A report that did not go straight to its end: after a pause, after a week, stopped, or with its task gone."""

from domain.conversation import DRAFTS, PUT_AWAY, State
from domain.messages import N_, Say, lead, say
from handlers.drafts import keep_draft
from handlers.evidence import list_files
from handlers.facts import Facts
from handlers.flow import Stopped, carry_drafts
from handlers.left import explain_gone
from handlers.tasks import format_chosen_measure, get_chosen_id

_RESUMED = N_(
    "You stopped in the middle of a report on “{measure}”, so your message was not taken as an answer. "
    "Please answer the question below, or type “ยกเลิก” to stop."
)
_EXPIRED = N_(
    "The report on “{measure}” that you had begun was put away unsaved after a week without an answer, so your message "
    "was not taken for it. To report on it, please begin anew: type “งาน”."
)
_EVIDENCE_EXPIRED = N_(
    "The photos or files that you had sent were put away after a week, as no task was chosen for them. "
    "Please send them again with a report: type “งาน”."
)
_STOPPED = N_("Stopped. Nothing was saved.")
_STOPPED_REPORT = N_(
    "Stopped. Nothing was saved, and nothing is lost: what you answered on “{measure}” is kept for 7 days. "
    "Choose the same task again to go on or to begin anew."
)
_STOPPED_FILES = N_(
    "Stopped. Nothing was saved, and nothing is lost: what you sent is kept for 7 days. "
    "It is offered to you with your next report."
)


def resume_report(state: State, facts: Facts) -> Say | None:
    """What is said where a report goes on after a long pause; None before its task is chosen."""
    return lead(_RESUMED, measure=format_chosen_measure(state, facts)) if get_chosen_id(state) is not None else None


def find_why_gone(state: State, facts: Facts) -> Say | None:
    """Why the task that was chosen takes no more answers of the person's; None where it does."""
    chosen = get_chosen_id(state)
    return explain_gone(chosen, facts) if chosen is not None and facts.task(chosen) is None else None


def expire_report(state: State, facts: Facts) -> Say | None:
    """What is said of a report that has waited too long."""
    if get_chosen_id(state) is not None:
        return say(_EXPIRED, measure=format_chosen_measure(state, facts))
    return say(_EVIDENCE_EXPIRED) if list_files(state) or PUT_AWAY in state.notes else None


def stop_report(state: State, facts: Facts) -> Stopped:
    """The report kept as a draft, and what is said of it."""
    kept = keep_draft(state)
    if kept == carry_drafts(state.notes) or DRAFTS not in kept:
        return Stopped(say(_STOPPED), kept)
    told = say(_STOPPED_FILES)
    if get_chosen_id(state) is not None:
        told = say(_STOPPED_REPORT, measure=format_chosen_measure(state, facts))
    return Stopped(told, kept)
