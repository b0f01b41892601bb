"""Another agency that has one of each thing, for the tests that nothing of it is seen or touched."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from domain.agency import Person, PersonRow, Role
from domain.certified import ReportFile
from domain.conversation import DRAFTS, State
from domain.evidence import Evidence
from domain.layout_draft import OF_AGENCY, LayoutDraft
from domain.plan import Measure, MeasureOnFile
from domain.plan_draft import PlanDraft
from domain.plan_edit import add_measure
from domain.reminding import ReminderRules
from domain.task import Review, Round, Status, Task, Update
from domain.writes import (
    AcceptNotice,
    AnswerOffer,
    AskBrowser,
    AskCertificate,
    AskDeputy,
    AskReminders,
    AskRemoval,
    CertifyReport,
    EditPlan,
    Enrol,
    ForgetMessage,
    ImportPeople,
    IssueGroupCode,
    IssueInvite,
    KeepEdit,
    KeepLayoutDraft,
    KeepLinkChecks,
    KeepPlanDraft,
    KeepUnitName,
    LinkGroup,
    OfferSignIn,
    OfferTask,
    PublishReport,
    PutOffReminders,
    Remind,
    ReviewUpdate,
    SaveComment,
    SaveUpdate,
    SetHoliday,
    SetItaAddress,
    SetReminderRules,
    SetReview,
    SetWordTemplate,
    VoidInvite,
    WantEvidence,
    Write,
)
from store import (
    badges,
    certificates,
    channels,
    conversations,
    evidence,
    former,
    inbox,
    outbox,
    people,
    plans,
    rounds,
    signins,
    tables,
    tasks,
    updates,
    waiting_browsers,
)
from store.books import Books
from store.channels import Channel
from store.engine import Database
from tests.agency import DUE, KEYS, MORNING, PLAN, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

MONTH = date(2026, 11, 1)


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
    plan: int


def certifying(person_id: int) -> CertifyReport:
    names = ("ชื่อ", "ตำแหน่ง", "", "")
    files = (ReportFile("pdf", "0" * 64, 1),)
    return CertifyReport(YEAR, RoundKind.FIRST_HALF, 1, "CODE-THEIRS", "t", person_id, *names, MORNING, files)


def asking(person_id: int) -> AskCertificate:
    shown = ("0" * 64, "t", person_id, person_id, "", "", MORNING, "0" * 64, 3, 2, 1)
    return AskCertificate(YEAR, RoundKind.ANNUAL, 1, 1, *shown)


def _issue_entrances(who: Person, task: Task) -> tuple[Write, ...]:
    """Invites, a sign-in and codes of groups: spent, void and open ones."""
    return (
        IssueInvite(who.id, KEYS.hash_code("ABCD2345"), MORNING, after(99)),
        IssueInvite(who.id + 1, KEYS.hash_code("VOID2345"), MORNING, after(99)),
        VoidInvite(2, MORNING),
        OfferSignIn(who.id, "e-signin", MORNING, after(99)),
        IssueGroupCode(who.id, task.unit_id, "group-code", MORNING, after(99)),
        LinkGroup(1, "C-theirs", who.id, MORNING),
        IssueGroupCode(who.id, task.unit_id, "unspent", MORNING, after(99)),
    )


def _save_reply(who: Person, task: Task) -> tuple[Write, ...]:
    """A reply with a photo, and messages unsent and edited."""
    return (
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
    )


def _describe_people(who: Person, task: Task, next_task: Task) -> tuple[Write, ...]:
    """What holds of people: notice, offers of tasks, reminders, deputies, names."""
    return (
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
    )


def _make_reports(who: Person, task: Task) -> tuple[Write, ...]:
    """A comment, a certified report that is published, and how the agency reports."""
    return (
        SaveComment("e-comment", task.id, task.assignee_ids[-1], who.id, MORNING, "ขอรูปเพิ่ม"),
        certifying(who.id),
        PublishReport(1, who.id, MORNING),
        SetReminderRules(ReminderRules(late_after=(5,))),
        SetHoliday(DUE, "วันหยุดของหน่วยงาน"),
        KeepLayoutDraft(LayoutDraft(OF_AGENCY, {"title": "ก"}, "base", who.id, MORNING)),
        KeepPlanDraft(PlanDraft("their-draft", PLAN, YEAR, MORNING, {"title-1": "ก"})),
        SetWordTemplate(who.id, MORNING, "แบบ.docx", "0" * 64, 1),
        SetItaAddress(YEAR, "report", "https://their.example/o26", who.id, MORNING),
        KeepLinkChecks(DUE, {"https://their.example/o26": "404"}),
    )


def _wait_for_check(who: Person, next_task: Task) -> tuple[Write, ...]:
    """The check, with a reply that waits and one that was approved."""
    return (
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


def _keep_conversation(books: Books) -> None:
    """A conversation, a menu and the events that came."""
    conversations.save_state(books, 0, State("U-other", notes={DRAFTS: {"1": {"answers": {}, "notes": {}}}}))
    badges.set_badge_menu(books, 2, "richmenu-2")
    badges.set_badge(books, "U-other", 2)
    inbox.store_event(books, event_id="e1", type="message", at=MORNING, received_at=MORNING, raw={"a": 1})
    inbox.store_event(books, event_id="e2", type="message", at=MORNING, received_at=MORNING, message_id="m-said")
    inbox.store_event(books, event_id="e3", type=inbox.EDITED, at=after(1), received_at=after(1), message_id="m-said")


def _keep_accounts(books: Books, who: Person) -> None:
    """The channel, a session, an enrolled account and a former one, and an open invite."""
    channels.set_channel(books, Channel("1", "secret"), KEYS)
    signins.open_session(books, who.id, "their-session", MORNING, after(99))
    waiting_browsers.add_waiting_browser(books.conn, KEYS, "their-browser", "", "", MORNING)
    waiting_browsers.ask_about_browser(books, AskBrowser(1, who.id, MORNING))
    people.enrol(books, Enrol(people.invite_by_code_hash(books, KEYS.hash_code("ABCD2345")).id, "U-other", MORNING))  # type: ignore[union-attr]
    former.cut_account(books, "U-before", who.id, MORNING)
    people.issue_invite(books, IssueInvite(who.id, KEYS.hash_code("NEXT2345"), MORNING, after(99)))


def _queue_messages(books: Books) -> int:
    """The id of a message that waits to be sent; another was sent."""
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
    outbox.mark_sent(books.conn, given, via="push", at=MORNING)
    return row


def fill_other_agency(database: Database) -> Theirs:
    """The other agency, with something in every table."""
    other = small_agency(database, "other")
    who = database.read(lambda conn: people.load_people(Books(conn, other)))[0]
    task, next_task = database.read(lambda conn: tasks.tasks_of_person(Books(conn, other), who.id))[:2]
    writes = (
        *_issue_entrances(who, task),
        *_save_reply(who, task),
        *_describe_people(who, task, next_task),
        *_make_reports(who, task),
        *_wait_for_check(who, next_task),
    )
    write(database, other, *writes)

    def keep_rows(conn: Connection) -> int:
        books = Books(conn, other)
        _keep_conversation(books)
        _keep_accounts(books, who)
        books.insert_all(tables.person_roles, [{"person_id": who.id, "role": Role.HEAD}])
        certificates.ask_certificate(books, asking(who.id))
        return _queue_messages(books)

    row = database.run(keep_rows)
    round_ = database.read(lambda conn: rounds.load_rounds(Books(conn, other)))[0]
    piece = database.read(lambda conn: evidence.evidence_of_messages(Books(conn, other), ("m-photo",)))[0]
    newest = database.read(lambda conn: updates.find_newest_update(Books(conn, other), task.id))
    assert newest is not None
    return Theirs(who.id, who, task, round_, piece, newest, row, _end_a_measure(database, other))


def _end_a_measure(database: Database, other: int) -> int:
    """The id of the plan, which a measure has come into and left again."""
    plan = database.read(lambda conn: plans.plan_on_file(Books(conn, other), YEAR))
    assert plan is not None
    more = add_measure(plan, plan.topics[0].id, MeasureOnFile(0, Measure("มาแล้วไป")))
    write(database, other, EditPlan(more, MORNING), EditPlan(plan, MORNING))
    return plan.id
