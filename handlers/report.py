"""Reporting on a task: the task, its status, the questions of the agency's layout, evidence, a look over, save."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from domain.cards import same_choice
from domain.conversation import Answers, Notes, State
from domain.events import Event
from domain.layout import Layout
from domain.messages import N_, Choice, Choices, Message, Say, Summary, say
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Status, Task
from handlers.advance import begin
from handlers.answers import format_answers, format_label
from handlers.asides import EVIDENCE, find_next, is_aside
from handlers.drafts import DRAFT_CHOICES, find_draft, read_draft
from handlers.earlier import (
    ADD,
    REPLACE,
    ask_earlier,
    find_earlier_step,
    newest_words,
    read_earlier,
)
from handlers.evidence import (
    ask_evidence,
    format_evidence,
    list_files,
    read_evidence,
)
from handlers.facts import Facts
from handlers.flow import DONE, Again, Finish, Flow, Step, Turn, get_answer, not_a_choice, walk_steps
from handlers.forgotten import (
    FORGOTTEN,
    add_forgotten,
    ask_forgotten,
    asks_forgotten,
    belongs_to_saved,
    read_forgotten,
)
from handlers.interrupted import expire_report, find_why_gone, resume_report, stop_report
from handlers.layouts import layout_in, layout_of
from handlers.look_over import look_over_steps
from handlers.mending import MENDS
from handlers.own_columns import own_steps
from handlers.periods import (
    PERIOD,
    WHOLE,
    ask_period,
    ask_whole,
    asks_whole,
    find_period,
    format_period,
    is_being_chosen,
    parse_period,
    read_chosen,
    read_whole,
)
from handlers.questions import ask_date, ask_text, find_question, is_optional, list_questions, read_day, read_text
from handlers.reading import guess_status, sort_likeliest_first
from handlers.save_reply import finish_report
from handlers.tasks import ask_task, find_chosen_task, name_plan_of, read_task, told_apart
from thai.clusters import trim

BEGUN = (Status.DONE, Status.IN_PROGRESS)  # with which the layout's questions are asked
STATUSES = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_DONE)


def report_flow(facts: Facts) -> Flow:
    """The flow of a report, with the questions that the agency's layout asks about the task chosen."""
    return Flow(
        "report",
        lambda state: _steps(state, facts),
        "task",
        _finish_chosen,
        stop=stop_report,
        resume=resume_report,
        gone=find_why_gone,
        expire=expire_report,
        takes_lines=True,
        takes_files=True,
    )


def _finish_chosen(state: State, event: Event, facts: Facts) -> Finish:
    if belongs_to_saved(state):
        return add_forgotten(state, event, facts)
    return finish_report(list_answered(state, facts), state, event, facts)


def _steps(state: State, facts: Facts) -> Mapping[str, Step]:
    task = find_chosen_task(state, facts)
    layout = layout_of(task, facts)
    asked = list_questions(layout, task)
    period = find_period(state, task, facts) if task else None
    earlier = find_earlier_step(task.id, period, facts) if task else None
    first = PERIOD if is_being_chosen(state) else "status"
    told: str | Callable[[State], str] = earlier or (lambda a: _after_status(a, asked, layout))
    steps = [
        Step("task", ask_task, read_task, _after_task(state, task, first, facts)),
        Step(FORGOTTEN, ask_forgotten, read_forgotten, lambda state: DONE if belongs_to_saved(state) else first),
        Step("draft", _ask_draft, read_draft, first),
        Step("status", _ask_status, _read_status, WHOLE if asks_whole(state, task) else told, lambda _status: (WHOLE,)),
        *_period_steps(task, told),
        *_earlier_steps(earlier, period, asked, state, layout),
        *_question_steps(asked, task, earlier is not None and get_answer(state, earlier) == ADD, facts),
        _text_step("reason", lambda state: _evidence_or_summary(state, layout), layout),
        Step("evidence", ask_evidence, read_evidence, "summary"),
        *look_over_steps(list_answered, list_asides, list_left_out),
    ]
    return {step.name: step for step in steps}


def _after_task(state: State, task: Task | None, first: str, facts: Facts) -> str:
    if task is None:
        return DONE
    if asks_forgotten(state, task, facts):
        return FORGOTTEN
    return "draft" if find_draft(state) else first


def _period_steps(task: Task | None, then: str | Callable[[State], str]) -> tuple[Step, ...]:
    """What is asked of a measure with a rhythm alone."""
    if task is None:
        return ()
    period = Step(PERIOD, ask_period(task), read_chosen(task), "status")
    return (period, Step(WHOLE, ask_whole(task), read_whole, then))


def _earlier_steps(
    name: str | None, period: date | None, asked: tuple[str, ...], state: State, layout: Layout
) -> tuple[Step, ...]:
    """What becomes of the text before; the look over follows anew, and what must be told where it was left out."""
    if name is None:
        return ()
    left_out = [one for one in asked if not is_optional(one, layout) and get_answer(state, one) in (None, "")]

    def name_reopened(chosen: str) -> tuple[str, ...]:
        return ("summary", *(left_out if chosen == REPLACE else ()))

    return (Step(name, ask_earlier(period), read_earlier, lambda a: _after_status(a, asked, layout), name_reopened),)


def answers_for(task: Task) -> Mapping[str, Any]:
    """The answers of a report that begins at a chosen task."""
    return {"task": {"value": task.id, "message": None}}


def begin_report(
    state: State, event: Event, facts: Facts, answers: Answers | None = None, notes: Notes | None = None
) -> Turn:
    """The first question of a report; when it was begun tells which photos were sent for it."""
    noted = {"begun": state.notes.get("begun") or event.at.isoformat(), **(notes or {})}
    return begin(report_flow(facts), state, event, facts, answers, noted)


