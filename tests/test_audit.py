"""What `make audit` makes of pip-audit's words, which are of its own shape."""

import sys
from pathlib import Path

import pytest

from tests import audit
from tests.audit import FOUND, NOT_ASKED, judge

GOOD = {"name": "flask", "version": "3.1.2", "vulns": []}
WEAK = {
    "name": "jinja2",
    "version": "3.1.2",
    "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.3"], "aliases": [], "description": "x"}],
}
SKIPPED = {"name": "aenum", "skip_reason": "Dependency not found on PyPI and could not be audited: aenum (3.1.17)"}


def test_a_weakness_fails_also_where_others_could_not_be_asked_about() -> None:
    assert judge([GOOD, WEAK, WEAK, SKIPPED]) == (FOUND, ["jinja2 3.1.2: PYSEC-2024-1, mended in 3.1.3"])


def test_all_asked_and_none_weak_ends_well() -> None:
    assert judge([GOOD, GOOD]) == (0, ["1 packages, none is known to be weak"])


@pytest.mark.parametrize("told", [[], [SKIPPED], [GOOD, SKIPPED]])
def test_what_was_not_asked_about_is_not_taken_for_good(told: list[dict[str, object]]) -> None:
    status, (line, *_) = judge(told)
    assert status == NOT_ASKED and line.startswith("NOT AUDITED: ")


@pytest.mark.parametrize("said", ["echo nonsense", "echo Traceback >&2; exit 1", "exit 0"])
def test_a_pip_audit_that_fails_is_told_of(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\n{said}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", ["audit", str(program)])
    assert audit.main() == NOT_ASKED
    assert "NOT AUDITED" in capsys.readouterr().out
