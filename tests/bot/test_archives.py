"""Backups that come back whole on either database, and an agency's records to take along."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot.backup import UnfitBackup, back_up, restore
from bot.clock import Clock
from bot.export import export
from bot.shell import Shell
from domain.audit import Act, Noted
from domain.writes import SetAway, SetDeputy
from store import dump, people
from store.audit import append_entries, find_chain_end, find_chain_fault
from store.books import Books
from store.files import open_files
from store.keys import Keys
from tests.agency import KEYS, MORNING, small_agency, write
from tests.bot.edge import Edge, photo, text
from tests.bot.installation import Shellward
from tests.bot.test_evidence import jpeg, reporting_at
from tests.databases import watched

pytestmark = pytest.mark.slow


@pytest.fixture
def lived_in(quick_edge: Edge) -> Edge:
    """An installation with a reply, its photo, a deputy who comes after the one who is away, and a waiting message."""
    reporting_at(quick_edge)
    quick_edge.line.contents["p1"] = jpeg()
    quick_edge.post_in_turn(photo("U1", "p1"), text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    quick_edge.close()
    first, *_, last = quick_edge.read(people.load_people)
    away = SetAway(first.id, (MORNING.date(), MORNING.date()))
    write(quick_edge.database, quick_edge.agency_id, away, SetDeputy(first.id, last.id))
    return quick_edge


@contextmanager
def empty(kind: str, request: pytest.FixtureRequest, folder: Path, keys: Keys = KEYS) -> Iterator[Shell]:
    """An installation without agencies."""
    if kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "other.sqlite")
        url = f"sqlite:///{folder / 'other.sqlite'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    with watched(url) as database:
        line: Any = None
        settings: Any = None
        files = open_files((folder / "other evidence").as_uri())
        yield Shell(settings, Clock(None, lambda: MORNING), database, keys, files, line)


def all_rows(shell: Shell) -> dict[str, list[Any]]:
    return shell.database.read(lambda conn: {table.name: list(dump.rows_of(conn, table)) for table in dump.TABLES})


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_comes_back_whole_on_either_database(
    kind: str, lived_in: Edge, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    noted = [Noted("viewed", "report", parts={"year": 2570, "kind": "annual", "plan": 1}), Noted("viewed", "people")]
    by = Act("page", lived_in.read(people.load_people)[0].id, MORNING + timedelta(microseconds=7))
    lived_in.database.run(lambda conn: append_entries(Books(conn, lived_in.agency_id), by, noted))
    made = back_up(lived_in.shell, tmp_path / "b.zip")
    with empty(kind, request, tmp_path) as other:
        assert restore(other, tmp_path / "b.zip") == made
        assert all_rows(other) == all_rows(lived_in.shell)
        photos = [row["sha256"] for row in all_rows(other)["evidence"]]
        assert [other.files.path(name).read_bytes() for name in photos] == [jpeg()]
        books_of = partial(Books, agency_id=lived_in.agency_id)
        assert other.database.read(lambda conn: find_chain_fault(books_of(conn))) is None
        assert other.database.read(lambda conn: find_chain_end(books_of(conn))).number == 2
        another = small_agency(other.database, "another")  # ids go on where they stood
        assert another > max(row["id"] for row in all_rows(lived_in.shell)["agencies"])
        secret = other.channel_of_slug("demo")
        assert secret and secret.credentials and secret.credentials.secret


def test_a_backup_holds_no_secret_in_the_clear_and_is_its_owners_alone(lived_in: Edge, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(lived_in.shell, path)
    with zipfile.ZipFile(path) as archive:
        channels = archive.read("tables/channels.jsonl").decode()
    known = lived_in.shell.channel_of_slug("demo")
    assert known and known.channel
    assert known.channel.secret not in channels
    assert path.stat().st_mode & 0o077 == 0


def test_a_backup_is_restored_only_where_nothing_can_be_lost(lived_in: Edge, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(lived_in.shell, path)
    before = all_rows(lived_in.shell)
    with pytest.raises(UnfitBackup, match="agencies here already"):
        restore(lived_in.shell, path)
    assert all_rows(lived_in.shell) == before


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.write_bytes(b"PK no zip"), "not a backup"),
        (lambda path: path.write_bytes(path.read_bytes()[:-400]), "not a backup"),
        (lambda path: path.unlink(), "no file"),
        (lambda path: turned(path, "backup.json", '{"schema": "0000"}'), "schema 0000"),
        (lambda path: turned(path, "tables/people.jsonl", '{"id": 1}\n'), "not a backup"),
        (lambda path: turned(path, "tables/people.jsonl", "[1, 2"), "not a backup"),
        (lambda path: turned(path, "tables/people.jsonl", ""), "not a backup"),
        (lambda path: flipped(path), "damaged"),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(
    damage: Any, told: str, lived_in: Edge, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path = tmp_path / "b.zip"
    back_up(lived_in.shell, path)
    damage(path)
    with empty("sqlite", request, tmp_path) as other:
        with pytest.raises(UnfitBackup, match=told):
            restore(other, path)
        assert not any(all_rows(other).values())


def turned(path: Path, name: str, content: str) -> None:
    """The archive with one file of other content."""
    with zipfile.ZipFile(path) as old:
        kept = {other: old.read(other) for other in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for other, data in {**kept, name: content.encode()}.items():
            new.writestr(other, data)


def flipped(path: Path) -> None:
    """The archive with one bit of a photo turned over, as a bad disk does."""
    data = bytearray(path.read_bytes())
    data[data.index(jpeg()[:200]) + 500] ^= 1
    path.write_bytes(data)


def test_a_failed_backup_leaves_the_one_before(lived_in: Edge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.zip"
    back_up(lived_in.shell, path)
    before = path.read_bytes()

    def full(*_given: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.backup.add_evidence", full)
    with pytest.raises(OSError, match="No space"):
        back_up(lived_in.shell, path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.glob("*.zip")] == ["b.zip"]
    assert not list(tmp_path.glob(".new-*"))


def test_evidence_that_is_gone_from_the_disk_is_counted(lived_in: Edge, tmp_path: Path) -> None:
    (gone,) = [row["sha256"] for row in all_rows(lived_in.shell)["evidence"]]
    lived_in.shell.files.delete_file(gone)
    assert back_up(lived_in.shell, tmp_path / "b.zip").missing == 1


def test_an_agency_takes_along_its_own_records_and_nobodys_keys(lived_in: Edge, tmp_path: Path) -> None:
    other = small_agency(lived_in.database, "other")
    export(lived_in.shell, lived_in.agency_id, tmp_path / "e.zip")
    with zipfile.ZipFile(tmp_path / "e.zip") as archive:
        records = json.loads(archive.read("records.json"))
        (piece,) = [name for name in archive.namelist() if name.startswith("evidence/")]
        assert archive.read(piece) == jpeg()
        (tmp_path / "r.xlsx").write_bytes(archive.read("records.xlsx"))
        told = archive.read("records.json").decode()
    assert [agency["id"] for agency in records["agencies"]] == [lived_in.agency_id] != [other]
    assert {"channels", "sessions", "signins", "invites", "inbox"}.isdisjoint(records)
    assert '"U1"' not in told
    assert records["audit_entries"][-1]["kind"] == "downloaded"
    assert {row["standing"] for row in records["tasks"]} == {"waiting", "finished"}
    (update,) = records["updates"]
    heads, row = CalamineWorkbook.from_path(str(tmp_path / "r.xlsx")).get_sheet_by_name("updates").to_python()
    assert dict(zip(heads, row, strict=True))["result"] == update["result"]


def test_the_commands_say_what_is_kept_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here, there = Shellward(tmp_path / "a"), Shellward(tmp_path / "b")
    here.run("migrate")
    here.run("agency", "add", "demo", "--name", "อบต.ทุ่งตัวอย่าง")
    assert "files of evidence are in" in here.run("backup", str(tmp_path / "b.zip"))
    assert "restored" in there.run("restore", str(tmp_path / "b.zip"))
    assert there.json("agency", "list") == here.json("agency", "list")
    assert "agencies here already" in there.fails("restore", str(tmp_path / "b.zip"))
    assert "cannot be written" in here.fails("backup", str(tmp_path / "nowhere" / "b.zip"))
    assert "files of evidence are in" in here.run("export", "demo", str(tmp_path / "e.zip"))
    assert "no agency" in here.fails("export", "nobody", str(tmp_path / "e.zip"))


def test_a_channel_of_another_secret_key_is_told_of(
    lived_in: Edge, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.commands.archives import _look_at_channels

    back_up(lived_in.shell, tmp_path / "b.zip")
    other_keys = replace(KEYS, secrets=("another-secret-than-before",))
    with empty("sqlite", request, tmp_path, other_keys) as other:
        restore(other, tmp_path / "b.zip")
        _look_at_channels(other)
    assert "demo was stored under another SECRET_KEY" in capsys.readouterr().err
