"""`python -m tests.faults`: one run, its faults one by one, and a table of counts; exit 1 where a count must be 0."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.audit import FATAL, count_faults
from tests.faults.run import Given, Outcome, run


def main() -> int:
    """Run once for each database that is asked for."""
    args = _arguments()
    kinds = ("sqlite", "postgresql") if args.database == "both" else (args.database,)
    return max(
        [_run_one(Given(args.officers, args.kills, args.seed, kind, args.pause, args.storage)) for kind in kinds]
    )


def _run_one(given: Given) -> int:
    folder = Path(tempfile.mkdtemp(prefix="tidtam-faults-"))
    print(f"{given}\npapers and diaries: {folder}", flush=True)
    outcome = run(given, folder)
    told = "\n".join(f"{fault.kind}: {fault.officer}: {fault.told}" for fault in outcome.faults)
    (folder / "faults.txt").write_text(told, "utf-8")
    for fault in outcome.faults:
        if fault.kind in FATAL:
            print(f"\n{fault.kind}: {fault.officer}\n{fault.told}")
    print(f"\n{describe(outcome)}", flush=True)
    bad = any(fault.kind in FATAL for fault in outcome.faults)
    if bad:
        print(f"FAILED with seed {given.seed} on {given.database}; see {folder}")
    return int(bad)


def describe(outcome: Outcome) -> str:
    """The run's table of counts."""
    kills = len(outcome.killed)
    told = {
        "replies recorded": outcome.replies,
        "messages seen": outcome.messages,
        "  of these pushed": outcome.pushes,
        "messages dropped": outcome.dropped,
        "reports cancelled": outcome.cancelled,
        "answers said again": outcome.said_again,
        "answers corrected": outcome.corrected,
        "kills": kills,
        "  of these of the storage": sum(one.endswith(" s3") for one in outcome.killed),
        "seconds": round(outcome.seconds),
    }
    counts = count_faults(outcome.faults)
    must = {f"{kind} (must be 0)" if kind in FATAL else kind: count for kind, count in counts.items()}
    return "\n".join(f"{name:32}{count:8}" for name, count in {**told, **must}.items())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--officers", type=int, default=12)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument("--storage", choices=("folder", "s3"), default="folder", help="where photos are kept")
    parser.add_argument("--pause", type=float, default=4.0, help="mean seconds between two kills")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
