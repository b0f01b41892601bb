"""How much memory this process has held at most."""

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

_STATUS = Path("/proc/self/status")


def peak_megabytes() -> float:
    """The peak in MB since the program was started; `ru_maxrss` would count what its parent held before, too."""
    if _STATUS.exists():
        held = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def watch_memory(every: float = 0.02) -> Iterator[list[float]]:
    """The MB that this process and its children held together, looked at so often (seconds) while it lasts."""
    held, done = [0.0], threading.Event()

    def look() -> None:
        ours = psutil.Process()
        while not done.wait(every):
            held.append(sum(map(_megabytes, (ours, *ours.children(recursive=True)))))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield held
    finally:
        done.set()
        watcher.join()


def _megabytes(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        return float(process.memory_info().rss) / 1024 / 1024
    return 0.0
