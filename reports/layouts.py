"""The layouts that come with Tidtam, and layout files of an agency's own."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from domain.layout import REPLY_KEYS, Column, Layout, LayoutError, layout_data, layout_from
from reports.check_kinds import KINDS

_FOLDER = Path(__file__).resolve().parent / "layouts"
_TABLES = {"column": "columns", "front": "front", "back": "back"}


def layout_names() -> tuple[str, ...]:
    """The names of the layouts that come with Tidtam."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@lru_cache(maxsize=16)
def named_layout(name: str) -> Layout:
    """The layout of that name; raises LayoutError where there is none."""
    if name not in layout_names():
        raise LayoutError(f"there is no layout {name!r}; there are {', '.join(layout_names())}")
    return read_layout(_FOLDER / f"{name}.toml")


def read_layout(path: Path) -> Layout:
    """The layout that a TOML file declares; raises LayoutError with the file, the line and what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LayoutError(f"{path.name}: cannot be read: {error.strerror}") from error
    return layout_of_text(data, path.name)


def layout_of_text(data: bytes, name: str) -> Layout:
    """The layout that the TOML text declares; raises LayoutError with the name, the line and what is wrong."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return _usable(layout_from(tomllib.loads(text)))
    except UnicodeDecodeError as error:
        raise LayoutError(f"{name}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{name}: {error}") from error
    except LayoutError as error:
        raise LayoutError(f"{name}{_place(text, str(error))}: {error}") from error
    except (RecursionError, ValueError) as error:  # brackets without end, numbers of thousands of digits
        raise LayoutError(f"{name}: is not written as a layout") from error


def _usable(layout: Layout) -> Layout:
    """The layout; raises LayoutError where it would print or ask what nobody can mean."""
    for kind in layout.blocks:
        if kind not in KINDS:
            raise LayoutError(f"blocks: {kind!r} is none of {', '.join(KINDS)}")
    for place, column in enumerate(layout.columns, 1):
        _check_column(f"column {place}", column)
    for key, text in texts_of(layout):
        if lone := re.search(r"\{[^{}]*$|^[^{}]*\}", re.sub(r"\{[^{}]*\}", "", text)):
            raise LayoutError(f"{key}: a brace is not closed: {lone[0].strip()[:40]}")
    return layout


def _check_column(place: str, column: Column) -> None:
    if not column.label.strip():
        raise LayoutError(f"{place}: 'label' is missing")
    if column.filled_by == "reply" and column.key not in REPLY_KEYS:
        raise LayoutError(f"{place}: filled_by 'reply' is none of plan")
    for name, text in (("label", column.label), ("under", column.under or "")):
        if braced := re.search(r"\{[^{}]*\}", text):
            raise LayoutError(f"{place}: {name}: {braced[0]} is not filled in there")


def texts_of(layout: Layout) -> Iterator[tuple[str, str]]:
    """Every wording that is filled in, under the name by which a message names it."""
    for key in ("title", "note", "signature_label", "date_line", "date_line_full"):
        yield key, getattr(layout, key)
    for key in ("heading", "intro"):
        yield from ((key, line) for line in getattr(layout, key))
    for key in ("front", "back"):
        for place, part in enumerate(getattr(layout, key), 1):
            yield from ((f"{key} {place}", text) for text in part.texts)


def layout_text(layout: Layout) -> str:
    """The layout as TOML that reads back alike, for an agency to change."""
    data = layout_data(layout)
    tables = {key: data.pop(key) for key in ("columns", "front", "back")}
    lines = [f"{key} = {_value(value)}" for key, value in data.items()]
    for key in ("front", "columns", "back"):
        for row in tables[key]:
            lines += ["", f"[[{key}]]", *(f"{name} = {_value(value)}" for name, value in row.items() if value)]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A TOML value; JSON's strings, numbers and switches are TOML's too."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_value(each)}' for key, each in value.items())} }}" if value else "{}"
    if isinstance(value, list | tuple):
        each = [f"  {_value(one)},\n" for one in value]
        return "[\n" + "".join(each) + "]" if value else "[]"
    return json.dumps(value, ensure_ascii=False)


def _place(text: str, reason: str) -> str:
    """` line 12`: the line of the key, or of the words in braces, that the reason names; "" where it is not found."""
    lines = text.splitlines()
    first, last, rest = _table(lines, reason)
    key = re.match(r"(?:unknown key )?'?(\w+)'?", rest)
    named = re.search(r"\{[^{}]*\}?", rest)
    at = _first(lines, first or 0, last, rf'\s*(?:\[+\s*)?"?{key[1]}"?\s*[=\]]') if key else None
    at = first if at is None else at
    if named:
        found = _first(lines, at or 0, last, rf".*{re.escape(named[0])}")
        at = at if found is None else found
    return "" if at is None else f" line {at + 1}"


def _table(lines: list[str], reason: str) -> tuple[int | None, int, str]:
    """Where the table of the column or part begins and ends that the reason is about, and the rest of the reason."""
    match = re.match(r"(column|front|back) (\d+): ", reason)
    if not match:
        return None, len(lines), reason
    key, rest = _TABLES[match[1]], reason[match.end() :]
    starts = [at for at, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{key}\s*\]\]", line)]
    if int(match[2]) > len(starts):
        return _first(lines, 0, len(lines), rf"\s*{key}\s*="), len(lines), rest
    start = starts[int(match[2]) - 1]
    return start, _first(lines, start + 1, len(lines), r"\s*\[\[?\s*\w") or len(lines), rest


def _first(lines: list[str], first: int, last: int, pattern: str) -> int | None:
    return next((at for at in range(first, last) if re.match(pattern, lines[at])), None)
