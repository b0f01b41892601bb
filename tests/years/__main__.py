"""`python -m tests.years --runs 1000 --seed 1`: so many agency-years; exit 1 where one broke a promise.

`--seed N --verbose` replays one year and prints its diary: day, person, what was sent and seen.
"""

import argparse
import os
import sys
import time
from collections import Counter

SEED_OF_HASHES = "0"  # Python's order of sets follows from it: without it a replay in another process may differ


def main() -> int:
    """Run the years one after the other, and tell what broke."""
    args = _arguments()
    if os.environ.get("PYTHONHASHSEED") != SEED_OF_HASHES:
        os.environ["PYTHONHASHSEED"] = SEED_OF_HASHES
        os.execv(sys.executable, [sys.executable, "-m", "tests.years", *sys.argv[1:]])
    from tests.years.run import runner

    broken, total, kinds, began = list[int](), Counter[str](), Counter[str](), time.process_time()
    with runner() as years:
        for seed in range(args.seed, args.seed + args.runs):
            outcome = years.run(seed, args.layout, args.days)
            total += outcome.counts
            if args.verbose:
                print("\n".join(outcome.diary))
            for fault in outcome.faults:
                print(f"seed {seed}: {fault.kind}: {fault.officer}: {fault.told}", flush=True)
            if outcome.faults:
                broken.append(seed)
                kinds += Counter(fault.kind for fault in outcome.faults)
                again = replay(seed, args.layout, args.days)
                print(f"seed {seed} ({outcome.layout}) broke a promise; replay it:\n  {again}", flush=True)
            elif args.each:
                print(f"seed {seed} ({outcome.layout}): kept, {outcome.cpu:.1f} s", flush=True)
    cpu = time.process_time() - began
    print(f"{args.runs} agency-years, {len(broken)} broke a promise; {cpu / args.runs:.2f} CPU-seconds a year")
    for name, count in sorted((total + kinds).items()):
        print(f"  {name:32}{count:10}")
    return int(bool(broken))


def replay(seed: int, layout: str = "", days: int = 0) -> str:
    """The command that runs this year again and prints its diary."""
    more = (f" --layout {layout}" if layout else "") + (f" --days {days}" if days else "")
    return f".venv/bin/python -m tests.years --seed {seed}{more} --verbose"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.years", description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=0, help="end so many days after 1 October; 0: the whole year")
    parser.add_argument("--layout", default="", help="for all years, instead of each in turn")
    parser.add_argument("--verbose", action="store_true", help="print the diary")
    parser.add_argument("--each", action="store_true", help="a line for every year")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
