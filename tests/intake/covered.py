"""Whether every letter of a document's tables came into the plan, told from the raw text without any reader."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from domain.plan import Plan

_LEAST = 5  # letters: a torn piece's first parts are no smaller than these
_NO_LETTERS = re.compile(r"[\s\d๐-๙().\-–•/,:☐]+")
GAP = "\0"


def left_of(source: Path, plan: Plan) -> list[str]:
    """The stretches of the tables' cells that stand in no field of the plan, numbers and bullets apart."""
    raw = source.read_text(encoding="utf-8")
    text = GAP.join(["", *_cells(raw), ""])
    pieces = sorted({_letters_of(piece) for piece in _pieces(plan)} - {""}, key=len, reverse=True)
    for piece in pieces:
        text = text.replace(piece, GAP) if piece in text else _without(text, piece)
    return [rest for rest in text.split(GAP) if len(rest) > 1]


def not_there(source: Path, plan: Plan) -> list[str]:
    """The plan's texts that do not stand in the document letter by letter, torn ones in parts."""
    whole = _letters_of(_without_markup(source.read_text(encoding="utf-8")))
    return [piece for piece in _pieces(plan) if not _stands(_letters_of(piece), whole)]


def _stands(piece: str, whole: str) -> bool:
    """Whether the text holds the piece, or parts of it one after the other."""
    while piece:
        length = next((long for long in range(len(piece), _LEAST - 1, -1) if piece[:long] in whole), 0)
        if not length:
            return piece in whole
        piece = piece[length:]
    return True


def _without(text: str, torn: str) -> str:
    """The text without the piece's parts: each ends a cell, and the next one begins another."""
    head = ""
    while torn:
        least = 1 if head else _LEAST
        ends = (long for long in range(len(torn), least - 1, -1) if f"{head}{torn[:long]}{GAP}" in text)
        length = len(torn) if head and f"{head}{torn}" in text else next(ends, 0)
        if not length:
            return text
        text, torn, head = text.replace(f"{head}{torn[:length]}", head or GAP, 1), torn[length:], GAP
    return text


def _cells(raw: str) -> Iterator[str]:
    """The cells of the lines that hold tabs, bare."""
    for line in raw.splitlines():
        if "\t" in line and "---" not in line:
            yield from (_letters_of(_without_markup(cell)) for cell in line.split("\t"))


def _without_markup(text: str) -> str:
    return html.unescape(re.sub(r"<[^<>]+>|\*\*", "", text))


def _letters_of(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _pieces(plan: Plan) -> Iterator[str]:
    for topic in plan.topics:
        yield from (topic.title, *(question.text for question in topic.questions), *topic.findings, *topic.actions)
        for measure in topic.measures:
            said = (measure.responsible, measure.timeframe, measure.cadence)
            yield from (measure.title, *(each.text for each in said if each), *measure.steps, *measure.result)
            yield from (*measure.outcome, *measure.suggestion, *measure.dates, *measure.did_not, *measure.remark)
            yield from measure.others
