"""The tests' desk and looks and the stored ones give the same answers over the same agency, on both databases."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.desk import load_desk
from bot.facts import StoredFacts
from bot.words import words_in
from domain.agency import Person, PersonRow
from domain.browsers import CODE_LIVES, WaitingBrowser
from domain.certificates import CertificateRequest
from domain.comments import Comment
from domain.conversation import FormerAccount, Invite, State
from domain.events import FetchedEvidence
from domain.evidence import Evidence
from domain.groups import Group, GroupCode, find_group_codes
from domain.messages import say
from domain.reminding import ReminderRules
from domain.sending import Quota
from domain.task import Check, Review, Status, Task, Update
from domain.writes import (
    AcceptNotice,
    AskBrowser,
    AskDeputy,
    CloseRound,
    ForgetMessage,
    ImportPeople,
    IssueGroupCode,
    IssueInvite,
    KeepEdit,
    LinkGroup,
    OfferTask,
    OpenRound,
    RemovePerson,
    ReviewUpdate,
    SaveComment,
    SaveUpdate,
    SetAway,
    SetDeputy,
    SetHoliday,
    SetReminderRules,
    SetReview,
    SettleEvidence,
    VoidInvite,
    WantEvidence,
)
from handlers.facts import EditLook, Facts, Given, KeptOfMe, Looks
from store import agencies, former, offers, outbox, people, plan_refs, rounds, tables, tasks
from store.books import Books, Office
from store.engine import Database
from store.round_look import look_at_opening
from store.waiting_browsers import add_waiting_browser, make_browser_code
from tests.agency import DUE, KEYS, MORNING, PEOPLE, YEAR, after, small_agency, write
from tests.handlers.chat import FakeFacts
from tests.heads import HEAD, MARK, asking, make_head
from tests.remembered import remember
from thai.fiscal import RoundKind

pytestmark = pytest.mark.slow

SOMCHAI, SOMYING, MANEE, PREECHA, WICHAI, LEFT = range(1, 7)
TODAY = MORNING.date()
AWAY = (TODAY - timedelta(days=1), TODAY + timedelta(days=1))
PAST = (TODAY - timedelta(days=9), TODAY - timedelta(days=5))
HOURS = (time(8), time(16))
DAY_OFF, WORKDAY = date(2026, 12, 18), date(2026, 12, 17)
NUMBERS = {"1": ":status"}
BROWSER_CODE = make_browser_code(KEYS, "token")


@dataclass(frozen=True)
class Scene:
    """What the cases may ask about: every task that was ever made, the ids of replies and people."""

    tasks: tuple[Task, ...]
    updates: tuple[int, ...] = (1, 2, 3, 4, 99)
    people: tuple[int, ...] = (SOMCHAI, MANEE, LEFT, 99)
    messages: tuple[str, ...] = ("m-first", "m-told", "m-photo", "m-gone", "m-none")


def ids(found: Iterable[Task | Person | Update]) -> list[int]:
    return [one.id for one in found]


def pieces(found: Iterable[Evidence]) -> list[Any]:
    """What came with a reply, without the numbers that the store gives."""
    return [(one.message_id, one.kind, one.state, one.update_id, one.set_id) for one in found]


# By the name of each look of the port: everything that is asked of it here.
CASES: Mapping[str, Callable[[Facts, Scene], Any]] = {
    "agency": lambda f, s: f.agency,
    "person": lambda f, s: f.person,
    "duties": lambda f, s: f.duties,
    "today": lambda f, s: f.today,
    "open_tasks": lambda f, s: f.open_tasks(),
    "on_behalf_of": lambda f, s: [f.on_behalf_of(task) for task in s.tasks],
    "everybody": lambda f, s: f.everybody(),
    "units": lambda f, s: f.units(),
    "asking": lambda f, s: f.asking(),
    "supervised_tasks": lambda f, s: ids(f.supervised_tasks()),
    "task": lambda f, s: [f.task(task.id) for task in s.tasks] + [f.task(9999)],
    "any_task": lambda f, s: [f.any_task(task.id) for task in s.tasks] + [f.any_task(9999)],
    "round_of": lambda f, s: [f.round_of(task) for task in s.tasks],
    "rounds": lambda f, s: f.rounds(),
    "plans": lambda f, s: f.plans(),
    "opening": lambda f, s: f.opening(YEAR, RoundKind.SECOND_HALF, 1),
    "holiday": lambda f, s: [f.holiday(day) for day in (DAY_OFF, WORKDAY)],
    "tasks_to_check": lambda f, s: ids(f.tasks_to_check()),
    "verdicts_since": lambda f, s: [ids(f.verdicts_since(after(minutes))) for minutes in (450, 451)],
    "is_certified_since": lambda f, s: [f.is_certified_since(update, MORNING) for update in s.updates],
    "certificates_to_me": lambda f, s: [one.id for one in f.certificates_to_me()],
    "certificate": lambda f, s: [f.certificate(number) for number in (1, 99)],
    "look_at_certificate": lambda f, s: [f.look_at_certificate(one)[:1] != "" for one in f.certificates_to_me()],
    "comments_of": lambda f, s: [f.comments_of(task.id) for task in s.tasks],
    "unanswered_comments": lambda f, s: f.unanswered_comments(),
    "quota": lambda f, s: f.quota(),
    "in_words": lambda f, s: f.in_words(say("{x}", x="Yes")),
    "offers_to_me": lambda f, s: f.offers_to_me(),
    "offers_from_me": lambda f, s: f.offers_from_me(),
    "edited_before": lambda f, s: [f.edited_before(one) for one in ("m-early", "m-gone", "m-none")],
    "look_at_edit": lambda f, s: [f.look_at_edit(one, MORNING) for one in ("m-none", "m-told")],
    "former_account": lambda f, s: f.former_account(),
    "other_account": lambda f, s: [f.other_account(n) for n in (MANEE, PREECHA, LEFT)],
    "kept_of_me": lambda f, s: f.kept_of_me(),
    "reviewers_of": lambda f, s: [ids(f.reviewers_of(task)) for task in s.tasks] if f.person else [],
    "newest_update": lambda f, s: [f.newest_update(task.id) for task in s.tasks],
    "saved_by": lambda f, s: [found and found.id for found in map(f.saved_by, ("t-one", "t-two", "t-none"))],
    "reply_with": lambda f, s: [
        found and found.id
        for found in (
            f.reply_with("set", None),
            f.reply_with("other set", None),
            f.reply_with(None, after(2)),
            f.reply_with(None, after(200)),
            f.reply_with(None, None),
        )
    ],
    "updates_of": lambda f, s: [f.updates_of(task.id) for task in s.tasks],
    "answered_by": lambda f, s: [ids(f.answered_by(message)) for message in s.messages],
    "evidence_of": lambda f, s: [pieces(f.evidence_of(update)) for update in s.updates],
    "overview_picture": lambda f, s: f.overview_picture().rpartition("/")[0][:8],
    "look_at": lambda f, s: [f.look_at(update).rpartition("/")[0][:8] for update in s.updates],
    "people_of": lambda f, s: [ids(f.people_of([task])) for task in s.tasks] + [ids(f.people_of(s.tasks))],
    "reported_since": lambda f, s: [f.reported_since(TODAY + timedelta(days=n)) for n in (0, 1)],
    "reminder_hours": lambda f, s: f.reminder_hours(),
    "name_of": lambda f, s: [f.name_of(person) for person in s.people],
    "invite": lambda f, s: [f.invite(code) for code in ("NEWCODE1", "VOIDCODE", "NONE1234")],
    "browser_with": lambda f, s: [f.browser_with(code) for code in (BROWSER_CODE, "000000")] if f.person else [],
    "browser_asked_about": lambda f, s: [f.browser_asked_about(number) for number in (1, 99)],
    "line_group": lambda f, s: [f.line_group(one) for one in ("C-linked", "C-none")],
    "group_code": lambda f, s: [f.group_code(one) for one in ("ABCDE23456", "NONE1NONE2")],
    "new_group_code": lambda f, s: find_group_codes(f.new_group_code("e").code) != (),
    "tasks_under": lambda f, s: [sorted(ids(f.tasks_under(unit))) for unit in (None, 99)],
    "evidence": lambda f, s: [f.evidence(number) for number in (1, 99)],
    "newest_numbers": lambda f, s: dict(f.newest_numbers(after(60))),
    "withdrawn": lambda f, s: [f.withdrawn(message) for message in s.messages],
    "same_words": lambda f, s: [f.same_words(typed, say("{x}", x="Yes")) for typed in ("Yes", " yes ", "no")],
}


def test_every_look_of_the_port_has_its_cases() -> None:
    known = {name for name in (*vars(Looks), *vars(Facts)) if not name.startswith("_")}
    assert known - {"desk"} == CASES.keys()


def replies(every: tuple[Task, ...]) -> dict[int, SaveUpdate]:
    """Replies by their ids: of two people to one task, of one who has left, of one away who was stood in for."""
    of = {task.unit: [one for one in every if one.unit == task.unit] for task in every}
    money, law, left = of["กองคลัง"][0], of["งานนิติการ"][0], of["กองคลัง"][1]
    first = SaveUpdate("e1", money.id, MANEE, after(5), Status.IN_PROGRESS, result="ติดป้าย", ticket="t-one",
                       begun_at=after(1), sources={"m-first": "result"})  # fmt: skip
    second = SaveUpdate("e2", money.id, MANEE, after(9), Status.DONE, result="ครบแล้ว", ticket="t-two",
                        begun_at=after(8), message_ids=("m-photo",), sources={"m-told": "result"},
                        adds=True)  # fmt: skip
    third = SaveUpdate("e3", left.id, LEFT, after(10), Status.DONE, result="ก่อนย้าย", begun_at=after(9))
    fourth = SaveUpdate("e4", law.id, SOMYING, after(400), Status.DONE, result="แทน", begun_at=after(390))
    return {1: first, 2: second, 3: third, 4: fourth}


def update_of(number: int, reply: SaveUpdate, check: Check | None) -> Update:
    """The reply as it is to be read."""
    return Update(number, reply.task_id, reply.person_id, reply.at, reply.status, reply.result,
                  adds=reply.adds, check=check)  # fmt: skip


@pytest.fixture
def agency_id(database: Database) -> int:
    """An agency with all that can be looked up: a closed round, checks, absences, somebody who has left."""
    return remember(database, "all that can be looked up", lambda: _make_agency(database))


def _make_agency(database: Database) -> int:
    made = small_agency(database)
    left = PersonRow("ลา ย้ายแล้ว", "นักวิชาการ", ("กองคลัง",), PEOPLE[0].roles)
    photo = WantEvidence("m-photo", "photo", "", MANEE, after(8), "set", 1, 2)
    write(database, made, ImportPeople((*PEOPLE, left)), SetReview(after(300)), photo)
    every = database.read(lambda conn: tasks.load_tasks(Books(conn, made)))
    rules = ReminderRules(at=HOURS[0], until=HOURS[1])
    invites = (IssueInvite(SOMCHAI, KEYS.hash_code("NEWCODE1"), MORNING, after(9000)),
               IssueInvite(PREECHA, KEYS.hash_code("VOIDCODE"), MORNING, after(9000)))  # fmt: skip
    write(database, made, *replies(every).values(), *invites, VoidInvite(2, after(1)), RemovePerson(LEFT, after(20)))
    write(database, made, OpenRound(YEAR, RoundKind.SECOND_HALF, DUE + timedelta(days=180), after(30)))
    write(database, made, CloseRound(YEAR, RoundKind.SECOND_HALF, after(40)))
    write(
        database, made, SetDeputy(SOMYING, SOMCHAI), SetAway(SOMYING, AWAY), SetDeputy(PREECHA, MANEE),
        SetAway(PREECHA, PAST), AskDeputy(WICHAI, MANEE), SetHoliday(DAY_OFF, "วันเทศบาล"), SetReminderRules(rules),
        SettleEvidence(FetchedEvidence(1, "saved", "image/jpeg", 9, "a" * 64, "b" * 64)),
        ForgetMessage("m-gone", after(50)), ReviewUpdate(2, WICHAI, Review.APPROVED, after(450)),
        SaveComment("e-said", replies(every)[2].task_id, WICHAI, MANEE, after(451), "ขอรูปเพิ่ม"),
        IssueGroupCode(WICHAI, None, KEYS.hash_code("ABCDE23456"), MORNING, after(900)),
        LinkGroup(1, "C-linked", WICHAI, after(5)),
    )  # fmt: skip
    law = next(task for task in every if task.unit == "งานนิติการ")
    write(
        database, made, KeepEdit("m-early", "แก้แล้ว", MORNING), AcceptNotice("U-one", "v1", MORNING),
        OfferTask(law.id, SOMYING, WICHAI, after(60)),
    )  # fmt: skip
    make_head(database, made, HEAD, "U-preecha")
    write(database, made, asking(database, made, PREECHA))
    database.run(lambda conn: add_waiting_browser(conn, KEYS, "token", "Chrome · Windows", "10.0.0.1", MORNING))
    write(database, made, AskBrowser(1, WICHAI, MORNING))
    database.run(lambda conn: _put_numbers(Books(conn, made)))
    database.run(lambda conn: _move_accounts(Books(conn, made)))
    return made


def _move_accounts(books: Books) -> None:
    """U-one was that of who has left; ปรีชา has another account."""
    former.cut_account(books, "U-one", LEFT, MORNING)
    books.update(tables.people, (tables.people.c.id == PREECHA,), {"line_user": "U-preecha"})


def _put_numbers(books: Books) -> None:
    at = {"next_at": after(1), "created_at": after(1)}
    message = {"line_user": "U-one", "dedup_key": "d", "messages": [{}], "retry_key": "k"}
    row = outbox.queue_message(books, **message, numbers=NUMBERS, **at)
    assert row is not None
    found = outbox.outbox_row(books, row, after(2))
    assert found is not None
    outbox.mark_sent(books.conn, found, via="push", at=after(2))


def load_fake(books: Books) -> FakeFacts:
    """The plain facts of this agency, which nobody looks at yet."""
    opened, everyone = rounds.load_rounds(books), people.load_people(books)
    open_tasks, closed = tasks.load_tasks(books), tasks.load_tasks(books, opened[1].id)
    saved = replies(open_tasks)
    waits = Check(Review.WAITING, 4, SOMYING, Status.DONE)
    approved = Check(Review.APPROVED, 2, MANEE, Status.DONE, WICHAI, "", after(450), 1)
    updates = {n: update_of(n, reply, {2: approved, 4: waits}.get(n)) for n, reply in saved.items()}
    photo = Evidence(
        1, saved[2].task_id, 2, "photo", "saved", "", "image/jpeg", 9, "a" * 64, "b" * 64, None, "m-photo", "set", 1
    )
    return FakeFacts(
        agencies.load_agency(books), None, open_tasks, people=everyone, known_units=people.load_units(books),
        opened=opened,
        filed=plan_refs.load_plans(books), asked=look_at_opening(books, YEAR, RoundKind.SECOND_HALF), hours=HOURS,
        days_off={DAY_OFF: "วันเทศบาล"}, names={who.id: who.name for who in everyone} | {LEFT: "ลา ย้ายแล้ว"},
        invites={"NEWCODE1": Invite(1, SOMCHAI, "สมชาย ใจดี", after(9000), False),
                 "VOIDCODE": Invite(2, PREECHA, "ปรีชา กองช่าง", after(9000), True)},
        taken_back=frozenset({"m-gone"}), numbers=NUMBERS, closed={task.id: task for task in closed},
        updates={reply.task_id: updates[n] for n, reply in saved.items()}, older=(updates[1],),
        saved={reply.ticket: updates[n] for n, reply in saved.items() if reply.ticket}, replies=saved,
        sent={"m-photo": WantEvidence("m-photo", "photo", "", MANEE, after(8), "set", 1, 2)},
        kept={1: photo}, to_check=tasks.load_tasks_to_check(books), now=MORNING,
        judged=tuple(task for task in open_tasks if task.id == saved[2].task_id),
        comments=(Comment(1, saved[2].task_id, WICHAI, MANEE, after(451), "ขอรูปเพิ่ม"),),
        groups={"C-linked": Group(1, "C-linked", after(5), after(5), WICHAI)},
        group_codes={"ABCDE23456": GroupCode(1, WICHAI, None, after(900), used=True)},
        pushes=Quota(300, 12), reported=dict.fromkeys((MANEE, LEFT, SOMYING), TODAY),
        emptied={"m-told": tuple(task for task in open_tasks if task.id == saved[2].task_id)},
        edits={"m-early": "แก้แล้ว"}, offers=offers.offers_of_tasks(books, ids(open_tasks)),
        looks={"m-none": EditLook(False), "m-told": EditLook(False, given=(_told(open_tasks, updates[2]),))},
        browsers={BROWSER_CODE: WaitingBrowser(1, "Chrome · Windows", "10.0.0.1", MORNING, MORNING + CODE_LIVES)},
        asked_about={1}, sent_to_heads={1: _sent_to_head()},
        former=FormerAccount(MORNING, removed=True), others={PREECHA: State("U-preecha")},
    )  # fmt: skip


def _sent_to_head() -> CertificateRequest:
    return CertificateRequest(
        1, YEAR, 1, RoundKind.FIRST_HALF, 1, MARK, "รายงาน", WICHAI, PREECHA, "", "", MORNING, "0" * 64, 3, 3, 2,
        "waiting", MORNING,
    )  # fmt: skip


def _told(every: tuple[Task, ...], update: Update) -> Given:
    """What m-told gave."""
    measure = next(task.measure for task in every if task.id == update.task_id)
    return Given(update, measure, "result", alone=True)


def both(books: Books, known: FakeFacts, person: Person | None, begun: int | None) -> tuple[FakeFacts, StoredFacts]:
    """The two facts about the same person, who may be in the midst of a report on the task `begun`."""
    own = {n: reply for n, reply in known.replies.items() if person and reply.person_id == person.id}
    tickets = {reply.ticket for reply in own.values()}
    fake = replace(
        known, person=person, begun=begun, replies=own,
        saved={ticket: update for ticket, update in known.saved.items() if ticket in tickets},
        kept_of=KeptOfMe("v1", MORNING, len(own), int(person.id == MANEE)) if person else KeptOfMe(),
        browsers=known.browsers if person and person.id == WICHAI else {},
        sent=known.sent if own else {}, judged=known.judged if person and person.id == WICHAI else (),
    )  # fmt: skip
    desk = load_desk(books, person, TODAY, begun)
    return fake, StoredFacts(books, desk, "U-one", KEYS, words_in(), "https://x", lambda: Quota(300, 12))


@pytest.mark.parametrize(
    ("database_url", "remembers"),
    [
        ("sqlite", False),
        ("sqlite", True),
        ("postgresql", False),
        pytest.param("postgresql", True, marks=pytest.mark.thorough),  # what is remembered knows no database
    ],
    indirect=["database_url"],
)
@pytest.mark.parametrize("name", CASES)
def test_both_facts_answer_alike_for_everybody(database: Database, agency_id: int, name: str, remembers: bool) -> None:
    def compare(books: Books) -> list[Any]:
        every = [task for round_ in rounds.load_rounds(books) for task in tasks.load_tasks(books, round_.id)]
        scene = Scene(tuple(every))
        known, answers = load_fake(books), []
        for person in (None, *people.load_people(books)):
            for begun in (None, *(task.id for task in every[:6])):
                fake, stored = both(books, known, person, begun)
                expected, got = CASES[name](fake, scene), CASES[name](stored, scene)
                assert expected == got, (person and person.name, begun)
                answers.append(repr(got))
        return answers

    office = Office({} if remembers else None)
    answers = database.read(lambda conn: compare(Books(conn, agency_id, office)))
    assert len(answers) > 30 and any(answer not in ("None", "()", "[]", "{}", "''") for answer in answers)


def test_the_agency_of_these_cases_tells_people_apart(database: Database, agency_id: int) -> None:
    def looks(books: Books) -> None:
        known = {who.id: who for who in people.load_people(books)}
        desks = {n: load_desk(books, who, TODAY) for n, who in known.items()}
        facts = {n: StoredFacts(books, desk, "U-one", KEYS, words_in()) for n, desk in desks.items()}
        assert LEFT not in known and facts[MANEE].name_of(LEFT) == "ลา ย้ายแล้ว"
        assert len({tuple(ids(facts[n].open_tasks())) for n in known}) > 2
        assert ids(facts[WICHAI].tasks_to_check()) and not facts[MANEE].tasks_to_check()
        assert ids(facts[MANEE].asking()) == [WICHAI]
        assert {round_.closed_at is None for round_ in facts[MANEE].rounds()} == {True, False}
        lent = [task for task in facts[SOMCHAI].open_tasks() if facts[SOMCHAI].on_behalf_of(task)]
        assert lent and facts[MANEE].saved_by("t-one") and not facts[SOMCHAI].saved_by("t-one")

    database.read(lambda conn: looks(Books(conn, agency_id)))
