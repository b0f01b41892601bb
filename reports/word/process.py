"""Templates of somebody's own opened in a process of their own, with so much memory and time and no more."""

import resource
from collections.abc import Collection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from domain.report import Report
from reports.turns import Turns
from reports.word.problems import BadTemplate, TemplateProblem

_LONGEST = 60  # seconds: 3,000 measures take three
_MEMORY = 2 << 30  # bytes
_turns = Turns(makers=1, waiting=2, longest=20)


def fill_safely(template: bytes, report: Report, longest: float = _LONGEST) -> bytes:
    """The template with the report in it; raises TooBusy; BadTemplate, also for too much time or memory."""
    return _request_document(template, report, None, longest)


def fill_from_file(path: Path, report: Report) -> bytes:
    """The template that lies there with the report in it; raises BadTemplate, also where there is none."""
    try:
        template = path.read_bytes()
    except OSError as error:
        raise BadTemplate(TemplateProblem("not-word")) from error
    return fill_safely(template, report)


def check_and_fill(template: bytes, report: Report, columns: Collection[str], longest: float = _LONGEST) -> bytes:
    """The same, the template read for columns that the report has not before."""
    return _request_document(template, report, frozenset(columns), longest)


def _request_document(template: bytes, report: Report, columns: frozenset[str] | None, longest: float) -> bytes:
    with _turns.turn():
        answer = _ask_process(template, report, columns, longest)
    if isinstance(answer, bytes):
        return answer
    raise BadTemplate(*(answer or (TemplateProblem("too-long"),)))


def _ask_process(
    template: bytes, report: Report, columns: frozenset[str] | None, longest: float
) -> bytes | tuple[TemplateProblem, ...] | None:
    """What the process answers: the document or what is wrong with the template; None where it did not answer."""
    # Spawned, not forked: the web process has threads, and a fork would copy their locks.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), name="tidtam-word", daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send((template, report, columns))
        answer: bytes | tuple[TemplateProblem, ...] | None = ours.recv() if ours.poll(longest) else None
        return answer
    except (EOFError, ConnectionError):
        return None
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _serve(connection: Connection) -> None:
    """Runs in the process: the document's bytes, or what is wrong with the template."""
    from reports.word.check import check_template
    from reports.word.template import fill_template

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    template, report, columns = connection.recv()
    try:
        if columns is not None:
            check_template(template, columns)
        connection.send(fill_template(template, report))
    except BadTemplate as error:
        connection.send(error.problems)
    except MemoryError:
        connection.send((TemplateProblem("too-long"),))
