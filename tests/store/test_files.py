"""Evidence is kept under what it is, whether in a folder or in S3-compatible storage."""

import hashlib
import io
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import obstore
import pytest

from store import s3_files
from store.files import DamagedFile, EvidenceFiles, FilesUnavailable, S3Access, open_files
from store.s3_files import S3Files
from tests.patience import PATIENCE
from tests.storage import S3Server

AHEAD = timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFiles:
    return open_files(f"file://{tmp_path}/evidence files".replace(" ", "%20"))


@pytest.fixture
def bucket(s3_server: S3Server, tmp_path: Path) -> S3Files:
    return cast(S3Files, s3_server.files(tmp_path / "copies"))


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest) -> EvidenceFiles:
    """An empty place of each kind in turn."""
    return cast(EvidenceFiles, request.getfixturevalue(request.param))


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(files: EvidenceFiles, name: str) -> bytes:
    with files.open(name) as file:
        return file.read()


def write_under(files: EvidenceFiles, place: str, data: bytes) -> None:
    """Other bytes under the name, as a failing disk or a hand leaves them."""
    if isinstance(files, S3Files):
        obstore.put(files._writer, place, data)
    else:
        cast(Any, files)._root.joinpath(place).write_bytes(data)


# In parts (s3_files._PART) goes what is large, so that memory stays bounded.
@pytest.mark.parametrize("data", [b"", b"x", os.urandom(700_000), os.urandom(9_000_000)], ids=len)
def test_bytes_are_kept_under_their_hash(files: EvidenceFiles, data: bytes) -> None:
    name = sha256_of(data)
    assert files.save(io.BytesIO(data)) == files.save([data[:10], data[10:]]) == (name, len(data))
    assert read(files, name) == files.path(name).read_bytes() == data
    assert list(files.names()) == [name]
    files.delete_file(name)
    files.delete_file(name)
    for look in (files.open, files.path):
        with pytest.raises(FileNotFoundError):
            look(name)


def test_a_broken_download_leaves_nothing(files: EvidenceFiles, tmp_path: Path) -> None:
    def torn() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.save(torn())
    assert list(files.names()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_only_a_hash_names_a_file(files: EvidenceFiles, name: str) -> None:
    for ask in (files.path, files.open, files.delete_file):
        with pytest.raises(ValueError, match="SHA-256"):
            ask(name)


def test_damaged_bytes_are_never_given_out(files: EvidenceFiles) -> None:
    name = files.save([b"what was kept"])[0]
    write_under(files, f"{name[:2]}/{name}", b"what was kepT")
    with pytest.raises(DamagedFile, match=name):
        files.open(name)
    files.save([b"what was kept"])
    assert read(files, name) == b"what was kept"


def test_a_damaged_object_is_not_copied_either(bucket: S3Files) -> None:
    name = bucket.save([b"what was kept"])[0]
    write_under(bucket, f"{name[:2]}/{name}", b"other bytes")
    for _ in range(2):
        with pytest.raises(DamagedFile):
            bucket.path(name)
    assert list(bucket._copies.names()) == []


def test_a_place_says_which_it_is(files: EvidenceFiles, tmp_path: Path, s3_server: S3Server) -> None:
    same = open_files(files.address, s3_server.access(tmp_path / "others copies"))
    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(lambda one: one.place_id(), [files, same] * 8))
    assert len(told) == 1
    others = (open_files((tmp_path / "other").as_uri()), s3_server.files(tmp_path / "copies"))
    assert len({*told, *(other.place_id() for other in others)}) == 3
    assert list(files.names()) == []


def test_a_sweep_deletes_what_nobody_needs_and_is_not_fresh(files: EvidenceFiles) -> None:
    kept = files.save([b"kept"])[0]
    files.save([b"gone"])
    now = datetime.now(UTC)
    assert files.delete_unneeded({kept}, now - AHEAD) == 0
    assert files.delete_unneeded({kept}, now + AHEAD) == 1
    files.delete_unneeded({kept}, now + 2 * s3_files.PUT_AWAY_FOR)
    assert list(files.names()) == [kept]


