"""The fiscal years that timeframes name."""

import re
from collections.abc import Iterable, Iterator

from thai.digits import to_arabic

_YEAR = re.compile(r"(?<!\d)(?:25)?(6\d|7\d|8\d)(?!\d)")
# What ends the text before a year where that is the calendar's: October to December, in words or as a day's number.
_LAST_MONTHS = re.compile(r"(?:ต\.?ค|พ\.?ย|ธ\.?ค|ตุลาคม|พฤศจิกายน|ธันวาคม)\.?\s*(?:พ\.?\s?ศ\.?)?\s*$|\d[/.-]1[0-2][/.-]$")


def stated_years(cells: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    """The fiscal years (Buddhist era) that timeframes' wordings name; October to December belong to the next one."""
    return tuple(year for lines in cells for line in lines for year in _years_in(to_arabic(line)))


def _years_in(text: str) -> Iterator[int]:
    for match in _YEAR.finditer(text):
        yield 2500 + int(match[1]) + bool(_LAST_MONTHS.search(text[: match.start()]))
