"""A new SECRET_KEY in front of the former one signs nobody out and voids nothing that was given out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from bot.doctor import _check_key
from domain.writes import IssueInvite
from store import people
from store.agencies import load_agencies
from store.books import Books
from store.channels import load_channel
from store.installation import is_link_token, make_link_token
from store.keys import Keys, KeysError
from tests.agency import KEYS, MORNING, write
from tests.bot.edge import SECRET, Edge

BOTH, NEWEST = Keys(("a-newer-secret-for-tests", *KEYS.secrets)), Keys(("a-newer-secret-for-tests",))


def use(edge: Edge, keys: Keys) -> None:
    """The app answers with these keys from now on, as after a restart."""
    shell = replace(edge.shell, keys=keys)
    newest, *former = keys.sign_by_each("flask-session")
    edge.app.config.update(
        SECRET_KEY=newest, SECRET_KEY_FALLBACKS=former, WTF_CSRF_SECRET_KEY=[*reversed(former), newest]
    )
    edge.app.extensions["shell"] = shell
    edge.app.extensions["web"] = replace(edge.app.extensions["web"], keys=keys)


def test_the_app_is_told_the_former_keys(edge: Edge) -> None:
    told = [edge.app.config[name] for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "WTF_CSRF_SECRET_KEY")]
    use(edge, KEYS)
    assert told == [edge.app.config[name] for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "WTF_CSRF_SECRET_KEY")]


def test_an_open_form_may_still_be_sent_and_its_cookie_is_read(edge: Edge) -> None:
    with edge.app.test_request_context():
        token, kept = generate_csrf(), dict(session)
        signing = edge.app.session_interface.get_signing_serializer(edge.app)  # type: ignore[attr-defined]
        cookie = signing.dumps(kept)
    use(edge, BOTH)
    with edge.app.test_request_context():
        session.update(edge.app.session_interface.get_signing_serializer(edge.app).loads(cookie))  # type: ignore[attr-defined]
        validate_csrf(token)
    use(edge, NEWEST)
    with edge.app.test_request_context():
        session.update(kept)
        with pytest.raises(ValidationError):
            validate_csrf(token)


def test_a_calendar_that_was_subscribed_to_is_read_on(edge: Edge) -> None:
    address = f"/calendar/demo/{KEYS.sign('calendar', 'demo')}.ics"
    answers = []
    for keys in (KEYS, BOTH, NEWEST):
        use(edge, keys)
        answers.append(edge.http.get(address).status_code)
    assert answers == [200, 200, 404]


def test_a_code_that_was_given_out_still_enrols(edge: Edge) -> None:
    until = MORNING + timedelta(days=14)
    write(edge.database, edge.agency_id, IssueInvite(1, KEYS.hash_code("ABCD2345"), MORNING, until))

    def find(keys: Keys) -> object:
        return edge.read(lambda books: people.invite_by_code_hash(books, *keys.hash_code_by_each("abcd-2345")))

    assert find(KEYS) == find(BOTH) is not None
    assert find(NEWEST) is None


def test_a_link_to_the_installation_holds_and_is_written_in_one_way_alone() -> None:
    token = make_link_token(KEYS, "nonce", MORNING + timedelta(minutes=5))
    assert [is_link_token(keys, token, MORNING) for keys in (KEYS, BOTH, NEWEST)] == [True, True, False]
    assert not is_link_token(BOTH, f"0{token}", MORNING)


def test_doctor_says_what_the_former_key_is_still_needed_for_and_encrypts_it_anew(edge: Edge) -> None:
    shell = replace(edge.shell, keys=BOTH)
    (agency,) = edge.database.read(load_agencies)

    def load(keys: Keys) -> object:
        return edge.database.read(lambda conn: load_channel(Books(conn, edge.agency_id), keys))

    with pytest.raises(KeysError):
        load(NEWEST)
    (found,) = _check_key(shell, agency, mend=False)
    assert not found.good
    assert "tidtam doctor --mend" in found.mend
    (mended,) = _check_key(shell, agency, mend=True)
    assert mended.good
    assert _check_key(shell, agency, mend=False) == []
    assert getattr(load(NEWEST), "secret", None) == SECRET
