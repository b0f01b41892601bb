"""What the pages are served from: handed in once by the app factory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, cast

from flask import current_app

from domain.agency import Person
from domain.following import AgainLook, FormForAnother, NudgeLook, SentComment
from domain.groups import Group, GroupAtLine
from domain.messages import Say
from domain.reply_form import KeptDraft, ReplyForm, SavedReply, SentFile, SentReply
from domain.sending import ChannelCheck, Quota
from domain.writes import AskCertificate
from store.attempts import Waiting
from store.engine import Database
from store.files import EvidenceFiles
from store.keys import Keys
from thai.fiscal import RoundKind


class ReplyPages(Protocol):
    """The conversation's report as forms: the same questions, checks and writes as in the chat."""

    def find_forms(self, agency_id: int, person: Person, sent: Mapping[int, SentReply]) -> tuple[ReplyForm, ...]:
        """The forms of the person's tasks that ask for a report, soonest due first, with what was sent of each."""

    def save_report(self, agency_id: int, person: Person, task_id: int, sent: SentReply) -> SavedReply:
        """Save one report, or say what is wrong with it."""

    def save_draft(self, agency_id: int, person: Person, task_id: int, sent: SentReply) -> KeptDraft:
        """Keep what was typed of one report in the chat's own draft, or say why it was not."""

    def keep_upload(self, agency_id: int, person: Person, name: str, chunks: Iterator[bytes]) -> SentFile | Say:
        """The uploaded file, kept for the person's report; or why it was not."""

    def find_uploads(self, agency_id: int, marks: Sequence[str]) -> tuple[SentFile, ...]:
        """The files known by these marks that no report has yet."""


class Channels(Protocol):
    """LINE's side of the agencies' accounts."""

    def check(self, agency_id: int) -> ChannelCheck:
        """What is right and what is wrong with the account, as LINE sees it now."""

    def point_webhook_here(self, agency_id: int) -> None:
        """Have LINE send the account's events to this installation; raises SendError."""


class GroupPages(Protocol):
    """Posting into a LINE group unasked, at a cost of one message of the month for each member."""

    def look(self, agency_id: int, group: Group) -> GroupAtLine | None:
        """The group's name and members; None where LINE does not say."""

    def compose(self, agency_id: int, group: Group) -> Say:
        """What would be posted now."""

    def post(self, agency_id: int, group: Group, mark: str) -> bool:
        """Have it posted; False where that was done under this mark."""


class FollowPages(Protocol):
    """What an administrator does in an officer's place: the conversation's own forms, checks and writes."""

    def find_form(
        self, agency_id: int, admin: Person, task_id: int, officer_id: int | None, sent: SentReply | None = None
    ) -> FormForAnother | None:
        """The form of an open task in the place of one of its officers; None where it takes no more answers."""

    def save_form(
        self, agency_id: int, admin: Person, task_id: int, officer_id: int | None, sent: SentReply
    ) -> SavedReply:
        """Save the report in the officer's place and tell them; the form where it is wrong, nothing where closed.

        `officer_id` is who the form named, None where it named nobody: it is never saved in another's place.
        """

    def find_correction(
        self, agency_id: int, admin: Person, task_id: int, update_id: int, sent: SentReply | None = None
    ) -> ReplyForm | None:
        """The saved reply as a form to be corrected; None where it cannot be, or not any more."""

    def save_correction(
        self, agency_id: int, admin: Person, task_id: int, update_id: int, sent: SentReply, reason: str
    ) -> SavedReply:
        """Save the correction beside the reply and tell its officer; the form where it is wrong."""

    def look_at_nudge(self, agency_id: int, admin: Person, unit_id: int | None) -> NudgeLook:
        """Whom a reminder of what waits in the unit, in all where None, would reach, and what it costs."""

    def ask_nudge(self, agency_id: int, admin: Person, unit_id: int | None, seen: int) -> Say | None:
        """Ask for the reminder, where it costs no more messages than were seen; None where nothing is asked for."""

    def find_addressee(self, agency_id: int, admin: Person, task_id: int) -> tuple[Person | None, bool]:
        """Whom a comment on the task goes to, None for nobody, and whether LINE carries it there."""

    def send_comment(
        self, agency_id: int, admin: Person, task_id: int, to_id: int | None, text: str, mark: str
    ) -> SentComment | None:
        """Keep the comment with the task and send it to `to_id`; what came of it, None where there is no such task."""


class CertificatePages(Protocol):
    """A report's way to the head of the agency: what is certified is what they have seen, or nothing."""

    def send_to_head(self, agency_id: int, admin: Person, write: AskCertificate) -> None:
        """Have the report wait for the head and tell them; raises Conflict where it cannot be sent so any more."""

    def certify(
        self, agency_id: int, head: Person, request_id: int, mark: str
    ) -> Literal["certified", "changed", "gone"]:
        """The version, certified by the head on the page as they saw it (`mark`); nothing where it has changed."""

    def send_back(self, agency_id: int, head: Person, request_id: int, why: str) -> bool:
        """Have the report mended, and who sent it told why; False where it is not the head's to send back any more."""


class AgainPages(Protocol):
    """A reminder sent again, at a cost of one message of the month."""

    def look_at_reminder(self, agency_id: int, reminder_id: int) -> AgainLook | None:
        """What sending it again would do; None where there is no such reminder."""

    def send_reminder(self, agency_id: int, admin: Person, reminder_id: int, seen: int) -> Say | None:
        """Send it, where it was sent again so many times as were `seen`; what was done, None where nothing was."""


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """The demo that runs on this machine: its agency and round, where its phones are, whose they are.

    `code` is the officer's invite code; "" where the officer was enrolled when the demo began.
    """

    slug: str
    year: int
    kind: RoundKind
    phones: str
    officer: str
    admin: str
    code: str = ""


@dataclass(frozen=True)
class WebPort:
    """`now` is world time (it may be moved in the demo), `base_url` our address without a slash at its end.

    `machine_now` is the machine's time. `metrics_token` opens /metrics; there is no such page where it is empty.
    `quota_of` asks LINE what pushes the month still allows an agency; None where LINE does not say.
    `demo` is None wherever no demo runs: its page is not there then.
    """

    database: Database
    keys: Keys
    files: EvidenceFiles
    now: Callable[[], datetime]
    base_url: str
    secure_cookies: bool
    replies: ReplyPages
    channels: Channels
    groups: GroupPages
    follow: FollowPages
    again: AgainPages
    certificates: CertificatePages
    quota_of: Callable[[int], Quota | None] = lambda _agency_id: None
    machine_now: Callable[[], datetime] = field(kw_only=True)
    metrics_token: str = ""
    demo: DemoPlace | None = None
    waiting: Waiting = field(default_factory=Waiting)


def port() -> WebPort:
    """The port of the app that is answering."""
    return cast(WebPort, current_app.extensions["web"])
