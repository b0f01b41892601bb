"""The cells that the plan alone fills, by column key."""

from collections.abc import Callable

from domain.layout import Layout
from domain.plan import Question, Topic
from reports.compile.entry import Entry, Lines
from reports.wording import add_bullets, add_number, in_digits, split_lines


def _topic_lines(entry: Entry) -> Lines:
    return (topic_title(entry.topic, entry.layout),)


def topic_title(topic: Topic, layout: Layout) -> str:
    """The topic behind its number as the layout writes it."""
    return add_number(topic.number, topic.title, layout.topic_mark)


def _question_lines(entry: Entry) -> Lines:
    asked = entry.topic.questions or entry.measure.measure.questions
    return tuple(question_line(question, entry.layout) for question in asked)


def question_line(question: Question, layout: Layout) -> str:
    """The code's digits too are in the layout's style: `e๑๒`."""
    code = question.code[:1] + in_digits(question.code[1:], layout)
    return f"{code} {question.text}".strip()


def measure_lines(entry: Entry) -> Lines:
    """The title behind its number, unless that has a column of its own, and its further lines."""
    first, *more = entry.measure.measure.title.splitlines() or [""]
    if entry.layout.column("number"):
        return (first, *more)
    return (add_number(entry.measure.measure.number, first, entry.layout.measure_mark), *more)


def _step_lines(entry: Entry) -> Lines:
    steps = entry.measure.measure.steps
    if len(steps) < 2:
        return steps
    return tuple(add_number(str(place), step, entry.layout.step_mark) for place, step in enumerate(steps, 1))


def _responsible_lines(entry: Entry) -> Lines:
    responsible = entry.measure.measure.responsible
    return tuple(responsible.text.splitlines()) if responsible else ()


def _timeframe_lines(entry: Entry) -> Lines:
    timeframe = entry.measure.measure.timeframe
    return tuple(timeframe.text.splitlines()) if timeframe else ()


def _follow_up_lines(entry: Entry) -> Lines:
    cadence = entry.measure.measure.cadence
    return tuple(cadence.text.splitlines()) if cadence else ()


FROM_PLAN: dict[str, Callable[[Entry], Lines]] = {
    "topic": _topic_lines,
    "question": _question_lines,
    "finding": lambda entry: add_bullets(tuple(line for text in entry.topic.findings for line in split_lines(text))),
    "measure": measure_lines,
    "number": lambda entry: (entry.measure.measure.number or "",),
    "steps": _step_lines,
    "responsible": _responsible_lines,
    "timeframe": _timeframe_lines,
    "follow_up": _follow_up_lines,
}
