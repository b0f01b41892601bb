"""Damaged files: one of each kind, damaged at random, read with time and memory watched.

`RUNS=10000 python -m tests.intake.fuzz` prints what came of them; the suite runs a few.
"""

import os
import random
import resource
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from intake.plan_file import UnreadableFile, read_plan
from intake.plan_template import write_template
from tests.intake.made import Grid, write_pdf, write_word, write_workbook
from tests.intake.shapes import HEAD, SHAPES

MOST_SECONDS = 10.0
MOST_MEGABYTES = 512
# Workbooks and PDFs are read in a process of their own, which takes a while to begin: fewer of them.
_WEIGHTS = {".docx": 6, ".xlsx": 4, ".csv": 3, ".txt": 3, ".html": 3, ".pdf": 1}
Damage = Callable[[random.Random, bytes], bytes]


@dataclass(slots=True)
class Outcome:
    """What came of the files: how many were read or refused, what crashed, and the slowest."""

    counts: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_file: str = ""


def whole_files(folder: Path) -> dict[str, bytes]:
    """A whole file of each kind, of an invented agency."""
    grids = [Grid(tuple(tuple((cell,) if cell else () for cell in row) for row in s.rows), 1, s.merges) for s in SHAPES]
    blocks: tuple[str | Grid, ...] = tuple(piece for grid in grids[:6] for piece in (HEAD, grid))
    write_word(folder / "whole.docx", blocks)
    write_pdf(folder / "whole.pdf", blocks)
    write_workbook(folder / "whole.xlsx", blocks)
    write_template(folder / "whole.csv")
    lines = ["\t".join(cell.replace("\n", " ") for cell in row) for row in SHAPES[0].rows]
    (folder / "whole.txt").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    rows = "".join(f"<tr>{''.join(f'<td rowspan=1>{cell}</td>' for cell in row)}</tr>" for row in SHAPES[1].rows)
    (folder / "whole.html").write_text(f"<h1>{HEAD}</h1><table>{rows}</table>", encoding="utf-8")
    return {ending: (folder / f"whole{ending}").read_bytes() for ending in _WEIGHTS}


def _bytes_changed(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut_short(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(1, len(data))]


def _piece_moved(rng: random.Random, data: bytes) -> bytes:
    start, size = rng.randrange(len(data)), rng.randrange(1, 400)
    place = rng.randrange(len(data))
    return (
        data[:place] + data[start : start + size] * rng.choice((1, 1, 2, 50)) + data[place + rng.randrange(2) * size :]
    )


def _part_damaged(rng: random.Random, data: bytes) -> bytes:
    """A package whose parts are whole, but one of them holds nonsense."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except zipfile.BadZipFile:
        return _bytes_changed(rng, data)
    name = rng.choice([name for name in parts if parts[name]])
    parts[name] = rng.choice((_bytes_changed, _cut_short, _piece_moved, _tag_changed))(rng, parts[name])
    if rng.random() < 0.1:
        parts.pop(rng.choice(list(parts)))
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return made.getvalue()


def _tag_changed(rng: random.Random, data: bytes) -> bytes:
    """A number in the markup made huge, negative or no number: spans, sizes, indexes."""
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57] or [0]
    place = rng.choice(places)
    return data[:place] + rng.choice((b"99999999", b"-1", b"x", b"", b"2147483648")) + data[place + 1 :]


_DAMAGES: tuple[Damage, ...] = (_bytes_changed, _cut_short, _piece_moved, _tag_changed, _part_damaged, _part_damaged)


def run(runs: int, seed: int = 1) -> Outcome:
    """Read that many damaged files."""
    rng, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory(prefix="tidtam-fuzz-") as name:
        folder = Path(name)
        whole = whole_files(folder)
        for number in range(runs):
            ending = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
            path = folder / f"damaged{ending}"
            path.write_bytes(rng.choice(_DAMAGES)(rng, whole[ending]))
            _read(path, f"{ending} of run {number}, seed {seed}", outcome)
            if number % 500 == 499:
                print(f"{number + 1} files, {len(outcome.crashes)} crashes", flush=True)
    return outcome


def cpu_seconds() -> float:
    """What this process and those it has waited for have used: no other load on the machine is counted."""
    return sum(os.times()[:4])


def _read(path: Path, name: str, outcome: Outcome) -> None:
    started = cpu_seconds()
    try:
        read_plan(path)
        outcome.counts[f"{path.suffix} read"] += 1
    except UnreadableFile as refusal:
        outcome.counts[f"{path.suffix} refused"] += 1
        if ": " not in str(refusal):
            outcome.crashes.append(f"{name}: says nothing to do: {refusal}")
    except Exception as error:
        outcome.crashes.append(f"{name}: {error!r}")
    seconds = cpu_seconds() - started
    if seconds > outcome.slowest:
        outcome.slowest, outcome.slowest_file = seconds, name


def main() -> None:
    """Print what came of RUNS files; exit 1 where one crashed, hung or filled the memory."""
    limit = MOST_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    outcome = run(int(os.environ.get("RUNS", "10000")), int(os.environ.get("SEED", "1")))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(dict(sorted(outcome.counts.items())))
    print(f"slowest {outcome.slowest:.1f} s of CPU ({outcome.slowest_file})")
    print(f"peak {peak:.0f} MB, {len(outcome.crashes)} crashes")
    print("\n".join(outcome.crashes[:40]))
    sys.exit(bool(outcome.crashes) or outcome.slowest > MOST_SECONDS or peak > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
