"""Addresses that an agency published, and whether they still answer."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

ItaItem = Literal["measures", "report"]
ITEMS: Final = get_args(ItaItem)
LONGEST_ADDRESS: Final = 500


@dataclass(frozen=True, slots=True)
class Link:
    """An address to look at; what is our `own` may lead to this installation, wherever it stands."""

    address: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What came of looking at an address last; `fault` is "" where it answered, a number where it answered with that.

    `failing_since` is the first of the nights in a row on which it did not.
    """

    address: str
    checked_on: date
    failing_since: date | None = None
    fault: str = ""

    @property
    def fails_again(self) -> bool:
        """True where it did not answer on two nights running, or more: once may be an accident."""
        return self.failing_since is not None and self.failing_since < self.checked_on


def is_web_address(text: str) -> bool:
    """True for `https://…` or `http://…` with a host's name, nobody's password in it, and no blanks."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and named and "@" not in parts.netloc and not any(map(str.isspace, text))