def test_a_sweep_of_a_folder_takes_halves_and_spares_what_is_fresh(folder: EvidenceFiles, tmp_path: Path) -> None:
    old, fresh = (folder.save([name])[0] for name in (b"old", b"fresh"))
    half = tmp_path / "evidence files" / ".new-half"
    half.write_bytes(b"half")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    for path in (folder.path(old), half):
        os.utime(path, (hour_ago.timestamp() - 60,) * 2)
    assert folder.delete_unneeded((), hour_ago) == 2
    assert list(folder.names()) == [fresh]
    assert not half.exists()


class PutAgain(set[str]):
    """Nothing is needed, but whenever that is asked of the bytes somebody puts them again."""

    def __init__(self, files: EvidenceFiles) -> None:
        self._files = files

    def __contains__(self, name: object) -> bool:
        self._files.save([b"again"])
        return False


def test_a_sweep_spares_what_is_put_again_while_it_runs(folder: EvidenceFiles) -> None:
    again = folder.save([b"again"])[0]
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    os.utime(folder.path(again), (long_ago.timestamp(),) * 2)
    assert folder.delete_unneeded(PutAgain(folder), long_ago + timedelta(hours=1)) == 0
    assert read(folder, again) == b"again"


def test_what_a_sweep_of_a_bucket_took_is_read_and_comes_back_where_it_is_needed(bucket: S3Files) -> None:
    again = bucket.save([b"again"])[0]
    later = datetime.now(UTC) + AHEAD
    assert bucket.delete_unneeded(PutAgain(bucket), later) == 1
    assert read(bucket, again) == bucket.path(again).read_bytes() == b"again"
    bucket.delete_unneeded({again}, later + s3_files.PUT_AWAY_FOR)
    bucket.delete_unneeded({again}, later + 3 * s3_files.PUT_AWAY_FOR)
    assert [one["path"] for page in obstore.list(bucket._reader) for one in page] == [f"{again[:2]}/{again}"]


def test_many_put_the_same_bytes_while_others_sweep(folder: EvidenceFiles) -> None:
    def put_or_sweep(number: int) -> bool:
        if number % 2:
            folder.delete_unneeded((), datetime.now(UTC) - timedelta(hours=1))
            return True
        return folder.path(folder.save([b"again"])[0]).exists()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            folder.save([b"again"])
            os.utime(folder.path(sha256_of(b"again")), (0, 0))
            assert all(pool.map(put_or_sweep, range(16)))


def test_copies_are_kept_for_an_hour_after_their_use(bucket: S3Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_files.time, "monotonic", iter(range(1_000_000, 9_000_000, 10_000)).__next__)
    old, used, new = (bucket.save([data])[0] for data in (b"old", b"used", b"new"))
    for name in (old, used):
        os.utime(bucket.path(name), (time.time() - 3700,) * 2)
    bucket.path(used)
    bucket.path(new)
    assert set(bucket._copies.names()) == {used, new}


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"")
    files = open_files((tmp_path / "a file" / "evidence").as_uri())
    for ask in (lambda: files.save([b"x"]), files.place_id):
        with pytest.raises(FilesUnavailable, match="Not a directory"):
            ask()


