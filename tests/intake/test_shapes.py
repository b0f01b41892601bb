"""Tables of shapes not seen before: each is read or its doubtful parts asked about, none misread silently."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from domain.plan import Measure, Plan
from intake.plan_file import UnreadableFile, read_plan
from tests.intake.files import text_file, workbook
from tests.intake.made import Grid, write_word
from tests.intake.shapes import HEAD, SHAPES, Read, Shape

Maker = Callable[[Path, Shape], Path]


def _as_workbook(folder: Path, shape: Shape) -> Path:
    rows = [[HEAD], [], *shape.rows, [], ["ลงชื่อ"], ["(นางสาวตัวอย่าง ทดสอบ)"], ["ปลัดองค์การบริหารส่วนตำบล"]]
    return workbook(
        folder, rows, tuple((top + 2, left, bottom + 2, right) for top, left, bottom, right in shape.merges)
    )


def _as_html(folder: Path, shape: Shape) -> Path:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in shape.merges}
    covered = {
        (down, across)
        for top, left, bottom, right in shape.merges
        for down in range(top, bottom + 1)
        for across in range(left, right + 1)
    } - set(spans)
    lines = [f"<h1>{HEAD}</h1>", "<table border=1>"]
    for down, row in enumerate(shape.rows):
        cells = [
            '<td rowspan="{}" colspan={}>{}</td>'.format(
                *spans.get((down, across), (1, 1)), escape(text).replace("\n", "<br>")
            )
            for across, text in enumerate(row)
            if (down, across) not in covered
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return text_file(folder, *lines, "</table>", name="plan.html")


def _as_word(folder: Path, shape: Shape) -> Path:
    rows = tuple(tuple(tuple(text.split("\n")) if text else () for text in row) for row in shape.rows)
    write_word(folder / "plan.docx", (HEAD, Grid(rows, 1, shape.merges)))
    return folder / "plan.docx"


def _as_text(folder: Path, shape: Shape) -> Path:
    rows = ["\t".join(cell.replace("\n", "<br>") for cell in row) for row in shape.rows]
    return text_file(folder, HEAD, "", *rows)


@pytest.mark.repeats("made")
@pytest.mark.parametrize("made", [_as_workbook, _as_html, _as_word], ids=["xlsx", "html", "docx"])
@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_shape_not_seen_before_is_read_or_asked_about(shape: Shape, made: Maker, tmp_path: Path) -> None:
    plan = read_plan(made(tmp_path, shape))
    _holds(plan, shape)
    assert {warning.kind for warning in plan.warnings} - {"topic-missing"} == shape.asked


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if not shape.merges], ids=lambda shape: shape.name)
def test_it_is_read_out_of_text_too(shape: Shape, tmp_path: Path) -> None:
    _holds(read_plan(_as_text(tmp_path, shape)), shape)


def _holds(plan: Plan, shape: Shape) -> None:
    assert (plan.agency, plan.year) == ("องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", 2570)
    assert [_read(topic.title, measure) for topic in plan.topics for measure in topic.measures] == shape.measures


def _read(topic: str, measure: Measure) -> Read:
    who, when = measure.responsible, measure.timeframe
    return Read(
        measure.title,
        who.units if who and (who.units or who.everyone) else None,
        (when.first.isoformat(), when.last.isoformat()) if when and when.first and when.last else None,
        measure.number,
        len(measure.steps),
        topic,
        bool(who and who.everyone),
    )


def test_what_stands_in_a_column_that_is_not_understood_is_kept(tmp_path: Path) -> None:
    shape = next(shape for shape in SHAPES if "budgets" in shape.name)
    assert read_plan(_as_workbook(tmp_path, shape)).measures[0].others == ("งบประมาณ: ๕,๐๐๐ บาท",)


def test_a_table_that_lies_on_its_side_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="มาตรการ"):
        read_plan(text_file(tmp_path, HEAD, "มาตรการ\tเผยแพร่งบประมาณ\tจัดทำคู่มือ", "ผู้รับผิดชอบ\tกองคลัง\tกองช่าง"))
