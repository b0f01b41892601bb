"""People come from a file, enrol with a code, sign in with a link."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from domain.agency import Person, PersonRow, Role, Unit
from domain.unit_names import find_unit
from domain.writes import (
    AcceptNotice,
    ChangePerson,
    Enrol,
    ForgetUnitName,
    ImportPeople,
    IssueInvite,
    KeepUnitName,
    OfferSignIn,
    RemovePerson,
    SetAway,
    SetBlocks,
    SetDeputy,
    SetLayout,
    SetReachable,
    VoidInvite,
)
from store import agencies, people, signins
from store.books import Books
from store.engine import Conflict, Database
from store.handovers import handovers
from store.people_import import changed_names, people_change
from store.signins import signin_token
from store.tasks import load_tasks, tasks_of_person
from tests.agency import (
    DUE,
    KEYS,
    LAYOUT,
    MORNING,
    NAME,
    PEOPLE,
    SERVICE,
    STAFF,
    SUPERVISOR,
    after,
    small_agency,
    write,
)


def everyone(database: Database, agency_id: int) -> dict[str, Person]:
    return {who.name: who for who in database.read(lambda conn: people.load_people(Books(conn, agency_id)))}


def all_units(database: Database, agency_id: int) -> dict[str, Unit]:
    return {unit.name: unit for unit in database.read(lambda conn: people.load_units(Books(conn, agency_id)))}


def test_an_agency_is_kept_with_its_layout(database: Database, agency_id: int) -> None:
    agency = database.read(lambda conn: agencies.load_agency(Books(conn, agency_id)))
    assert (agency.slug, agency.name, agency.layout) == ("demo", NAME, LAYOUT)
    write(database, agency_id, SetLayout(replace(LAYOUT, digits="arabic"), "ที่อื่น"))
    (agency,) = database.read(agencies.load_agencies)
    assert (agency.layout.digits, agency.place) == ("arabic", "ที่อื่น")


def test_a_slug_is_an_agencys_own(database: Database, agency_id: int) -> None:
    with pytest.raises(Conflict, match="demo"):
        database.run(lambda conn: agencies.add_agency(conn, "demo", "x", LAYOUT, MORNING))


def test_people_come_with_their_units_sections_roles_and_deputies(database: Database, agency_id: int) -> None:
    units, who = all_units(database, agency_id), everyone(database, agency_id)
    assert units["งานนิติการ"].parent_id == units["สำนักปลัด"].id
    assert [unit.name for unit in units.values() if unit.parent_id is None] == ["สำนักปลัด", "กองคลัง", "กองช่าง"]
    lawyer = who["สมหญิง รักงาน"]
    assert lawyer.unit_ids == (units["สำนักปลัด"].id, units["งานนิติการ"].id)
    assert lawyer.roles == {Role.STAFF}
    assert who["สมชาย ใจดี"].deputy_id == lawyer.id
    assert who["วิชัย ดูแล"].roles == {Role.SUPERVISOR, Role.ADMIN}


def test_importing_again_brings_the_same_people_up_to_date(database: Database, agency_id: int) -> None:
    before = everyone(database, agency_id)
    write(
        database,
        agency_id,
        ImportPeople(
            (
                PersonRow("สมชาย  ใจดี ", "หัวหน้าสำนักปลัด", ("กอง คลัง",), frozenset({Role.SUPERVISOR}), deputy=""),
                PersonRow("คนใหม่ มาแล้ว", "นายช่างโยธา", ("กองช่าง", "กองการศึกษา"), STAFF, deputy="ไม่มีคนนี้"),
            )
        ),
    )
    after_ = everyone(database, agency_id)
    changed = after_["สมชาย ใจดี"]
    assert changed.id == before["สมชาย ใจดี"].id
    assert (changed.position, changed.roles, changed.deputy_id) == ("หัวหน้าสำนักปลัด", {Role.SUPERVISOR}, None)
    assert changed.unit_ids == (all_units(database, agency_id)["กองคลัง"].id,)
    assert len(after_["คนใหม่ มาแล้ว"].unit_ids) == 2
    assert {k: v for k, v in after_.items() if k in before and k != "สมชาย ใจดี"} == {
        k: v for k, v in before.items() if k != "สมชาย ใจดี"
    }


def test_what_a_people_file_has_no_column_for_stays_as_it_is(database: Database, agency_id: int) -> None:
    before = everyone(database, agency_id)
    lawyer, clerk = before["สมหญิง รักงาน"], before["สมชาย ใจดี"]
    write(
        database,
        agency_id,
        SetAway(clerk.id, (DUE, DUE)),
        ImportPeople(
            (
                PersonRow("สมชาย ใจดี", "นักทรัพยากรบุคคล", ("สำนักปลัด",), STAFF),
                PersonRow("สมหญิง รักงาน", "นิติกรชำนาญการ", ("สำนักปลัด",), STAFF),
            )
        ),
    )
    now = everyone(database, agency_id)
    assert (now["สมชาย ใจดี"].deputy_id, now["สมชาย ใจดี"].away) == (lawyer.id, (DUE, DUE))
    assert (now["สมหญิง รักงาน"].position, now["สมหญิง รักงาน"].unit_ids) == ("นิติกรชำนาญการ", lawyer.unit_ids)
    moved = PersonRow("สมหญิง รักงาน", "นิติกร", ("กองคลัง",), STAFF)
    write(database, agency_id, ImportPeople((moved,)))
    assert everyone(database, agency_id)["สมหญิง รักงาน"].unit_ids == (all_units(database, agency_id)["กองคลัง"].id,)


def test_an_empty_cell_of_a_people_file_takes_away(database: Database, agency_id: int) -> None:
    rows = (
        PersonRow("สมชาย ใจดี", "นักทรัพยากรบุคคล", ("สำนักปลัด",), STAFF, deputy=""),
        PersonRow("สมหญิง รักงาน", "นิติกร", ("สำนักปลัด",), STAFF, section=""),
    )
    write(database, agency_id, ImportPeople(rows))
    now = everyone(database, agency_id)
    assert now["สมชาย ใจดี"].deputy_id is None
    assert now["สมหญิง รักงาน"].unit_ids == (all_units(database, agency_id)["สำนักปลัด"].id,)


def test_an_absence_leaves_who_stands_in_and_the_reverse(database: Database, agency_id: int) -> None:
    clerk = everyone(database, agency_id)["สมชาย ใจดี"]
    write(database, agency_id, SetAway(clerk.id, (DUE, DUE)))
    assert everyone(database, agency_id)["สมชาย ใจดี"].deputy_id == clerk.deputy_id is not None
    write(database, agency_id, SetDeputy(clerk.id, 3))
    assert everyone(database, agency_id)["สมชาย ใจดี"].away == (DUE, DUE)
    write(database, agency_id, SetAway(clerk.id, None))
    assert everyone(database, agency_id)["สมชาย ใจดี"].deputy_id == 3


def test_a_layout_leaves_the_heading_and_what_forbids_leaves_the_layout(database: Database, agency_id: int) -> None:
    write(database, agency_id, SetLayout(place="อำเภอใหม่"))
    write(database, agency_id, SetLayout(replace(LAYOUT, digits="arabic")), SetBlocks(("year",)))
    found = database.read(lambda conn: agencies.load_agency(Books(conn, agency_id)))
    assert (found.place, found.layout) == ("อำเภอใหม่", replace(LAYOUT, digits="arabic", blocks=("year",)))


def test_a_person_is_named_by_reference_or_exact_name(database: Database, agency_id: int) -> None:
    def named(text: str) -> tuple[str, ...]:
        found = database.read(lambda conn: people.people_named(Books(conn, agency_id), text))
        return tuple(who.name for who in found)

    first = everyone(database, agency_id)["สมชาย ใจดี"]
    assert named(first.ref) == named(f" {first.ref.upper()} ") == named("สมชาย   ใจดี") == ("สมชาย ใจดี",)
    assert named("p999999999999999999") == named("สมชาย") == named("") == ()


def enrol(database: Database, agency_id: int, person_id: int, line_user: str, code: str = "ABCD2345") -> None:
    code_hash = KEYS.hash_code(code)
    write(database, agency_id, IssueInvite(person_id, code_hash, MORNING, after(60)))
    invite = database.read(lambda conn: people.invite_by_code_hash(Books(conn, agency_id), code_hash))
    assert invite is not None
    write(database, agency_id, Enrol(invite.id, line_user, after(1)))


def of_line_user(database: Database, agency_id: int, line_user: str) -> Person | None:
    return database.read(lambda conn: people.person_of_line_user(Books(conn, agency_id), line_user))


def test_a_code_enrols_once(database: Database, agency_id: int) -> None:
    enrol(database, agency_id, 1, "U1")
    invite = database.read(lambda conn: people.invite_by_code_hash(Books(conn, agency_id), KEYS.hash_code("abcd-2345")))
    assert invite is not None
    assert (invite.person_id, invite.person_name, invite.used) == (1, "สมชาย ใจดี", True)
    with pytest.raises(Conflict):
        write(database, agency_id, Enrol(invite.id, "U2", after(2)))
    assert of_line_user(database, agency_id, "U2") is None


def test_a_new_code_voids_the_unspent_one(database: Database, agency_id: int) -> None:
    for code in ("AAAA2222", "BBBB3333"):
        write(database, agency_id, IssueInvite(1, KEYS.hash_code(code), MORNING, after(60)))
    found = [
        database.read(lambda conn, code=code: people.invite_by_code_hash(Books(conn, agency_id), KEYS.hash_code(code)))
        for code in ("AAAA2222", "BBBB3333")
    ]
    assert found[0] is None
    assert found[1] is not None


def test_a_new_line_user_puts_out_the_former_one_and_their_sessions(database: Database, agency_id: int) -> None:
    enrol(database, agency_id, 1, "U-old")
    database.run(lambda conn: signins.open_session(Books(conn, agency_id), 1, "browser", after(2), after(99)))
    write(database, agency_id, SetReachable("U-old", False, after(3)))
    enrol(database, agency_id, 1, "U-new", "CCCC4444")
    assert of_line_user(database, agency_id, "U-old") is None
    new = of_line_user(database, agency_id, "U-new")
    assert new is not None
    assert (new.id, new.reachable) == (1, True)
    assert database.read(lambda conn: signins.session_person(Books(conn, agency_id), "browser", after(4))) is None


def test_a_line_user_is_one_person_of_the_agency(database: Database, agency_id: int) -> None:
    enrol(database, agency_id, 1, "U1")
    enrol(database, agency_id, 2, "U1", "CCCC4444")
    found = of_line_user(database, agency_id, "U1")
    assert found is not None
    assert found.id == 2
    assert everyone(database, agency_id)["สมชาย ใจดี"].line_user is None


def test_who_blocks_the_account_is_not_reachable(database: Database, agency_id: int) -> None:
    enrol(database, agency_id, 1, "U1")
    for reachable in (False, True):
        write(database, agency_id, SetReachable("U1", reachable, after(1)), SetReachable("U-nobody", False, after(1)))
        found = of_line_user(database, agency_id, "U1")
        assert found is not None
        assert found.reachable is reachable


@pytest.mark.parametrize("newest", [False, True])
def test_a_follow_or_block_that_comes_late_does_not_undo_a_newer_one(
    database: Database, agency_id: int, newest: bool
) -> None:
    enrol(database, agency_id, 1, "U1")
    write(database, agency_id, SetReachable("U1", newest, after(5)), SetReachable("U1", not newest, after(4)))
    found = of_line_user(database, agency_id, "U1")
    assert found is not None
    assert found.reachable is newest


def test_a_block_from_before_the_enrolment_does_not_count(database: Database, agency_id: int) -> None:
    enrol(database, agency_id, 1, "U1")
    write(database, agency_id, SetReachable("U1", False, after(-60)))
    found = of_line_user(database, agency_id, "U1")
    assert found is not None
    assert found.reachable


def test_accepting_the_notice_again_is_no_error(database: Database, agency_id: int) -> None:
    write(database, agency_id, *[AcceptNotice("U1", version, MORNING) for version in ("1", "1", "2")])


def spend(database: Database, agency_id: int, token: str, minutes: float = 1) -> int | None:
    hashed = KEYS.hash_token(token)
    return database.run(lambda conn: signins.spend_signin(Books(conn, agency_id), hashed, after(minutes)))


def test_a_sign_in_link_is_spent_once_and_before_it_expires(database: Database, agency_id: int) -> None:
    offers = [OfferSignIn(5, event_id, MORNING, after(10)) for event_id in ("e1", "e1", "e2")]
    write(database, agency_id, *offers)
    token = signin_token(KEYS, 5, "e1")
    assert spend(database, agency_id, token) == 5
    assert spend(database, agency_id, token) is None
    assert spend(database, agency_id, signin_token(KEYS, 5, "e2"), minutes=10) is None
    assert spend(database, agency_id, signin_token(KEYS, 5, "e3")) is None


def test_offering_a_spent_link_again_does_not_revive_it(database: Database, agency_id: int) -> None:
    write(database, agency_id, OfferSignIn(5, "e1", MORNING, after(10)))
    assert spend(database, agency_id, signin_token(KEYS, 5, "e1")) == 5
    write(database, agency_id, OfferSignIn(5, "e1", MORNING, after(10)))
    assert spend(database, agency_id, signin_token(KEYS, 5, "e1")) is None


def test_a_session_lasts_until_it_expires_or_is_ended(database: Database, agency_id: int) -> None:
    def session(token: str, minutes: float) -> int | None:
        return database.read(lambda conn: signins.session_person(Books(conn, agency_id), token, after(minutes)))

    for token in ("a", "b", "c"):
        database.run(
            lambda conn, token=token: signins.open_session(Books(conn, agency_id), 5, token, MORNING, after(10))
        )
    assert session("a", 9) == 5
    assert session("a", 10) is None
    assert session("unknown", 1) is None
    database.run(lambda conn: signins.end_session(Books(conn, agency_id), "a", after(1)))
    assert (session("a", 2), session("b", 2)) == (None, 5)
    database.run(lambda conn: signins.end_sessions(Books(conn, agency_id), 5, after(2)))
    assert (session("b", 3), session("c", 3)) == (None, None)


def test_days_of_the_reminders_are_read_back(database: Database, agency_id: int) -> None:
    from domain.writes import Remind
    from store.reminders import reminded

    remind = Remind(1, "due-2027-03-31", DUE, (1, 2), "due", MORNING, ("due-2027-03-31",))
    write(database, agency_id, remind)
    assert database.read(lambda conn: reminded(Books(conn, agency_id), DUE)) == (remind,)
    for again in (replace(remind, key="other"), replace(remind, day=DUE.replace(day=30))):
        with pytest.raises(Conflict):
            write(database, agency_id, again)


def test_the_sample_people_are_all_there(database: Database, agency_id: int) -> None:
    assert list(everyone(database, agency_id)) == [row.name for row in PEOPLE]


def test_a_removed_person_has_no_line_user_no_session_and_no_way_in(database: Database, agency_id: int) -> None:
    write(database, agency_id, IssueInvite(2, "hash", MORNING, after(60)))
    (invite,) = [database.read(lambda conn: people.invite_by_code_hash(Books(conn, agency_id), "hash"))]
    assert invite is not None
    write(database, agency_id, Enrol(invite.id, "U2", MORNING), IssueInvite(2, "again", MORNING, after(60)))
    database.run(lambda conn: signins.open_session(Books(conn, agency_id), 2, "session", MORNING, after(600)))
    write(database, agency_id, OfferSignIn(2, "e1", MORNING, after(10)))
    write(database, agency_id, RemovePerson(2, after(1)))
    link = KEYS.hash_token(signin_token(KEYS, 2, "e1"))

    def ways(conn: Connection) -> list[object]:
        books = Books(conn, agency_id)
        return [
            people.person_of_line_user(books, "U2"),
            people.invite_by_code_hash(books, "again"),
            signins.session_person(books, "session", after(2)),
            signins.spend_signin(books, link, after(2)),
        ]

    assert database.run(ways) == [None] * 4
    assert "สมหญิง รักงาน" not in everyone(database, agency_id)
    assert everyone(database, agency_id)["สมชาย ใจดี"].deputy_id is None
    kept = database.read(lambda conn: people.find_person(Books(conn, agency_id), 2))
    assert kept is not None
    assert (kept.name, kept.line_user) == ("สมหญิง รักงาน", None)


def test_who_was_removed_meanwhile_is_not_brought_back_by_a_change(database: Database, agency_id: int) -> None:
    write(database, agency_id, RemovePerson(3, after(1)))
    with pytest.raises(Conflict):
        write(database, agency_id, ChangePerson(3, "มานี มีสุข", "ครู", (1,), STAFF, after(2)))
    assert "มานี มีสุข" not in everyone(database, agency_id)


def test_a_removed_person_who_is_imported_again_is_the_same_one(database: Database, agency_id: int) -> None:
    write(database, agency_id, RemovePerson(3, after(1)), ImportPeople(PEOPLE))
    assert everyone(database, agency_id)["มานี มีสุข"].id == 3


@pytest.mark.parametrize(
    "row",
    [
        PersonRow("สมหญิง รักงาน", "นิติกร", ("สำนักปลัด", "งานนิติการ"), STAFF),
        PersonRow("สมหญิง  รัก\u200bงาน", "นิติกร", ("สำนัก\ufeffปลัด",), STAFF, section="งาน\u200bนิติการ"),
        PersonRow("สมหญิง รักงาน", "นิติกร", ("งานนิติการ", "สำนักปลัด"), STAFF),
    ],
)
def test_units_and_people_are_known_again_as_they_are_listed(
    database: Database, agency_id: int, row: PersonRow
) -> None:
    before, units = everyone(database, agency_id), all_units(database, agency_id)
    told = database.read(lambda conn: people_change(Books(conn, agency_id), (row,)))
    assert (told.new, told.updated, told.new_units) == ((), ("สมหญิง รักงาน",), ())
    assert {person.name for person in told.absent} == set(before) - {"สมหญิง รักงาน"}
    write(database, agency_id, ImportPeople((row,)))
    assert all_units(database, agency_id) == units
    after_it = everyone(database, agency_id)
    assert list(after_it) == list(before)
    assert set(after_it["สมหญิง รักงาน"].unit_ids) == set(before["สมหญิง รักงาน"].unit_ids)


def test_a_section_named_alone_before_it_is_stated_is_no_division(database: Database) -> None:
    agency_id = database.run(lambda conn: agencies.add_agency(conn, "new", "x", LAYOUT, MORNING))
    rows = (
        PersonRow("ก", "ค", ("กองคลัง", "งานพัสดุ"), STAFF),
        PersonRow("ข", "ค", ("กองคลัง",), STAFF, section="งานพัสดุ"),
    )
    told = database.read(lambda conn: people_change(Books(conn, agency_id), rows))
    assert (told.new, told.new_units) == (("ก", "ข"), ("กองคลัง", "กองคลัง/งานพัสดุ"))
    write(database, agency_id, ImportPeople(rows))
    units = all_units(database, agency_id)
    assert [unit.name for unit in units.values() if unit.parent_id is None] == ["กองคลัง"]
    assert everyone(database, agency_id)["ก"].unit_ids == tuple(unit.id for unit in units.values())


def test_everyone_is_who_works_here(database: Database, agency_id: int) -> None:
    def of_everyone() -> list[str]:
        made = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
        return [task.unit for task in made if task.measure == SERVICE.title]

    wrong = PersonRow("มานี มีสุข", "นักวิชาการ", ("กองคลง",), STAFF)
    write(database, agency_id, ImportPeople((wrong,)))
    assert of_everyone() == ["สำนักปลัด", "กองช่าง", "กองคลง"]
    write(database, agency_id, ImportPeople(PEOPLE))
    assert of_everyone() == ["สำนักปลัด", "กองคลัง", "กองช่าง"]


def test_a_changed_name_is_asked_about_likeliest_first(sqlite_database: Database) -> None:
    small_agency(sqlite_database)
    rows = (
        PersonRow("นางสมหญิง ใจดี", "นิติกร", ("สำนักปลัด",), STAFF),  # married
        PersonRow("นายปรีชา กองช่าง", "ผู้อำนวยการกองช่าง", ("กองช่าง",), STAFF),  # with a title now
        PersonRow("อรทัย มาใหม่", "นักวิชาการศึกษา", ("กองคลัง",), STAFF),
    )
    asked = sqlite_database.read(lambda conn: changed_names(Books(conn, 1), rows))
    assert [(one.name, one.may_be[0].name) for one in asked] == [
        ("นางสมหญิง ใจดี", "สมหญิง รักงาน"), ("นายปรีชา กองช่าง", "ปรีชา กองช่าง")
    ]  # fmt: skip
    decided = [one.name for one in asked]
    assert sqlite_database.read(lambda conn: changed_names(Books(conn, 1), rows, decided)) == ()


def test_the_same_person_under_another_name_keeps_id_phone_and_replies(sqlite_database: Database) -> None:
    small_agency(sqlite_database)
    row = PersonRow("นางสมหญิง ใจดี", "นิติกร", ("สำนักปลัด",), STAFF)
    change = sqlite_database.read(lambda conn: people_change(Books(conn, 1), (row,), ((row.name, 2),)))
    assert change.new == () and change.updated == (row.name,)
    assert 2 not in [who.id for who in change.absent]
    write(sqlite_database, 1, ImportPeople((row,), ((row.name, 2),), MORNING))
    here = sqlite_database.read(lambda conn: people.load_people(Books(conn, 1)))
    assert len(here) == 5 and here[1].name == "นางสมหญิง ใจดี" and here[1].id == 2
    assert here[0].deputy_id == 2


def test_the_heirs_of_who_has_left_are_known(sqlite_database: Database) -> None:
    small_agency(sqlite_database)
    money = sqlite_database.read(lambda conn: tasks_of_person(Books(conn, 1), 3))
    new = PersonRow("อรทัย มาใหม่", "นักวิชาการศึกษา", ("กองคลัง",), STAFF)
    write(sqlite_database, 1, ImportPeople((new,), at=MORNING))
    heir = sqlite_database.read(lambda conn: people.load_people(Books(conn, 1)))[-1].id
    write(sqlite_database, 1, RemovePerson(heir, after(1)))
    # Manee alone answers again: she did before, so nothing new is hers.
    found = sqlite_database.read(lambda conn: handovers(Books(conn, 1), MORNING))
    assert {(one.task_id, one.person_id, one.from_id) for one in found} == {(task.id, heir, None) for task in money}
    head = PersonRow("หัวหน้า คลัง", "ผู้อำนวยการกองคลัง", ("กองคลัง",), SUPERVISOR)
    write(sqlite_database, 1, ImportPeople((head,), at=after(2)), RemovePerson(3, after(3)))
    found = sqlite_database.read(lambda conn: handovers(Books(conn, 1), after(3)))
    boss = sqlite_database.read(lambda conn: people.load_people(Books(conn, 1)))[-1].id
    assert {(one.task_id, one.person_id, one.from_id) for one in found} == {(task.id, boss, 3) for task in money}


def test_a_name_kept_for_a_unit_is_meant_each_time_and_can_be_forgotten(sqlite_database: Database) -> None:
    small_agency(sqlite_database)

    def meant(name: str) -> str | None:
        unit = sqlite_database.read(lambda conn: find_unit(name, people.units_as_written(Books(conn, 1))))
        return unit.name if unit else None

    assert meant("ฝ่ายการเงิน") is None
    write(sqlite_database, 1, KeepUnitName("ฝ่าย การเงิน", "กองคลัง"))
    assert meant("ฝ่ายการเงิน") == "กองคลัง" and meant("ฝ่ายการเงิน/งานพัสดุ") == "กองคลัง"
    write(sqlite_database, 1, KeepUnitName("ฝ่ายการเงิน", "สำนักปลัด/งานนิติการ"))
    assert meant("ฝ่ายการเงิน") == "งานนิติการ"
    write(sqlite_database, 1, KeepUnitName("กองช่าง", "กองคลัง"))
    assert meant("กองช่าง") == "กองช่าง", "a unit's own name comes first"
    write(sqlite_database, 1, KeepUnitName("อื่น", "ไม่มีกองนี้"), ForgetUnitName("ฝ่ายการเงิน"))
    assert meant("ฝ่ายการเงิน") is None and meant("อื่น") is None


def test_whose_code_was_seen_in_a_group_is_named_until_they_have_a_new_one(database: Database, agency_id: int) -> None:
    def names() -> tuple[str, ...]:
        return database.read(lambda conn: people.names_with_void_codes(Books(conn, agency_id)))

    write(database, agency_id, IssueInvite(2, KEYS.hash_code("ABCD2345"), MORNING, after(60)))
    assert names() == ()
    invite = database.read(lambda conn: people.invite_by_code_hash(Books(conn, agency_id), KEYS.hash_code("ABCD2345")))
    assert invite
    write(database, agency_id, VoidInvite(invite.id, MORNING))
    assert names() == (invite.person_name,)
    write(database, agency_id, IssueInvite(2, KEYS.hash_code("WXYZ6789"), MORNING, after(60)))
    assert names() == ()
