"""Secrets at rest are readable with the right key only; evidence is kept under what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.channels import Channel, load_channel, set_bot, set_channel
from store.engine import Database
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
