"""Workbooks in which text is only ever text: what people wrote becomes no formula, link or number."""

from typing import Any, Final

LONGEST_CELL: Final = 32_767  # letters that Excel takes in a cell


def plain_options() -> dict[str, Any]:
    """XlsxWriter's settings, made anew each time, for a workbook writes into them."""
    texts = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    return {**texts, "in_memory": True}
