"""All of a person's reports on one page: the questions of the report's flow at once, read by its own steps. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.asked import asked_tasks
from domain.columns import OWN, WHY
from domain.conversation import DRAFTS, State
from domain.events import Event
from domain.messages import N_, Message, Say, say
from domain.reply_form import ReplyForm, SentFile, SentReply
from domain.task import REPLY_TEXTS, Task
from domain.writes import Write
from handlers.advance import is_doubtful
from handlers.earlier import EARLIER
from handlers.evidence import LONGEST_LINK, MOST_FILES, TOO_MANY, WITHOUT_EARLIER, find_links, list_files
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Step, add_given, find_open_step
from handlers.menu import open_menu
from handlers.periods import PERIOD, proposed_period
from handlers.reminding import repeat_reply
from handlers.reply_fields import describe_last, describe_task, list_fields, mark_fields
from handlers.report import report_flow
from handlers.tasks import get_chosen_id

_MEANWHILE = N_(
    "Another report came meanwhile, so yours was not saved. Please read it beside this. To save yours all the same, "
    "press “Save” again."
)
_DOUBTFUL = N_("This may not be meant as the answer, so it was not saved. Please change it, or tick below to keep it.")
_NOT_ASKED = N_("This is not asked for with the status that you chose. Please choose another, or empty this field.")
_CHOOSE = N_("Please choose one.")
_EMPTY = N_("Please fill in this field.")
_NOTHING_TO_REPEAT = N_("There is no earlier report that could go on. Please choose a status.")
_BOTH = N_("You ticked that nothing has changed, but also chose or typed something. Please take one of them out.")
_NO_LINK = N_("That is no web address.")
_LONG_LINK = N_("That link is too long to be kept. Please send a shorter one.")


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
    draft, newest = _find_draft(task.id, state), facts.newest_update(task.id)
    if sent is None:
        files = tuple(map(_file, _chat_files(draft)))
        links = "\n".join(file["link"] for file in list_files(draft) if file["kind"] == "link")
        answers = {name: _as_text(entry["value"]) for name, entry in draft.answers.items()}
        sent = SentReply(mark, newest.id if newest else 0, answers, links=links, files=files)
    pieces = facts.evidence_of(newest.id) if newest else ()
    return ReplyForm(
        task,
        replace(sent, known=sent.known | {file.message for file in sent.files}),
        describe_task(task, facts),
        describe_last(task, facts),
        repeats=task.goes_on,
        earlier=sum(piece.state == "saved" for piece in pieces),
        fields=list_fields(task, sent.answers, _begin(task, sent, draft, facts), facts),
    )


def save_reply(task: Task, sent: SentReply, state: State, event: Event, facts: Facts) -> PageSaved:
    """The writes of a report that is right, with the conversation's own about the same task ended; else the form."""
    newest = facts.newest_update(task.id)
    seen = newest.id if newest else 0
    if seen != sent.seen:
        form = build_form(task, sent, state, facts)
        return PageSaved(state, form=replace(form, problem=say(_MEANWHILE), sent=replace(form.sent, seen=seen)))
    if sent.same:
        return _save_same(task, sent, state, event, facts)
    read = _read_answers(sent, _begin(task, sent, _find_draft(task.id, state), facts), event, facts)
    if read.problems or read.finish is None:
        form, evidence = build_form(task, sent, state, facts), read.problems.get("evidence")
        fields = mark_fields(form.fields, read.problems, read.doubtful)
        return PageSaved(state, form=replace(form, fields=fields, evidence_problem=evidence))
    return PageSaved(_end_chat(task.id, state, event), read.finish.messages, read.finish.writes)


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


@dataclass(frozen=True, slots=True)
class _Read:
    finish: Finish | None
    problems: Mapping[str, Say]
    doubtful: frozenset[str]


def _begin(task: Task, sent: SentReply, draft: State, facts: Facts) -> State:
    """The state of a report of which the task is chosen, with its evidence: what the chat got since is in it too."""
    since = [file for file in _chat_files(draft) if file["message"] not in sent.known]
    brought = {file["message"]: file for file in _chat_files(draft)}
    kept = [brought.get(file.message) or _entry(file) for file in sent.files if file not in map(_file, since)]
    links = [{"link": link, "kind": "link", "message": None} for link in dict.fromkeys(find_links(sent.links))]
    notes: dict[str, Any] = {"begun": draft.notes.get("begun"), "files": [*kept, *since, *links] or None}
    notes[WITHOUT_EARLIER] = sent.seen if sent.without_earlier else None
    person = facts.person
    begun = State((person.line_user if person else None) or "", flow="report")
    return add_given(begun, {"task": {"value": task.id, "message": None}}, notes)


