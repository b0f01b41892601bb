"""A real document's own table rows, read without the help of `intake`, and their comparison with ours."""

import html
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thai.digits import to_arabic

Row = dict[str, str]  # the cell's text under each column's label

_SLIPS = Path(__file__).with_suffix("").parent / "seeds.toml"
_TAG = re.compile(r"<[^<>]*>")
_IGNORED = re.compile(r"[\s\-–•*☐\u200b]+")


@dataclass(frozen=True, slots=True)
class Compared:
    """How many cells are equal, of how many; what differs, and what was left out as the document's own slip."""

    matched: int
    total: int
    misses: tuple[str, ...]
    excused: tuple[str, ...] = ()


def comparable(text: str) -> str:
    """The text without markup, blanks and bullets, in Arabic digits."""
    return _IGNORED.sub("", to_arabic(html.unescape(_TAG.sub(" ", text))))


def printed_rows(path: Path, labels: list[str]) -> list[Row]:
    """The rows under each head that names the report's columns, in the document's order."""
    wanted = [comparable(label) for label in labels]
    rows: list[Row] = []
    heads: list[str] = []
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        cells = line.split("\t")
        if len(cells) < 3 or not line.strip("\t -"):
            continue
        named = [comparable(cell) for cell in cells]
        if heads and not named[0] and _is_second_head(named, wanted):
            heads = [below or above for above, below in zip(heads, named, strict=False)]
            continue
        if sum(name in wanted for name in named if name) >= 2:
            heads = [name if name in wanted else "" for name in named]
            continue
        if heads:
            rows.append({head: cell for head, cell in zip(heads, cells, strict=False) if head in wanted})
    return rows


def _is_second_head(named: list[str], wanted: list[str]) -> bool:
    said = [name for name in named if name]
    return bool(said) and all(name in wanted for name in said)


def compared(report: dict[str, Any], rows: list[Row], number: str) -> Compared:
    """Each printed row beside the rows of ours whose measures it holds."""
    slips = tomllib.loads(_SLIPS.read_text(encoding="utf-8")).get(number, {})
    keys = {comparable(column["label"]): column["key"] for column in report["columns"]}
    ours = [row["cells"] for group in report["groups"] for row in group["rows"]]
    anchor = next(label for label, key in keys.items() if key == "measure")
    printed = _joined(rows, anchor, set(slips.get("torn", ())))
    matched, total, at = 0, 0, 0
    misses: list[str] = []
    excused: list[str] = []
    for place, row in enumerate(printed, 1):
        count = _held(comparable(row.get(anchor, "")), ours[at:])
        held, at = ours[at : at + count], at + count
        for label, cell in row.items():
            theirs = comparable(cell)
            mine = comparable("".join(line for one in _distinct(held, keys[label]) for line in one))
            if not theirs and (keys[label] == "topic" or not mine):
                continue
            if f"{place} {keys[label]}" in slips.get("cells", ()):
                excused.append(f"row {place} {keys[label]}")
                continue
            total += 1
            matched += theirs == mine
            if theirs != mine:
                misses.append(_miss(place, keys[label], theirs, mine))
    if at < len(ours):
        misses.append(f"{len(ours) - at} rows of ours were not found in the document")
    return Compared(matched, total, tuple(misses), tuple(excused))


def _joined(rows: list[Row], anchor: str, torn: set[int]) -> list[Row]:
    """The rows with those that a page break tore in two put together, and full-width rows left out."""
    found: list[Row] = []
    for place, row in enumerate(rows, 1):
        if place in torn and found:
            found[-1] = {label: found[-1].get(label, "") + cell for label, cell in row.items()}
        elif comparable("".join(cell for label, cell in row.items() if label != anchor)) and comparable(
            row.get(anchor, "")
        ):
            found.append(row)
    return found


def _held(printed: str, ours: list[dict[str, list[str]]]) -> int:
    """How many of our next rows have their measure in the printed row; at least one."""
    count, rest = 0, printed
    for row in ours:
        measure = comparable("".join(row["measure"]))
        if not rest or not (rest.startswith(measure) or _alike(rest, measure)):
            break
        count, rest = count + 1, rest[len(measure) :]
    return max(count, 1)


def _alike(rest: str, measure: str) -> bool:
    return len(measure) > 12 and rest[6:18] == measure[6:18]


def _distinct(held: list[dict[str, list[str]]], key: str) -> list[list[str]]:
    """The cells of the rows; what belongs to the topic counts once."""
    cells = [row.get(key, []) for row in held]
    return cells[:1] if key in ("topic", "question", "finding") else cells


def _miss(place: int, key: str, theirs: str, mine: str) -> str:
    same = next((n for n, (a, b) in enumerate(zip(theirs, mine, strict=False)) if a != b), min(len(theirs), len(mine)))
    start = max(same - 12, 0)
    return f"row {place} {key} at {same}: document “{theirs[start : same + 30]}”, ours “{mine[start : same + 30]}”"
