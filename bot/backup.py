"""Everything of an installation in one file, and back: rows as JSON lines, evidence by its hash.

The file does not hang on the kind of database: made on SQLite it is restored on PostgreSQL as well. What is encrypted
in it needs the SECRET_KEY it was made under.
"""

import json
import zipfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.archive import add_evidence, new_archive
from bot.shell import Shell
from store import dump
from store.evidence import stored_hashes
from store.migrate import newest_schema

_ABOUT = "backup.json"


class UnfitBackup(Exception):
    """It cannot be restored here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows and files there are; `missing` counts evidence whose bytes are not on the disk."""

    rows: int
    files: int
    missing: int = 0


def back_up(shell: Shell, path: Path) -> Kept:
    """Writes the backup of one moment; the installation may go on working meanwhile."""
    with new_archive(path) as archive:
        rows, hashes = shell.database.read(lambda conn: (_write_tables(conn, archive), sorted(stored_hashes(conn))))
        there = [add_evidence(archive, shell.files, name, f"evidence/{name}") for name in hashes]
        made = shell.clock.machine().isoformat()
        about = {"schema": newest_schema(), "made": made, "rows": rows, "files": sum(there)}
        archive.writestr(_ABOUT, json.dumps(about))
    return Kept(rows, sum(there), there.count(False))


def restore(shell: Shell, path: Path) -> Kept:
    """Fills an empty installation of the same schema; raises UnfitBackup, and then nothing has changed.

    Bytes of evidence that were put before a failure are cleared away by the worker.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_unfit(shell, archive)
            files = sum(_put_evidence(shell, archive, name) for name in archive.namelist() if name[:9] == "evidence/")
            rows = shell.database.run(lambda conn: _put_tables(conn, archive))
    except FileNotFoundError as error:
        raise UnfitBackup(f"there is no file {path}") from error
    except (zipfile.BadZipFile, EOFError, KeyError, ValueError, IntegrityError) as error:
        told = str(getattr(error, "orig", error)).splitlines()[0]
        raise UnfitBackup(f"{path} is not a backup of Tidtam, or it is damaged: {told}") from error
    return Kept(rows, files)


def _refuse_unfit(shell: Shell, archive: zipfile.ZipFile) -> None:
    if (broken := archive.testzip()) is not None:
        raise UnfitBackup(f"the backup is damaged at {broken}; use another")
    schema = json.loads(archive.read(_ABOUT))["schema"]
    if schema != newest_schema():
        raise UnfitBackup(
            f"the backup has schema {schema}, this version works with {newest_schema()}: "
            "restore it with the version that made it, then bring that up to date"
        )
    if not shell.database.read(dump.is_empty):
        raise UnfitBackup("there are agencies here already: restore into an empty database (DATABASE_URL)")


def _write_tables(conn: Connection, archive: zipfile.ZipFile) -> int:
    count = 0
    for table in dump.TABLES:
        with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
            for row in dump.rows_of(conn, table):
                file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
    return count


def _put_tables(conn: Connection, archive: zipfile.ZipFile) -> int:
    count = 0
    for table in dump.TABLES:
        with closing(_load_rows(archive, f"tables/{table.name}.jsonl")) as lines:
            count += dump.put_rows(conn, table, lines)
    dump.reset_id_sequences(conn)
    return count


def _load_rows(archive: zipfile.ZipFile, name: str) -> Generator[dict[str, Any], None, None]:
    with archive.open(name) as file, TextIOWrapper(file, "utf-8", newline="\n") as lines:
        # Rows end at \n alone: texts may hold other ends of lines.
        yield from map(json.loads, lines)


def _put_evidence(shell: Shell, archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as file:
        sha256, _ = shell.files.save(file)
    if f"evidence/{sha256}" != name:
        raise UnfitBackup(f"the backup is damaged at {name}; use another")
    return True
