"""No agency sees or touches another's rows: by query, by statement, by the database itself."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

import store
from domain.agency import Person, PersonRow, Role
from domain.certified import ReportFile
from domain.conversation import State
from domain.events import FetchedEvidence
from domain.reminding import ReminderRules
from domain.task import Evidence, Review, Round, Status, Task, Update
from domain.writes import (
    AcceptNotice,
    AddEvidence,
    AnswerOffer,
    AskDeputy,
    AskReminders,
    AskRemoval,
    CertifyReport,
    ChangeRound,
    DropEvidence,
    Enrol,
    FollowEdit,
    ForgetMessage,
    ImportPeople,
    IssueGroupCode,
    IssueInvite,
    KeepEdit,
    KeepUnitName,
    LeaveGroup,
    LinkGroup,
    NoteGroup,
    OfferSignIn,
    OfferTask,
    PublishReport,
    PutOffReminders,
    Remind,
    ReviewUpdate,
    SaveComment,
    SaveUpdate,
    SetAway,
    SetDeputy,
    SetHoliday,
    SetReachable,
    SetReminderRules,
    SetReview,
    SettleEvidence,
    SetWordTemplate,
    UnlinkGroup,
    VoidGroupCode,
    VoidInvite,
    WantEvidence,
)
from store import (
    agencies,
    badges,
    certified,
    channels,
    comments,
    conversations,
    edits,
    evidence,
    expected,
    former,
    groups,
    handovers,
    inbox,
    my_data,
    offers,
    outbox,
    people,
    people_import,
    plans,
    reminder_rules,
    reminders,
    reviews,
    round_look,
    rounds,
    signins,
    supervised,
    tables,
    task_replies,
    tasks,
    tombstones,
    updates,
    word_templates,
)
from store.books import Books, open_books
from store.channels import Channel
from store.engine import Conflict, Database
from store.guard import WithoutAgency
from tests.agency import DUE, KEYS, LAYOUT, MORNING, PLAN, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

MONTH = date(2026, 11, 1)
TOKEN_HASH = KEYS.hash_token(signins.signin_token(KEYS, 1, "e-signin"))


@dataclass(frozen=True)
class Theirs:
    """What the other agency has: one of each thing."""

    person: int
    who: Person
    task: Task
    round: Round
    evidence: Evidence
    update: Update
    outbox_id: int


def certifying(person_id: int) -> CertifyReport:
    names = ("ชื่อ", "ตำแหน่ง", "", "")
    files = (ReportFile("pdf", "0" * 64, 1),)
    return CertifyReport(YEAR, RoundKind.FIRST_HALF, 1, "CODE-THEIRS", "t", person_id, *names, MORNING, files)


@pytest.fixture
def theirs(database: Database) -> Theirs:
    """The other agency, with something in every table."""
    other = small_agency(database, "other")
    who = database.read(lambda conn: people.load_people(Books(conn, other)))[0]
    task, next_task = database.read(lambda conn: tasks.tasks_of_person(Books(conn, other), who.id))[:2]
    write(
        database,
        other,
        IssueInvite(who.id, KEYS.hash_code("ABCD2345"), MORNING, after(99)),
        IssueInvite(who.id + 1, KEYS.hash_code("VOID2345"), MORNING, after(99)),
        VoidInvite(2, MORNING),
        OfferSignIn(who.id, "e-signin", MORNING, after(99)),
        IssueGroupCode(who.id, task.unit_id, "group-code", MORNING, after(99)),
        LinkGroup(1, "C-theirs", who.id, MORNING),
        IssueGroupCode(who.id, task.unit_id, "unspent", MORNING, after(99)),
        WantEvidence("m-photo", "photo", "", who.id, MORNING),
        SaveUpdate(
            "e-update",
            task.id,
            who.id,
            MORNING,
            Status.DONE,
            "ทำแล้ว",
            period=MONTH,
            message_ids=("m-photo",),
            ticket="their-ticket",
            begun_at=after(-5),
        ),
        ForgetMessage("m-unsent", MORNING),
        KeepEdit("m-early", "แก้แล้ว", MORNING),
        AcceptNotice("U-other", "1", MORNING),
        AskRemoval(who.id, MORNING),
        OfferTask(next_task.id, who.id, who.id + 1, MORNING),
        AnswerOffer(1, who.id + 1, True, MORNING),
        OfferTask(task.id, who.id, who.id + 1, MORNING),
        Remind(who.id, "daily", DUE, (task.id,), "due", MORNING, ("daily", "nobody:1")),
        PutOffReminders(who.id, DUE, DUE),
        AskReminders(who.id, (1,), DUE, MORNING),
        AskDeputy(who.id, task.assignee_ids[-1]),
        KeepUnitName("ชื่ออื่น", "กองคลัง"),
        ImportPeople((PersonRow("มาใหม่ ใจดี", "นักวิชาการ", ("กองคลัง",), frozenset({Role.STAFF})),), at=MORNING),
        SaveComment("e-comment", task.id, task.assignee_ids[-1], who.id, MORNING, "ขอรูปเพิ่ม"),
        certifying(who.id),
        PublishReport(1, who.id, MORNING),
        SetReminderRules(ReminderRules(late_after=(5,))),
        SetHoliday(DUE, "วันหยุดของหน่วยงาน"),
        SetWordTemplate(who.id, MORNING, "แบบ.docx", "0" * 64, 1),
        SetReview(after(1)),
        SaveUpdate(
            "e-waiting",
            next_task.id,
            who.id,
            after(1),
            Status.DONE,
            "รอตรวจ",
            period=MONTH,
            ticket="t1",
            sources={"m-text": "result"},
        ),
        ReviewUpdate(1, who.id, Review.APPROVED, after(2)),
    )

    def more(conn: Connection) -> int:
        books = Books(conn, other)
        conversations.save_state(books, 0, State("U-other"))
        badges.set_badge_menu(books, 2, "richmenu-2")
        badges.set_badge(books, "U-other", 2)
        inbox.store_event(books, event_id="e1", type="message", at=MORNING, received_at=MORNING, raw={"a": 1})
        inbox.store_event(books, event_id="e2", type="message", at=MORNING, received_at=MORNING, message_id="m-said")
        inbox.store_event(
            books, event_id="e3", type=inbox.EDITED, at=after(1), received_at=after(1), message_id="m-said"
        )
        channels.set_channel(books, Channel("1", "secret"), KEYS)
        signins.open_session(books, who.id, "their-session", MORNING, after(99))
        people.enrol(books, Enrol(people.invite_by_code_hash(books, KEYS.hash_code("ABCD2345")).id, "U-other", MORNING))  # type: ignore[union-attr]
        former.cut_account(books, "U-before", who.id, MORNING)
        people.issue_invite(books, IssueInvite(who.id, KEYS.hash_code("NEXT2345"), MORNING, after(99)))
        row = outbox.queue_message(
            books,
            line_user="U-other",
            dedup_key="k",
            messages=[{"type": "text"}],
            retry_key="r",
            next_at=MORNING,
            created_at=MORNING,
            event_id="e1",
        )
        assert row is not None
        sent = outbox.queue_message(
            books, line_user="U-other", dedup_key="k2", messages=[{"type": "text"}], retry_key="r2", next_at=MORNING,
            created_at=MORNING, numbers={"1": ":tasks"},
        )  # fmt: skip
        given = outbox.outbox_row(books, sent or 0, MORNING)
        assert given is not None
        outbox.mark_sent(conn, given, via="push", at=MORNING)
        return row

    row = database.run(more)
    round_ = database.read(lambda conn: rounds.load_rounds(Books(conn, other)))[0]
    piece = database.read(lambda conn: evidence.evidence_of_messages(Books(conn, other), ("m-photo",)))[0]
    newest = database.read(lambda conn: updates.find_newest_update(Books(conn, other), task.id))
    assert newest is not None
    return Theirs(who.id, who, task, round_, piece, newest, row)


@pytest.fixture
def ours(database: Database, theirs: Theirs) -> int:
    """An agency that has nothing but its name."""
    return database.run(lambda conn: agencies.add_agency(conn, "ours", "ของเรา", LAYOUT, MORNING))


# Every public query, asked with the other agency's ids.
ASKED: dict[Callable[..., Any], Callable[[Books, Theirs], Any]] = {
    badges.badge_menus: lambda books, _: badges.badge_menus(books),
    badges.badges: lambda books, _: badges.badges(books),
    reminder_rules.agency_holidays: lambda books, _: reminder_rules.agency_holidays(books),
    reminder_rules.asked_reminders: lambda books, _: reminder_rules.asked_reminders(books, DUE),
    reminder_rules.put_offs: lambda books, _: reminder_rules.put_offs(books),
    reminder_rules.reminder_rules: lambda books, _: reminder_rules.reminder_rules(books) != ReminderRules(),
    reminders.delivery_log: lambda books, _: reminders.delivery_log(books),
    reminders.told_once: lambda books, _: reminders.told_once(books),
    agencies.load_agency: lambda books, _: None if agencies.load_agency(books).slug == "ours" else "theirs",
    certified.certified_reports: lambda books, _: certified.certified_reports(books, YEAR),
    certified.certified_since: lambda books, t: certified.certified_since(books, t.update.id, after(-60)),
    comments.comments_of_task: lambda books, t: comments.comments_of_task(books, t.task.id),
    comments.unanswered_comments: lambda books, t: comments.unanswered_comments(books, t.person),
    certified.published_years: lambda books, _: certified.published_years(books),
    channels.load_channel: lambda books, _: channels.load_channel(books, KEYS),
    channels.has_channel: lambda books, _: channels.has_channel(books),
    inbox.has_events: lambda books, _: inbox.has_events(books),
    plans.count_measures: lambda books, _: plans.count_measures(books, YEAR),
    conversations.state_of: lambda books, _: conversations.state_of(books, "U-other").version,
    expected.everyone_units: lambda books, _: expected.everyone_units(books),
    expected.wanted: lambda books, _: expected.wanted(books, YEAR, RoundKind.SECOND_HALF),
    round_look.look_at_opening: lambda books, _: round_look.look_at_opening(books, YEAR, RoundKind.SECOND_HALF).tasks,
    expected.reassigned: lambda books, t: expected.reassigned(books, {t.task.measure_id: (t.who.unit_ids[0] + 1,)}),
    evidence.evidence_by_id: lambda books, t: evidence.evidence_by_id(books, t.evidence.id),
    evidence.evidence_of_messages: lambda books, _: evidence.evidence_of_messages(books, ("m-photo",)),
    evidence.evidence_of_update: lambda books, t: evidence.evidence_of_update(books, t.update.id),
    evidence.evidence_of_round: lambda books, t: evidence.evidence_of_round(books, t.round.id),
    evidence.wanted_of_message: lambda books, _: evidence.wanted_of_message(books, "m-photo"),
    inbox.dead_events: lambda books, _: inbox.dead_events(books),
    inbox.stored_raw: lambda books, _: inbox.stored_raw(books, "e1"),
    outbox.count_by_state: lambda books, _: outbox.count_by_state(books),
    outbox.outbox_row: lambda books, t: outbox.outbox_row(books, t.outbox_id, MORNING),
    outbox.find_newest_numbers: lambda books, _: outbox.find_newest_numbers(books, "U-other", after(99)),
    outbox.waiting_pushes: lambda books, _: outbox.waiting_pushes(books),
    people.invite_by_code_hash: lambda books, _: people.invite_by_code_hash(books, KEYS.hash_code("ABCD2345")),
    people.unspent_codes: lambda books, _: people.unspent_codes(books, MORNING),
    people.names_with_void_codes: lambda books, _: people.names_with_void_codes(books),
    people.load_people: lambda books, _: people.load_people(books),
    people.people_named: lambda books, t: people.people_named(books, f"p{t.person}"),
    people.people_of_units: lambda books, t: people.people_of_units(books, t.who.unit_ids),
    people.people_with_deputy: lambda books, t: people.people_with_deputy(books, t.who.deputy_id),
    people.people_asking: lambda books, t: people.people_asking(books, t.task.assignee_ids[-1]),
    people.find_person: lambda books, t: people.find_person(books, t.person),
    people.person_of_line_user: lambda books, _: people.person_of_line_user(books, "U-other"),
    people.load_units: lambda books, _: people.load_units(books),
    people.units_as_written: lambda books, _: people.units_as_written(books),
    people.unit_names: lambda books, _: people.unit_names(books),
    offers.offers_of_tasks: lambda books, t: offers.offers_of_tasks(books, [t.task.id]),
    offers.accepted_offers: lambda books, _: offers.accepted_offers(books, range(99)),
    offers.accepted_since: lambda books, _: offers.accepted_since(books, after(-60)),
    offers.offers_to: lambda books, t: offers.offers_to(books, t.who.id + 1),
    offers.offers_from: lambda books, t: offers.offers_from(books, t.who.id),
    former.find_former: lambda books, _: former.find_former(books, "U-before"),
    former.find_present_account: lambda books, _: former.find_present_account(books, "U-before"),
    my_data.notices_accepted: lambda books, _: my_data.notices_accepted(books, "U-other"),
    my_data.count_given: lambda books, t: sum(my_data.count_given(books, t.person)),
    my_data.collect_my_data: lambda books, t: my_data.collect_my_data(books, t.person),
    people.removal_asked: lambda books, _: people.removal_asked(books),
    handovers.handovers: lambda books, _: handovers.handovers(books, after(-60)),
    people_import.changed_names: lambda books, t: people_import.changed_names(
        books, [PersonRow(t.who.name + "ก", t.who.position, (), frozenset())]
    ),
    people_import.people_change: lambda books, _: people_import.people_change(books, ()).absent,
    plans.plan_change: lambda books, _: plans.plan_change(books, PLAN, YEAR).kept,
    plans.plan_on_file: lambda books, _: plans.plan_on_file(books, YEAR),
    plans.load_plan_years: lambda books, _: plans.load_plan_years(books),
    reminders.reminded: lambda books, _: reminders.reminded(books, DUE),
    reviews.check_has_news: lambda books, _: reviews.check_has_news(books, MORNING),
    rounds.load_open_rounds: lambda books, _: rounds.load_open_rounds(books),
    rounds.find_round: lambda books, _: rounds.find_round(books, YEAR, RoundKind.FIRST_HALF),
    rounds.load_rounds: lambda books, _: rounds.load_rounds(books),
    signins.session_person: lambda books, _: signins.session_person(books, "their-session", MORNING),
    signins.spend_signin: lambda books, _: signins.spend_signin(books, TOKEN_HASH, MORNING),
    task_replies.last_reports: lambda books, _: task_replies.last_reports(books, MORNING.date()),
    task_replies.done_by_round: lambda books, t: task_replies.done_by_round(books, [t.task.measure_id]),
    task_replies.replies_of_tasks: lambda books, t: task_replies.replies_of_tasks(books, [t.task.id]),
    tasks.has_own_deadlines: lambda books, _: tasks.has_own_deadlines(books),
    updates.hold_task: lambda books, t: updates.hold_task(books, t.task.id),
    tasks.find_task: lambda books, t: tasks.find_task(books, t.task.id),
    tasks.load_tasks: lambda books, t: tasks.load_tasks(books) + tasks.load_tasks(books, t.round.id),
    tasks.load_tasks_to_check: lambda books, _: tasks.load_tasks_to_check(books),
    tasks.tasks_of_person: lambda books, t: tasks.tasks_of_person(books, t.person),
    tasks.tasks_for: lambda books, t: tasks.tasks_for(books, t.who),
    supervised.supervised_tasks: lambda books, t: supervised.supervised_tasks(
        books, replace(t.who, roles=frozenset({Role.ADMIN}))
    ),
    tasks.tasks_judged_by: lambda books, t: tasks.tasks_judged_by(books, t.person, after(-60)),
    tasks.open_tasks_by_id: lambda books, t: tasks.open_tasks_by_id(books, [t.task.id]),
    tasks.open_task_for: lambda books, t: tasks.open_task_for(books, t.task.id, t.who),
    edits.was_taken: lambda books, _: edits.was_taken(books, "m-said"),
    edits.was_edited_later: lambda books, _: edits.was_edited_later(books, "m-said", MORNING),
    tombstones.find_mark: lambda books, _: (
        tombstones.find_mark(books, "m-unsent").unsent or tombstones.find_mark(books, "m-early").edited
    ),
    updates.find_given_by: lambda books, t: updates.find_given_by(books, "m-text"),
    tombstones.tombstoned: lambda books, _: tombstones.tombstoned(books, "m-unsent"),
    tombstones.tombstones_among: lambda books, _: tombstones.tombstones_among(books, ["m-unsent"]),
    updates.find_reply_with: lambda books, t: updates.find_reply_with(books, t.person, None, after(-1)),
    updates.update_with_ticket: lambda books, t: updates.update_with_ticket(books, t.person, "their-ticket"),
    updates.find_newest_update: lambda books, t: updates.find_newest_update(books, t.task.id),
    updates.counted_updates: lambda books, t: updates.counted_updates(books, t.round.id),
    updates.tasks_answered_by: lambda books, t: updates.tasks_answered_by(books, "m-text"),
    updates.newest_updates: lambda books, t: updates.newest_updates(books, t.round.id),
    updates.update_with_ticket: lambda books, t: updates.update_with_ticket(books, t.person, "t1"),
    groups.load_groups: lambda books, _: groups.load_groups(books),
    groups.find_group: lambda books, _: groups.find_group(books, "C-theirs"),
    groups.find_linked_group: lambda books, _: groups.find_linked_group(books, 1),
    groups.group_code_by_hash: lambda books, _: groups.group_code_by_hash(books, "group-code"),
    tasks.tasks_under: lambda books, t: tasks.tasks_under(books, t.task.unit_id),
    updates.update_of_event: lambda books, _: updates.update_of_event(books, "e-update"),
    updates.updates_of_task: lambda books, t: updates.updates_of_task(books, t.task.id),
    word_templates.word_template: lambda books, _: word_templates.word_template(books),
}


def public_queries() -> Iterator[Callable[..., Any]]:
    """Every public function of the store that answers something out of an agency's books."""
    for module in pkgutil.iter_modules(store.__path__):
        if module.ispkg:
            continue
        found = importlib.import_module(f"store.{module.name}")
        for _, function in inspect.getmembers(found, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            answers = inspect.signature(function).return_annotation not in (None, inspect.Signature.empty)
            own = function.__module__ == found.__name__ and not function.__name__.startswith("_")
            if own and first is not None and first.annotation is Books and answers:
                yield function


def test_every_query_is_tried_below() -> None:
    # These two store something, and so are tried as writes.
    rest = {inbox.store_event, outbox.queue_message}
    assert set(public_queries()) - rest == set(ASKED)


def test_queries_answer_nothing_of_another_agency(database: Database, theirs: Theirs, ours: int) -> None:
    def ask(conn: Connection) -> dict[str, Any]:
        books = Books(conn, ours)
        return {f"{q.__module__}.{q.__name__}": ask(books, theirs) for q, ask in ASKED.items()}

    assert {name: answer for name, answer in database.run(ask).items() if answer} == {}


def test_the_same_questions_are_answered_in_the_agencys_own_books(database: Database, theirs: Theirs) -> None:
    def ask(conn: Connection) -> dict[str, Any]:
        books = open_books(conn, "other")
        assert books is not None
        return {f"{q.__module__}.{q.__name__}": ask(books, theirs) for q, ask in ASKED.items()}

    unanswered = {name for name, answer in database.run(ask).items() if not answer}
    assert unanswered == {"store.inbox.dead_events", "store.tasks.has_own_deadlines"}


def snapshot(conn: Connection, agency_id: int) -> dict[str, list[Any]]:
    owned = [table for table in tables.metadata.sorted_tables if "agency_id" in table.c]
    return {t.name: sorted(map(repr, conn.execute(select(t).where(t.c.agency_id == agency_id)))) for t in owned}


def test_no_write_with_another_agencys_ids_changes_anything_of_theirs(
    database: Database, theirs: Theirs, ours: int
) -> None:
    other = database.read(lambda conn: open_books(conn, "other").agency_id)  # type: ignore[union-attr]
    before = database.read(lambda conn: snapshot(conn, other))
    attempts = (
        SaveUpdate("e9", theirs.task.id, theirs.person, MORNING, Status.DONE),
        ReviewUpdate(theirs.update.id, theirs.person, Review.APPROVED, MORNING),
        SaveComment("e-ours", theirs.task.id, theirs.person, None, MORNING, "ขอรูปเพิ่ม"),
        SetReview(MORNING),
        ChangeRound(YEAR, RoundKind.FIRST_HALF, DUE.replace(month=5)),
        WantEvidence("m9", "photo", "", theirs.person, MORNING),
        DropEvidence(("m-photo",)),
        AddEvidence(theirs.update.id, theirs.task.id, theirs.person, MORNING, ("m-photo",)),
        SettleEvidence(FetchedEvidence(theirs.evidence.id, "saved", "image/jpeg", 1, "0" * 64)),
        ForgetMessage("m-photo", MORNING),
        KeepEdit("m-early", "ของเรา", MORNING),
        FollowEdit("m-said", "e9", MORNING),
        OfferTask(theirs.task.id, theirs.person, theirs.person + 1, MORNING),
        AnswerOffer(2, theirs.person + 1, True, MORNING),
        SetReachable("U-other", False, MORNING),
        OfferSignIn(theirs.person, "e9", MORNING, after(9)),
        IssueInvite(theirs.person, "hash", MORNING, after(9)),
        Remind(theirs.person, "k9", DUE, (), "", MORNING),
        PutOffReminders(theirs.person, DUE, DUE),
        AskReminders(theirs.person, (), DUE, MORNING),
        SetAway(theirs.person, (DUE, DUE)),
        AskRemoval(theirs.person, None),
        SetDeputy(theirs.person, None),
        SetHoliday(DUE, None),
        Enrol(1, "U-ours", MORNING),
        LinkGroup(2, "C-theirs", theirs.person, MORNING),
        NoteGroup("C-theirs", after(9)),
        LeaveGroup("C-theirs", after(9)),
        UnlinkGroup(1),
        VoidGroupCode(2, MORNING),
        IssueGroupCode(theirs.person, None, "ours", MORNING, after(9)),
        certifying(theirs.person),
        PublishReport(1, theirs.person, MORNING),
        SetWordTemplate(theirs.person, MORNING, "x", "0" * 64, 1),
    )
    refused = []
    for attempt in attempts:
        try:
            write(database, ours, attempt)
        except (IntegrityError, Conflict):
            refused.append(type(attempt))
    # What would name another agency's row is refused by the database itself.
    assert refused == [
        SaveUpdate,
        ReviewUpdate,
        SaveComment,
        WantEvidence,
        AddEvidence,
        OfferTask,
        AnswerOffer,
        OfferSignIn,
        IssueInvite,
        Remind,
        PutOffReminders,
        AskReminders,
        Enrol,
        LinkGroup,
        IssueGroupCode,
        CertifyReport,
        PublishReport,
        SetWordTemplate,
    ]
    assert database.read(lambda conn: snapshot(conn, other)) == before


def test_the_database_itself_refuses_a_reference_into_another_agency(
    database: Database, theirs: Theirs, ours: int
) -> None:
    values = {"agency_id": ours, "person_id": theirs.person, "role": "staff"}
    with pytest.raises(IntegrityError):
        database.run(lambda conn: conn.execute(insert(tables.person_roles).values(**values)))


WITHOUT = {
    "select": select(tables.people),
    "select by id": select(tables.people).where(tables.people.c.id == 1),
    "one of two tables": select(tables.people, tables.units).where(tables.people.c.agency_id == 1),
    "in a join": select(tables.tasks)
    .join(tables.measures, tables.measures.c.id == tables.tasks.c.measure_id)
    .where(tables.tasks.c.agency_id == 1),
    "within or": select(tables.people).where((tables.people.c.agency_id == 1) | (tables.people.c.id == 1)),
    "other than": select(tables.people).where(tables.people.c.agency_id != 1),
    "in a subquery": select(tables.agencies).where(tables.agencies.c.id.in_(select(tables.units.c.id))),
    "an alias": select(tables.people.alias()),
    "update": update(tables.people).values(name="x"),
    "delete": tables.people.delete().where(tables.people.c.id == 1),
    "insert": insert(tables.units).values(name="x"),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_the_guard_refuses_a_statement_without_an_agency(name: str, database: Database) -> None:
    for do in (database.run, database.read):
        with pytest.raises(WithoutAgency):
            do(lambda conn: conn.execute(WITHOUT[name]))


def test_only_these_work_across_agencies() -> None:
    """The worker's claims and sweeps, and backups; each row they find carries its agency."""
    found = set()
    for path in Path(store.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and path.stem != "guard":
                strings = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
                found |= {f"{path.stem}.{node.name}"} if "every_agency" in strings else set()
    assert found == {
        "certified.certified_by_code",
        "certified.certified_hashes",
        "conversations.put_away_expired",
        "dump.reset_id_sequences",
        "dump.put_rows",
        "dump.rows_of",
        "edits.forget_old_edits",
        "former.forget_old_accounts",
        "evidence.drop_loose",
        "evidence.find_due_evidence",
        "evidence.stored_hashes",
        "inbox.find_due_events",
        "inbox._empty_raw",
        "inbox.awaited_hashes",
        "inbox.recent_times",
        "leases.release_leases",
        "news.news_of_agencies",
        "outbox.find_due_messages",
        "outbox.empty_old_messages",
        "word_templates.template_hashes",
    }
