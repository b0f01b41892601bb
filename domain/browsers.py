"""A browser by the name that people know it by, and one that waits to be signed in by a code."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

CODE_LIVES: Final = timedelta(minutes=5)

# The first that stands in what a browser says of itself: many name others besides.
_BROWSERS: Final = (
    ("Line/", "LINE"),
    ("FBAN", "Facebook"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def name_browser(user_agent: str) -> str:
    """`Chrome · Windows`, of what a browser says of itself; "" where neither is known."""
    found = (next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)


@dataclass(frozen=True, slots=True)
class WaitingBrowser:
    """A browser that shows a code: what it is, the network address it asked from, since and until when."""

    id: int
    browser: str
    place: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """An open session of a person: what it `opens`, in which browser, since when and when it last asked for a page."""

    id: int
    person_id: int
    opens: str
    browser: str
    at: datetime
    seen_at: datetime | None


_CODE: Final = re.compile(r"(?P<web>(?:เข้า)?เว็บ(?:ไซต์)?|web|รหัส)?\s*:?\s*(?P<code>\d{3}[\s-]?\d{3})", re.IGNORECASE)


def find_typed_code(text: str) -> tuple[str, bool]:
    """The six digits that were typed, and whether `เว็บ` stands before them; "" for anything else.

    Digits alone may be an amount: whoever asks takes them for a code only where nothing else is being asked.
    """
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return "", False
    # `int` reads Thai digits too.
    return "".join(str(int(digit)) for digit in found["code"] if digit.isdecimal()), found["web"] is not None
