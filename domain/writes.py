"""Every change to the records, as a value: conversations, pages and the command line make these alone.

`store/apply.py` carries them out inside one agency's books; none of them names the agency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.agency import PersonRow
from domain.certified import ReportFile
from domain.events import FetchedEvidence
from domain.layout import Layout
from domain.plan import Plan, Signatory
from domain.reminding import ReminderRules, Via
from domain.task import Review, Status
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class AcceptNotice:
    """The LINE user saw and accepted this version of the privacy notice."""

    line_user: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Enrol:
    """Bind the LINE user to the invited person and spend the code; a code already spent is a Conflict."""

    invite_id: int
    line_user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VoidInvite:
    """The code was seen in a group: nobody can enrol with it any more."""

    invite_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SaveUpdate:
    """One reply, appended. `message_ids` names the photos and files that came with it, `links` the addresses.

    `earlier` are the ids of evidence of the task's replies before, which goes with this one too.
    `sources` says which chat message filled which field, `link_sources` which one each link stood in, so that
    an unsent message can be taken out again.
    `event_id` makes a second application of the same reply a no-op. `repeats` is the id of the update whose texts
    these are: what is unsent later leaves both. `ticket` marks the buttons of the conversation that it was given in.
    `begun_at` is when the report was begun, None where it took one tap. `of_whole` is False where *done* is meant of
    the period alone. `adds` says whether its texts go on with those of the replies before (True) or take their place
    (False); None where that was not asked. `on_behalf_of` is the id of who is away and stood in for, None for nobody.
    """

    event_id: str
    task_id: int
    person_id: int
    at: datetime
    status: Status
    result: str = ""
    dates: tuple[tuple[int, date], ...] = ()
    outcome: str = ""
    suggestion: str = ""
    remark: str = ""
    reason: str = ""
    period: date | None = None
    message_ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    earlier: tuple[int, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    repeats: int | None = None
    link_sources: Mapping[str, str] = field(default_factory=dict)
    ticket: str = ""
    begun_at: datetime | None = None
    of_whole: bool = True
    adds: bool | None = None
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewUpdate:
    """A verdict on a reply, appended; a Conflict where it has one already, or a newer reply took its place.

    `words` tell why it is sent back; `message_id` is the chat message that they were typed in.
    """

    update_id: int
    person_id: int
    verdict: Review
    at: datetime
    words: str = ""
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class SetReview:
    """Replies given from this moment on count once a supervisor approved them; None: all count at once."""

    since: datetime | None


@dataclass(frozen=True, slots=True)
class WantEvidence:
    """Fetch the bytes of this message; it belongs to no update until one is saved, but where it came late to one.

    Photos chosen together share `set_id`, each has its place there from 1, and says how many they are.
    """

    message_id: str
    kind: str
    name: str
    person_id: int
    at: datetime
    set_id: str | None = None
    set_index: int | None = None
    set_total: int | None = None
    task_id: int | None = None
    update_id: int | None = None


@dataclass(frozen=True, slots=True)
class DropEvidence:
    """The person took these back before saving: nothing of them is kept."""

    message_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettleEvidence:
    """What came of a fetch."""

    fetched: FetchedEvidence


@dataclass(frozen=True, slots=True)
class ForgetMessage:
    """A message was unsent in LINE: blank it everywhere in the working data, leave a tombstone."""

    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SetReachable:
    """The LINE user follows, or has blocked, the agency's account."""

    line_user: str
    reachable: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferSignIn:
    """A one-time sign-in link for this person; its token follows from `event_id`, so a retry gives the same."""

    person_id: int
    event_id: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssueInvite:
    """A one-time code for this person, replacing their unspent ones; only its hash is stored."""

    person_id: int
    code_hash: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ImportPeople:
    """Add these people and their units; a person of the same name is brought up to date, nobody is removed.

    What a row says nothing of (None) stays as it is. `same` pairs the name in a row with the id of the person who had
    another name until now. `at` is when; without it nobody is told of tasks that they inherit.
    """

    rows: tuple[PersonRow, ...]
    same: tuple[tuple[str, int], ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeepUnitName:
    """Plans that name a unit so mean the agency's `unit` (`division` or `division/section`) each time."""

    written: str
    unit: str


@dataclass(frozen=True, slots=True)
class ForgetUnitName:
    """The name is asked about again."""

    written: str


@dataclass(frozen=True, slots=True)
class RemovePerson:
    """The person works here no longer: out of chat and web at once, while all they answered stays theirs."""

    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The plan of one fiscal year; measures that were there before, corrected or not, keep their tasks and updates."""

    plan: Plan
    year: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a round of the year's plan and make its tasks; opening again adds the tasks that are missing.

    A reply from `end_from` on is given for the round's end; None: a month before the due day.
    """

    year: int
    kind: RoundKind
    due: date
    at: datetime
    end_from: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeRound:
    """Another due day for an open round; a reply from `end_from` on is given for its end (None: a month before)."""

    year: int
    kind: RoundKind
    due: date
    end_from: date | None = None


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Take no more replies for this round."""

    year: int
    kind: RoundKind
    at: datetime


@dataclass(frozen=True, slots=True)
class SetLayout:
    """The agency's report layout, and what stands in its heading and under it; what is None stays as it is."""

    layout: Layout | None = None
    place: str | None = None
    signatories: tuple[Signatory, ...] | None = None


@dataclass(frozen=True, slots=True)
class SetBlocks:
    """The kinds of findings that forbid certifying from now on; the rest of the layout is not touched."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetWordTemplate:
    """The agency's own Word template, whose bytes are kept already; without `sha256` it has none from now on."""

    person_id: int
    at: datetime
    name: str = ""
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Remind:
    """One person's digest of one day. `keys` names the occasions it speaks of, `key` the most urgent one.

    Each is unique for the person, and so is the day.
    """

    person_id: int
    key: str
    day: date
    task_ids: tuple[int, ...]
    reason: str
    at: datetime
    keys: tuple[str, ...] = ()
    via: Via = "push"


@dataclass(frozen=True, slots=True)
class PutOffReminders:
    """Tell the person nothing of their own tasks before this day."""

    person_id: int
    until: date
    since: date


@dataclass(frozen=True, slots=True)
class AskReminders:
    """A supervisor wants the people of these units reminded, once a day at most."""

    person_id: int
    unit_ids: tuple[int, ...]
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class SetReminderRules:
    """The agency's rules of reminding from now on."""

    rules: ReminderRules


@dataclass(frozen=True, slots=True)
class SetHoliday:
    """A day off of the agency's own; a name of None makes it a day like others."""

    day: date
    name: str | None


@dataclass(frozen=True, slots=True)
class WorkOnHoliday:
    """The agency works on this holiday of the country, or keeps it like others."""

    day: date
    works: bool


@dataclass(frozen=True, slots=True)
class SetAway:
    """The person's absence, first and last day, None where there is none; who stands in is not touched."""

    person_id: int
    away: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class SetDeputy:
    """Who stands in for the person while they are away, None for nobody; the absence is not touched."""

    person_id: int
    deputy_id: int | None


@dataclass(frozen=True, slots=True)
class AskDeputy:
    """The person asks a colleague to stand in; until that one says yes nothing else changes."""

    person_id: int
    deputy_id: int


@dataclass(frozen=True, slots=True)
class AnswerDeputy:
    """The colleague who was asked stands in for the person from now on, or does not."""

    person_id: int
    deputy_id: int
    accepts: bool


@dataclass(frozen=True, slots=True)
class CertifyReport:
    """The next version of a round's report, whose bytes are kept already; `number` is what its certifier saw come.

    `reason` says why it replaces the version before it.
    """

    year: int
    kind: RoundKind
    number: int
    code: str
    title: str
    person_id: int
    typed_name: str
    position: str
    acting_for: str
    reason: str
    at: datetime
    files: tuple[ReportFile, ...]


@dataclass(frozen=True, slots=True)
class PublishReport:
    """The certified version may be seen by everyone; what was published before it is superseded."""

    version_id: int
    person_id: int
    at: datetime


Write = (
    AcceptNotice
    | Enrol
    | VoidInvite
    | SaveUpdate
    | ReviewUpdate
    | SetReview
    | WantEvidence
    | DropEvidence
    | SettleEvidence
    | ForgetMessage
    | SetReachable
    | OfferSignIn
    | IssueInvite
    | ImportPeople
    | KeepUnitName
    | ForgetUnitName
    | RemovePerson
    | ImportPlan
    | OpenRound
    | ChangeRound
    | CloseRound
    | SetLayout
    | SetBlocks
    | SetWordTemplate
    | Remind
    | PutOffReminders
    | AskReminders
    | SetReminderRules
    | SetHoliday
    | WorkOnHoliday
    | SetAway
    | SetDeputy
    | AskDeputy
    | AnswerDeputy
    | CertifyReport
    | PublishReport
)
