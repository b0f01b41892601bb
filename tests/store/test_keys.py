"""Secrets at rest are readable with the right key only; evidence is kept under what it is."""

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.channels import Channel, load_channel, set_bot, set_channel
from store.engine import Database
from store.files import EvidenceFiles
from store.keys import Keys, KeysError, keys_from
from tests.agency import KEYS, small_agency


def test_a_channels_secrets_are_encrypted_at_rest(database: Database) -> None:
    agency_id = small_agency(database)
    ours = Channel("1234567890", "channel-secret", "channel-token")
    for _ in range(2):
        database.run(lambda conn: set_channel(Books(conn, agency_id), ours, KEYS))
    database.run(lambda conn: set_bot(Books(conn, agency_id), "Ubot", "@demo"))
    stored = database.read(lambda conn: str(conn.exec_driver_sql("SELECT secret, token FROM channels").one()))
    assert "channel-" not in stored
    found = database.read(lambda conn: load_channel(Books(conn, agency_id), KEYS))
    assert found == Channel("1234567890", "channel-secret", "channel-token", "Ubot", "@demo")
    assert "channel-" not in repr(found)


def test_a_new_key_in_front_still_reads_what_the_former_one_wrote() -> None:
    old, new = keys_from("the-old-secret-key"), keys_from("the-new-secret-key, the-old-secret-key")
    assert new.decrypt(old.encrypt("ลับ")) == "ลับ"
    with pytest.raises(KeysError, match="after a comma"):
        old.decrypt(new.encrypt("ลับ"))


@pytest.mark.parametrize("setting", ["", " , ", "short", "the-new-secret-key,short"])
def test_a_key_that_is_missing_or_too_short_is_refused(setting: str) -> None:
    with pytest.raises(KeysError, match="SECRET_KEY"):
        keys_from(setting)


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(KEYS).replace("secrets", "")


parts = st.lists(st.text() | st.integers(), max_size=4)


@given(parts, parts)
def test_a_signature_is_of_these_parts_alone(one: list[str | int], other: list[str | int]) -> None:
    assert (KEYS.sign("p", *one) == KEYS.sign("p", *other)) == (one == other)
    assert KEYS.sign("p", *one) != KEYS.sign("q", *one)
    assert KEYS.sign("p", *one) != Keys(("another-long-secret",)).sign("p", *one)
    assert len(KEYS.sign("p", *one)) == 43


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert KEYS.hash_code(" abcd-2345 ") == KEYS.hash_code("ABCD 2345") != KEYS.hash_code("ABCD2346")


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    return EvidenceFiles(f"file://{tmp_path}/evidence files".replace(" ", "%20"))


@pytest.mark.parametrize("data", [b"", b"x", os.urandom(700_000)])
def test_bytes_are_kept_under_their_hash(files: EvidenceFiles, data: bytes, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    assert files.save(io.BytesIO(data)) == (sha256, len(data))
    assert files.save([data[:10], data[10:]]) == (sha256, len(data))
    with files.open(sha256) as file:
        assert file.read() == data
    assert [path for path in (tmp_path / "evidence files").rglob("*") if path.is_file()] == [files.path(sha256)]
    files.delete(sha256)
    files.delete(sha256)
    with pytest.raises(FileNotFoundError):
        files.open(sha256)


def test_a_broken_download_leaves_nothing(files: EvidenceFiles, tmp_path: Path) -> None:
    def torn() -> object:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.save(torn())  # type: ignore[arg-type]
    assert [path for path in (tmp_path / "evidence files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_only_a_hash_names_a_file(files: EvidenceFiles, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.path(name)


def test_a_sweep_deletes_what_nobody_needs_and_is_not_fresh(files: EvidenceFiles, tmp_path: Path) -> None:
    kept, gone, fresh = (files.save([name])[0] for name in (b"kept", b"gone", b"fresh"))
    half = tmp_path / "evidence files" / ".new-half"
    half.write_bytes(b"half")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    for path in (files.path(kept), files.path(gone), half):
        os.utime(path, (hour_ago.timestamp() - 60,) * 2)
    assert files.delete_unneeded({kept}, hour_ago) == 2
    assert [files.path(name).exists() for name in (kept, gone, fresh)] == [True, False, True]
    assert not half.exists()


def test_a_sweep_spares_what_is_put_again_while_it_runs(files: EvidenceFiles) -> None:
    class Needed(set[str]):
        def __contains__(self, name: object) -> bool:
            files.save([b"again"])
            return False

    again = files.save([b"again"])[0]
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    os.utime(files.path(again), (long_ago.timestamp(),) * 2)
    assert files.delete_unneeded(Needed(), long_ago + timedelta(hours=1)) == 0
    assert files.path(again).read_bytes() == b"again"


def test_many_put_the_same_bytes_while_others_sweep(files: EvidenceFiles) -> None:
    def put_or_sweep(number: int) -> bool:
        if number % 2:
            files.delete_unneeded((), datetime.now(UTC) - timedelta(hours=1))
            return True
        return files.path(files.save([b"again"])[0]).exists()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            files.save([b"again"])
            os.utime(files.path(hashlib.sha256(b"again").hexdigest()), (0, 0))
            assert all(pool.map(put_or_sweep, range(16)))


def test_another_kind_of_address_is_refused() -> None:
    with pytest.raises(NotImplementedError, match=r"file:///path"):
        EvidenceFiles("s3://bucket/evidence")
    for url in ("evidence", "http://host/evidence", "file://host/evidence", ""):
        with pytest.raises(ValueError, match="EVIDENCE_URL"):
            EvidenceFiles(url)
