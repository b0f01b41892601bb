"""The facts a decision may look up, read from one agency's books as one LINE user may see them."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time

from bot.words import Words, words_of
from domain.agency import (
    Agency,
    Person,
    Role,
    Unit,
    duties,
    may_check,
    on_behalf_of,
    reviewers,
    stood_in_for,
)
from domain.comments import Comment
from domain.conversation import FormerAccount, Invite, State
from domain.groups import Group, GroupCode, NewGroupCode, new_group_code
from domain.messages import Say
from domain.offers import TaskOffer
from domain.rounds import Opening
from domain.sending import Quota
from domain.task import Evidence, Round, Task, Update
from handlers.facts import EditLook, Given, KeptOfMe
from reminders.days_off import day_off_name
from store import (
    agencies,
    certified,
    comments,
    conversations,
    edits,
    evidence,
    former,
    groups,
    my_data,
    offers,
    outbox,
    people,
    plans,
    reminder_rules,
    rounds,
    supervised,
    tasks,
    tombstones,
    updates,
)
from store.books import Books
from store.keys import Keys
from store.round_look import look_at_opening
from store.task_replies import last_reports
from thai.fiscal import RoundKind
from thai.normalise import fold_text
from web.public.look import look_address
from web.public.overview import overview_address


class StoredFacts:
    """`handlers.facts.Facts` over the store; what was read once in a turn is not read again."""

    def __init__(
        self,
        books: Books,
        line_user: str,
        keys: Keys,
        words: Words,
        today: date,
        base_url: str = "",
        begun: int | None = None,
        quota: Callable[[], Quota | None] = lambda: None,
    ) -> None:
        """`begun` is the task whose report is under way: a deputy may finish it after the absence.

        `quota` is what LINE said last of the month's pushes.
        """
        self._quota = quota
        self._begun = begun
        self._books, self._keys, self._words, self._today, self._base_url = books, keys, words, today, base_url
        self._line_user = line_user
        self._agency: Agency | None = None
        self._person = people.person_of_line_user(books, line_user)
        self._principals: tuple[Person, ...] | None = None
        self._tasks: tuple[Task, ...] | None = None
        self._to_check: tuple[Task, ...] | None = None
        self._office: tuple[tuple[Unit, ...], tuple[Person, ...], int | None] | None = None
        self._task: dict[int, Task | None] = {}
        self._newest: dict[int, Update | None] = {}
        self._marks: dict[str, tombstones.Mark] = {}
        self._told: dict[int, tuple[Update, ...]] = {}
        self._evidence: dict[int, tuple[Evidence, ...]] = {}

    @property
    def agency(self) -> Agency:
        """The agency whose account was written to."""
        if self._agency is None:
            self._agency = agencies.load_agency(self._books)
        return self._agency

    @property
    def person(self) -> Person | None:
        """Who writes; None until enrolled."""
        return self._person

    @property
    def duties(self) -> frozenset[Role]:
        """The person's roles today: also a supervisor's while they stand in for one."""
        return duties(self._person, self._deputy_of(), self._today) if self._person else frozenset()

    @property
    def today(self) -> date:
        """The day in Bangkok on which the event came."""
        return self._today

    def open_tasks(self) -> tuple[Task, ...]:
        """The person's tasks of the open rounds, and those of who is away and stood in for; soonest due first."""
        if self._tasks is None:
            who = (self._person, *self._away()) if self._person else ()
            self._tasks = tasks.tasks_for(self._books, *who)
        return self._tasks

    def on_behalf_of(self, task: Task) -> Person | None:
        """For whom the person answers the task; None where it is their own."""
        if self._person is None:
            return None
        return on_behalf_of(self._person, task.assignee_ids, self._deputy_of(), self._today)

    def everybody(self) -> tuple[Person, ...]:
        """The agency's people, in the order they were added."""
        return people.load_people(self._books)

    def units(self) -> tuple[Unit, ...]:
        """The agency's divisions and sections."""
        return people.load_units(self._books)

    def asking(self) -> tuple[Person, ...]:
        """Who asked the person to stand in and waits for the answer."""
        return people.people_asking(self._books, self._person.id) if self._person else ()

    def _deputy_of(self) -> tuple[Person, ...]:
        """Those whose deputy the person is, away or not."""
        if self._principals is None:
            self._principals = people.people_with_deputy(self._books, self._person.id) if self._person else ()
        return self._principals

    def _away(self) -> tuple[Person, ...]:
        """Those whom the person stands in for today."""
        return stood_in_for(self._person, self._deputy_of(), self._today) if self._person else ()

    def offers_to_me(self) -> tuple[TaskOffer, ...]:
        """What colleagues ask the person to take over, oldest first: open tasks that are the colleague's still."""
        return self._still_open(offers.offers_to(self._books, self._person.id)) if self._person else ()

    def offers_from_me(self) -> tuple[TaskOffer, ...]:
        """What the person asks colleagues to take over and was not answered yet."""
        return self._still_open(offers.offers_from(self._books, self._person.id)) if self._person else ()

    def _still_open(self, waiting: Sequence[TaskOffer]) -> tuple[TaskOffer, ...]:
        found = tasks.open_tasks_by_id(self._books, [one.task_id for one in waiting]) if waiting else ()
        asked = {task.id: task.assignee_ids for task in found}
        return tuple(one for one in waiting if one.from_id in asked.get(one.task_id, ()))

    def supervised_tasks(self) -> tuple[Task, ...]:
        """The open rounds' tasks of the units the person supervises; an admin's are all."""
        return supervised.supervised_tasks(self._books, self._person, self._away()) if self._person else ()

    def task(self, task_id: int) -> Task | None:
        """The task, where it is the person's and its round is open."""
        if self._person is None:
            return None
        if self._tasks is not None and task_id != self._begun:
            return next((task for task in self.open_tasks() if task.id == task_id), None)
        if task_id not in self._task:
            stood_in = self._deputy_of() if task_id == self._begun else self._away()
            self._task[task_id] = tasks.open_task_for(self._books, task_id, self._person, *stood_in)
        return self._task[task_id]

    def any_task(self, task_id: int) -> Task | None:
        """The task, also where its round is closed or it is another's; None once it is no longer expected."""
        return tasks.find_task(self._books, task_id)

    def round_of(self, task: Task) -> Round:
        """The round the task belongs to."""
        return next(round_ for round_ in rounds.load_rounds(self._books) if round_.id == task.round_id)

    def rounds(self) -> tuple[Round, ...]:
        """All rounds that were ever opened, in the order they were."""
        return rounds.load_rounds(self._books)

    def plan_years(self) -> tuple[int, ...]:
        """The fiscal years (Buddhist era) that there is a plan of, newest first."""
        return plans.load_plan_years(self._books)

    def opening(self, year: int, kind: RoundKind) -> Opening:
        """What the round would ask of whom if it were opened now."""
        return look_at_opening(self._books, year, kind)

    def holiday(self, day: date) -> str:
        """The name of the day off that the agency keeps on the day, "" where it is none; weekends have no name."""
        return day_off_name(self._books, day)

    def tasks_to_check(self) -> tuple[Task, ...]:
        """The tasks whose newest reply waits for the person's check, oldest reply first."""
        if self._to_check is None:
            self._to_check = self._waiting_for(self._person) if self._person else ()
        return self._to_check

    def _waiting_for(self, who: Person) -> tuple[Task, ...]:
        waiting = tasks.load_tasks_to_check(self._books) if self.agency.review_from is not None else ()
        asked = ((task, task.check.author_id) for task in waiting if task.check)
        checking = [(task, author, self._reviewers(author, task.unit_id)) for task, author in asked]
        return tuple(task for task, author, known in checking if may_check(who, author, known, self._today))

    def verdicts_since(self, moment: datetime) -> tuple[Task, ...]:
        """The tasks whose newest reply has a verdict of the person's own of that moment or later."""
        return tasks.tasks_judged_by(self._books, self._person.id, moment) if self._person else ()

    def is_certified_since(self, update_id: int, moment: datetime) -> bool:
        """True where a report that prints the reply's round was certified at the moment or after it."""
        return certified.certified_since(self._books, update_id, moment)

    def comments_of(self, task_id: int) -> tuple[Comment, ...]:
        """All that was said of the task, oldest first."""
        return comments.comments_of_task(self._books, task_id)

    def unanswered_comments(self) -> tuple[Comment, ...]:
        """What was said to the person after they last said something of the task, newest first."""
        return comments.unanswered_comments(self._books, self._person.id) if self._person else ()

    def reviewers_of(self, task: Task) -> tuple[Person, ...]:
        """Who checks a reply of the person's to the task."""
        return self._reviewers(self._person.id, task.unit_id) if self._person else ()

    def _reviewers(self, author_id: int, unit_id: int | None) -> tuple[Person, ...]:
        if self._office is None:
            rules = reminder_rules.reminder_rules(self._books)
            self._office = people.load_units(self._books), people.load_people(self._books), rules.escalate_to
        return reviewers(author_id, unit_id, *self._office)

    def newest_update(self, task_id: int) -> Update | None:
        """What was answered last to the task, whether it counts yet or not."""
        if task_id not in self._newest:
            self._newest[task_id] = updates.find_newest_update(self._books, task_id)
        return self._newest[task_id]

    def saved_by(self, ticket: str) -> Update | None:
        """The person's reply that the buttons with this mark saved."""
        return updates.update_with_ticket(self._books, self._person.id, ticket) if self._person else None

    def reply_with(self, set_id: str | None, at: datetime | None) -> Update | None:
        """The person's saved reply that a photo of this set, or one sent at this time, belongs to."""
        return updates.find_reply_with(self._books, self._person.id, set_id, at) if self._person else None

    def updates_of(self, task_id: int) -> tuple[Update, ...]:
        """All that was answered to the task, oldest first."""
        if task_id not in self._told:
            self._told[task_id] = updates.updates_of_task(self._books, task_id)
        return self._told[task_id]

    def answered_by(self, message_id: str) -> tuple[Task, ...]:
        """The tasks whose newest reply is no answer without this message."""
        found = updates.tasks_answered_by(self._books, message_id)
        return tuple(task for task_id in found if (task := tasks.find_task(self._books, task_id)))

    def evidence_of(self, update_id: int) -> tuple[Evidence, ...]:
        """What came with the update and was not taken back."""
        if update_id not in self._evidence:
            self._evidence[update_id] = evidence.evidence_of_update(self._books, update_id)
        return self._evidence[update_id]

    def overview_picture(self) -> str:
        """The address of a picture of what the person supervises, by unit and topic, for a week."""
        person_id = self._person.id if self._person else 0
        return overview_address(self._keys, self._base_url, self.agency.slug, person_id, self._today)

    def look_at(self, update_id: int) -> str:
        """The address that shows what came with the update, for a week."""
        return look_address(self._keys, self._base_url, self.agency.slug, update_id, self._today)

    def people_of(self, tasks: Sequence[Task]) -> tuple[Person, ...]:
        """Who answers for one of the tasks, each once, in the order they were added."""
        wanted = {person_id for task in tasks for person_id in task.assignee_ids}
        return tuple(who for who in people.load_people(self._books) if who.id in wanted)

    def reported_since(self, day: date) -> frozenset[int]:
        """The ids of those who reported on something on that day or later."""
        return frozenset(last_reports(self._books, day))

    def reminder_hours(self) -> tuple[time, time]:
        """From when until when the agency has reminders sent."""
        rules = reminder_rules.reminder_rules(self._books)
        return rules.at, rules.until

    def name_of(self, person_id: int) -> str:
        """The name of one of the agency's people."""
        found = people.find_person(self._books, person_id)
        return found.name if found else "-"

    def kept_of_me(self) -> KeptOfMe:
        """What is kept of the person besides who they are."""
        if self._person is None:
            return KeptOfMe()
        accepted = my_data.notices_accepted(self._books, self._line_user)
        notice, at = (accepted[-1].version, accepted[-1].at) if accepted else (None, None)
        replies, pieces = my_data.count_given(self._books, self._person.id)
        return KeptOfMe(notice, at, replies, pieces, people.removal_asked(self._books).get(self._person.id))

    def former_account(self) -> FormerAccount | None:
        """What became of the person whose LINE account this was before; None where it was nobody's."""
        return former.find_former(self._books, self._line_user)

    def other_account(self, person_id: int) -> State | None:
        """Where the conversation of the person's present LINE account stands, where that is not this one; else None."""
        who = people.find_person(self._books, person_id)
        if who is None or who.line_user in (None, self._line_user):
            return None
        return conversations.state_of(self._books, str(who.line_user))

    def invite(self, code: str) -> Invite | None:
        """The invite that this code was issued for."""
        return people.invite_by_code_hash(self._books, self._keys.hash_code(code))

    def line_group(self, group_id: str) -> Group | None:
        """The LINE group, linked or not; None where nothing is known of it."""
        return groups.find_group(self._books, group_id)

    def group_code(self, code: str) -> GroupCode | None:
        """The record of the code that links a group, used or not, expired or not."""
        return groups.group_code_by_hash(self._books, self._keys.hash_code(code))

    def new_group_code(self, event_id: str) -> NewGroupCode:
        """A code of the person's own that follows from the event, so that a retry gives the same."""
        chosen_by = random.Random(self._keys.sign("group", self._line_user, event_id))
        code = new_group_code(chosen_by.choice)
        return NewGroupCode(code, self._keys.hash_code(code))

    def tasks_under(self, unit_id: int | None) -> tuple[Task, ...]:
        """The open rounds' tasks of the unit and its sections, of all where it is None."""
        return tasks.tasks_under(self._books, unit_id)

    def evidence(self, evidence_id: int) -> Evidence | None:
        """A piece of evidence of the agency."""
        return evidence.evidence_by_id(self._books, evidence_id)

    def newest_numbers(self, at: datetime) -> Mapping[str, str]:
        """What a button sends for each number of the newest numbered message that was delivered; {} where none was."""
        return outbox.find_newest_numbers(self._books, self._line_user, at)

    def withdrawn(self, message_id: str) -> bool:
        """True where this message was unsent before it was processed."""
        return self._mark(message_id).unsent

    def edited_before(self, message_id: str) -> str | None:
        """What the message was changed to before it came here; None where it was not."""
        return self._mark(message_id).edited

    def _mark(self, message_id: str) -> tombstones.Mark:
        if message_id not in self._marks:
            self._marks[message_id] = tombstones.find_mark(self._books, message_id)
        return self._marks[message_id]

    def look_at_edit(self, message_id: str, at: datetime) -> EditLook:
        """What is known of a message that was edited at this moment."""
        given = []
        for update, field, alone in updates.find_given_by(self._books, message_id):
            task = self.any_task(update.task_id)
            given.append(Given(update, task.measure if task else "-", field, alone))
        later = edits.was_edited_later(self._books, message_id, at)
        return EditLook(edits.was_taken(self._books, message_id), later, tuple(given))

    def quota(self) -> Quota | None:
        """The agency's pushes of the month; None where LINE does not say."""
        return self._quota()

    @property
    def words(self) -> Words:
        """What writes a sentence in the person's language, the statuses in the agency's own words."""
        return words_of(self.agency.layout, self._words)

    def in_words(self, sentence: Say) -> str:
        """The sentence in the person's language."""
        return self.words(sentence)

    def same_words(self, typed: str, label: Say) -> bool:
        """True where what was typed is the label in the person's language."""
        return fold_text(typed) == fold_text(self.in_words(label))
