"""Logs to stderr as text or JSON lines; they never hold message text, tokens or links.

Each line names the event that it is about, from LINE's call through the turn, the outbox and its delivery.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from logging import LogRecord
from typing import Final

from domain.secret_paths import without_token

_ABOUT: ContextVar[dict[str, object]] = ContextVar("about")
_ID: Final = re.compile(r"[A-Za-z0-9:_-]{1,80}")
# LINE's ids of people, groups and rooms: they stand in the addresses of some calls.
_LINE_ID: Final = re.compile(r"\b([UCR])[0-9a-f]{32}\b")


@contextmanager
def logged_about(**about: object) -> Iterator[None]:
    """Within it each line says what it is about: `event` as LINE numbers it, `agency`, `outbox` row, worker's `job`.

    What is no number and no id is left out: LINE's events are signed, and odd ones are taken all the same.
    It goes along into the thread that writes on SQLite; other threads begin with nothing.
    """
    told = {name: value for name, value in about.items() if isinstance(value, int) or _is_id(value)}
    token = _ABOUT.set({**_ABOUT.get({}), **told})
    try:
        yield
    finally:
        _ABOUT.reset(token)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def tell_about() -> dict[str, object]:
    """What the lines of this thread are about just now."""
    return dict(_ABOUT.get({}))


def without_secrets(text: str) -> str:
    """The text without the tokens of links and without who it is about at LINE."""
    return _LINE_ID.sub(r"\1…", without_token(text))


class Lines(logging.Formatter):
    """A line of text, with what it is about at its end."""

    def format(self, record: LogRecord) -> str:
        """The record as text."""
        about = " ".join(f"{name}={value}" for name, value in tell_about().items())
        return without_secrets(super().format(record)) + (f" [{about}]" if about else "")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: LogRecord) -> str:
        """The record as JSON; its time in UTC."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at.replace("+00:00", "Z"), "level": record.levelname, "logger": record.name, **tell_about()}
        told["message"] = without_secrets(record.getMessage())
        if record.exc_info:
            told["error"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


def set_up_logs(level: str, style: str) -> None:
    """Log at this level to stderr, in `text` or `json`."""
    handler = logging.StreamHandler()
    plain = Lines("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if style == "json" else plain)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("alembic", "urllib3", "linebot", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It warns of each sweep that is not begun because the one before goes on, as is meant.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
