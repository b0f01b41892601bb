"""Numbers on people's own rich menus: how many of their tasks ask for a report. Changing a menu costs no quota."""

import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.badge_picture import (
    HEIGHT,
    MOST,
    WIDTH,
    badge_picture,
    badge_words,
    supervisor_picture,
)
from bot.line import Credentials
from bot.shell import Shell
from domain.agency import Person, Role, duties, may_check, reviewers
from domain.asked import asked_of, asked_tasks
from domain.bug import format_frames_without_values
from domain.sending import SendError
from store.agencies import load_agency
from store.badges import badge_menus, badges, drop_badge_menu, set_badge, set_badge_menu
from store.books import Books
from store.news import News, news_of_agencies
from store.people import load_lineage, load_people
from store.reminder_rules import reminder_rules
from store.tasks import load_tasks, load_tasks_to_check
from thai.dates import day_in_bangkok

log = logging.getLogger("tidtam.badges")

FAILURES_ALLOWED = 3  # in an agency's sweep: LINE itself may be down, and each call then takes seconds
# A menu's number from here on is that of a supervisor without tasks: so many replies wait for their check.
SUPERVISOR = 1000
_EVERY = 30  # sweeps after which an agency is counted anew, whether or not it has news


@dataclass(frozen=True, slots=True)
class Brought:
    """How many menus of an agency changed, and how many failed and are to be tried again."""

    changed: int
    failed: int


class Badges:
    """One worker's sweep over the menus. What LINE refuses is tried again at the next counting."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._seen: dict[int, tuple[News, date]] = {}
        self._sweeps = 0

    def sweep(self) -> int:
        """Bring the menus of every agency with news up to date, of all on a new day; how many changed."""
        self._sweeps += 1
        changed, day = 0, day_in_bangkok(self._shell.clock.now())
        for news in self._shell.database.read(news_of_agencies):
            # Not all in one sweep: each agency has its turn.
            if self._seen.get(news.agency_id) == (news, day) and (self._sweeps + news.agency_id) % _EVERY:
                continue
            try:
                brought = self._bring_up_to_date(news.agency_id, day)
            except Exception as bug:
                log.error("menus of agency %s: %s", news.slug, format_frames_without_values(bug))
                continue
            changed += brought.changed
            if brought.failed == 0:
                self._seen[news.agency_id] = news, day
        return changed

    def _bring_up_to_date(self, agency_id: int, day: date) -> Brought:
        """What came of the menus; those of an agency whose LINE does not answer wait for the next sweep."""
        credentials = self._shell.credentials_of(agency_id)
        if credentials is None:
            return Brought(0, 0)
        wanted, shown = self._shell.database.read(lambda conn: _numbers(conn, agency_id, day))
        changes = [(user, number) for user, number in wanted.items() if number != shown.get(user, 0)]
        random.shuffle(changes)  # what fails each time does not stand before the same people each time
        changed = failed = 0
        for user, number in changes:
            try:
                self._show(agency_id, credentials, user, number)
                changed += 1
            except SendError as error:
                log.warning("a menu of agency %s was refused: %s", agency_id, error.reason)
                failed += not error.permanent
            except Exception as bug:
                log.error("a menu of agency %s: %s", agency_id, format_frames_without_values(bug))
                failed += 1
            if failed == FAILURES_ALLOWED:
                break
        return Brought(changed, failed)

    def _show(self, agency_id: int, channel: Credentials, user: str, number: int) -> None:
        if number:
            self._link(agency_id, channel, user, number)
        else:
            self._shell.line.unlink_menu(channel, user)
        self._shell.database.run(lambda conn: set_badge(Books(conn, agency_id), user, number))

    def _link(self, agency_id: int, channel: Credentials, user: str, number: int) -> None:
        """Show the menu; made anew where LINE knows it no more. Its 404 may also be about the user."""
        line, menu_id = self._shell.line, self._ensure_menu(agency_id, channel, number)
        try:
            line.link_menu(channel, user, menu_id)
        except SendError as error:
            if error.status != 404 or line.has_menu(channel, menu_id):
                raise
            self._shell.database.run(lambda conn: drop_badge_menu(Books(conn, agency_id), number))
            line.link_menu(channel, user, self._ensure_menu(agency_id, channel, number))

    def _ensure_menu(self, agency_id: int, channel: Credentials, number: int) -> str:
        """LINE's id of the agency's menu for the number, made where it is not there yet."""
        known = self._shell.database.read(lambda conn: badge_menus(Books(conn, agency_id)))
        if number in known:
            return known[number]
        menu_id = self._shell.line.create_menu(channel, menu_body(number))
        self._shell.line.set_menu_picture(channel, menu_id, menu_picture(number))
        self._shell.database.run(lambda conn: set_badge_menu(Books(conn, agency_id), number, menu_id))
        return menu_id


def menu_picture(number: int) -> bytes:
    """The menu's picture."""
    return badge_picture(number) if number < SUPERVISOR else supervisor_picture(number - SUPERVISOR)


def menu_body(number: int) -> dict[str, object]:
    """The menu as LINE takes it: the person's tasks, or for a supervisor without any the check and the overview."""
    words = badge_words(number).replace("รอรายงาน", "")
    areas = [_area(0, WIDTH, "งาน", ":tasks")]
    if number >= SUPERVISOR:
        words, half = "ตรวจ · ภาพรวม", WIDTH // 2  # LINE takes 14 letters
        areas = [_area(0, half, "ตรวจ", ":review"), _area(half, WIDTH - half, "ภาพรวม", ":overview")]
    size = {"width": WIDTH, "height": HEIGHT}
    return {"size": size, "selected": True, "name": f"tidtam {number}", "chatBarText": words, "areas": areas}


def _area(left: int, width: int, words: str, data: str) -> dict[str, object]:
    action = {"type": "postback", "label": words, "data": data, "displayText": words}
    return {"bounds": {"x": left, "y": 0, "width": width, "height": HEIGHT}, "action": action}


def _numbers(conn: Connection, agency_id: int, day: date) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The number that each LINE user's menu is to show, none where they left, and the one that it shows."""
    books = Books(conn, agency_id)
    here, shown, asked = load_people(books), badges(books), asked_tasks(load_tasks(books), day)
    # Who has blocked us keeps the menu unseen; it is brought up to date when they come back.
    numbers = dict.fromkeys(shown.keys() - {who.line_user for who in here}, 0)
    checks = _count_checks(books, here, day)
    for who in here:
        if who.line_user and who.reachable:
            own = min(len(asked_of(who, asked, here, day)), MOST + 1)
            heads = Role.SUPERVISOR in duties(who, here, day)
            numbers[who.line_user] = SUPERVISOR + checks[who.id] if heads and not own else own
    return numbers, shown


def _count_checks(books: Books, here: Sequence[Person], day: date) -> Counter[int]:
    """How many replies wait for each person's check, by the person's id."""
    waiting = load_tasks_to_check(books) if load_agency(books).review_from else ()
    known, named = load_lineage(books), reminder_rules(books).escalate_to
    found = Counter[int]()
    for task in waiting:
        author = task.check.author_id if task.check else 0
        checking = reviewers(author, task.unit_id, known, here, named)
        found.update(who.id for who in here if may_check(who, author, checking, day))
    return Counter({who: min(count, MOST + 1) for who, count in found.items()})