def test_a_full_disk_says_so_and_keeps_nothing(folder: EvidenceFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(FilesUnavailable, match="No space left"):
            folder.save([b"x"])
    assert list(folder.names()) == []
    assert folder.save([b"x"])[0] == sha256_of(b"x")


@pytest.mark.parametrize(
    "changes", [{"secret": "another"}, {"endpoint": "http://127.0.0.1:9"}], ids=["wrong key", "nobody there"]
)
def test_storage_that_refuses_is_no_missing_file(
    s3_server: S3Server, tmp_path: Path, changes: dict[str, str], bucket: S3Files
) -> None:
    name = bucket.save([b"x"])[0]
    refused = open_files(bucket.address, s3_server.access(tmp_path, **changes))
    for ask in (lambda: refused.open(name), lambda: refused.save([b"y"]), refused.place_id, lambda: [*refused.names()]):
        with pytest.raises(FilesUnavailable, match="s3://evidence/"):
            ask()


def test_a_bucket_that_is_not_there_is_no_missing_file(s3_server: S3Server, tmp_path: Path) -> None:
    nowhere = open_files("s3://nowhere", s3_server.access(tmp_path))
    with pytest.raises(FilesUnavailable, match="NoSuchBucket"):
        nowhere.open("ab" * 32)


@contextmanager
def spoiling(endpoint: str, word: bytes = b"", most: int = 10**9) -> Iterator[str]:
    """The address of a line to the server: this word arrives in capitals, an answer ends after so many bytes."""
    host, port = endpoint.removeprefix("http://").split(":")
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_spoil, args=(server, (host, int(port)), word, most), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def _spoil(server: socket.socket, behind: tuple[str, int], word: bytes, most: int) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        onward = socket.create_connection(behind)
        for line in ((client, onward, word, 10**9), (onward, client, b"", most)):
            threading.Thread(target=_pass_on, args=line, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, word: bytes, left: int) -> None:
    with source, target, suppress(OSError):
        while left > 0 and (data := source.recv(65536)):
            target.sendall((data.replace(word, word.upper()) if word else data)[:left])
            left -= len(data)
        for one in (source, target):
            one.shutdown(socket.SHUT_RDWR)


def test_bytes_that_are_spoilt_on_their_way_are_not_taken(s3_server: S3Server, tmp_path: Path) -> None:
    with spoiling(s3_server.endpoint, b"spoil me") as endpoint:
        files = open_files("s3://evidence/spoilt", s3_server.access(tmp_path, endpoint=endpoint))
        with pytest.raises(FilesUnavailable):
            files.save([b"please spoil me on the way"])
    name = sha256_of(b"please spoil me on the way")
    with pytest.raises(DamagedFile):
        open_files("s3://evidence/spoilt", s3_server.access(tmp_path)).open(name)


def test_an_answer_that_is_cut_off_is_asked_for_again_and_is_never_half_a_file(
    s3_server: S3Server, bucket: S3Files, tmp_path: Path
) -> None:
    data = os.urandom(3_000_000)
    name = bucket.save([data])[0]
    with spoiling(s3_server.endpoint, most=2_000_000) as endpoint:
        assert read(open_files(bucket.address, s3_server.access(tmp_path, endpoint=endpoint)), name) == data
    with spoiling(s3_server.endpoint, most=1000) as endpoint:
        files = cast(S3Files, open_files(bucket.address, s3_server.access(tmp_path / "cut", endpoint=endpoint)))
        for ask in (files.open, files.path):
            with pytest.raises(FilesUnavailable):
                ask(name)
            files._trouble = ""
    assert list(files._copies.names()) == []


@pytest.mark.slow
def test_what_was_kept_outlives_a_kill_and_nothing_is_told_as_kept_while_it_is_gone(
    s3_server: S3Server, bucket: S3Files
) -> None:
    before = [bucket.save([f"before {number}".encode()])[0] for number in range(3)]
    s3_server.kill()
    for ask in (lambda: bucket.save([b"meanwhile"]), lambda: bucket.open(before[0]), bucket.place_id):
        with pytest.raises(FilesUnavailable):
            ask()
    s3_server.start()
    after = wait_until_up(lambda: bucket.save([b"after"])[0])
    assert set(bucket.names()) == {*before, after}
    assert read(bucket, before[2]) == b"before 2"


def wait_until_up(call: Any) -> Any:
    """What the call returns once the storage is asked again."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return call()
        except FilesUnavailable:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_storage_that_hangs_holds_up_one_and_the_others_are_told_at_once(
    s3_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3_files, "_READING", timedelta(seconds=1))
    monkeypatch.setattr(s3_files, "LEFT_ALONE", 600.0)
    bucket = s3_server.files(tmp_path)
    name, asked, get = bucket.save([b"x"])[0], [], obstore.get
    s3_server.freeze()
    monkeypatch.setattr(obstore, "get", lambda *given: asked.append(given) or get(*given))
    for _ in range(50):
        with pytest.raises(FilesUnavailable):
            bucket.open(name)
    assert len(asked) == 1


@pytest.mark.parametrize("url", ["evidence", "http://host/evidence", "file://host/evidence", "s3://", "s3:///x", ""])
def test_another_kind_of_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="EVIDENCE_URL"):
        open_files(url)


def test_the_secret_is_not_shown() -> None:
    assert "hush" not in repr(S3Access(secret="hush"))
