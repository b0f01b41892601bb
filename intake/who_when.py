"""Who and when that stand in one cell, taken apart: what ends a line and names a stretch of time is when."""

import re

from thai.timeframes import find_span

Lines = tuple[str, ...]
_ANY_YEAR = 2570
# A PDF may set a name and a day together without a space.
_MAY_BEGIN = re.compile(r"\s|[/,;(]|(?<=[ก-๛])(?<![๐-๙])(?=[0-9๐-๙])")


def split_who_when(lines: Lines) -> tuple[Lines, Lines]:
    """The lines of who is responsible, and those of when."""
    who: list[str] = []
    when: list[str] = []
    for line in lines:
        name, time = _split_line(line)
        who.extend([name] if name else [])
        when.extend([time] if time else [])
    return tuple(who), tuple(when)


def _split_line(line: str) -> tuple[str, str]:
    for place in (0, *(match.start() for match in _MAY_BEGIN.finditer(line))):
        time = line[place:].strip("/,; ")
        if find_span(time.strip("()"), _ANY_YEAR):
            return line[:place].strip("/,; "), time
    return line, ""
