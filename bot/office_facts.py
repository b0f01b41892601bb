"""What a decision may look up of the agency, its people and its groups, and of who the LINE user is."""

import random
from collections.abc import Sequence
from datetime import date, time

from domain.agency import Agency, Person, Role, Unit, duties, reviewers, stood_in_for
from domain.browsers import WaitingBrowser
from domain.conversation import FormerAccount, Invite, State
from domain.groups import Group, GroupCode, NewGroupCode, new_group_code
from domain.task import Task
from handlers.facts import KeptOfMe
from reminders.days_off import day_off_name
from store import agencies, conversations, former, groups, my_data, people, reminder_rules, waiting_browsers
from store.books import Books
from store.keys import Keys


class OfficeFacts:
    """The part of `handlers.facts.Facts` about the agency and its people; what was read once in a turn is kept."""

    def __init__(self, books: Books, line_user: str, keys: Keys, today: date) -> None:
        self._books, self._line_user, self._keys, self._today = books, line_user, keys, today
        self._agency: Agency | None = None
        self._person = people.person_of_line_user(books, line_user)
        self._principals: tuple[Person, ...] | None = None
        self._office: tuple[tuple[Unit, ...], tuple[Person, ...], int | None] | None = None

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

    def everybody(self) -> tuple[Person, ...]:
        """The agency's people, in the order they were added."""
        return people.load_people(self._books)

    def units(self) -> tuple[Unit, ...]:
        """The agency's divisions and sections."""
        return people.load_units(self._books)

    def asking(self) -> tuple[Person, ...]:
        """Who asked the person to stand in and waits for the answer."""
        return people.people_asking(self._books, self._person.id) if self._person else ()

    def people_of(self, tasks: Sequence[Task]) -> tuple[Person, ...]:
        """Who answers for one of the tasks, each once, in the order they were added."""
        wanted = {person_id for task in tasks for person_id in task.assignee_ids}
        return tuple(who for who in people.load_people(self._books) if who.id in wanted)

    def name_of(self, person_id: int) -> str:
        """The name of one of the agency's people."""
        found = people.find_person(self._books, person_id)
        return found.name if found else "-"

    def _deputy_of(self) -> tuple[Person, ...]:
        """Those whose deputy the person is, away or not."""
        if self._principals is None:
            self._principals = people.people_with_deputy(self._books, self._person.id) if self._person else ()
        return self._principals

    def _away(self) -> tuple[Person, ...]:
        """Those whom the person stands in for today."""
        return stood_in_for(self._person, self._deputy_of(), self._today) if self._person else ()

    def reviewers_of(self, task: Task) -> tuple[Person, ...]:
        """Who checks a reply of the person's to the task."""
        return self._reviewers(self._person.id, task.unit_id) if self._person else ()

    def _reviewers(self, author_id: int, unit_id: int | None) -> tuple[Person, ...]:
        if self._office is None:
            rules = reminder_rules.reminder_rules(self._books)
            self._office = people.load_lineage(self._books), people.load_people(self._books), rules.escalate_to
        return reviewers(author_id, unit_id, *self._office)

    def reminder_hours(self) -> tuple[time, time]:
        """From when until when the agency has reminders sent."""
        rules = reminder_rules.reminder_rules(self._books)
        return rules.at, rules.until

    def holiday(self, day: date) -> str:
        """The name of the day off that the agency keeps on the day, "" where it is none; weekends have no name."""
        return day_off_name(self._books, day)

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

    def browser_with(self, code: str) -> WaitingBrowser | None:
        """The browser that shows this code to be signed in, where nobody but the person has typed it."""
        hashed = self._keys.hash_code(code)
        return waiting_browsers.browser_of_code(self._books, hashed, self._person.id) if self._person else None

    def browser_asked_about(self, browser_id: int) -> WaitingBrowser | None:
        """The browser that the person is asked about; None where they are not, or have answered."""
        return waiting_browsers.asked_browser(self._books, browser_id, self._person.id) if self._person else None

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
