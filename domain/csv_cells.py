"""Text as a cell of CSV: a spreadsheet takes what begins like a formula for one."""

_FORMULA = frozenset("=+-@")


def guard_cell(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula; `unguard_cell` takes the guard off again."""
    return "'" + text if text.lstrip("'")[:1] in _FORMULA else text


def unguard_cell(text: str) -> str:
    """The text of a cell that `guard_cell` wrote."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in _FORMULA else text
