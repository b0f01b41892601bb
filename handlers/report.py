"""Reporting on a task: the task, its status, the questions of the agency's layout, evidence, a look over, save."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.conversation import Answers, Notes, State
from domain.events import Event
from domain.expectation import months_of_period
from domain.messages import N_, Choice, Choices, Message, Say, Summary, say
from domain.status_words import STATUS_WORDS
from domain.task import Status, Task
from domain.writes import SaveUpdate
from handlers.advance import begin
from handlers.drafts import DRAFT_CHOICES, draft_of, read_draft
from handlers.earlier import (
    ADD,
    adds_to_earlier,
    ask_earlier,
    earlier_words,
    has_earlier_text,
    newest_words,
    read_earlier,
)
from handlers.evidence import (
    ask_evidence,
    evidence_words,
    files_of,
    files_with_earlier,
    photos_missing,
    read_evidence,
    sent_messages,
)
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, path, value
from handlers.interrupted import expire_report, find_why_gone, resume_report, stop_report
from handlers.joining import lines_of
from handlers.left import what_is_left
from handlers.periods import (
    PERIOD,
    WHOLE,
    ask_period,
    ask_whole,
    asks_whole,
    change_period,
    is_being_chosen,
    is_of_whole,
    period_of,
    read_chosen,
    read_whole,
    typed_period,
    whole_words,
    words_of,
)
from handlers.questions import QUESTIONS, ask_date, ask_text, label_of, questions_of, read_day, read_text
from handlers.review import waits_for_check
from handlers.tasks import ask_task, read_task, told_apart
from handlers.words import SAVE, says_one_of
from thai.clusters import trim

STATUSES = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_DONE)


def report_flow(facts: Facts) -> Flow:
    """The flow of a report, with the questions that the agency's layout asks about the task chosen."""
    return Flow(
        "report",
        lambda state: _steps(state, facts),
        "task",
        _finish_report,
        stop=stop_report,
        resume=resume_report,
        gone=find_why_gone,
        expire=expire_report,
        takes_lines=True,
        takes_files=True,
    )


def _steps(state: State, facts: Facts) -> Mapping[str, Step]:
    task = _chosen_task(state, facts)
    asked = questions_of(facts.agency.layout, task)
    told_before = task is not None and has_earlier_text(task.id, facts)
    first = PERIOD if is_being_chosen(state) else "status"
    told: str | Callable[[State], str] = "earlier" if told_before else lambda a: _after_status(a, asked)
    steps = [
        Step("task", ask_task, read_task, _after_task(state, task, first)),
        Step("draft", _ask_draft, read_draft, first),
        Step("status", _ask_status, _read_status, WHOLE if asks_whole(state, task) else told),
        *_period_steps(task, told),
        Step("earlier", ask_earlier, read_earlier, lambda a: _after_status(a, asked)),
        *_question_steps(asked, task, value(state, "earlier") == ADD),
        _text_step("reason", _evidence_or_summary),
        Step("evidence", ask_evidence, read_evidence, "summary"),
        Step("summary", _ask_summary, _read_summary, _after_summary, looks_over=True),
        Step(
            "change",
            _ask_change,
            _read_change,
            DONE,
            forgets=lambda _name: ("summary", "change"),
            reopens=lambda name: (name,),
            looks_over=True,
        ),
    ]
    return {step.name: step for step in steps}


def _after_summary(state: State) -> str:
    return DONE if value(state, "summary") == "save" else "change"


def _after_task(state: State, task: Task | None, first: str) -> str:
    if task is None:
        return DONE
    return "draft" if draft_of(state) else first


def _period_steps(task: Task | None, then: str | Callable[[State], str]) -> tuple[Step, ...]:
    """What is asked of a measure with a rhythm alone."""
    if task is None:
        return ()
    period = Step(PERIOD, ask_period(task), read_chosen(task), "status")
    return (period, Step(WHOLE, ask_whole(task), read_whole, then))


def answers_for(task: Task) -> Mapping[str, Any]:
    """The answers of a report that begins at a chosen task."""
    return {"task": {"value": task.id, "message": None}}


def begin_report(
    state: State, event: Event, facts: Facts, answers: Answers | None = None, notes: Notes | None = None
) -> Turn:
    """The first question of a report; when it was begun tells which photos were sent for it."""
    noted = {"begun": state.notes.get("begun") or event.at.isoformat(), **(notes or {})}
    return begin(report_flow(facts), state, event, facts, answers, noted)


def _chosen_task(state: State, facts: Facts) -> Task | None:
    chosen = value(state, "task")
    return facts.task(chosen) if chosen is not None else None


def _question_steps(asked: tuple[str, ...], task: Task | None, adds: bool) -> list[Step]:
    """The steps of the layout's questions; what is added to earlier text may be left out."""
    steps = []
    for name, then in zip(asked, (*asked[1:], "evidence"), strict=False):
        if not name.startswith("date_"):
            steps.append(_text_step(name, then, adds))
        elif task is not None:
            steps.append(Step(name, ask_date(int(name[5:]), task), read_day(task), then))
    return steps


