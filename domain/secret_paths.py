"""Addresses whose last part opens something: what stands there is left out wherever addresses are written down."""

import re

_TOKEN_IN_PATH = re.compile(
    r"(/admin/sign-in/[^/\s]+/|/setup/sign-in/|/(?:r|mine|head)/[^/.\s]+\.|/(?:look|draft)/[^/\s]+/[^/\s]+/[^/\s]+/"
    r"|/overview/[^/\s]+/(?:[^/\s]+/)*|/calendar/[^/\s]+/)[^\s\"'?\]]+"
)


def without_token(text: str) -> str:
    """The text with `…` in place of the tokens of its addresses."""
    return _TOKEN_IN_PATH.sub(r"\1…", text)
