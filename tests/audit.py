"""`make audit`: known weaknesses of the packages that are locked, as pip-audit finds them at PyPI.

pip-audit itself ends well where it could ask about no package at all, as on a machine that reaches a mirror alone. Here
that fails, and otherwise than a weakness does.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCKS = ("requirements.lock", "requirements-dev.lock")
FOUND, NOT_ASKED = 1, 3


def main() -> int:
    """0 where every locked package was asked about and none is known to be weak."""
    told = [_ask(sys.argv[1], lock) for lock in LOCKS if Path(lock).exists()]
    status, lines = judge([one for each in told for one in each])
    print("\n".join(lines))
    return status


def _ask(pip_audit: str, lock: str) -> Sequence[Mapping[str, Any]]:
    """What pip-audit says of each package of the lock; none where it says nothing that can be read."""
    command = [pip_audit, "--requirement", lock, "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return [{"name": lock, "skip_reason": f"pip-audit failed: {reason}"}]


def judge(told: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """How the command ends, and what it says."""
    weak = {
        f"{one['name']} {one['version']}: {each['id']}, mended in {', '.join(each['fix_versions']) or 'no version yet'}"
        for one in told
        for each in one.get("vulns", ())
    }
    skipped = {str(one["skip_reason"]) for one in told if "skip_reason" in one}
    if weak:
        return FOUND, sorted(weak)
    if skipped or not told:
        many = f"{len(skipped)} of {len({one['name'] for one in told})} packages could not be asked about"
        return NOT_ASKED, [f"NOT AUDITED: {many} (is pypi.org reached, not only a mirror?)", *sorted(skipped)[:3]]
    return 0, [f"{len({one['name'] for one in told})} packages, none is known to be weak"]


if __name__ == "__main__":
    sys.exit(main())