def _read_answers(sent: SentReply, state: State, event: Event, facts: Facts) -> _Read:
    """What the steps of the report make of the answers, each in its turn as the answers before it lead."""
    flow, doubtful = report_flow(facts), set[str]()
    state = add_given(state, notes={"begun": state.notes.get("begun") or event.at.isoformat()})
    problems = dict(sent.problems)
    if found := _find_evidence_problem(sent, state):
        refused = problems.get("evidence")
        problems["evidence"] = say("{refused}\n{found}", refused=refused, found=found) if refused else found
    if chosen := sent.answers.get(PERIOD):
        try:
            first = flow.steps(state)[PERIOD].read(replace(event, kind="tap", data=chosen), state, facts)
        except BadAnswer as bad:
            return _Read(None, {**problems, PERIOD: bad.text}, frozenset())
        state = add_given(state, {PERIOD: {"value": first, "message": None}})
    while (name := find_open_step(flow, state)) != DONE:
        step, typed, value = flow.steps(state)[name], sent.answers.get(name, "").strip(), None
        try:
            value = step.read(_as_event(step, typed, event, facts), state, facts)
            asks_back = step.text and typed and value and sent.sure.get(name) != typed
            if asks_back and is_doubtful(value, flow, state, facts):
                problems[name] = say(_DOUBTFUL)
                doubtful.add(name)
        except BadAnswer as bad:
            problems[name] = _explain(step, typed, bad, facts)
            if name == "status":
                return _Read(None, problems, frozenset())
        state = add_given(state, {name: {"value": value if value is not None else "", "message": None}})
    path = set(state.answers)
    for name, typed in sent.answers.items():
        if typed.strip() and name not in path and (name in REPLY_TEXTS or name.startswith(("date_", OWN, WHY))):
            problems[name] = say(_NOT_ASKED)
    finish = None if problems else flow.finish(state, event, facts)
    return _Read(finish, problems, frozenset(doubtful))


def _as_text(value: Any) -> str:
    """An answer as a field shows it: what is several a line each."""
    return "\n".join(value) if isinstance(value, list) else str(value)


def _is_choice(step: Step, facts: Facts) -> bool:
    column = facts.agency.layout.own_column(step.name)
    chosen = column is not None and column.kind in ("choice", "period")
    return step.name in ("status", "whole") or step.name.startswith(EARLIER) or chosen


def _as_event(step: Step, typed: str, event: Event, facts: Facts) -> Event:
    """The answer as the chat would bring it."""
    if step.name in ("evidence", "summary"):
        return replace(event, kind="tap", data="done" if step.name == "evidence" else "save")
    if _is_choice(step, facts) and (typed or not facts.agency.layout.own_column(step.name)):
        return replace(event, kind="tap", data=typed)
    return replace(event, text=typed) if typed else replace(event, kind="tap", data="skip")


def _explain(step: Step, typed: str, bad: BadAnswer, facts: Facts) -> Say:
    if _is_choice(step, facts):
        return say(_CHOOSE)
    return bad.text if typed else say(_EMPTY)


def _find_evidence_problem(sent: SentReply, state: State) -> Say | None:
    links = find_links(sent.links)
    if len(list_files(state)) > MOST_FILES:
        return say(TOO_MANY, most=MOST_FILES)
    if any(len(link) > LONGEST_LINK for link in links):
        return say(_LONG_LINK)
    if any(not find_links(line) for line in sent.links.split("\n") if line.strip()):
        return say(_NO_LINK)
    return None


def _find_draft(task_id: int, state: State) -> State:
    """What the chat was told of the task: in the report that runs there, else in the one that was stopped."""
    if get_chosen_id(state) == task_id:
        return state
    kept = state.notes.get(DRAFTS, {}).get(str(task_id))
    return State("", answers=kept["answers"], notes=kept["notes"]) if kept else State("")


def _end_chat(task_id: int, state: State, event: Event) -> State:
    """The conversation without its own report on the task, which has been saved here."""
    if get_chosen_id(state) == task_id:
        state = replace(open_menu(state), moved_at=event.at, asked_by=None)
    drafts = {key: kept for key, kept in state.notes.get(DRAFTS, {}).items() if key != str(task_id)}
    return add_given(state, notes={DRAFTS: drafts or None}) if DRAFTS in state.notes else state


def _chat_files(draft: State) -> list[dict[str, Any]]:
    return [file for file in list_files(draft) if file["kind"] != "link"]


def _file(file: Mapping[str, Any]) -> SentFile:
    return SentFile(str(file["message"]), file.get("name") or "", file["kind"])


def _entry(file: SentFile) -> dict[str, Any]:
    return {"message": file.message, "kind": file.kind, "name": file.name, "set": None}
