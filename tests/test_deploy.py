"""The examples of how Tidtam is run name settings and commands that exist, and agree with one another."""

import json
import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.settings import read_settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
KNOWN = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.sample").read_text("utf-8"), re.MULTILINE)) | {"BIND"}


def settings_in(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", path.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("example", ["one-office", "province"])
def test_every_setting_of_an_example_exists_and_can_be_used(example: str) -> None:
    given = settings_in(DEPLOY / example / "tidtam.env")
    assert set(given) <= KNOWN
    assert given["SECRET_KEY"] == "", "everybody makes one of their own"
    settings = read_settings({**given, "SECRET_KEY": "made-for-this-test-alone"})
    assert settings.is_sqlite == (example == "one-office")
    assert settings.evidence_url.startswith("file:" if settings.is_sqlite else "s3:")


def test_only_commands_that_exist_are_run() -> None:
    run = {name: re.findall(r"\btidtam ([a-z]+)\b", path.read_text("utf-8")) for name, path in named_files()}
    run = {name: [one for one in found if one not in ("anew", "alone")] for name, found in run.items()}
    assert {one for found in run.values() for one in found} <= set(COMMANDS)
    procfile = (ROOT / "Procfile").read_text("utf-8")
    gunicorn = re.findall(r"gunicorn .*", procfile)[0].replace("'", "")
    for example in ("one-office", "province"):
        assert gunicorn in (DEPLOY / example / "tidtam-web.service").read_text("utf-8")


def named_files() -> list[tuple[str, Path]]:
    return [(str(path.relative_to(DEPLOY)), path) for path in FILES if path.suffix not in (".json", ".md")]


def test_the_storage_of_the_province_knows_the_key_that_is_used() -> None:
    given = settings_in(DEPLOY / "province" / "tidtam.env")
    (identity,) = json.loads((DEPLOY / "province" / "storage.json").read_text("utf-8"))["identities"]
    (key,) = identity["credentials"]
    assert (key["accessKey"], key["secretKey"]) == (given["AWS_ACCESS_KEY_ID"], given["AWS_SECRET_ACCESS_KEY"])
    bucket = given["EVIDENCE_URL"].split("/")[2]
    assert identity["actions"] == [f"{may}:{bucket}" for may in ("Read", "Write", "List")]
    compose = (DEPLOY / "province" / "compose.yaml").read_text("utf-8")
    password = re.findall(r"//tidtam:([^@]+)@database/", given["DATABASE_URL"])[0]
    assert f"POSTGRES_PASSWORD: {password}" in compose and f"-name {bucket}'" in compose


def test_each_file_of_an_example_is_linked_by_its_folder() -> None:
    page = (DEPLOY / "README.md").read_text("utf-8")
    folders = {path.parent.name for path in FILES if path.parent != DEPLOY}
    assert folders == {"one-office", "province"} == set(re.findall(r"\]\(([a-z-]+)\)", page))
