"""A report's way to the head of the agency and back: sent, certified as it was seen and not otherwise, told to both."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot.shell import Shell
from bot.told_person import tell_person
from bot.words import Words
from domain.agency import Person
from domain.audit import Act
from domain.bug import format_frames_without_values
from domain.certificates import NOT_MADE, CertificateRequest, CertifiedBy
from domain.messages import Message
from domain.writes import AskCertificate, CertifyReport, LapseCertificate, ReturnCertificate
from handlers.certificates import (
    build_request,
    tell_admin_certified,
    tell_admin_lapsed,
    tell_admin_not_made,
    tell_certified,
    tell_lapsed,
    tell_not_made,
    tell_sent_back,
)
from reports.certify import Certifier, certified_report, keep_files, mark_contents, new_code
from reports.compile.load import NothingToReport, load_material
from reports.compile.material import Material
from store.agencies import load_agency
from store.apply import apply
from store.books import Books
from store.certificates import confirmed_requests, find_request, newest_request
from store.certified import certified_of_round
from store.engine import Conflict, Database
from store.files import EvidenceFiles
from store.keys import Keys
from store.people import find_person
from store.plan_refs import load_plans
from thai.dates import day_in_bangkok
from web.public.draft import draft_address

log = logging.getLogger("tidtam.certificates")

TRIED_AGAIN = timedelta(minutes=1)
GIVEN_UP = timedelta(hours=1)  # after the head's word: the round would wait for ever, and nobody would know
Came = Literal["certified", "changed", "gone"]  # the version is there; the report says something else; not theirs now


@dataclass(frozen=True, slots=True)
class _Read:
    """The round as it stands beside what was sent of it; `material` is None where there is nothing to report on."""

    request: CertificateRequest
    head: Person
    material: Material | None
    next_number: int

    @property
    def is_as_sent(self) -> bool:
        """True where the report says what the head has seen, and would be the version that they were told of."""
        if self.material is None or self.next_number != self.request.number:
            return False
        return mark_contents(self.material) == self.request.mark


@dataclass(frozen=True, slots=True)
class StoredCertificates:
    """`web.port.CertificatePages` over the store; `now` is world time, `machine` the machine's.

    `again_at` says when what failed to be made is tried again.
    """

    database: Database
    keys: Keys
    files: EvidenceFiles
    words: Words
    now: Callable[[], datetime]
    machine: Callable[[], datetime]
    base_url: str
    again_at: dict[int, datetime] = field(default_factory=dict)

    def send_to_head(self, agency_id: int, admin: Person, write: AskCertificate) -> None:
        """Have the report wait for the head and tell them; raises Conflict where it cannot be sent so any more."""

        def send_once(conn: Connection) -> None:
            books = Books(conn, agency_id)
            apply(books, (write,), self.keys, Act("page", admin.id, write.at))
            request = newest_request(books, write.year, write.kind, write.plan)
            head = find_person(books, write.to_id)
            assert request and head  # noqa: S101
            agency, today = load_agency(books), day_in_bangkok(write.at)
            look = draft_address(self.keys, self.base_url, agency.slug, request.id, today)
            message = build_request(request, head, admin.name, agency, load_plans(books), look)
            self._queue_told(books, head, message, f"certificate:{request.id}:asked", write.at)

        self.database.run(send_once)

    def certify(self, agency_id: int, head: Person, request_id: int, mark: str) -> Came:
        """The version, certified by the head on the page as they saw it (`mark`); nothing where it has changed."""
        request = self.database.read(lambda conn: find_request(Books(conn, agency_id), request_id))
        if request is None or request.state != "waiting" or request.to_id != head.id or request.mark != mark:
            return "gone"
        return self._make_version(agency_id, request, "page", self.now())

    def send_back(self, agency_id: int, head: Person, request_id: int, why: str) -> bool:
        """Have the report mended, and who sent it told why; False where it is not the head's to send back any more."""
        at = self.now()

        def send_back_once(conn: Connection) -> None:
            books = Books(conn, agency_id)
            request = find_request(books, request_id)
            write = ReturnCertificate(request_id, head.id, why, at)
            apply(books, (write,), self.keys, Act("page", head.id, at))
            admin = find_person(books, request.person_id) if request else None
            if request and admin:
                told = tell_sent_back(request, head.name, why, load_plans(books))
                self._queue_told(books, admin, told, f"certificate:{request.id}:returned", at)

        try:
            self.database.run(send_back_once)
        except Conflict:
            return False
        return True

    def make_confirmed(self) -> int:
        """Make the versions that heads have confirmed in the chat; how many were waiting.

        What fails is tried again for an hour.
        """
        waiting = self.database.read(confirmed_requests)
        for agency_id, request in waiting:
            until = self.again_at.get(request.id)
            if until is not None and self.machine() < until:
                continue
            try:
                self._make_version(agency_id, request, "chat", request.state_at)
            except Exception as bug:
                self.again_at[request.id] = self.machine() + TRIED_AGAIN
                log.error("certificate %s is tried again: %s", request.id, format_frames_without_values(bug))
                if self.now() >= request.state_at + GIVEN_UP:
                    self._lapse(agency_id, request, "chat", NOT_MADE)
        return len(waiting)

    def _make_version(
        self, agency_id: int, request: CertificateRequest, way: Literal["chat", "page"], at: datetime
    ) -> Came:
        """The bytes first, then the row that names them; what the report says is compared before and never after."""
        read = self.database.read(lambda conn: self._read_round(Books(conn, agency_id), request))
        if read is None or read.material is None or not read.is_as_sent:
            return self._lapse(agency_id, request, way)
        certifier, code = Certifier(read.head, request.acting_for), new_code(secrets.choice)
        report = certified_report(read.material, certifier, code, self.base_url, at)
        write = CertifyReport(
            year=request.year, kind=request.kind, number=request.number, plan=request.plan, code=code,
            title=report.title, person_id=read.head.id, typed_name=read.head.name, position=read.head.position,
            acting_for=request.acting_for, reason=request.reason, at=at, files=keep_files(report, self.files),
            way=way, request_id=request.id, prepared_by=request.person_id,
        )  # fmt: skip
        try:
            self.database.run(lambda conn: self._keep_version(Books(conn, agency_id), write, request, way))
        except Conflict:
            # Another worker has made it, or the head was replaced: whoever comes last has nothing to do.
            return self._lapse(agency_id, request, way)
        return "certified"

    def _read_round(self, books: Books, request: CertificateRequest) -> _Read | None:
        head = find_person(books, request.to_id)
        if head is None:
            return None
        try:
            material = load_material(books, request.year, request.kind, self.files, plan=request.plan)
        except NothingToReport:
            material = None
        before = certified_of_round(books, request.year, request.kind, request.plan)
        return _Read(request, head, material, before[0].number + 1 if before else 1)

    def _keep_version(self, books: Books, write: CertifyReport, request: CertificateRequest, way: CertifiedBy) -> None:
        """The version, and both who asked and who certified told of it; on the page the head sees it there."""
        apply(books, (write,), self.keys, Act("chat" if way == "chat" else "page", write.person_id, self.now()))
        plans = load_plans(books)
        told = tell_admin_certified(request, write.typed_name, write.code, plans)
        self._tell_both(books, request, told, tell_certified(request, write.code, plans) if way == "chat" else None)

    def _lapse(self, agency_id: int, request: CertificateRequest, way: Literal["chat", "page"], why: str = "") -> Came:
        """The request is over and both are told; "gone" where it was over already."""
        seen: Literal["confirmed", "waiting"] = "confirmed" if way == "chat" else "waiting"
        write = LapseCertificate(request.id, seen, self.now(), why)
        to_admin, to_head = (tell_admin_not_made, tell_not_made) if why else (tell_admin_lapsed, tell_lapsed)

        def lapse(conn: Connection) -> None:
            books = Books(conn, agency_id)
            apply(books, (write,), self.keys, Act("worker", None, self.now()))
            plans, head = load_plans(books), find_person(books, request.to_id)
            told = to_admin(request, head.name if head else "-", plans)
            self._tell_both(books, request, told, to_head(request, plans) if way == "chat" else None)

        try:
            self.database.run(lapse)
        except Conflict:
            return "gone"
        return "changed"

    def _tell_both(self, books: Books, request: CertificateRequest, to_admin: Message, to_head: Message | None) -> None:
        for person_id, message in ((request.person_id, to_admin), (request.to_id, to_head)):
            who = find_person(books, person_id) if message else None
            if who and message:
                self._queue_told(books, who, message, f"certificate:{request.id}:ended:{who.id}", self.now())

    def _queue_told(self, books: Books, who: Person, message: Message, key: str, at: datetime) -> bool:
        return tell_person(books, who, message, key, at, self.machine(), self.words)


def certificates_of(shell: Shell) -> StoredCertificates:
    """The way of reports to heads in this installation."""
    return StoredCertificates(
        shell.database, shell.keys, shell.files, shell.words, shell.clock.now, shell.clock.machine,
        shell.settings.base_url,
    )  # fmt: skip
