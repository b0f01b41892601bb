"""A report waits for one head, whose word is given once; what others do meanwhile never makes a certificate."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from domain.certificates import CertificateRequest
from domain.certified import CertifiedReport, ReportFile
from domain.writes import (
    CertifyReport,
    ConfirmCertificate,
    LapseCertificate,
    ReturnCertificate,
    TakeBackCertificate,
    Write,
)
from store.books import Books
from store.certificates import confirmed_requests, draft_hashes, newest_request, requests_to
from store.certified import certified_of_round
from store.engine import Conflict, Database
from tests.agency import MORNING, YEAR, after, small_agency, write
from tests.heads import HEAD, MARK, SUCCESSOR, asking, make_head, person_id, replace_head
from thai.fiscal import RoundKind


@pytest.fixture
def agency_id(database: Database) -> int:
    return small_agency(database)


@pytest.fixture
def head(database: Database, agency_id: int) -> int:
    """The head, to whom the report was sent as request 1."""
    head = make_head(database, agency_id)
    write(database, agency_id, asking(database, agency_id, head))
    return head


def request(database: Database, agency_id: int) -> CertificateRequest:
    found = database.read(lambda conn: newest_request(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    assert found
    return found


def versions(database: Database, agency_id: int) -> tuple[CertifiedReport, ...]:
    return database.read(lambda conn: certified_of_round(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))


def certifying(person: int, **changes: object) -> CertifyReport:
    names = ("ปรีชา กองช่าง", "นายก", "", "")
    made = CertifyReport(
        YEAR, RoundKind.FIRST_HALF, 1, "AAAA-BBBB-CCCC", "t", person, *names, MORNING,
        (ReportFile("pdf", "0" * 64, 1),),
        way="chat", request_id=1, prepared_by=None,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def refuses(database: Database, agency_id: int, *writes: Write) -> None:
    with pytest.raises(Conflict):
        write(database, agency_id, *writes)


def test_what_the_head_confirmed_becomes_the_version(database: Database, agency_id: int, head: int) -> None:
    assert database.read(lambda conn: [one.id for one in requests_to(Books(conn, agency_id), head)]) == [1]
    assert database.read(draft_hashes) == {"0" * 64}
    write(database, agency_id, ConfirmCertificate(1, head, MARK, after(1)))
    assert [one.id for _, one in database.read(confirmed_requests)] == [1]
    write(database, agency_id, certifying(head, prepared_by=5))
    (version,) = versions(database, agency_id)
    assert (version.person_id, version.way, version.prepared_by) == (head, "chat", 5)
    assert request(database, agency_id).state == "certified"
    assert database.read(confirmed_requests) == ()
    assert database.read(draft_hashes) == frozenset()


def test_a_word_is_given_once(database: Database, agency_id: int, head: int) -> None:
    write(database, agency_id, ConfirmCertificate(1, head, MARK, after(1)))
    for late in (
        ConfirmCertificate(1, head, MARK, after(2)),
        ReturnCertificate(1, head, "x", after(2)),
        TakeBackCertificate(1, head, after(2)),
        LapseCertificate(1, "waiting", after(2)),
    ):
        refuses(database, agency_id, late)
    write(database, agency_id, certifying(head))
    refuses(database, agency_id, certifying(head, number=2, code="AAAA-BBBB-DDDD"))


def test_of_many_words_at_once_one_counts(database: Database, agency_id: int, head: int) -> None:
    words: list[Write] = [ConfirmCertificate(1, head, MARK, after(1)), ReturnCertificate(1, head, "x", after(1))]
    words.append(TakeBackCertificate(1, head, after(1)))

    def give(word: Write) -> bool:
        try:
            write(database, agency_id, word)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(give, words * 2)) == 1


def test_nobody_but_the_head_who_was_asked_gives_the_word(database: Database, agency_id: int, head: int) -> None:
    other = make_head(database, agency_id, SUCCESSOR, "U-other-head")
    admin = person_id(database, agency_id, "วิชัย ดูแล")
    for who in (other, admin):
        refuses(database, agency_id, ConfirmCertificate(1, who, MARK, after(1)))
        refuses(database, agency_id, ReturnCertificate(1, who, "x", after(1)))
        refuses(database, agency_id, certifying(who, way="page"))
    refuses(database, agency_id, ConfirmCertificate(1, head, "0" * 64, after(1)))  # of other contents
    assert request(database, agency_id).state == "waiting"


def test_a_head_who_was_replaced_certifies_nothing(database: Database, agency_id: int, head: int) -> None:
    replace_head(database, agency_id, HEAD)
    refuses(database, agency_id, ConfirmCertificate(1, head, MARK, after(1)))
    refuses(database, agency_id, certifying(head, way="page"))
    write(database, agency_id, TakeBackCertificate(1, head, after(1)))  # which frees the round
    successor = make_head(database, agency_id, SUCCESSOR, "U-new")
    write(database, agency_id, asking(database, agency_id, successor))
    assert request(database, agency_id).to_id == successor


def test_a_head_who_is_replaced_after_the_word_has_no_version_made(
    database: Database, agency_id: int, head: int
) -> None:
    write(database, agency_id, ConfirmCertificate(1, head, MARK, after(1)))
    replace_head(database, agency_id, HEAD)
    refuses(database, agency_id, certifying(head))
    assert versions(database, agency_id) == ()


def test_who_is_not_in_line_is_not_asked(database: Database, agency_id: int) -> None:
    silent = make_head(database, agency_id, line_user=None)
    refuses(database, agency_id, asking(database, agency_id, silent))


def test_a_round_waits_for_one_head_and_nobody_certifies_past_them(
    database: Database, agency_id: int, head: int
) -> None:
    refuses(database, agency_id, asking(database, agency_id, head))
    admin = person_id(database, agency_id, "วิชัย ดูแล")
    on_paper = certifying(admin, way="paper", signed_by="นายก", request_id=None)
    refuses(database, agency_id, on_paper)
    refuses(database, agency_id, replace(on_paper, request_id=1))
    write(database, agency_id, TakeBackCertificate(1, admin, after(1)), on_paper)
    assert [(one.way, one.signed_by) for one in versions(database, agency_id)] == [("paper", "นายก")]
    refuses(database, agency_id, asking(database, agency_id, head))  # its number is another's
    write(database, agency_id, asking(database, agency_id, head, number=2))


def test_what_was_sent_back_says_why_and_can_be_sent_again(database: Database, agency_id: int, head: int) -> None:
    write(database, agency_id, ReturnCertificate(1, head, "ยอดข้อ ๓ ไม่ตรง", after(1)))
    found = request(database, agency_id)
    assert (found.state, found.why, found.state_at) == ("returned", "ยอดข้อ ๓ ไม่ตรง", after(1))
    write(database, agency_id, asking(database, agency_id, head))
    assert request(database, agency_id).state == "waiting"
