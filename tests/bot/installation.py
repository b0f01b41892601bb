"""An installation that the command line is tried on."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import intake
from bot.cli import tidtam
from bot.problem import Problem

SAMPLES = Path(intake.__file__).parent / "samples"


class Shellward:
    """The command line on an installation of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {"TIDTAM_VAR": str(folder), "SECRET_KEY": "a-secret-for-tests-only", "LOG_LEVEL": "ERROR"}

    def run(self, *arguments: str) -> str:
        """What the command prints on stdout; a Problem or wrong usage is raised."""
        result = CliRunner().invoke(tidtam, arguments, env=self.env, catch_exceptions=False, standalone_mode=False)
        return result.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def fails(self, *arguments: str) -> str:
        """The one line that an expected failure says."""
        with pytest.raises(Problem) as problem:
            self.run(*arguments)
        line = str(problem.value)
        assert "\n" not in line
        return line

    def set_up_demo(self) -> None:
        """The sample agency, its people and plan, and an open round."""
        self.run("agency", "add", "demo", "--name", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง")
        self.run("people", "import", "demo", str(SAMPLES / "demo_people.csv"))
        self.run("plan", "import", "demo", str(SAMPLES / "demo_plan.csv"), "--year", "2570")
        self.run("round", "open", "demo", "--year", "2570", "--round", "first_half")
