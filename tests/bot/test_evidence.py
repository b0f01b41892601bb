"""Photos and files on their way from LINE into the records."""

import io
import time
from datetime import timedelta

import pikepdf
import pillow_heif
import pytest
from PIL import Image

import bot.turn
from domain.events import Event
from domain.sending import SendError
from reports.compile.load import load_report
from store import evidence, tasks
from tests.agency import MORNING, YEAR
from tests.bot.edge import Edge, event, photo, tap, text
from tests.patience import PATIENCE
from thai.fiscal import RoundKind


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
    edge.post_in_turn(tap("U1", f":report:{wanted.id}"), text("U1", "1"), text("U1", "ติดป้ายแล้ว"), text("U1", "ข้าม"))


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
    reporting.post_in_turn(photo("U1", "p1"), text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
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


@pytest.mark.slow
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
    reporting.post_in_turn(said, text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
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

    content = reporting.line.fetch_content
    monkeypatch.setattr(bot.turn, "decide", broken)
    monkeypatch.setattr(reporting.line, "fetch_content", lambda *given: fetches.append(given) or content(*given))
    reporting.line.contents["p1"] = jpeg()
    reporting.post(photo("U1", "p1"))
    reporting.close()
    for _ in range(8):
        reporting.machine += timedelta(minutes=20)
        reporting.worker.retake_failed()
        reporting.worker.fetch_wanted()
    assert kept(reporting, "p1").state == "saved"
    assert len(fetches) == 1


def wait_until_settled(edge: Edge, *message_ids: str) -> None:
    """Until what came of fetching each of them is recorded."""
    until = time.monotonic() + PATIENCE
    while any(kept(edge, one).state == "wanted" for one in message_ids) and time.monotonic() < until:
        time.sleep(0.01)


def heic() -> bytes:
    """A photo as an iPhone keeps it."""
    made = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (800, 600), "navy")).save(made, quality=50)
    return made.getvalue()


def pdf(password: str = "") -> bytes:
    """An empty page, locked with the password where there is one."""
    made, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    lock = pikepdf.Encryption(owner="owner", user=password) if password else False
    document.save(made, encryption=lock)
    return made.getvalue()


def sent_as_file(message_id: str, name: str, data: bytes) -> dict[str, object]:
    """A file as LINE on a computer sends it."""
    message = {"id": message_id, "type": "file", "fileName": name, "fileSize": len(data)}
    return event("message", "U1", message=message)


@pytest.mark.slow
@pytest.mark.parametrize("data", [jpeg(), heic()], ids=["jpeg", "heic"])
def test_a_photo_sent_as_a_file_is_shown_in_the_report_under_its_own_name(reporting: Edge, data: bytes) -> None:
    reporting.line.contents["f1"] = data
    reporting.post(sent_as_file("f1", "รูป ๑.JPG", data))
    wait_until_settled(reporting, "f1")
    reporting.post_in_turn(text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    report = reporting.read(lambda books: load_report(books, YEAR, RoundKind.FIRST_HALF, reporting.shell.files))
    ((kind, name, path),) = [(one.kind, one.name, one.path) for one in report.exhibits]
    assert (kind, name) == ("photo", "รูป ๑.JPG")
    with Image.open(path) as shown:
        assert shown.format == "JPEG"


def test_a_photo_sent_as_a_file_is_counted_with_the_photos(reporting: Edge) -> None:
    reporting.line.contents["f1"] = reporting.line.contents["p1"] = jpeg()
    reporting.post(sent_as_file("f1", "IMG_1.jpg", jpeg()), photo("U1", "p1"))
    wait_until_settled(reporting, "f1", "p1")
    assert "2 รูป" in reporting.hear(text("U1", "ครบแล้ว"))


def test_a_pdf_is_a_file_whatever_it_is_called(reporting: Edge) -> None:
    reporting.line.contents["f1"] = pdf()
    reporting.post(sent_as_file("f1", "ภาพ.jpg", pdf()))
    reporting.close()
    assert (kept(reporting, "f1").kind, kept(reporting, "f1").content_type) == ("file", "application/pdf")


def compound_file(stream: str) -> bytes:
    """The beginning of an old Office file, and the name of a stream in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "state"),
    [(pdf("1234"), "failed"), (pdf(), "saved"), (compound_file("EncryptedPackage"), "failed")],
    ids=["locked pdf", "open pdf", "locked office file"],
)
def test_what_is_locked_with_a_password_is_refused_and_told(reporting: Edge, data: bytes, state: str) -> None:
    reporting.line.contents["f1"] = data
    reporting.post(sent_as_file("f1", "แผน ๒๕๗๐.pdf", data))
    reporting.close()
    reporting.worker = type(reporting.worker)(reporting.shell)
    reporting.worker.send_unsent()
    assert kept(reporting, "f1").state == state
    assert any("รหัสผ่าน" in words for words in reporting.line.texts) == (state == "failed")


def chosen_together(*numbers: int, total: int = 10) -> list[dict[str, object]]:
    """Photos of one choice, as LINE sends them."""
    sent = [photo("U1", f"p{number}") for number in numbers]
    for number, raw in zip(numbers, sent, strict=True):
        raw["message"]["imageSet"] = {"id": "S", "index": number, "total": total}
    return sent


@pytest.mark.slow
def test_photos_chosen_together_stay_together_in_their_order_though_three_come_after_saving(reporting: Edge) -> None:
    reporting.line.contents.update({f"p{number}": jpeg() for number in range(1, 11)})
    reporting.post(*chosen_together(5, 2, 7))
    reporting.post(*chosen_together(1, 10, 3, 4))
    reporting.post_in_turn(text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    reporting.post(*chosen_together(9, 6))
    reporting.line.wait_for(9)  # four of the questions, receiving, the summary, saved, two late
    assert sum("เพิ่มในรายงานเรื่อง “เปิดเผยแผนการใช้จ่ายงบประมาณ”" in said for said in reporting.line.texts) == 2
    second = reporting.read(lambda books: tasks.tasks_of_person(books, 3))[1]
    reporting.post_in_turn(
        tap("U1", f":report:{second.id}"), text("U1", "1"), text("U1", "ติดป้ายแล้ว"), text("U1", "ข้าม")
    )
    reporting.post(*chosen_together(8))
    reporting.post_in_turn(text("U1", "ไม่มี"), text("U1", "บันทึก"))
    came = reporting.read(lambda books: evidence.evidence_of_round(books, 1))
    assert [piece.message_id for piece in came] == [f"p{number}" for number in range(1, 11)]
    assert {piece.task_id for piece in came} == {reporting.read(lambda books: tasks.tasks_of_person(books, 3))[0].id}
    wait_until_settled(reporting, *(f"p{number}" for number in range(1, 11)))
    assert all(kept(reporting, f"p{number}").state == "saved" for number in range(1, 11))


def test_a_late_photo_without_a_set_belongs_to_the_report_saved_after_it_was_sent(reporting: Edge) -> None:
    late = photo("U1", "p1")
    reporting.post_in_turn(text("U1", "ไม่มี"), text("U1", "บันทึก"))
    reporting.post(late)
    reporting.line.wait_for(7)
    assert any("มาถึงหลังจากบันทึกแล้ว" in said for said in reporting.line.texts)
    (piece,) = reporting.read(lambda books: evidence.evidence_of_round(books, 1))
    assert piece.message_id == "p1"
