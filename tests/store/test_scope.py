"""No agency sees or touches another's rows: by query, by statement, by the database itself."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

import store
from domain.events import FetchedEvidence
from domain.layout_draft import OF_AGENCY, LayoutDraft
from domain.plan import PlanOnFile
from domain.task import Review, Status
from domain.writes import (
    AddEvidence,
    AnswerBrowser,
    AnswerOffer,
    AskBrowser,
    AskCertificate,
    AskReminders,
    AskRemoval,
    CertifyReport,
    ChangeRound,
    ConfirmCertificate,
    DropEvidence,
    EditPlan,
    EndSession,
    Enrol,
    FollowEdit,
    ForgetLayoutDraft,
    ForgetMessage,
    ForgetPlanDraft,
    IssueGroupCode,
    IssueInvite,
    KeepEdit,
    KeepLinkChecks,
    LapseCertificate,
    LeaveGroup,
    LinkGroup,
    MergeUnits,
    NoteGroup,
    OfferSignIn,
    OfferTask,
    PublishReport,
    PutOffReminders,
    Remind,
    ReturnCertificate,
    ReviewUpdate,
    SaveComment,
    SaveUpdate,
    SetAway,
    SetDeputy,
    SetHoliday,
    SetItaAddress,
    SetReachable,
    SetReview,
    SettleEvidence,
    SetWordTemplate,
    TakeBackCertificate,
    UnlinkGroup,
    VoidGroupCode,
    WantEvidence,
    WithdrawReport,
    Write,
)
from store import (
    agencies,
    inbox,
    outbox,
    signins,
    tables,
)
from store.books import Books, open_books
from store.engine import Conflict, Database
from store.guard import WithoutAgency
from tests.agency import DUE, KEYS, LAYOUT, MORNING, YEAR, after, write
from tests.store.asked import ASKED
from tests.store.theirs import Theirs, asking, certifying, fill_other_agency
from thai.fiscal import RoundKind

TOKEN_HASH = KEYS.hash_token(signins.signin_token(KEYS, 1, "e-signin"))


@pytest.fixture
def theirs(database: Database) -> Theirs:
    """The other agency, with something in every table."""
    return fill_other_agency(database)


@pytest.fixture
def ours(database: Database, theirs: Theirs) -> int:
    """An agency that has nothing but its name."""
    return database.run(lambda conn: agencies.add_agency(conn, "ours", "ของเรา", LAYOUT, MORNING))


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


def test_every_query_is_asked() -> None:
    # These store something, and so are tried as writes.
    rest = {inbox.store_event, outbox.queue_message, signins.open_session, signins.end_other_sessions}
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
    nothing = {"store.inbox.dead_events", "store.tasks.has_own_deadlines", "store.task_state.find_wrong_state"}
    nothing |= {"store.audit.find_chain_fault"}
    assert unanswered == nothing


def snapshot(conn: Connection, agency_id: int) -> dict[str, list[Any]]:
    owned = [table for table in tables.metadata.sorted_tables if "agency_id" in table.c]
    return {t.name: sorted(map(repr, conn.execute(select(t).where(t.c.agency_id == agency_id)))) for t in owned}


def attempts_on(theirs: Theirs) -> tuple[Write, ...]:
    """Writes that name what is the other agency's."""
    return (
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
        asking(theirs.person),
        ConfirmCertificate(1, theirs.person, "0" * 64, MORNING),
        ReturnCertificate(1, theirs.person, "x", MORNING),
        TakeBackCertificate(1, theirs.person, MORNING),
        LapseCertificate(1, "waiting", MORNING),
        PublishReport(1, theirs.person, MORNING),
        WithdrawReport(1, "published", "x", theirs.person, MORNING),
        SetWordTemplate(theirs.person, MORNING, "x", "0" * 64, 1),
        EditPlan(PlanOnFile(theirs.plan, YEAR, ()), MORNING),
        MergeUnits(theirs.who.unit_ids[0], theirs.who.unit_ids[0] + 1, MORNING),
        ForgetPlanDraft("their-draft"),
        EndSession(1, theirs.person, MORNING),
        AskBrowser(1, theirs.person, MORNING),
        AnswerBrowser(1, theirs.person, True, MORNING),
        ForgetLayoutDraft(OF_AGENCY, LayoutDraft(OF_AGENCY, {"title": "ก"}, "base", theirs.person, MORNING).mark),
        SetItaAddress(YEAR, "report", "", theirs.person, MORNING),
        KeepLinkChecks(DUE, {}),
    )


def test_no_write_with_another_agencys_ids_changes_anything_of_theirs(
    database: Database, theirs: Theirs, ours: int
) -> None:
    other = database.read(lambda conn: open_books(conn, "other").agency_id)  # type: ignore[union-attr]
    before = database.read(lambda conn: snapshot(conn, other))
    refused = []
    for attempt in attempts_on(theirs):
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
        AskCertificate,
        ConfirmCertificate,
        ReturnCertificate,
        TakeBackCertificate,
        LapseCertificate,
        PublishReport,
        WithdrawReport,
        SetWordTemplate,
        EditPlan,
        MergeUnits,
        AskBrowser,
        AnswerBrowser,
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
            if isinstance(node, ast.FunctionDef) and path.stem != "scope":
                names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                found |= {f"{path.stem}.{node.name}"} if names & {"for_every_agency", "see_every_agency"} else set()
    assert found == {
        "agencies.load_agencies",
        "certificates.confirmed_requests",
        "certificates.draft_hashes",
        "certified.certified_by_code",
        "certified.certified_hashes",
        "conversations.put_away_expired",
        "counts._upsert",
        "dump.put_rows",
        "dump.reset_id_sequences",
        "dump.rows_of",
        "edits.forget_old_edits",
        "evidence._drop",
        "evidence.drop_loose",
        "evidence.find_due_evidence",
        "evidence.stored_hashes",
        "former.forget_old_accounts",
        "inbox._empty_raw",
        "inbox.awaited_hashes",
        "inbox.find_due_events",
        "inbox.recent_times",
        "leases.release_leases",
        "migrate._upgrade",
        "news.news_of_agencies",
        "operations._one",
        "operations.find_agencies",
        "operations.find_agency_states",
        "operations.find_least_quotas",
        "operations.find_unfinished",
        "operations.load_quota_bands",
        "outbox.claim_message",
        "outbox.empty_old_messages",
        "outbox.find_due_messages",
        "signins.forget_old_sign_ins",
        "word_templates.template_hashes",
    }
