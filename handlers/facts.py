"""What a decision may know of one agency, as one LINE user may see it: its desk, and a port for what few look up."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from domain.agency import Agency, Person, Role, Unit, duties, find_principal
from domain.browsers import WaitingBrowser
from domain.certificates import CertificateRequest
from domain.comments import Comment
from domain.conversation import FormerAccount, Invite, State
from domain.evidence import Evidence
from domain.groups import Group, GroupCode, NewGroupCode
from domain.messages import Say
from domain.offers import TaskOffer
from domain.plan_ref import PlanRef
from domain.rounds import Opening
from domain.sending import Quota
from domain.task import Round, Task, Update
from handlers.desk import Desk
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class Given:
    """The newest reply to a task that a message gave a field of; `alone` where no other message gave it too."""

    update: Update
    measure: str
    field: str
    alone: bool


@dataclass(frozen=True, slots=True)
class KeptOfMe:
    """What is kept of the person besides who they are: the notice accepted, what they gave, their wish to leave."""

    notice: str | None = None
    accepted_at: datetime | None = None
    replies: int = 0
    pieces: int = 0
    removal_asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditLook:
    """What a message that was edited is to us: taken already, edited again later, and what it gave."""

    taken: bool
    outdated: bool = False
    given: tuple[Given, ...] = ()


class Looks(Protocol):
    """What few decisions look up. Read-only; every answer concerns the event's own agency and LINE user."""

    def offers_to_me(self) -> tuple[TaskOffer, ...]:
        """What colleagues ask the person to take over, oldest first: open tasks that are the colleague's still."""

    def offers_from_me(self) -> tuple[TaskOffer, ...]:
        """What the person asks colleagues to take over and was not answered yet."""

    def supervised_tasks(self) -> tuple[Task, ...]:
        """The open rounds' tasks of the units the person supervises or stands in for there; an admin's are all."""

    def any_task(self, task_id: int) -> Task | None:
        """The task, also where its round is closed or it is another's; None once it is no longer expected."""

    def round_of(self, task: Task) -> Round:
        """The round the task belongs to."""

    def rounds(self) -> tuple[Round, ...]:
        """All rounds that were ever opened, in the order they were."""

    def plans(self) -> tuple[PlanRef, ...]:
        """All plans: the newest fiscal year's first, of a year in the order in which they first came."""

    def opening(self, year: int, kind: RoundKind, plan: int) -> Opening:
        """What the round of the year's plan of this number would ask of whom if it were opened now."""

    def holiday(self, day: date) -> str:
        """The name of the day off that the agency keeps on the day, "" where it is none; weekends have no name."""

    def tasks_to_check(self) -> tuple[Task, ...]:
        """The tasks whose newest reply waits for the person's check, or that of somebody away whose deputy they are.

        The oldest reply stands first; () where the agency does not ask for a check.
        """

    def verdicts_since(self, moment: datetime) -> tuple[Task, ...]:
        """The tasks whose newest reply has a verdict of the person's own of that moment or later, the newest first."""

    def is_certified_since(self, update_id: int, moment: datetime) -> bool:
        """True where a report that prints the reply's round was certified at the moment or after it."""

    def certificates_to_me(self) -> tuple[CertificateRequest, ...]:
        """The reports that wait for the person to certify them, oldest first."""

    def certificate(self, request_id: int) -> CertificateRequest | None:
        """What was sent to a head by this number, whatever became of it."""

    def look_at_certificate(self, request: CertificateRequest) -> str:
        """The address that shows the PDF of the report that waits, for a week."""

    def comments_of(self, task_id: int) -> tuple[Comment, ...]:
        """All that was said of the task, oldest first."""

    def unanswered_comments(self) -> tuple[Comment, ...]:
        """What was said to the person after they last said something of the task, newest first."""

    def reviewers_of(self, task: Task) -> tuple[Person, ...]:
        """Who checks a reply of the person's to the task."""

    def newest_update(self, task_id: int) -> Update | None:
        """What was answered last to the task, whether it counts yet or not."""

    def saved_by(self, ticket: str) -> Update | None:
        """The person's reply that the buttons with this mark saved."""

    def reply_with(self, set_id: str | None, at: datetime | None) -> Update | None:
        """The person's newest reply with photos of this set; else the first saved after `at` that had begun then."""

    def updates_of(self, task_id: int) -> tuple[Update, ...]:
        """All that was answered to the task, oldest first."""

    def answered_by(self, message_id: str) -> tuple[Task, ...]:
        """The tasks whose newest reply is no answer without this message."""

    def evidence_of(self, update_id: int) -> tuple[Evidence, ...]:
        """What came with the update and was not taken back."""

    def overview_picture(self) -> str:
        """The address of a picture of what the person supervises, by unit and topic, for a week."""

    def look_at(self, update_id: int) -> str:
        """The address that shows what came with the update, for a week."""

    def reported_since(self, day: date) -> frozenset[int]:
        """The ids of those who reported on something on that day or later."""

    def reminder_hours(self) -> tuple[time, time]:
        """From when until when the agency has reminders sent."""

    def name_of(self, person_id: int) -> str:
        """The name of one of the agency's people."""

    def kept_of_me(self) -> KeptOfMe:
        """What is kept of the person besides who they are."""

    def former_account(self) -> FormerAccount | None:
        """What became of the person whose LINE account this was before; None where it was nobody's."""

    def other_account(self, person_id: int) -> State | None:
        """Where the conversation of the person's present LINE account stands, where that is not this one; else None."""

    def invite(self, code: str) -> Invite | None:
        """The invite that this code was issued for."""

    def browser_with(self, code: str) -> WaitingBrowser | None:
        """The browser that shows this code to be signed in, where nobody but the person has typed it."""

    def browser_asked_about(self, browser_id: int) -> WaitingBrowser | None:
        """The browser that the person is asked about; None where they are not, or have answered."""

    def line_group(self, group_id: str) -> Group | None:
        """The LINE group, linked or not; None where nothing is known of it."""

    def group_code(self, code: str) -> GroupCode | None:
        """The record of the code that links a group, used or not, expired or not."""

    def new_group_code(self, event_id: str) -> NewGroupCode:
        """A code of the person's own that follows from the event, so that a retry gives the same."""

    def tasks_under(self, unit_id: int | None) -> tuple[Task, ...]:
        """The open rounds' tasks of the unit and its sections, of all where it is None."""

    def evidence(self, evidence_id: int) -> Evidence | None:
        """A piece of evidence of the agency."""

    def newest_numbers(self, at: datetime) -> Mapping[str, str]:
        """What a button sends for each number of the newest numbered message that was delivered; {} where none was."""

    def withdrawn(self, message_id: str) -> bool:
        """True where this message was unsent before it was processed."""

    def edited_before(self, message_id: str) -> str | None:
        """What the message was changed to before it came here; None where it was not."""

    def look_at_edit(self, message_id: str, at: datetime) -> EditLook:
        """What is known of a message that was edited at this moment."""

    def quota(self) -> Quota | None:
        """The agency's pushes of the month; None where LINE does not say."""

    def in_words(self, sentence: Say) -> str:
        """The sentence in the person's language, to be recorded as their own words."""

    def same_words(self, typed: str, label: Say) -> bool:
        """True where what was typed is the label in the person's language."""


