"""A report as the page sent it, read by the steps of the chat's own: what can be taken, and what is wrong. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.columns import OWN, WHY
from domain.conversation import State
from domain.events import Event
from domain.layout import Layout
from domain.messages import N_, Say, say
from domain.reply_form import SentFile, SentReply
from domain.task import REPLY_TEXTS, Status, Task
from handlers.asides import EVIDENCE
from handlers.doubts import is_doubtful
from handlers.earlier import EARLIER
from handlers.evidence import LONGEST_LINK, MOST_FILES, TOO_MANY, WITHOUT_EARLIER, find_links, list_files
from handlers.facts import Facts
from handlers.flow import DONE, Again, BadAnswer, Finish, Flow, Step, add_given, find_open_step
from handlers.layouts import layout_in
from handlers.periods import PERIOD, WHOLE
from handlers.report import report_flow

_DOUBTFUL = N_("This may not be meant as the answer, so it was not saved. Please change it, or tick below to keep it.")
_NOT_ASKED = N_("This is not asked for with the status that you chose. Please choose another, or empty this field.")
_CHOOSE = N_("Please choose one.")
_EMPTY = N_("Please fill in this field.")
_NO_LINK = N_("That is no web address.")
_LONG_LINK = N_("That link is too long to be kept. Please send a shorter one.")


@dataclass(frozen=True, slots=True)
class ReadReply:
    """What the steps make of a whole report: its end, or what is wrong at which field, and what may not be meant."""

    finish: Finish | None
    problems: Mapping[str, Say]
    doubtful: frozenset[str]


def begin_reply(task: Task, sent: SentReply, draft: State, facts: Facts) -> State:
    """The state of a report of which the task is chosen, with its evidence: what the chat got since is in it too."""
    since = [file for file in list_chat_files(draft) if file["message"] not in sent.known]
    brought = {file["message"]: file for file in list_chat_files(draft)}
    kept = [
        brought.get(file.message) or _describe_file(file) for file in sent.files if file not in map(show_file, since)
    ]
    links = [{"link": link, "kind": "link", "message": None} for link in dict.fromkeys(find_links(sent.links))]
    notes: dict[str, Any] = {"begun": draft.notes.get("begun"), "files": [*kept, *since, *links] or None}
    notes[WITHOUT_EARLIER] = sent.seen if sent.without_earlier else None
    person = facts.person
    begun = State((person.line_user if person else None) or "", flow="report")
    return add_given(begun, {"task": {"value": task.id, "message": None}}, notes)


def read_answers(sent: SentReply, state: State, event: Event, facts: Facts) -> ReadReply:
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
            return ReadReply(None, {**problems, PERIOD: bad.text}, frozenset())
        state = add_given(state, {PERIOD: {"value": first, "message": None}})
    while (name := find_open_step(flow, state)) != DONE:
        step, typed, value = flow.steps(state)[name], sent.answers.get(name, "").strip(), None
        try:
            value = step.read(_as_event(step, typed, event, layout_in(state, facts)), state, facts)
            if step.text and typed and _is_doubtful(name, typed, value, sent, flow, state, facts):
                problems[name] = say(_DOUBTFUL)
                doubtful.add(name)
        except BadAnswer as bad:
            problems[name] = _explain(step, typed, bad, layout_in(state, facts))
            if name == "status":
                return ReadReply(None, problems, frozenset())
        state = add_given(state, {name: {"value": value if value is not None else "", "message": None}})
    path = set(state.answers)
    for name, typed in sent.answers.items():
        if typed.strip() and name not in path and (name in REPLY_TEXTS or name.startswith(("date_", OWN, WHY))):
            problems[name] = say(_NOT_ASKED)
    finish = None if problems else flow.finish(state, event, facts)
    return ReadReply(finish, problems, frozenset(doubtful))


def find_taken_answers(sent: SentReply, state: State, event: Event, facts: Facts) -> dict[str, Any]:
    """The values of the answers that the chat would take by now; what is empty, wrong or doubtful is in none of them.

    Before a status is chosen the texts are read as those of a measure that is done.
    """
    flow, taken = report_flow(facts), dict[str, Any]()
    if chosen := sent.answers.get(PERIOD):
        taken |= _read_answer(PERIOD, flow.steps(state)[PERIOD], chosen, sent, state, event, facts, flow)
        state = add_given(state, {name: {"value": value, "message": None} for name, value in taken.items()})
    while (name := find_open_step(flow, state)) not in (DONE, EVIDENCE, "summary"):
        typed = sent.answers.get(name, "").strip()
        found = _read_answer(name, flow.steps(state)[name], typed, sent, state, event, facts, flow) if typed else {}
        taken |= found
        value = found.get(name, _MEANWHILE.get(name, ""))
        state = add_given(state, {name: {"value": value, "message": None}})
    return taken


_MEANWHILE = {"status": Status.DONE.value, WHOLE: "alone"}


def _read_answer(
    name: str, step: Step, typed: str, sent: SentReply, state: State, event: Event, facts: Facts, flow: Flow
) -> dict[str, Any]:
    tap = replace(event, kind="tap", data=typed)
    given = tap if name == PERIOD else _as_event(step, typed, event, layout_in(state, facts))
    try:
        value = step.read(given, state, facts)
    except BadAnswer:
        return {}
    if isinstance(value, Again) or (step.text and _is_doubtful(name, typed, value, sent, flow, state, facts)):
        return {}
    return {name: value}


def _is_doubtful(name: str, typed: str, value: str, sent: SentReply, flow: Flow, state: State, facts: Facts) -> bool:
    return bool(value) and sent.sure.get(name) != typed and is_doubtful(value, flow, state, facts)


def as_text(value: Any) -> str:
    """An answer as a field shows it: what is several a line each."""
    return "\n".join(value) if isinstance(value, list) else str(value)


def _is_choice(step: Step, layout: Layout) -> bool:
    column = layout.own_column(step.name)
    chosen = column is not None and column.kind in ("choice", "period")
    return step.name in ("status", WHOLE) or step.name.startswith(EARLIER) or chosen


def _as_event(step: Step, typed: str, event: Event, layout: Layout) -> Event:
    """The answer as the chat would bring it."""
    if step.name in ("evidence", "summary"):
        return replace(event, kind="tap", data="done" if step.name == "evidence" else "save")
    if _is_choice(step, layout) and (typed or not layout.own_column(step.name)):
        return replace(event, kind="tap", data=typed)
    return replace(event, text=typed) if typed else replace(event, kind="tap", data="skip")


def _explain(step: Step, typed: str, bad: BadAnswer, layout: Layout) -> Say:
    if _is_choice(step, layout):
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


def list_chat_files(draft: State) -> list[dict[str, Any]]:
    """The photos and files that came for the report, without its links."""
    return [file for file in list_files(draft) if file["kind"] != "link"]


def show_file(file: Mapping[str, Any]) -> SentFile:
    """The file as the page shows it."""
    return SentFile(str(file["message"]), file.get("name") or "", file["kind"])


def _describe_file(file: SentFile) -> dict[str, Any]:
    return {"message": file.message, "kind": file.kind, "name": file.name, "set": None}
