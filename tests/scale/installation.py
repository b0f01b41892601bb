"""An installation under measurement: on PostgreSQL, with a clock of its own and a LINE that takes all at once."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.clock import Clock
from bot.line import Credentials, Line
from bot.settings import read_settings
from bot.shell import Shell
from domain.sending import Quota
from store.engine import open_database
from store.files import EvidenceFiles
from tests.agency import KEYS

NINE = datetime(2027, 3, 31, 2, 5, tzinfo=UTC)  # five past nine in Bangkok, on the round's last day


class TakesAll:
    """LINE at the speed of memory: counts what it is sent and answers at once."""

    def __init__(self) -> None:
        self.pushed = self.replied = 0
        self.last: deque[Sequence[Mapping[str, Any]]] = deque(maxlen=1)

    def push(self, channel: Credentials, to: str, messages: Sequence[Mapping[str, Any]], retry_key: str) -> None:
        """Takes a push."""
        self.pushed += 1
        self.last.append(messages)

    def reply(self, channel: Credentials, reply_token: str, messages: Sequence[Mapping[str, Any]]) -> None:
        """Takes a reply."""
        self.replied += 1
        self.last.append(messages)

    def hold_token(self, channel: Credentials) -> None:
        """The token is at hand."""

    def fetch_quota(self, channel: Credentials) -> Quota:
        """Nobody's pushes are used up."""
        return Quota(None, 0)


class Hands:
    """The hands of a clock, moved by whoever measures."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def move_on(self, seconds: float) -> datetime:
        """So many seconds later; the time then."""
        self.now += timedelta(seconds=seconds)
        return self.now


@contextmanager
def open_installation(url: str, folder: Path, now: datetime = NINE) -> Iterator[tuple[Shell, Hands, TakesAll]]:
    """The shell, its clock's hands and its LINE."""
    env = {"SECRET_KEY": KEYS.secrets[0], "DATABASE_URL": url, "EVIDENCE_URL": (folder / "evidence").as_uri()}
    settings, hands, line = read_settings({**env, "TIDTAM_VAR": str(folder)}), Hands(now), TakesAll()
    clock = Clock(None, lambda: hands.now, lambda: hands.now.timestamp())
    files = EvidenceFiles(settings.evidence_url)
    shell = Shell(settings, clock, open_database(url), KEYS, files, cast(Line, line))
    try:
        yield shell, hands, line
    finally:
        shell.close()