class Facts(Looks):
    """What a decision may know: what follows from the desk, which was read before it, and what it may look up."""

    @property
    @abstractmethod
    def desk(self) -> Desk:
        """What every decision knows."""

    @property
    def agency(self) -> Agency:
        """The agency whose account was written to."""
        return self.desk.agency

    @property
    def person(self) -> Person | None:
        """Who writes; None until enrolled."""
        return self.desk.person

    @property
    def duties(self) -> frozenset[Role]:
        """The person's roles today: also a supervisor's while they stand in for one who is away."""
        return duties(self.person, self.desk.people, self.today) if self.person else frozenset()

    @property
    def today(self) -> date:
        """The day in Bangkok on which the event came."""
        return self.desk.today

    def open_tasks(self) -> tuple[Task, ...]:
        """The person's tasks of the open rounds, and those of who is away and stood in for; soonest due first."""
        return self.desk.tasks

    def on_behalf_of(self, task: Task) -> Person | None:
        """For whom the person answers the task; None where it is their own."""
        if self.person is None:
            return None
        return find_principal(self.person, task.assignee_ids, self.desk.people, self.today)

    def everybody(self) -> tuple[Person, ...]:
        """The agency's people, in the order they were added."""
        return self.desk.people

    def units(self) -> tuple[Unit, ...]:
        """The agency's divisions and sections."""
        return self.desk.units

    def asking(self) -> tuple[Person, ...]:
        """Who asked the person to stand in and waits for the answer."""
        return tuple(one for one in self.desk.people if self.person and one.deputy_asked_id == self.person.id)

    def task(self, task_id: int) -> Task | None:
        """The task, where the person may answer it and its round is open; else None.

        A report that a deputy began during an absence may be finished after it.
        """
        late = (self.desk.begun,) if self.desk.begun else ()
        return next((task for task in (*self.open_tasks(), *late) if task.id == task_id), None)

    def people_of(self, tasks: Sequence[Task]) -> tuple[Person, ...]:
        """Who answers for one of the tasks, each once, in the order they were added."""
        wanted = {person_id for task in tasks for person_id in task.assignee_ids}
        return tuple(who for who in self.desk.people if who.id in wanted)
