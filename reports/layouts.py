"""The layouts that come with Tidtam, and layout files of an agency's own."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from domain.layout import Layout, LayoutError, layout_data, layout_from
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
        return _with_known_findings(layout_from(tomllib.loads(text)))
    except UnicodeDecodeError as error:
        raise LayoutError(f"{name}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{name}: {error}") from error
    except LayoutError as error:
        raise LayoutError(f"{name}{_place(text, str(error))}: {error}") from error


def _with_known_findings(layout: Layout) -> Layout:
    """The layout; raises LayoutError where what it lets forbid certifying is never found."""
    for kind in layout.blocks:
        if kind not in KINDS:
            raise LayoutError(f"blocks: {kind!r} is none of {', '.join(KINDS)}")
    return layout


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


def _within(lines: list[tuple[int, str]], start: int, reason: str) -> int:
    """The line of the table's key that the reason begins with; the table's first line where it has no such key."""
    key = re.match(r": (?:unknown key )?'?(\w+)'?", reason)
    for number, line in lines[start:]:
        if line.lstrip().startswith("["):
            break
        if key and re.match(rf"\s*{key[1]}\s*=", line):
            return number
    return start


def _place(text: str, reason: str) -> str:
    """` line 12` where the reason names a column or a key that can be found in the file."""
    lines = list(enumerate(text.splitlines(), 1))
    if match := re.match(r"(column|front|back) (\d+)", reason):
        head = re.compile(rf"^\s*\[\[\s*{_TABLES[match[1]]}\s*\]\]")
        starts = [number for number, line in lines if head.match(line)]
        number = int(match[2])
        return f" line {_within(lines, starts[number - 1], reason[match.end() :])}" if number <= len(starts) else ""
    if match := re.match(r"(?:unknown key )?'?(\w+)'?", reason):
        found = (number for number, line in lines if re.match(rf"\s*{match[1]}\s*=", line))
        return next((f" line {number}" for number in found), "")
    return ""
