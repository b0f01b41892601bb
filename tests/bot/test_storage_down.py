"""While photos and files cannot be kept the chat goes on, and what was sent is kept once they can be."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.fetch import MOST_ATTEMPTS
from bot.worker import Worker
from store import tasks
from store.evidence import stored_hashes
from store.updates import updates_of_task
from tests.bot.edge import Edge, photo, text
from tests.bot.test_evidence import jpeg, kept, reporting_at
from tests.storage import S3Server, unusable


def send_photo_and_save(edge: Edge) -> None:
    """A photo in the chat, and the report saved with it."""
    reporting_at(edge)
    edge.line.contents["p1"] = jpeg()
    edge.post_in_turn(photo("U1", "p1"), text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    edge.close()
    edge.worker = Worker(edge.shell)


def sweep_later(edge: Edge) -> None:
    edge.machine += timedelta(minutes=21)
    edge.worker.fetch_wanted()
    edge.worker.send_unsent()


def test_a_photo_is_kept_once_the_disk_can_be_used_however_long_that_takes(quick_edge: Edge, tmp_path: Path) -> None:
    with unusable(tmp_path / "evidence"):
        send_photo_and_save(quick_edge)
        for _ in range(MOST_ATTEMPTS + 5):
            sweep_later(quick_edge)
        piece = kept(quick_edge, "p1")
        assert (piece.state, piece.sha256) == ("wanted", None)
        assert quick_edge.database.read(stored_hashes) == frozenset()
    task = quick_edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    assert len(quick_edge.read(lambda books: updates_of_task(books, task.id))) == 1
    assert not any("ส่งใหม่" in said for said in quick_edge.line.texts)
    sweep_later(quick_edge)
    piece = kept(quick_edge, "p1")
    assert piece.state == "saved" and piece.sha256
    with quick_edge.shell.files.open(piece.sha256) as file:
        assert file.read() == jpeg()


@pytest.mark.slow
def test_a_photo_is_kept_in_the_storage_after_its_server_was_killed(
    quick_edge: Edge, s3_server: S3Server, tmp_path: Path
) -> None:
    bucket = s3_server.files(tmp_path / "copies")
    object.__setattr__(quick_edge.shell, "files", bucket)
    s3_server.kill()
    send_photo_and_save(quick_edge)
    sweep_later(quick_edge)
    assert kept(quick_edge, "p1").state == "wanted"
    s3_server.start()
    for _ in range(20):
        sweep_later(quick_edge)
    piece = kept(quick_edge, "p1")
    assert piece.state == "saved" and piece.sha256 and piece.shown
    assert set(bucket.names()) == {piece.sha256, piece.shown}
    assert bucket.path(piece.sha256).read_bytes() == jpeg()
