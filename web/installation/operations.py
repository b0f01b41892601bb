"""How the installation runs, for who runs the server: its parts, and of each agency what waits and what went wrong.

It shows nothing of what an agency keeps: no person, no text.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_, Say, say
from reports.fonts.face import FONT_FOLDER
from store.counts import load_job_runs
from store.files import FilesUnavailable
from store.migrate import newest_schema, schema_is_current
from store.operations import AgencyState, Backlog, count_agencies, find_agency_states, load_backlog
from web.installation.entrance import PREFIX
from web.installation.paging import read_page, read_search
from web.port import WebPort, port

operations_page = Blueprint("operations", __name__, url_prefix=PREFIX)

# A job that has not ended well for so much longer than its pause is told of.
_LATE: Final = timedelta(minutes=5)
# How long the worker pauses between two of the rarer ones.
_PAUSES: Final = {"forget": timedelta(hours=1), "mend": timedelta(days=1), "links": timedelta(minutes=10)}
_LITTLE_DISK: Final = 1024**3


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the installation that was looked at; `told` says more, and what to do where it is not good."""

    good: bool
    name: Say
    told: Say


@operations_page.get("/operations")
def show_operations() -> ResponseReturnValue:
    """The parts of the installation and a page of its agencies, those with troubles first."""
    here, search, page = port(), read_search(), read_page()
    now = here.machine_now()

    def load_all(conn: Connection) -> tuple[int, Backlog, dict[str, datetime], tuple[tuple[AgencyState, ...], bool]]:
        return (
            count_agencies(conn),
            load_backlog(conn, now),
            dict(load_job_runs(conn)),
            find_agency_states(conn, search, page),
        )

    many, backlog, jobs, (states, more) = here.database.read(load_all)
    parts = (*_look_at_parts(here), *_look_at_worker(jobs, now), *_look_at_backlog(backlog, now))
    return render_template(
        "installation/operations.html", parts=parts, states=states, many=many, more=more, page=page, search=search
    )


def _look_at_parts(here: WebPort) -> Iterator[Part]:
    schema = {"version": version("tidtam"), "schema": newest_schema()}
    current = schema_is_current(here.database.reader)
    told = (
        N_("Tidtam {version}, schema {schema}.")
        if current
        else N_("Tidtam {version} needs schema {schema}: run tidtam migrate")
    )
    yield Part(current, say(N_("Version and schema")), say(told, **schema))
    kind = "SQLite" if here.database.dialect == "sqlite" else "PostgreSQL"
    yield Part(True, say(N_("Database")), say(N_("{kind} answers."), kind=kind))
    yield _look_at_storage(here)
    fonts = any(FONT_FOLDER.glob("*.ttf"))
    told = N_("The fonts of the reports are there.") if fonts else N_("The fonts are missing: install Tidtam anew")
    yield Part(fonts, say(N_("Fonts")), say(told))


def _look_at_storage(here: WebPort) -> Part:
    """Whether evidence can be kept, and how much room is left where it lies on a disk."""
    name = say(N_("Storage of evidence"))
    try:
        kept, _ = here.files.save([b"tidtam doctor"])
        path = here.files.path(kept)
    except FilesUnavailable as error:
        told = N_("Nothing can be kept ({reason}): look at EVIDENCE_URL and its disk")
        return Part(False, name, say(told, reason=str(error)))
    if not here.files.address.startswith("file:"):
        return Part(True, name, say(N_("Evidence can be kept.")))
    free = shutil.disk_usage(path).free
    good = free > _LITTLE_DISK
    told = N_("Evidence can be kept; {free} GB are free.") if good else N_("Only {free} GB are free: make room soon")
    return Part(good, name, say(told, free=f"{free / 1024**3:.1f}"))


def _look_at_worker(jobs: dict[str, datetime], now: datetime) -> Iterator[Part]:
    """The worker as a whole, by what it does each second, its reminders, and the other jobs that are late."""
    if "send" not in jobs:
        told = N_("It has never run: start tidtam worker")
        yield Part(False, say(N_("Worker")), say(told))
        return
    alive = now - jobs["send"] < _LATE
    told = N_("At work; last seen at {time}.") if alive else N_("Not seen since {time}: start tidtam worker")
    yield Part(alive, say(N_("Worker")), say(told, time=jobs["send"]))
    if "remind" in jobs:
        good = now - jobs["remind"] < _LATE
        told = N_("Last looked at at {time}.") if good else N_("Not looked at since {time}: look into the worker's log")
        yield Part(good, say(N_("Reminders")), say(told, time=jobs["remind"]))
    late = [job for job, at in jobs.items() if now - at > _LATE + _PAUSES.get(job, timedelta())]
    if alive and (others := [job for job in sorted(late) if job not in ("send", "remind")]):
        told = N_("These have not ended well for long: {jobs}. Look into the worker's log")
        yield Part(False, say(N_("Other work of the worker")), say(told, jobs=", ".join(others)))


def _look_at_backlog(found: Backlog, now: datetime) -> Iterator[Part]:
    late = found.due_since is not None and now - found.due_since > _LATE
    told = N_("{count} wait; the oldest is of {time}.") if found.oldest_message else N_("None waits.")
    yield Part(
        not late, say(N_("Messages to be sent")), say(told, count=found.waiting, time=found.oldest_message or now)
    )
    good = not found.failed and not found.dead
    told = N_("{failed} are taken again, {dead} could not be taken: tidtam doctor names them")
    told = N_("None failed.") if good else told
    yield Part(good, say(N_("Events whose turn failed")), say(told, failed=found.failed, dead=found.dead))