def _question_steps(asked: tuple[str, ...], task: Task | None, adds: bool, facts: Facts) -> list[Step]:
    """The steps of the layout's questions; what is added to earlier text may be left out."""
    steps: list[Step] = []
    layout = layout_of(task, facts)
    for place, name in enumerate(asked, 1):
        then = partial(find_next, (*asked[place:], EVIDENCE), layout)
        if column := layout.own_column(name):
            steps += own_steps(column, then, adds, layout)
        elif not name.startswith("date_"):
            steps.append(_text_step(name, then, layout, adds))
        elif task is not None:
            steps.append(Step(name, ask_date(int(name[5:]), task), read_day(int(name[5:]), task), then))
    return steps


def _evidence_or_summary(state: State, layout: Layout) -> str:
    """Evidence is asked about where some has come, though the status asks for none."""
    return find_next((EVIDENCE,), layout, state) if list_files(state) else "summary"


def _text_step(name: str, then: str | Callable[[State], str], layout: Layout, adds: bool = False) -> Step:
    question = find_question(name, layout)
    assert question is not None  # noqa: S101
    question = replace(question, optional=question.optional or adds)
    return Step(name, ask_text(question), read_text(question), then, text=True)


def _after_status(state: State, asked: tuple[str, ...], layout: Layout) -> str:
    """Nothing more is asked of what has not begun; what is given up needs its reason."""
    match get_answer(state, "status"):
        case Status.NOT_STARTED:
            return _evidence_or_summary(state, layout)
        case Status.NOT_DONE:
            return "reason"
        case _:
            return find_next((*asked, EVIDENCE), layout, state)


_STANDS_IN = N_("You report for {name}, who is away.")


def _ask_status(state: State, facts: Facts) -> Message:
    task = find_chosen_task(state, facts)
    assert task is not None  # noqa: S101
    topic, measure = trim(task.topic, 150), trim(task.measure, 500)
    text = say(N_("{topic}\n“{measure}”\n\nHow far is it?"), topic=topic, measure=measure)
    if first := find_period(state, task, facts):
        asked = N_("{topic}\n“{measure}”\n\nHow far is it in {period}?")
        text = say(asked, topic=topic, measure=measure, period=format_period(first, task))
    if apart := told_apart(task, facts):
        text = say("{apart}\n{question}", apart=apart, question=text)
    if plan := name_plan_of(task, facts):
        text = say("{plan}\n{question}", plan=plan, question=text)
    text = say_for_whom(task, text, facts)
    if told := newest_words(task, facts):
        text = say("{earlier}\n\n{question}", earlier=told, question=text)
    listed = sort_likeliest_first(STATUSES, state.notes)
    choices = tuple(Choice(say_status(STATUS_WORDS[status], task.plan), status.value) for status in listed)
    return Choices(text, (*choices, same_choice(task, first)) if task.goes_on else choices)


def say_for_whom(task: Task, text: Say, facts: Facts) -> Say:
    """The text, headed by whom the person stands in for where the task is somebody else's."""
    if principal := facts.on_behalf_of(task):
        return say("{stands_in}\n{question}", stands_in=say(_STANDS_IN, name=principal.name), question=text)
    return text


def _ask_draft(state: State, facts: Facts) -> Message:
    """Shows what is kept of a report that was stopped."""
    task, draft = find_chosen_task(state, facts), find_draft(state) or State("")
    assert task is not None  # noqa: S101
    given = replace(draft, answers={**draft.answers, "task": state.answers["task"]})
    rows = format_answers(list_answered(given, facts), given, task, facts)
    if list_files(draft) and "evidence" not in draft.answers:
        rows.append((format_label("evidence", given, layout_of(task, facts)), format_evidence(draft, facts)))
    title = say(N_("Not saved yet: {measure}"), measure=trim(task.measure, 250))
    text = say(N_("You began this report before. Would you like to go on? Beginning anew deletes what is shown here."))
    return Summary(title, tuple(rows), text, DRAFT_CHOICES)


def _read_status(event: Event, state: State, facts: Facts) -> Any:
    if event.kind == "tap" and event.data in STATUSES:
        return event.data
    movable = find_chosen_task(state, facts) if MENDS not in state.notes else None
    if movable and (typed := parse_period(event, movable)):
        return typed
    if event.kind == "text":
        notes, why = guess_status(event)
        return Again(notes=notes, text=why)
    raise not_a_choice()


def list_answered(state: State, facts: Facts) -> tuple[str, ...]:
    """The questions on the path that have been answered and are shown in the summary."""
    flow = report_flow(facts)
    return tuple(n for n in walk_steps(flow, state) if n in state.answers and n not in _NOT_SHOWN)


def list_left_out(state: State, facts: Facts) -> tuple[str, ...]:
    """The questions that were answered and are not on the path any more: the status that was chosen asks for others."""
    path, layout = set(walk_steps(report_flow(facts), state)), layout_in(state, facts)
    given = (name for name in state.answers if name not in path and get_answer(state, name) not in (None, "", []))
    return tuple(name for name in given if name.startswith("date_") or find_question(name, layout) is not None)


def list_asides(state: State, facts: Facts) -> tuple[str, ...]:
    """The optional questions that may still be answered before saving, as buttons of the look over."""
    begun = get_answer(state, "status") in BEGUN
    layout = layout_in(state, facts)
    asked = list_questions(layout, find_chosen_task(state, facts)) if begun else ()
    return tuple(name for name in (*asked, EVIDENCE) if is_aside(name, layout, state))


_NOT_SHOWN = ("task", FORGOTTEN, PERIOD, "summary", "change")
