"""The layouts that come with Tidtam, and layout files of an agency's own."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from checks.kinds import OF_REPORTS
from domain.columns import Column
from domain.data import to_data
from domain.layout import DATE_PLACEHOLDERS, PLACEHOLDERS, Layout, layout_from
from domain.layout_errors import LayoutError

_FOLDER = Path(__file__).resolve().parent
_DATE_LINES = ("date_line", "date_line_full")
_BRACED = re.compile(r"\{([^{}]*)\}")
# How the words stand in the file that these errors are about.
_WRITTEN = {"placeholder": "{{{}}}", "not-filled-in": "{{{}}}", "brace": "{}"}


def layout_names() -> tuple[str, ...]:
    """The names of the layouts that come with Tidtam."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@lru_cache(maxsize=16)
def named_layout(name: str) -> Layout:
    """The layout of that name; raises LayoutError where there is none."""
    if name not in layout_names():
        raise LayoutError("no-such-layout", value=name, known=layout_names())
    return read_layout(_FOLDER / f"{name}.toml")


def read_layout(path: Path) -> Layout:
    """The layout that a TOML file declares; raises LayoutError with the file, the line and what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LayoutError("not-read", value=error.strerror, file=path.name) from error
    return layout_of_text(data, path.name)


def layout_of_text(data: bytes, name: str) -> Layout:
    """The layout that the TOML text declares; raises LayoutError with the name, the line and what is wrong."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return check_layout(layout_from(tomllib.loads(text)))
    except UnicodeDecodeError as error:
        raise LayoutError("not-utf-8", file=name) from error
    except tomllib.TOMLDecodeError as error:
        raise LayoutError("not-toml", value=str(error), file=name, line=_find_broken_line(text, error)) from error
    except LayoutError as error:
        raise error.at(file=name, line=_find_line(text, error)) from error
    except (RecursionError, ValueError) as error:  # brackets without end, numbers of thousands of digits
        raise LayoutError("not-a-layout", file=name) from error


def check_layout(layout: Layout) -> Layout:
    """The layout; raises LayoutError where it would print or ask what nobody can mean."""
    for kind in layout.blocks:
        if kind not in OF_REPORTS:
            raise LayoutError("choice", "blocks", kind, tuple(OF_REPORTS))
    for place, column in enumerate(layout.columns, 1):
        _check_column(("columns", place), column)
    for key, within, text in placed_texts(layout):
        _check_braces(key, within, text)
    return layout


def _check_column(within: tuple[str, int], column: Column) -> None:
    for name, text in (("label", column.label), *(("under", text) for text in column.under)):
        if braced := _BRACED.search(text):
            raise LayoutError("not-filled-in", name, braced[1], within=within)


def _check_braces(key: str, within: tuple[str, int] | None, text: str) -> None:
    known = (*PLACEHOLDERS, *DATE_PLACEHOLDERS) if key in _DATE_LINES else PLACEHOLDERS
    for name in _BRACED.findall(text):
        if name not in known:
            raise LayoutError("placeholder", key, name, known, within=within)
    if lone := re.search(r"\{[^{}]*$|^[^{}]*\}", _BRACED.sub("", text)):
        raise LayoutError("brace", key, lone[0].strip()[:40], within=within)


Texts = Iterator[tuple[str, tuple[str, int] | None, str]]


def placed_texts(layout: Layout) -> Texts:
    """Every wording that is filled in: its key, the part that it stands in, and the words."""
    for key in ("title", "note", "signature_label", "date_line", "date_line_full"):
        yield key, None, getattr(layout, key)
    for key in ("heading", "intro"):
        yield from ((key, None, line) for line in getattr(layout, key))
    for key in ("front", "back"):
        for place, part in enumerate(getattr(layout, key), 1):
            yield from ((name, (key, place), text) for name, text in part.texts)


def texts_of(layout: Layout) -> tuple[str, ...]:
    """Every wording that is filled in."""
    return tuple(text for _, _, text in placed_texts(layout))


def layout_text(layout: Layout) -> str:
    """The layout as TOML that reads back alike, for an agency to change."""
    data = to_data(layout)
    tables = {key: data.pop(key) for key in ("columns", "front", "back")}
    tables["columns"] = [_shorten_column(row) for row in tables["columns"]]
    lines = [f"{key} = {_format_value(value)}" for key, value in data.items()]
    for key in ("front", "columns", "back"):
        for row in tables[key]:
            lines += ["", f"[[{key}]]", *(f"{name} = {_format_value(value)}" for name, value in row.items() if value)]
    return "\n".join(lines) + "\n"


def _shorten_column(row: Mapping[str, Any]) -> dict[str, Any]:
    """The column with one heading above it as a text, and with choices that ask nothing more as their words."""
    choices = [_shorten_choice(choice) for choice in row["choices"]]
    under = row["under"][0] if len(row["under"]) == 1 else row["under"]
    return {**row, "kind": row["kind"] if row["kind"] != "text" else "", "under": under, "choices": choices}


def _shorten_choice(choice: Mapping[str, Any]) -> Any:
    said = {key: value for key, value in choice.items() if value}
    return choice["label"] if len(said) == 1 else said


def _format_value(value: object) -> str:
    """A TOML value; JSON's strings, numbers and switches are TOML's too."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_format_value(each)}' for key, each in value.items())} }}" if value else "{}"
    if isinstance(value, list | tuple):
        each = [f"  {_format_value(one)},\n" for one in value]
        return "[\n" + "".join(each) + "]" if value else "[]"
    return json.dumps(value, ensure_ascii=False)


def _find_broken_line(text: str, error: tomllib.TOMLDecodeError) -> int:
    """The line at which the TOML reader stopped; Python tells it within a sentence alone before 3.14."""
    if isinstance(line := getattr(error, "lineno", None), int):
        return line
    found = re.search(r"\(at line (\d+)", str(error))
    return int(found[1]) if found else len(text.splitlines())


def _find_line(text: str, error: LayoutError) -> int | None:
    """The line, from 1, of the key or the words in braces that the error is about; None where it is not found."""
    lines = text.splitlines()
    first, last = _find_table(lines, error.within) if error.within else (None, len(lines))
    if error.within and first is not None and not re.match(r"\s*\[\[", lines[first]):
        return first + 1  # the list is written some other way
    at = (
        _find_line_matching(lines, first or 0, last, rf'\s*(?:\[+\s*)?"?{re.escape(error.key)}"?\s*[=\]]')
        if error.key
        else None
    )
    at = first if at is None else at
    if error.kind in _WRITTEN:
        found = _find_line_matching(lines, at or 0, last, rf".*{re.escape(_WRITTEN[error.kind].format(error.value))}")
        at = at if found is None else found
    return None if at is None else at + 1


def _find_table(lines: list[str], within: tuple[str, int]) -> tuple[int | None, int]:
    """Where the table of the column or part begins and ends."""
    key, number = within
    starts = [at for at, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{key}\s*\]\]", line)]
    if number > len(starts):
        return _find_line_matching(lines, 0, len(lines), rf"\s*{key}\s*="), len(lines)
    start = starts[number - 1]
    return start, _find_line_matching(lines, start + 1, len(lines), r"\s*\[\[?\s*\w") or len(lines)


def _find_line_matching(lines: list[str], first: int, last: int, pattern: str) -> int | None:
    return next((at for at in range(first, last) if re.match(pattern, lines[at])), None)
