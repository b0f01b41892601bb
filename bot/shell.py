"""Everything the edge works with, opened once a process."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.clocks_apart import ClocksApart
from bot.known_quota import KnownQuota
from bot.line import Credentials, Line
from bot.settings import Settings
from bot.words import Words, words_in
from domain.groups import GroupAtLine
from domain.sending import Quota, SendError
from store.books import Books, open_books
from store.channels import Channel, load_channel
from store.counts import COUNTS
from store.engine import Database, open_database
from store.files import EvidenceFiles, open_files
from store.first_look import OfficeMemory
from store.keys import Keys, keys_from

_FRESH_FOR = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """An agency's id and channel; None where it has not been set."""

    agency_id: int
    channel: Channel | None
    read_at: datetime

    @property
    def credentials(self) -> Credentials | None:
        """What calls to LINE are made with."""
        if self.channel is None:
            return None
        return Credentials(self.channel.line_channel_id, self.channel.secret, self.channel.token)


@dataclass(frozen=True)
class Shell:
    """One process's settings, clock, database, keys, files, LINE client and language."""

    settings: Settings
    clock: Clock
    database: Database
    keys: Keys
    files: EvidenceFiles
    line: Line
    words: Words = field(default_factory=words_in)
    clocks_apart: ClocksApart = field(default_factory=ClocksApart)
    known_quota: KnownQuota = field(default_factory=KnownQuota)
    offices: OfficeMemory = field(default_factory=OfficeMemory)
    _channels: dict[str | int, KnownChannel] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def channel_of_slug(self, slug: str) -> KnownChannel | None:
        """The agency's channel, read again after five seconds; None where there is no such agency."""
        return self._remember_channel(slug, lambda conn: open_books(conn, slug))

    def channel_of_agency(self, agency_id: int) -> KnownChannel | None:
        """The same by the agency's id."""
        return self._remember_channel(agency_id, lambda conn: Books(conn, agency_id))

    def credentials_of(self, agency_id: int) -> Credentials | None:
        """What calls to LINE for the agency are made with; None where no channel is set."""
        known = self.channel_of_agency(agency_id)
        return None if known is None else known.credentials

    def forget_channel(self, agency_id: int, slug: str) -> None:
        """Forgets the agency's stored channel, so that the next call reads it anew."""
        with self._lock:
            self._channels.pop(agency_id, None)
            self._channels.pop(slug, None)

    def quota_of(self, agency_id: int) -> Quota | None:
        """The agency's pushes of the month; None where it has no channel or LINE does not say."""
        credentials = self.credentials_of(agency_id)
        if credentials is None:
            return None
        try:
            told = self.line.fetch_quota(credentials)
        except SendError:
            return None
        COUNTS.note_quota(agency_id, told, self.clock.machine())
        return told

    def group_at_line(self, agency_id: int, line_group: str) -> GroupAtLine | None:
        """What LINE says of a group that the agency's account is in; None where it has no channel or LINE is silent."""
        credentials = self.credentials_of(agency_id)
        try:
            return None if credentials is None else self.line.fetch_group(credentials, line_group)
        except SendError:
            return None

    def _remember_channel(self, key: str | int, books_of: Callable[[Connection], Books | None]) -> KnownChannel | None:
        now = self.clock.machine()
        with self._lock:
            known = self._channels.get(key)
        if known is not None and now - known.read_at < _FRESH_FOR:
            return known

        def read_channel(conn: Connection) -> KnownChannel | None:
            books = books_of(conn)
            return None if books is None else KnownChannel(books.agency_id, load_channel(books, self.keys), now)

        found = self.database.read(read_channel)
        if found is not None:
            with self._lock:
                self._channels[key] = found
        return found

    def close(self) -> None:
        """Close what was opened."""
        self.database.close()


def open_shell(settings: Settings) -> Shell:
    """A shell on these settings; nothing is sent or received yet."""
    return Shell(
        settings=settings,
        clock=Clock(settings.clock_url),
        database=open_database(settings.database_url, settings.web_threads + 8),
        keys=keys_from(settings.secret_key),
        files=open_files(settings.evidence_url, settings.s3),
        line=Line(settings.line_api, settings.line_content_api),
    )
