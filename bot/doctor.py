"""What is wrong with this installation, and how to mend it."""

from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.commands.channels import tell_channel
from bot.doctor_files import Finding, check_files, check_storage
from bot.settings import BadSetting, Settings, read_settings
from bot.shell import Shell, open_shell
from domain.agency import Agency
from reports.fonts.face import FONT_FOLDER
from store import inbox, outbox
from store.agencies import load_agencies
from store.audit import find_chain_end, find_chain_fault
from store.books import Books
from store.channels import load_channel, set_channel
from store.engine import open_database
from store.keys import KeysError, keys_from
from store.migrate import schema_is_current
from store.scope import is_held
from store.task_state import find_wrong_state, mend_state


def examine(mend: bool = False) -> list[Finding]:
    """Settings, secrets, database, schema, evidence, fonts and clock, each looked at.

    `mend` writes anew what tasks carry of their replies, where it is wrong, and what a former SECRET_KEY encrypted.
    """
    try:
        settings = read_settings()
        keys_from(settings.secret_key)
    except (BadSetting, KeysError) as error:
        return [Finding(False, "settings", str(error))]
    return [
        Finding(True, "settings and secrets"),
        *_database(settings),
        check_storage(settings),
        _fonts(),
        _clock(settings),
        *_agencies(settings, mend),
    ]


def _database(settings: Settings) -> list[Finding]:
    try:
        database = open_database(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        return [Finding(False, "database", f"it cannot be opened ({type(error).__name__}): check DATABASE_URL")]
    try:
        current = schema_is_current(database.engine)
        held = database.read(is_held)
    except SQLAlchemyError as error:
        return [Finding(False, "database", f"it does not answer ({type(error).__name__}): check DATABASE_URL")]
    finally:
        database.close()
    where = "SQLite: one web process and one worker on this disk" if settings.is_sqlite else "PostgreSQL"
    return [
        Finding(True, f"database ({where})"),
        Finding(held, "agencies held apart by the database", "" if held else _NOT_HELD),
        Finding(current, "schema", "" if current else "run `tidtam migrate`"),
    ]


_NOT_HELD = (
    "DATABASE_URL signs in as a superuser, whom no policy holds: make a role without SUPERUSER and BYPASSRLS the "
    "owner of the database and its tables, and sign in as that"
)


def _agencies(settings: Settings, mend: bool) -> list[Finding]:
    """For each agency its channel as LINE sees it, what could not be taken or sent, and the state of its tasks."""
    try:
        shell = open_shell(settings)
    except (SQLAlchemyError, ValueError):
        return []
    try:
        if not schema_is_current(shell.database.engine):
            return []
        found = shell.database.read(load_agencies)
        return [*check_files(shell), *(finding for agency in found for finding in _examine(shell, agency, mend))]
    except (SQLAlchemyError, KeysError) as error:
        return [Finding(False, "agencies", f"they cannot be read ({type(error).__name__})")]
    finally:
        shell.close()


def _agency(shell: Shell, agency: Agency) -> list[Finding]:
    told = tell_channel(shell, agency.slug)
    findings = [Finding(True, f"{agency.slug}: {line}") for line in told["good"]]
    findings += [Finding(False, f"{agency.slug}: LINE channel", line) for line in told["wrong"]]
    events = shell.database.read(lambda conn: inbox.dead_events(Books(conn, agency.id)))
    if events:
        mend = f"look for {events[0]} in the worker's log; the people were told that an answer would come"
        findings.append(Finding(False, f"{agency.slug}: {len(events)} events could not be taken", mend))
    unsent = shell.database.read(lambda conn: outbox.count_by_state(Books(conn, agency.id))).get("dead", 0)
    if unsent:
        mend = "check the channel, then ask the people concerned to write again"
        findings.append(Finding(False, f"{agency.slug}: {unsent} messages could not be sent", mend))
    return findings


def _examine(shell: Shell, agency: Agency, mend: bool) -> list[Finding]:
    return [
        *_agency(shell, agency),
        *_check_key(shell, agency, mend),
        *_task_state(shell, agency, mend),
        _check_record(shell, agency),
    ]


def _check_key(shell: Shell, agency: Agency, mend: bool) -> list[Finding]:
    """Whether the agency's channel can be read with the newest SECRET_KEY alone; `mend` encrypts it anew."""
    channel = shell.database.read(lambda conn: load_channel(Books(conn, agency.id), shell.keys))
    if channel is None or not channel.under_former_key:
        return []
    what = f"{agency.slug}: the channel is encrypted with a former SECRET_KEY"
    if mend:
        shell.database.run(lambda conn: set_channel(Books(conn, agency.id), channel, shell.keys))
        return [Finding(True, f"{what} no longer")]
    return [Finding(False, what, "keep that key behind the newest, after a comma, and run `tidtam doctor --mend`")]


def _check_record(shell: Shell, agency: Agency) -> Finding:
    """Whether the record of who did what is as it was written. Its end, kept elsewhere, shows a record made anew."""
    fault = shell.database.read(lambda conn: find_chain_fault(Books(conn, agency.id)))
    end = shell.database.read(lambda conn: find_chain_end(Books(conn, agency.id)))
    if fault is None:
        return Finding(True, f"{agency.slug}: record of who did what, {end.number} entries, the last is {end.hash}")
    mend = "the database was changed by hand: compare with a backup, and keep both"
    return Finding(False, f"{agency.slug}: entry {fault} of the record of who did what does not fit", mend)


def _task_state(shell: Shell, agency: Agency, mend: bool) -> list[Finding]:
    """Whether what tasks and replies carry of how they stand follows from what was replied and decided."""
    if mend:
        mend_state(shell.database, agency.id)
    wrong = shell.database.read(lambda conn: find_wrong_state(Books(conn, agency.id)))
    if not wrong:
        return []
    what = f"{agency.slug}: {len(wrong)} tasks do not stand as their replies say (task {wrong[0]})"
    return [Finding(False, what, "run `tidtam doctor --mend`, and tell whoever looks after Tidtam: it is a fault")]


def _fonts() -> Finding:
    found = any(FONT_FOLDER.glob("*.ttf"))
    return Finding(found, "fonts", "" if found else f"{FONT_FOLDER} holds no font: install Tidtam anew")


def _clock(settings: Settings) -> Finding:
    clock = Clock(settings.clock_url)
    ahead = clock.now() - clock.machine()
    if abs(ahead) < timedelta(minutes=1):
        return Finding(True, "clock")
    return Finding(True, f"clock (the demo's, {ahead.days} days from the machine's)")
