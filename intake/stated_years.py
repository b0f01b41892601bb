"""The fiscal years that timeframes name."""

import re
from collections.abc import Iterable, Iterator

from thai.digits import to_arabic

_YEAR = re.compile(r"(?<!\d)(?:25)?(6\d|7\d|8\d)(?!\d)")
_MONTH = re.compile(r"(ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย)\.?\s*$|(ต\.?ค|พ\.?ย|ธ\.?ค)\.?\s*$")


def stated_years(cells: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    """The fiscal years (Buddhist era) that timeframes' wordings name; October to December belong to the next one."""
    return tuple(year for lines in cells for line in lines for year in _years_in(to_arabic(line)))


def _years_in(text: str) -> Iterator[int]:
    for match in _YEAR.finditer(text):
        month = _MONTH.search(text[: match.start()])
        yield 2500 + int(match[1]) + bool(month and month[2])
