"""What a decision may look up of the agency, its people and its groups, and of who the LINE user is."""

import random
from datetime import date, time

from domain.agency import Person, Unit, reviewers, stood_in_for
from domain.browsers import WaitingBrowser
from domain.conversation import FormerAccount, Invite, State
from domain.groups import Group, GroupCode, NewGroupCode, new_group_code
from domain.task import Task
from handlers.desk import Desk
from handlers.facts import Facts, KeptOfMe
from reminders.days_off import day_off_name
from store import conversations, former, groups, my_data, people, reminder_rules, waiting_browsers
from store.books import Books
from store.keys import Keys


class OfficeFacts(Facts):
    """The part of `handlers.facts.Facts` about the agency and its people; what was read once in a turn is kept."""

    def __init__(self, books: Books, desk: Desk, line_user: str, keys: Keys) -> None:
        self._books, self._desk, self._line_user, self._keys = books, desk, line_user, keys
        self._office: tuple[tuple[Unit, ...], tuple[Person, ...], int | None] | None = None

    def name_of(self, person_id: int) -> str:
        """The name of one of the agency's people."""
        found = people.find_person(self._books, person_id)
        return found.name if found else "-"

    @property
    def desk(self) -> Desk:
        """What every decision knows."""
        return self._desk

    def _away(self) -> tuple[Person, ...]:
        """Those whom the person stands in for today."""
        return stood_in_for(self.person, self.desk.people, self.today) if self.person else ()

    def reviewers_of(self, task: Task) -> tuple[Person, ...]:
        """Who checks a reply of the person's to the task."""
        return self._reviewers(self.person.id, task.unit_id) if self.person else ()

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
        if self.person is None:
            return KeptOfMe()
        accepted = my_data.notices_accepted(self._books, self._line_user)
        notice, at = (accepted[-1].version, accepted[-1].at) if accepted else (None, None)
        replies, pieces = my_data.count_given(self._books, self.person.id)
        return KeptOfMe(notice, at, replies, pieces, people.removal_asked(self._books).get(self.person.id))

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
        return people.invite_by_code_hash(self._books, *self._keys.hash_code_by_each(code))

    def browser_with(self, code: str) -> WaitingBrowser | None:
        """The browser that shows this code to be signed in, where nobody but the person has typed it."""
        hashed = self._keys.hash_code_by_each(code)
        return waiting_browsers.browser_of_code(self._books, hashed, self.person.id) if self.person else None

    def browser_asked_about(self, browser_id: int) -> WaitingBrowser | None:
        """The browser that the person is asked about; None where they are not, or have answered."""
        return waiting_browsers.asked_browser(self._books, browser_id, self.person.id) if self.person else None

    def line_group(self, group_id: str) -> Group | None:
        """The LINE group, linked or not; None where nothing is known of it."""
        return groups.find_group(self._books, group_id)

    def group_code(self, code: str) -> GroupCode | None:
        """The record of the code that links a group, used or not, expired or not."""
        return groups.group_code_by_hash(self._books, *self._keys.hash_code_by_each(code))

    def new_group_code(self, event_id: str) -> NewGroupCode:
        """A code of the person's own that follows from the event, so that a retry gives the same."""
        chosen_by = random.Random(self._keys.sign("group", self._line_user, event_id))
        code = new_group_code(chosen_by.choice)
        return NewGroupCode(code, self._keys.hash_code(code))
