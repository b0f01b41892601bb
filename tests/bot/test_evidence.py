"""Photos and files on their way from LINE into the records."""

import io
from datetime import timedelta

import pytest
from PIL import Image

import bot.turn
from domain.events import Event
from domain.sending import SendError
from store import evidence, tasks
from tests.agency import MORNING
from tests.bot.edge import Edge, event, photo, tap, text


def jpeg() -> bytes:
    """A photo with a place in its EXIF."""
    image = Image.new("RGB", (2400, 1200), "green")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def reporting_at(edge: Edge) -> None:
    """Somebody, U1, at the question for evidence."""
    edge.enrol("มานี มีสุข", "U1")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.post(tap("U1", f":report:{wanted.id}"), text("U1", "1"), text("U1", "แล้ว"), text("U1", "ข้าม"))


@pytest.fixture
def reporting(edge: Edge) -> Edge:
    """Somebody at the question for evidence."""
    reporting_at(edge)
    return edge


def kept(edge: Edge, message_id: str) -> evidence.Evidence:
    found: tuple[evidence.Evidence, ...] = edge.read(lambda books: evidence.evidence_of_messages(books, (message_id,)))
    return found[0]


def test_a_photo_is_fetched_stored_and_shown_without_exif(reporting: Edge) -> None:
    reporting.line.contents["p1"] = jpeg()
    reporting.post(photo("U1", "p1"), text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    reporting.close()
    saved = kept(reporting, "p1")
    assert (saved.state, saved.content_type, saved.size) == ("saved", "image/jpeg", len(jpeg()))
    assert saved.update_id is not None
    assert saved.sha256
    assert saved.shown
    assert reporting.shell.files.path(saved.sha256).read_bytes() == jpeg()
    with Image.open(reporting.shell.files.path(saved.shown)) as shown:
        assert max(shown.size) == 1600
        assert not dict(shown.getexif())


def test_what_the_web_process_did_not_fetch_the_worker_does(reporting: Edge) -> None:
    reporting.line.contents["p1"] = SendError("content: 202", permanent=False, status=202)
    reporting.post(photo("U1", "p1"))
    reporting.close()
    reporting.line.contents["p1"] = jpeg()
    reporting.machine += timedelta(minutes=2)
    reporting.worker = type(reporting.worker)(reporting.shell)
    assert reporting.worker.fetch_wanted() == 1
    assert kept(reporting, "p1").state == "saved"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024 + 1), "เกิน 20 MB"),
        (b"MZ" + b"\0" * 5000, "ไม่รับ"),
        (b"", "ไม่รับ"),
        (b"<html>not a photo</html>" * 400, "ไม่รับ"),
        (SendError("content: 410", permanent=True, status=410), "ไม่มีอยู่ใน LINE"),
    ],
    ids=["too large", "a program", "empty", "not what its name says", "gone"],
)
def test_what_cannot_be_kept_is_told_to_its_sender(reporting: Edge, data: bytes | SendError, said: str) -> None:
    reporting.line.contents["p1"] = data
    reporting.post(photo("U1", "p1"))
    reporting.close()
    reporting.worker = type(reporting.worker)(reporting.shell)
    reporting.worker.send_unsent()
    assert any(said in words for words in reporting.line.texts)
    assert kept(reporting, "p1").state == "failed"


def test_a_damaged_photo_is_kept_but_not_shown(reporting: Edge) -> None:
    reporting.line.contents["p1"] = jpeg()[:2000]
    reporting.post(photo("U1", "p1"))
    reporting.close()
    assert kept(reporting, "p1").state == "saved"
    assert kept(reporting, "p1").shown is None


def test_an_unsent_photo_is_gone_from_the_records_in_either_order(reporting: Edge) -> None:
    reporting.line.contents["p1"] = reporting.line.contents["p2"] = jpeg()
    unsend = [event("unsend", "U1", unsend={"messageId": name}, at=MORNING) for name in ("p1", "p2")]
    reporting.post(photo("U1", "p1"))
    reporting.post(unsend[0])
    reporting.post(unsend[1])
    reporting.post(photo("U1", "p2"))
    reporting.close()
    pieces = reporting.read(lambda books: evidence.evidence_of_messages(books, ("p1", "p2")))
    assert all(piece.state == "withdrawn" and piece.sha256 is None for piece in pieces)


def test_an_unsent_message_takes_its_links_out_of_a_saved_reply(reporting: Edge) -> None:
    said = text("U1", "https://example.go.th/secret")
    reporting.post(said, text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    assert "secret" in str(reporting.read(lambda books: evidence.evidence_of_round(books, 1)))
    reporting.post(event("unsend", "U1", unsend={"messageId": said["message"]["id"]}))
    assert "secret" not in str(reporting.read(lambda books: evidence.evidence_of_round(books, 1)))


def test_bytes_that_came_are_kept_and_fetched_once_even_where_the_turn_that_tells_of_them_fails(
    reporting: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, fetches = bot.turn.decide, []

    def broken(state: object, event: Event, facts: object) -> object:
        if event.kind == "evidence":
            raise KeyError("planted")
        return real(state, event, facts)  # type: ignore[arg-type]

    content = reporting.line.content
    monkeypatch.setattr(bot.turn, "decide", broken)
    monkeypatch.setattr(reporting.line, "content", lambda *given: fetches.append(given) or content(*given))
    reporting.line.contents["p1"] = jpeg()
    reporting.post(photo("U1", "p1"))
    reporting.close()
    for _ in range(8):
        reporting.machine += timedelta(minutes=20)
        reporting.worker.retake_failed()
        reporting.worker.fetch_wanted()
    assert kept(reporting, "p1").state == "saved"
    assert len(fetches) == 1