def _evidence_or_summary(state: State) -> str:
    """Evidence is asked about where some has come, though the status asks for none."""
    return "evidence" if files_of(state) else "summary"


def _text_step(name: str, then: str | Callable[[State], str], adds: bool = False) -> Step:
    question = replace(QUESTIONS[name], optional=True) if adds else QUESTIONS[name]
    return Step(name, ask_text(question), read_text(question), then, text=True)


def _after_status(state: State, asked: tuple[str, ...]) -> str:
    """Nothing more is asked of what has not begun; what is given up needs its reason."""
    match value(state, "status"):
        case Status.NOT_STARTED:
            return _evidence_or_summary(state)
        case Status.NOT_DONE:
            return "reason"
        case _:
            return asked[0] if asked else "evidence"


_STANDS_IN = N_("You report for {name}, who is away.")


def _ask_status(state: State, facts: Facts) -> Message:
    task = _chosen_task(state, facts)
    assert task is not None  # noqa: S101
    topic, measure = trim(task.topic, 150), trim(task.measure, 500)
    text = say(N_("{topic}\n“{measure}”\n\nHow far is it?"), topic=topic, measure=measure)
    if first := period_of(state, task, facts):
        asked = N_("{topic}\n“{measure}”\n\nHow far is it in {period}?")
        text = say(asked, topic=topic, measure=measure, period=words_of(first, task))
    if apart := told_apart(task, facts):
        text = say("{apart}\n{question}", apart=apart, question=text)
    if principal := facts.on_behalf_of(task):
        text = say("{stands_in}\n{question}", stands_in=say(_STANDS_IN, name=principal.name), question=text)
    if told := newest_words(task, facts):
        text = say("{earlier}\n\n{question}", earlier=told, question=text)
    return Choices(text, tuple(Choice(say(STATUS_WORDS[status]), status.value) for status in STATUSES))


def _ask_draft(state: State, facts: Facts) -> Message:
    """Shows what is kept of a report that was stopped."""
    task, draft = _chosen_task(state, facts), draft_of(state) or State("")
    assert task is not None  # noqa: S101
    given = replace(draft, answers={**draft.answers, "task": state.answers["task"]})
    rows = _rows(given, task, facts)
    if files_of(draft) and "evidence" not in draft.answers:
        rows.append((_answer_label("evidence", given), evidence_words(draft, facts)))
    title = say(N_("Not saved yet: {measure}"), measure=trim(task.measure, 250))
    text = say(
        N_("You stopped this report before. Would you like to go on? Beginning anew deletes what is shown here.")
    )
    return Summary(title, tuple(rows), text, DRAFT_CHOICES)


def _read_status(event: Event, state: State, facts: Facts) -> Any:
    if event.kind == "tap" and event.data in STATUSES:
        return event.data
    if (task := _chosen_task(state, facts)) and (typed := typed_period(event, task)):
        return typed
    raise BadAnswer(say(N_("Please choose one of the answers, or type its number.")))


def answered_names(state: State, facts: Facts) -> tuple[str, ...]:
    """The questions on the path that have been answered and are shown in the summary."""
    flow = report_flow(facts)
    return tuple(n for n in path(flow, state) if n in state.answers and n not in _NOT_SHOWN)


_NOT_SHOWN = ("task", PERIOD, "summary", "change")


def _rows(state: State, task: Task, facts: Facts) -> list[tuple[Say, tuple[Say, ...]]]:
    """The answers to look over, the month or quarter that they are for first."""
    first = period_of(state, task, facts)
    rows = [(say(N_("Report for")), (words_of(first, task),))] if first else []
    return rows + [
        (_answer_label(name, state), _answer_words(name, state, facts)) for name in answered_names(state, facts)
    ]


def _ask_summary(state: State, facts: Facts) -> Message:
    task = _chosen_task(state, facts)
    assert task is not None  # noqa: S101
    rows, months = tuple(_rows(state, task, facts)), months_of_period(task.cadence)
    other = say(N_("Change the quarter")) if months > 1 else say(N_("Change the month"))
    choices = (
        Choice(say(N_("Save")), "save"),
        Choice(say(N_("Change one")), "change"),
        *((Choice(other, PERIOD),) if period_of(state, task, facts) else ()),
        Choice(say(N_("Cancel")), ":cancel"),
    )
    title = say("{measure}", measure=trim(task.measure, 300))
    if apart := told_apart(task, facts):
        title = say("{measure} ({apart})", measure=trim(task.measure, 300), apart=apart)
    if principal := facts.on_behalf_of(task):
        rows = ((say(N_("On behalf of")), (say("{name}", name=principal.name),)), *rows)
    missing = photos_missing(state)
    question = say(_MISSING, count=missing) if missing else say(N_("Is this right?"))
    return Summary(title, rows, question, choices)


