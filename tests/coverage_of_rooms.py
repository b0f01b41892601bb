"""Prints what part of each room's branches the fast tests of the last run took: a line a room, and one for all."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePath

Branches = tuple[int, int]  # taken, all


def branches_by_room(report: Mapping[str, Mapping[str, Mapping[str, Mapping[str, int]]]]) -> dict[str, Branches]:
    """The branches taken and all branches of each room, by the JSON report of coverage.py."""
    rooms: dict[str, Branches] = defaultdict(lambda: (0, 0))
    for name, file in report["files"].items():
        room, told = PurePath(name).parts[0], file["summary"]
        taken, every = rooms[room]
        rooms[room] = (taken + told["covered_branches"], every + told["num_branches"])
    return dict(rooms)


def format_rooms(rooms: Mapping[str, Branches]) -> str:
    """A line a room, and one for all rooms."""
    every = {**rooms, "all": (sum(taken for taken, _ in rooms.values()), sum(of for _, of in rooms.values()))}
    lines = (f"{room:<10} {taken:>5} of {of:>5} {taken / (of or 1):>5.0%}" for room, (taken, of) in every.items())
    return "\n".join(["branches taken by the fast tests (a process that a test starts is not counted)", *lines])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", path], check=True)
        print(format_rooms(branches_by_room(json.loads(path.read_text("utf-8")))))


if __name__ == "__main__":
    main()
