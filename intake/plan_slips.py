"""Slips that show only when the whole plan is looked at: titles, question codes and dates."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from domain.finding import Finding
from domain.plan import Measure, Plan, Question
from intake.questions import zero_codes
from thai.dates import NotADate, read_date
from thai.digits import to_arabic
from thai.fiscal import first_day, last_day, round_days
from thai.months import FULL_MONTH, MONTHS
from thai.normalise import fold_text, remove_gaps

Text = tuple[str, str]
_DAY = re.compile(r"(?:วันที่|ที่)?\s*(\d{1,2}\s*(?:เดือน)?\s*[ก-๙.]+\s*(?:พ\.?\s?ศ\.?)?\s*\d{4}|\d{1,2}/\d{1,2}/\d{4})")
_BY = re.compile(rf"(?:ภายใน|และ)(?:สิ้น)?(?:เดือน)?({FULL_MONTH})")
# Fewer codes than this are no series.
_SERIES = 5


def plan_slips(plan: Plan, texts: Iterable[Text]) -> tuple[Finding, ...]:
    """The warnings, each at its place; `texts` is everything the document says."""
    return (
        *_titles_twice(plan),
        *_codes(plan),
        *_zeros(texts),
        *(warning for measure in plan.measures for warning in _dates_outside(plan, measure)),
    )


def _titles_twice(plan: Plan) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for topic in plan.topics:
        for measure in topic.measures:
            key, place = fold_text(measure.title), measure.places.get("title", topic.place)
            if key in seen:
                yield Finding("title-twice", place, {"title": measure.title[:60]})
            seen.setdefault(key, place)


def _codes(plan: Plan) -> Iterator[Finding]:
    asked: list[tuple[Question, str]] = [
        *((question, topic.place) for topic in plan.topics for question in topic.questions),
        *((question, measure.places.get("title", "")) for measure in plan.measures for question in measure.questions),
    ]
    by_code: defaultdict[str, list[tuple[Question, str]]] = defaultdict(list)
    for question, place in asked:
        by_code[question.code].append((question, place))
    for code, questions in by_code.items():
        texts = {fold_text(question.text) for question, _ in questions if question.text}
        if code and len(texts) > 1:
            yield _code_twice(code, questions)
    for letter in "ieO":
        yield from _find_missing_codes(
            letter, {code: questions[0][1] for code, questions in by_code.items() if code[:1] == letter}
        )


def _code_twice(code: str, questions: list[tuple[Question, str]]) -> Finding:
    return Finding(
        "code-twice",
        questions[1][1],
        {"code": code, "text": questions[0][0].text[:40], "other": questions[1][0].text[:40]},
    )


def _find_missing_codes(letter: str, places: dict[str, str]) -> Iterator[Finding]:
    """A warning for each code that is left out of a series which is otherwise whole."""
    numbers = sorted(int(code[1:]) for code in places)
    gaps = sorted(set(range(1, numbers[-1])) - set(numbers)) if numbers else []
    if len(numbers) < _SERIES or len(gaps) * 5 > len(numbers):
        return
    for gap in gaps:
        before = max((number for number in numbers if number < gap), default=numbers[0])
        yield Finding("question-missing", places[f"{letter}{before}"], {"code": f"{letter}{gap}"})


def _zeros(texts: Iterable[Text]) -> Iterator[Finding]:
    """One warning for all codes whose O was typed as a zero."""
    found = [(place, *pair) for place, text in texts for pair in zero_codes(text)]
    if found:
        place, written, code = found[0]
        yield Finding("code-zero", place, {"written": written, "meant": code, "times": len(found)})


def _dates_outside(plan: Plan, measure: Measure) -> Iterator[Finding]:
    if plan.year is None or plan.round is None:
        return
    first, last = round_days(plan.year, plan.round)
    allowed = _deadline(measure, plan.year)
    for line in measure.dates:
        day = day_in(line)
        if day is None or first <= day <= last:
            continue
        place = measure.places.get("dates", "")
        if allowed and last < day <= allowed:
            yield Finding("date-late", place, {"line": line[:60]})
        else:
            parts = {"line": line[:60], "first": first.isoformat(), "last": last.isoformat()}
            yield Finding("date-outside", place, parts)


def _deadline(measure: Measure, year: int) -> date | None:
    """The last day of the last month by which the follow-up asks for a report, within the fiscal year."""
    said = remove_gaps(measure.cadence.text).replace(" ", "") if measure.cadence else ""
    months = [MONTHS[name] for name in _BY.findall(said)]
    days = [_month_end(year, month) for month in months if month < 10]
    return max(days, default=None)


def _month_end(year: int, month: int) -> date:
    christian = last_day(year).year
    following = date(christian, month + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def day_in(line: str) -> date | None:
    """The first full date in the line, or None where it holds none that is understood."""
    match = _DAY.search(to_arabic(line))
    if not match:
        return None
    try:
        return read_date(match[1], first_day(2600))
    except NotADate:
        return None