_MISSING = N_(
    "{count} of the photos sent together have not come yet. You may wait: the report is shown again as they come. "
    "Or save now: what comes later is added to this report.\nIs the rest right?"
)


def _answer_label(name: str, state: State) -> Say:
    if name == WHOLE:
        return say(STATUS_WORDS[Status(value(state, "status"))])
    fixed = {
        "status": say(N_("Status")),
        "evidence": say(N_("Evidence")),
        "earlier": say(N_("Text before")),
    }
    return fixed.get(name) or label_of(name)


def _answer_words(name: str, state: State, facts: Facts) -> tuple[Say, ...]:
    answer = value(state, name)
    if name == "status":
        return (say(STATUS_WORDS[Status(answer)]),)
    if name == WHOLE and (task := _chosen_task(state, facts)):
        return (whole_words(state, task, facts),)
    if name == "evidence":
        return evidence_words(state, facts)
    if name == "earlier":
        return (earlier_words(state),)
    if not answer:
        return (say(N_("none")),)
    if name.startswith("date_"):
        return (say("{day}", day=date.fromisoformat(answer)),)
    return tuple(say("{line}", line=line) for line in str(answer).splitlines() if line.strip())


def _read_summary(event: Event, state: State, facts: Facts) -> Any:
    task = _chosen_task(state, facts)
    if event.kind == "tap" and event.data in ("save", "change"):
        return event.data
    if task and event.kind == "tap" and event.data == PERIOD and period_of(state, task, facts):
        return change_period(state, task, facts)
    if task and (typed := typed_period(event, task)):
        return typed
    if event.kind == "text" and says_one_of(event.text, SAVE):
        return "save"
    raise BadAnswer(say(N_("Nothing has been saved yet. Please choose “Save”, “Change one” or “Cancel”.")))


def _ask_change(state: State, facts: Facts) -> Message:
    names = answered_names(state, facts)
    choices = tuple(Choice(_answer_label(name, state), name) for name in names)
    return Choices(say(N_("Which answer would you like to change?")), choices)


def _read_change(event: Event, state: State, facts: Facts) -> Any:
    if event.kind == "tap" and event.data in answered_names(state, facts):
        return event.data
    raise BadAnswer(say(N_("Please choose one of the answers, or type its number.")))


def _finish_report(state: State, event: Event, facts: Facts) -> Finish:
    """The update as answered; a task whose round was closed meanwhile is said, not lost silently."""
    task = _chosen_task(state, facts)
    if task is None or facts.person is None:
        return Finish((say(N_("This task takes no more answers: its round has been closed.")),))
    update, measure = _build_update(state, event, facts, task), trim(task.measure, 300)
    saved = say(N_("Saved: {measure} – {status}"), measure=measure, status=_answer_words("status", state, facts)[0])
    if update.period:
        period = words_of(update.period, task)
        saved = say(N_("{saved}\nReport for: {period}"), saved=saved, period=period)
    if check := waits_for_check(task, facts):
        saved = say("{saved}\n{check}", saved=saved, check=check)
    if missing := photos_missing(state):
        to_come = say(N_("{count} photos that have not come yet will be added to it."), count=missing)
        saved = say("{saved}\n{to_come}", saved=saved, to_come=to_come)
    return Finish((say("{saved}\n{more}", saved=saved, more=what_is_left(update, task, facts)),), (update,))


def _build_update(state: State, event: Event, facts: Facts, task: Task) -> SaveUpdate:
    assert facts.person is not None  # noqa: S101
    names = answered_names(state, facts)
    texts = {name: str(value(state, name)) for name in names if name in QUESTIONS}
    days = [(int(n[5:]), date.fromisoformat(value(state, n))) for n in names if n[:5] == "date_" and value(state, n)]
    files = files_with_earlier(state, facts)
    typed = [n for n in names if n in texts or n.startswith("date_")]
    sources = {str(line["message"]): n for n in typed for line in lines_of(state.answers[n]) if line["message"]}
    return SaveUpdate(
        event_id=event.id,
        task_id=task.id,
        person_id=facts.person.id,
        at=event.at,
        status=Status(value(state, "status")),
        dates=tuple(days),
        message_ids=sent_messages(state),
        links=tuple(file["link"] for file in files if file["kind"] == "link" and "earlier" not in file),
        earlier=tuple(file["earlier"] for file in files if "earlier" in file),
        sources=sources,
        link_sources={file["link"]: file["message"] for file in files if file["kind"] == "link" and file["message"]},
        result=texts.get("result", ""),
        outcome=texts.get("outcome", ""),
        suggestion=texts.get("suggestion", ""),
        remark=texts.get("remark", ""),
        reason=texts.get("reason", ""),
        adds=adds_to_earlier(state, task.id, facts),
        begun_at=datetime.fromisoformat(state.notes["begun"]) if "begun" in state.notes else None,
        period=period_of(state, task, facts),
        of_whole=is_of_whole(state, task),
        on_behalf_of=principal.id if (principal := facts.on_behalf_of(task)) else None,
    )
