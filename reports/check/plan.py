"""Checks over the plan behind a report: titles said twice, codes garbled or missing, timeframes, scores."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from domain.finding import Finding, Parts
from domain.plan import Measure, MeasureOnFile, PlanOnFile, Score, TopicOnFile
from reports.check.places import Printed
from reports.compile.scores import Scores, indicator_number, scores_of
from thai.digits import to_arabic
from thai.fiscal import first_day, last_day
from thai.normalise import fold_text

Found = Iterator[Finding]
_CODE = re.compile(r"(?<![A-Za-z0-9])([ie])\s?(\d{1,2})(?=\s|[ก-๙]|$)")
_GARBLED = re.compile(r"^1(\d{1,2})\s+(?=\D)")
_ASKS = re.compile(r"หน่วยงาน|เจ้าหน้าที่|ท่าน|เพียงใด|หรือไม่")
_TOTAL = re.compile(r"คะแนน(?:รวม|เฉลี่ย)?\s*(\d{2,3}\.\d{2})\s*คะแนน")
_FULL = 0.8  # of a series that must be there before a gap in it is a slip
_NEAR = 0.011  # two printed decimals


def check_plan(plan: PlanOnFile, texts: Iterable[Printed], tasks: Mapping[int, int]) -> Found:
    """What is doubtful in the plan, and in what is printed of it; `tasks` holds one of each measure by its id."""
    texts = tuple(texts)
    yield from _check_repeats(plan, tasks)
    yield from _check_codes(texts)
    yield from _check_series(texts)
    for topic in plan.topics:
        for on_file in topic.measures:
            yield from _check_timeframe(on_file, topic, plan.year, tasks)
        yield from _check_torn_rows(topic, tasks)
    yield from _check_scores(plan, texts)


def _format_place(topic: TopicOnFile, measure: Measure) -> str:
    return f"{topic.topic.title} › {measure.title.splitlines()[0] if measure.title else ''}"


def _check_repeats(plan: PlanOnFile, tasks: Mapping[int, int]) -> Found:
    titles = Counter(fold_text(each.measure.title) for each in plan.measures)
    for topic in plan.topics:
        for each in topic.measures:
            if titles[fold_text(each.measure.title)] > 1:
                place, parts = _format_place(topic, each.measure), {"title": each.measure.title}
                yield Finding("title-twice", place, parts, task=tasks.get(each.id))


def _check_codes(texts: tuple[Printed, ...]) -> Found:
    """A question that begins with a number where a code should be: a letter read as 1."""
    for printed in texts:
        match = _GARBLED.match(to_arabic(printed.text))
        if match and _ASKS.search(printed.text):
            code = printed.text.split()[0]
            yield Finding("question-code", printed.place, {"code": code, "meant": f"e{match[1]} / i{match[1]}"})


def _check_series(texts: tuple[Printed, ...]) -> Found:
    """A number missing in a series of codes that is there but for it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for printed in texts:
        for letter, number in _CODE.findall(to_arabic(printed.text)):
            found[letter].add(int(number))
    for letter, numbers in sorted(found.items()):
        whole = range(min(numbers), max(numbers) + 1)
        if len(whole) > 4 and len(numbers) >= len(whole) * _FULL:
            for number in whole:
                if number not in numbers:
                    yield Finding("question-missing", "questions", {"code": f"{letter}{number}"})


def _check_timeframe(each: MeasureOnFile, topic: TopicOnFile, year: int, tasks: Mapping[int, int]) -> Found:
    """A timeframe no day of which lies in the fiscal year."""
    when = each.measure.timeframe
    if when and when.first and when.last and (when.last < first_day(year) or when.first > last_day(year)):
        parts: Parts = {"text": when.text, "meant": year}
        yield Finding("timeframe-year", _format_place(topic, each.measure), parts, task=tasks.get(each.id))


def _check_torn_rows(topic: TopicOnFile, tasks: Mapping[int, int]) -> Found:
    """A measure without anything beside it, where its neighbours have all: the rest of a row that a page break tore."""
    for before, each in pairwise(topic.measures):
        bare = each.measure.responsible is None and each.measure.timeframe is None and each.measure.number is None
        if bare and before.measure.responsible and before.measure.number:
            parts = {"title": each.measure.title[:50]}
            yield Finding("row-torn", _format_place(topic, each.measure), parts, task=tasks.get(each.id))


def _check_scores(plan: PlanOnFile, texts: tuple[Printed, ...]) -> Found:
    """Tool scores and totals that the indicators contradict, printed or on file."""
    found = scores_of(plan.scores, plan.year - 1)
    yield from _check_tools(found, plan.scores)
    if found.total is None:
        return
    for printed in texts:
        for said in _TOTAL.findall(to_arabic(printed.text)):
            # A text may compare with the year before: a total is contradicted only where it is called this one's.
            if abs(float(said) - found.total) > _NEAR and "ปีที่ผ่านมา" not in printed.text.split(said)[0][-40:]:
                yield Finding("score", printed.place, {"said": said, "meant": f"{found.total:.2f}"})


def _check_tools(found: Scores, scores: tuple[Score, ...]) -> Found:
    computed = dict(found.tools)
    for score in scores:
        name = score.indicator.strip().upper()
        if name in computed and abs(computed[name] - score.score) > _NEAR:
            parts = {"name": name, "score": f"{score.score:.2f}", "meant": f"{computed[name]:.2f}"}
            yield Finding("score", "scores", parts)
    for score in scores:
        if not 0 <= score.score <= 100:
            number = indicator_number(score.indicator) or score.indicator
            yield Finding("score", "scores", {"number": str(number), "score": str(score.score), "meant": "0–100"})
