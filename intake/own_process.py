"""Parsers of hostile files run in a process of their own: bounded memory and time, and a crash that harms nobody."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from intake.unreadable import UnreadableFile

MOST_MEMORY = 480 * 1024 * 1024
MOST_SECONDS = 9  # of CPU
_MOST_WAIT = 90  # seconds in all: on a busy machine a whole file takes its time
_ROOT = Path(__file__).resolve().parent.parent


def run_apart(module: str, path: Path, damaged: str, too_long: str) -> Any:
    """The JSON value that the module prints of the file; raises UnreadableFile of one of the two kinds."""
    command = [sys.executable, "-m", module, str(path.absolute())]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what it is given is a file's name
            command, check=False, cwd=_ROOT, capture_output=True, timeout=_MOST_WAIT
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(too_long) from error
    if done.returncode:
        raise UnreadableFile(damaged)
    return json.loads(done.stdout)


def set_bounds() -> None:
    """Bound the process at hand; to be called before anything is parsed."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
