"""The edge on each kind of database, and installations for the command line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Database
from tests.bot.edge import Edge
from tests.bot.installation import Shellward
from tests.databases import watched


@pytest.fixture
def edge(database: Database, database_url: str, tmp_path: Path) -> Iterator[Edge]:
    """The real app on a fresh database of each kind."""
    made = Edge(database, database_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def quick_edge(sqlite_url: str, tmp_path: Path) -> Iterator[Edge]:
    """The real app on SQLite alone, for what does not hang on the database."""
    with watched(sqlite_url) as database:
        made = Edge(database, sqlite_url, tmp_path)
        yield made
        made.close()


@pytest.fixture
def cli(tmp_path: Path, sqlite_template: Path) -> Shellward:
    """A fresh installation of the newest schema."""
    shutil.copyfile(sqlite_template, tmp_path / "tidtam.db")
    return Shellward(tmp_path)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands leave that set up the sample agency, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    made = Shellward(folder)
    made.run("migrate")
    made.set_up_demo()
    return folder


@pytest.fixture
def demo(tmp_path: Path, demo_folder: Path) -> Shellward:
    """An installation with the sample agency, its plan and an open round."""
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    return Shellward(tmp_path)


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands leave that set up an agency with one person, to be copied."""
    folder = tmp_path_factory.mktemp("office")
    made = Shellward(folder)
    made.run("migrate")
    made.run("agency", "add", "demo", "--name", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง")
    people = folder / "people.csv"
    people.write_text("name,position,unit,roles\nสมชาย ทดสอบ,ปลัด,สำนักปลัด,staff;admin\n", "utf-8")
    made.run("people", "import", "demo", str(people))
    return folder


@pytest.fixture
def office(tmp_path: Path, office_folder: Path) -> Shellward:
    """An installation with an agency and one person."""
    shutil.copytree(office_folder, tmp_path, dirs_exist_ok=True)
    return Shellward(tmp_path)
