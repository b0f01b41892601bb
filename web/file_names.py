"""The names under which a browser keeps what it is sent."""

from typing import Literal
from urllib.parse import quote

_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


def disposition(how: Literal["inline", "attachment"], plain: str, name: str) -> str:
    """A Content-Disposition with the name in full (RFC 5987), and a plain one for what does not know that.

    Line breaks, and what no file system takes, become spaces: the name may be anybody's.
    """
    letters = (" " if letter in _NOT_IN_NAMES or not letter.isprintable() else letter for letter in name)
    full = "".join(letters).encode("utf-8", "ignore").decode()
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(full or plain, safe='')}"
