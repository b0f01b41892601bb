"""All of a person's reports on one page: the questions of the report's flow at once, read by its own steps. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.asked import asked_tasks
from domain.conversation import DRAFTS, State
from domain.events import Event
from domain.messages import N_, Message, Say, say
from domain.reply_form import ReplyForm, Rows, SentReply
from domain.task import Task
from domain.writes import Write
from handlers.answers import format_answers
from handlers.evidence import list_files
from handlers.facts import Facts
from handlers.flow import add_given
from handlers.menu import open_menu
from handlers.page_answers import begin_reply, list_chat_files, read_answers, show_file
from handlers.page_draft import find_draft_of, mark_draft, show_answers, stands_as_shown
from handlers.periods import PERIOD, proposed_period
from handlers.reminding import repeat_reply
from handlers.reply_fields import describe_last, describe_task, list_fields, mark_fields
from handlers.report import list_answered
from handlers.tasks import get_chosen_id

_MEANWHILE = N_(
    "Another report came meanwhile, so yours was not saved. Please read it beside this. To save yours all the same, "
    "press “Save” again."
)
_IN_CHAT = N_(
    "This report was answered in the chat, or on another device, meanwhile: what stands there is shown here. To save "
    "what stands in this form instead, press “Save” again."
)
_NOTHING_TO_REPEAT = N_("There is no earlier report that could go on. Please choose a status.")
_BOTH = N_("You ticked that nothing has changed, but also chose or typed something. Please take one of them out.")


@dataclass(frozen=True, slots=True)
class PageSaved:
    """What came of one report: what is said and written, the conversation's state, or the form to be mended."""

    state: State
    said: tuple[Message, ...] = ()
    writes: tuple[Write, ...] = ()
    form: ReplyForm | None = None


def list_forms(state: State, facts: Facts, sent: Mapping[int, SentReply], mark: str) -> tuple[ReplyForm, ...]:
    """The forms of all tasks that ask for a report, soonest due first, each with what was sent of it.

    Where nothing was, with what the chat was told of it so far. What was typed stays though a colleague answered.
    """
    asked = asked_tasks(facts.open_tasks(), facts.today)
    typed = [task for task in facts.open_tasks() if task.id in sent and sent[task.id].holds_anything]
    shown = (*asked, *(task for task in typed if task not in asked))
    return tuple(build_form(task, sent.get(task.id), state, facts, f"{mark}{task.id}") for task in shown)


def build_form(task: Task, sent: SentReply | None, state: State, facts: Facts, mark: str = "") -> ReplyForm:
    """The form of a task."""
    draft, newest = find_draft_of(task.id, state), facts.newest_update(task.id)
    if sent is None:
        files = tuple(map(show_file, list_chat_files(draft)))
        links = "\n".join(file["link"] for file in list_files(draft) if file["kind"] == "link")
        seen, version = newest.id if newest else 0, mark_draft(task.id, state)
        sent = SentReply(mark, seen, show_answers(draft), links=links, files=files, version=version)
    pieces = facts.evidence_of(newest.id) if newest else ()
    return ReplyForm(
        task,
        replace(sent, known=sent.known | {file.message for file in sent.files}),
        describe_task(task, facts),
        describe_last(task, facts),
        repeats=task.goes_on,
        earlier=sum(piece.state == "saved" for piece in pieces),
        fields=list_fields(task, sent.answers, begin_reply(task, sent, draft, facts), facts),
    )


def save_reply(task: Task, sent: SentReply, state: State, event: Event, facts: Facts) -> PageSaved:
    """The writes of a report that is right, with the conversation's own about the same task ended; else the form."""
    newest = facts.newest_update(task.id)
    seen = newest.id if newest else 0
    if seen != sent.seen:
        form = build_form(task, sent, state, facts)
        return PageSaved(state, form=replace(form, problem=say(_MEANWHILE), sent=replace(form.sent, seen=seen)))
    if not stands_as_shown(task.id, sent, state):
        form, told = build_form(task, sent, state, facts), _told_in_chat(task, state, facts)
        form = replace(
            form, problem=say(_IN_CHAT), in_chat=told, sent=replace(form.sent, version=mark_draft(task.id, state))
        )
        return PageSaved(state, form=form)
    if sent.same:
        return _save_same(task, sent, state, event, facts)
    read = read_answers(sent, begin_reply(task, sent, find_draft_of(task.id, state), facts), event, facts)
    if read.problems or read.finish is None:
        form, evidence = build_form(task, sent, state, facts), read.problems.get("evidence")
        fields = mark_fields(form.fields, read.problems, read.doubtful)
        return PageSaved(state, form=replace(form, fields=fields, evidence_problem=evidence))
    return PageSaved(_end_chat(task.id, state, event), read.finish.messages, read.finish.writes)


def _told_in_chat(task: Task, state: State, facts: Facts) -> Rows:
    """The answers of the draft under their headings."""
    draft = find_draft_of(task.id, state)
    begun = add_given(replace(draft, flow="report"), {"task": {"value": task.id, "message": None}})
    return tuple(format_answers(list_answered(begun, facts), begun, task, facts))


def _save_same(task: Task, sent: SentReply, state: State, event: Event, facts: Facts) -> PageSaved:
    texts = (typed for name, typed in sent.answers.items() if name != PERIOD)
    first = proposed_period(task, facts.today, facts)
    other = bool(first) and sent.answers.get(PERIOD, "") not in ("", str(first))
    if other or any(map(str.strip, texts)) or sent.files or sent.links.strip():
        return PageSaved(state, form=replace(build_form(task, sent, state, facts), problem=say(_BOTH)))
    turn = repeat_reply(state, event, facts, task)
    if turn is None or not turn.writes:
        told = next((one for one in turn.messages if isinstance(one, Say)), None) if turn else None
        form = build_form(task, sent, state, facts)
        return PageSaved(state, form=replace(form, problem=told or say(_NOTHING_TO_REPEAT)))
    return PageSaved(_end_chat(task.id, state, event), turn.messages, turn.writes)


def _end_chat(task_id: int, state: State, event: Event) -> State:
    """The conversation without its own report on the task, which has been saved here."""
    if get_chosen_id(state) == task_id:
        state = replace(open_menu(state), moved_at=event.at, asked_by=None)
    drafts = {key: kept for key, kept in state.notes.get(DRAFTS, {}).items() if key != str(task_id)}
    return add_given(state, notes={DRAFTS: drafts or None}) if DRAFTS in state.notes else state
