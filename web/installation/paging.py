"""Which page of the agencies is asked for, and what of them."""

from typing import Final

from flask import request

_MOST_PAGES: Final = 10_000


def read_search() -> str:
    """What the agencies' names are to hold; "" for all."""
    return request.args.get("q", "").strip()[:100]


def read_page() -> int:
    """The number of the page; the first for what is none."""
    typed = request.args.get("page", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
        return 1
    return min(max(1, int(typed)), _MOST_PAGES)
