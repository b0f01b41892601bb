"""A long report set in parts of some hundred rows, which are joined: memory does not grow with its length.

A part ends where a page does: of its pages those are taken that stand before the last one which begins with a row, and
with that row the next part begins. So the pages are those of the report set as a whole, and whether they are is looked
at: the row must stand on its new page where it stood before.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.pdf.join import join_pdfs

ROWS = 300  # of a part: fewer cost a start of the typesetter more often, more cost memory
_PROGRAM = Path(__file__).with_name("typesetting.py")
_NEAR = 0.1  # points
# What only the last part has, as it is where there is none.
_LAST: dict[str, Any] = {"signs-behind": False, "note": [], "back": [], "photos": [], "files": [], "verify": []}
# What only the first has.
_FIRST: dict[str, Any] = {"front": [], "intro": [], "attached": []}

Data = dict[str, Any]


class NotInParts(RuntimeError):
    """The report cannot be set in parts, so it must be set as a whole; the message says why."""


@dataclass(frozen=True, slots=True)
class Seam:
    """The row that begins the next part, counted from the part's first, and its place on the part's page."""

    row: int
    page: int
    y: float


def is_long(data: Data, rows: int) -> bool:
    """True where the report has so many more rows than a part that it is set in several."""
    return not _is_last(_count_rows(data), rows)


def _is_last(left: int, rows: int) -> bool:
    """True where what is left is set as one part: a little more is no reason for another."""
    return left <= rows + rows // 2


def set_in_parts(data: Data, folder: Path, rows: int = ROWS) -> bytes:
    """The PDF of the data, whose template and files lie in the folder; raises NotInParts."""
    return join_pdfs(_set_parts(data, folder, rows))


def _set_parts(data: Data, folder: Path, rows: int) -> Iterator[tuple[bytes, int | None]]:
    """Each part's PDF, and how many of its pages are taken: all of the last one's."""
    total, first, pages = _count_rows(data), 0, 0
    before: Seam | None = None
    while not _is_last(total - first, rows):
        part, places = _set_part(_part_data(data, first, first + rows, pages), folder)
        _check_begin(places, before)
        before = _find_seam(places, rows)
        yield part, before.page - 1
        first, pages = first + before.row, pages + before.page - 1
    part, places = _set_part(_part_data(data, first, total, pages), folder)
    _check_begin(places, before)
    yield part, None


def _count_rows(data: Data) -> int:
    return sum(len(group["rows"]) for group in data["groups"])


def _part_data(data: Data, first: int, last: int, pages: int) -> Data:
    """The data of the rows from `first` up to `last` alone, before which so many pages stand."""
    groups, begun = _part_groups(data["groups"], first, last)
    opens = {} if first == 0 else _FIRST
    ends = {} if last == _count_rows(data) else _LAST
    return {**data, **opens, **ends, "groups": groups, "pages-before": pages, "begun": begun, "in-parts": True}


def _part_groups(groups: list[Data], first: int, last: int) -> tuple[list[Data], bool]:
    """The groups with these rows alone, and whether the first of them began in the part before."""
    found: list[Data] = []
    at, begun = 0, False
    for group in groups:
        rows = group["rows"]
        if not rows:
            raise NotInParts("a topic has no rows")
        some = rows[max(first - at, 0) : max(last - at, 0)]
        if some:
            begun = begun or at < first
            found.append({**group, "rows": some})
        at += len(rows)
    return found, begun


def _set_part(data: Data, folder: Path) -> tuple[bytes, Data]:
    """The part's PDF, and where its rows stand; a process of its own sets it."""
    (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", str(_PROGRAM), str(folder)], capture_output=True, check=False)  # noqa: S603
    if ran.returncode:
        raise NotInParts(ran.stderr.decode(errors="replace")[-500:])
    return (folder / "part.pdf").read_bytes(), json.loads((folder / "places.json").read_text(encoding="utf-8"))


def _starts(places: Data) -> Iterator[tuple[int, float, int]]:
    """Each row's page, how far from its upper edge it begins, and the page on which it ends."""
    for name, start in places["starts"].items():
        end = places["ends"].get(name, start)
        yield start["page"], float(start["y"].removesuffix("pt")), end["page"]


def _find_seam(places: Data, rows: int) -> Seam:
    """The last row that begins a page on which no row before it goes on."""
    found, ended = None, 0
    for number, (page, y, end) in enumerate(_starts(places)):
        if number and page > ended:
            found = Seam(number, page, y)
        ended = max(ended, end)
    if found is None or len(places["starts"]) != rows:
        raise NotInParts("no page begins with a row")
    return found


def _check_begin(places: Data, before: Seam | None) -> None:
    """Raises NotInParts where the part does not begin as the page did that it stands for."""
    page, y, _ = next(_starts(places))
    if before is not None and (page != 1 or abs(y - before.y) > _NEAR):
        raise NotInParts(f"a page would begin {y - before.y:+.1f} pt beside its place")
