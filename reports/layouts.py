"""The layouts that come with Tidtam, and layout files of an agency's own."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from domain.layout import Layout, LayoutError, layout_from

_FOLDER = Path(__file__).resolve().parent / "layouts"
_COLUMN = re.compile(r"^\s*\[\[\s*columns\s*\]\]")


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
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise LayoutError(f"{path.name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LayoutError(f"{path.name}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{path.name}: {error}") from error
    try:
        return layout_from(data)
    except LayoutError as error:
        raise LayoutError(f"{path.name}{_place(text, str(error))}: {error}") from error


def _place(text: str, reason: str) -> str:
    """` line 12` where the reason names a column or a key that can be found in the file."""
    lines = list(enumerate(text.splitlines(), 1))
    if match := re.match(r"column (\d+)", reason):
        starts = [number for number, line in lines if _COLUMN.match(line)]
        number = int(match[1])
        return f" line {starts[number - 1]}" if number <= len(starts) else ""
    if match := re.match(r"(?:unknown key )?'?(\w+)'?", reason):
        found = (number for number, line in lines if re.match(rf"\s*{match[1]}\s*=", line))
        return next((f" line {number}" for number in found), "")
    return ""
