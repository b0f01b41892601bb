"""The overview by unit and topic drawn as a picture: a bar each, how many wait, are late, reported."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from domain.asked import asked_tasks, late_tasks
from domain.task import Task
from reports.fonts.face import FONT_FOLDER
from thai.clusters import trim
from thai.dates import day_in_bangkok, write_date

WIDTH = 1040
MOST_BARS = 14
_EDGE, _ROW, _HEAD = 48, 76, 150
_GREEN, _AMBER, _RED, _INK, _GREY, _PAPER = "#1B7F4B", "#D9A441", "#B3261E", "#1F2937", "#6B7280", "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit or topic: how many tasks there are, how many of them wait for a report, and are late."""

    name: str
    every: int
    waiting: int
    late: int


def count_bars(tasks: Sequence[Task], name_of: Callable[[Task], str], now: datetime) -> tuple[Bar, ...]:
    """A bar for each name, in the order in which they come; what goes beyond the picture is one bar together."""
    day, found = day_in_bangkok(now), dict[str, list[Task]]()
    for task in tasks:
        found.setdefault(name_of(task) or "-", []).append(task)
    if len(found) > MOST_BARS:
        names = list(found)[MOST_BARS - 1 :]
        rest = [task for name in names for task in found.pop(name)]
        found[f"อื่น ๆ {len(names)} รายการ"] = rest
    return tuple(
        Bar(name, len(some), len(asked_tasks(some, day)), len(late_tasks(some, day))) for name, some in found.items()
    )


def draw_overview(agency: str, tasks: Sequence[Task], now: datetime) -> bytes:
    """The picture as PNG, some tens of KB."""
    units = count_bars(tasks, lambda task: task.unit, now)
    topics = count_bars(tasks, lambda task: task.topic, now)
    height = _HEAD + 2 * 70 + _ROW * (len(units) + len(topics)) + 90
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(image)
    local = day_in_bangkok(now)
    draw.text((_EDGE, 34), f"ภาพรวมการรายงาน {trim(agency, 50)}", font=_font("Bold", 50), fill=_INK)
    waiting = sum(bar.waiting for bar in units)
    told = f"ณ วันที่ {write_date(local, thai_digits=False)} · ทั้งหมด {len(tasks)} รายการ · รอรายงาน {waiting} รายการ"
    draw.text((_EDGE, 98), told, font=_font("Regular", 36), fill=_GREY)
    top = _draw_part(draw, "ตามส่วนราชการ", units, _HEAD)
    top = _draw_part(draw, "ตามหัวข้อ", topics, top)
    _draw_key(draw, top + 16)
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def _draw_part(draw: ImageDraw.ImageDraw, head: str, bars: Sequence[Bar], top: int) -> int:
    """A heading and its bars; where the next part begins."""
    draw.text((_EDGE, top + 12), head, font=_font("Bold", 40), fill=_GREEN)
    top += 70
    for bar in bars:
        _draw_bar(draw, bar, top)
        top += _ROW
    return top


def _draw_bar(draw: ImageDraw.ImageDraw, bar: Bar, top: int) -> None:
    reported = bar.every - bar.waiting
    draw.text((_EDGE, top), trim(bar.name, 58), font=_font("Regular", 34), fill=_INK)
    draw.text((WIDTH - _EDGE, top), f"{reported}/{bar.every}", font=_font("Bold", 34), fill=_INK, anchor="ra")
    left, width = _EDGE, WIDTH - 2 * _EDGE
    for count, colour in ((reported, _GREEN), (bar.waiting - bar.late, _AMBER), (bar.late, _RED)):
        right = left + width * count // max(1, bar.every)
        if count:
            draw.rectangle((left, top + 44, right, top + 60), fill=colour)
        left = right


def _draw_key(draw: ImageDraw.ImageDraw, top: int) -> None:
    left = _EDGE
    for words, colour in (("ไม่ต้องรายงานเพิ่ม", _GREEN), ("รอรายงาน", _AMBER), ("เกินกำหนด", _RED)):
        draw.rectangle((left, top + 8, left + 28, top + 36), fill=colour)
        draw.text((left + 40, top), words, font=_font("Regular", 34), fill=_INK)
        left += 60 + int(draw.textlength(words, font=_font("Regular", 34))) + 40


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / f"TidtamThai-{weight}.ttf", size)
