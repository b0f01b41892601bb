"""What is written of people: enrolling, roles, absences and who stands in, and how units are called."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.agency import PersonRow, Role
from domain.messages import Opens


@dataclass(frozen=True, slots=True)
class AcceptNotice:
    """The LINE user saw and accepted this version of the privacy notice."""

    line_user: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Enrol:
    """Bind the LINE user to the invited person and spend the code; a code already spent is a Conflict.

    `former` is the person's LINE user until now, who is told.
    """

    invite_id: int
    line_user: str
    at: datetime
    former: str | None = None


@dataclass(frozen=True, slots=True)
class VoidInvite:
    """The code was seen in a group: nobody can enrol with it any more."""

    invite_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SetReachable:
    """The LINE user follows, or has blocked, the agency's account."""

    line_user: str
    reachable: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferSignIn:
    """A one-time sign-in link for this person; its token follows from `event_id`, so a retry gives the same.

    What it `opens` is the admin's pages, or the one page of the person's own reports.
    """

    person_id: int
    event_id: str
    at: datetime
    expires_at: datetime
    opens: Opens = "admin"


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
class ChangePerson:
    """The person's name, position, units and roles from now on, all that was before taken away."""

    person_id: int
    name: str
    position: str
    unit_ids: tuple[int, ...]
    roles: frozenset[Role]
    at: datetime


@dataclass(frozen=True, slots=True)
class RemovePerson:
    """The person works here no longer: out of chat and web at once, while all they answered stays theirs."""

    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RenameUnit:
    """The unit is called so from now on; plans that call it as before still mean it.

    The plans of the fiscal year `since` (Buddhist era) and later name it so too; none where it is None.
    """

    unit_id: int
    name: str
    at: datetime
    since: int | None = None


@dataclass(frozen=True, slots=True)
class MergeUnits:
    """The unit goes into another: its people, sections and open tasks are that one's; closed rounds keep its name.

    `since` as in `RenameUnit`.
    """

    unit_id: int
    into_id: int
    at: datetime
    since: int | None = None


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
class AskRemoval:
    """The person asks to be taken out, None: not any more; an administrator does it."""

    person_id: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class AskBrowser:
    """The person typed the code that a browser shows, and is asked whether it is theirs; a Conflict if another did."""

    browser_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerBrowser:
    """The browser that the person was asked about is theirs, or not; a Conflict where its time is over."""

    browser_id: int
    person_id: int
    accepts: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class EndSession:
    """The person signs a browser of theirs out; nothing where it is signed out already."""

    session_id: int
    person_id: int
    at: datetime


PeopleWrite = (
    AskBrowser
    | AnswerBrowser
    | EndSession
    | AskRemoval
    | AcceptNotice
    | Enrol
    | VoidInvite
    | SetReachable
    | OfferSignIn
    | IssueInvite
    | ImportPeople
    | ChangePerson
    | RemovePerson
    | RenameUnit
    | MergeUnits
    | KeepUnitName
    | ForgetUnitName
    | SetAway
    | SetDeputy
    | AskDeputy
    | AnswerDeputy
)
