"""Files of evidence brought from a folder into a bucket and back: whole, counted, deleted only once they are there."""

from pathlib import Path

import pytest

from bot import move_evidence
from bot.doctor_files import Finding, check_files
from bot.settings import read_settings
from bot.shell import open_shell
from domain.writes import SetLayout
from store.files import EvidenceFiles, FilesUnavailable, open_files
from tests.agency import write
from tests.bot.installation import Shellward
from tests.storage import S3Server


def keep_emblems(demo: Shellward, *emblems: bytes) -> tuple[EvidenceFiles, list[str]]:
    """An agency for each of these emblems; where they lie, and their names."""
    shell = open_shell(read_settings(demo.env))
    names = []
    for number, emblem in enumerate(emblems):
        slug = f"moved{number}"
        demo.run("agency", "add", slug, "--name", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง")
        known = shell.channel_of_slug(slug)
        assert known
        names.append(shell.files.save([emblem])[0])
        write(shell.database, known.agency_id, SetLayout(emblem=names[-1]))
    shell.close()
    return shell.files, names


def read(files: EvidenceFiles, name: str) -> bytes:
    with files.open(name) as file:
        return file.read()


@pytest.fixture
def stored(demo: Shellward, s3_server: S3Server) -> Shellward:
    """An installation that may use the bucket, though it keeps files in its folder."""
    demo.env |= {name: value for name, value in s3_server.environment().items() if name.startswith("AWS_")}
    return demo


def test_files_go_into_a_bucket_and_come_back(stored: Shellward, s3_server: S3Server, tmp_path: Path) -> None:
    folder, names = keep_emblems(stored, b"one", b"two", b"three")
    bucket = s3_server.environment()["EVIDENCE_URL"]
    assert "is still in use" in stored.fails("evidence", "move", folder.address, bucket, "--delete")
    told = stored.json("evidence", "move", folder.address, bucket)
    assert told == {"copied": 3, "there": 0, "missing": [], "damaged": [], "deleted": 0}
    assert sorted(folder.names()) == sorted(names)
    stored.env["EVIDENCE_URL"] = bucket
    unneeded = folder.save([b"nobody's"])[0]
    told = stored.json("evidence", "move", folder.address, bucket, "--delete")
    assert (told["copied"], told["there"], told["deleted"]) == (0, 3, 3)
    assert list(folder.names()) == [unneeded]  # fresh: the row that needs it may be on its way
    assert [finding.good for finding in look_at_files(stored)] == [True, True]
    back = (tmp_path / "back").as_uri()
    stored.env["EVIDENCE_URL"] = back
    assert "3 of 3 files" in look_at_files(stored)[1].what
    assert "3 files were copied" in stored.run("evidence", "move", bucket, back)
    assert {read(open_files(back), name) for name in names} == {b"one", b"two", b"three"}


def look_at_files(stored: Shellward) -> list[Finding]:
    """What `tidtam doctor` says of them."""
    shell = open_shell(read_settings(stored.env))
    try:
        return check_files(shell)
    finally:
        shell.close()


def test_what_is_whole_nowhere_is_named_and_nothing_of_it_is_deleted(stored: Shellward, tmp_path: Path) -> None:
    folder, names = keep_emblems(stored, b"whole", b"damaged", b"lost")
    other = (tmp_path / "other").as_uri()
    folder.path(names[1]).write_bytes(b"damageD")
    folder.delete_file(names[2])
    stored.env["EVIDENCE_URL"] = other
    line = stored.fails("evidence", "move", folder.address, other, "--delete")
    assert line.startswith("2 files are whole at neither address") and names[1] in line and names[2] in line
    assert list(folder.names()) == [names[1]]
    assert list(open_files(other).names()) == [names[0]]


def test_what_was_broken_off_goes_on(tmp_path: Path) -> None:
    source, target = open_files((tmp_path / "from").as_uri()), open_files((tmp_path / "to").as_uri())
    names = frozenset(source.save([f"file {number}".encode()])[0] for number in range(50))
    real, saved = target.save, list[object]()

    def fail_later(stream: object) -> tuple[str, int]:
        saved.append(stream)
        if len(saved) > 20:
            raise FilesUnavailable("the line is cut")
        return real(stream)  # type: ignore[arg-type]

    target.save = fail_later  # type: ignore[method-assign]
    with pytest.raises(FilesUnavailable):
        move_evidence.copy_evidence(names, source, target)
    assert len(list(target.names())) == 20
    target.save = real  # type: ignore[method-assign]
    moved = move_evidence.copy_evidence(names, source, target)
    assert (moved.copied, moved.there) == (30, 20)
    damaged = next(iter(names))
    target.path(damaged).write_bytes(b"")
    assert move_evidence.copy_evidence(names, source, target).copied == 1
    assert read(target, damaged) == read(source, damaged)


def test_one_place_by_two_names_is_refused(stored: Shellward, tmp_path: Path) -> None:
    folder, _ = keep_emblems(stored, b"one")
    (tmp_path / "link").symlink_to(stored.folder / "evidence")
    link = (tmp_path / "link").as_uri()
    assert "the same place" in stored.fails("evidence", "move", folder.address, link, "--delete")
    assert len(list(folder.names())) == 1
