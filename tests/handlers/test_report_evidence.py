"""Photos, files and links of a report."""

import pytest

from domain.events import Media
from domain.evidence import Evidence
from domain.writes import WantEvidence
from handlers.evidence import find_links
from tests.handlers.chat import Chat


def test_of_photos_sent_together_the_first_and_the_last_are_answered() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    heard = [chat.photo(message_id=f"p{n}", set_id="s", set_total=3) for n in (2, 1, 3)]
    assert "Receiving 3 photos" in heard[0]
    assert heard[1] == ""
    assert "Received" in heard[2]
    assert len([write for write in chat.written if isinstance(write, WantEvidence)]) == 3


def test_a_photo_that_comes_first_begins_a_report() -> None:
    chat = Chat()
    assert "Which task" in chat.photo(message_id="p1")
    chat.play(
        ("2", "How far"),
        ("1", "What was done"),
        ("Put up signs", "sugg"),
        ("skip", "1 pieces"),
        ("1", "right"),
        ("1", "Saved"),
    )
    assert (chat.saved[0].task_id, chat.saved[0].message_ids) == (2, ("p1",))


def test_the_same_photo_twice_is_kept_once() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.photo(message_id="p1")
    chat.photo(message_id="p1")
    assert len(chat.state.notes["files"]) == 1


def test_a_file_over_the_cap_is_refused_by_name() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    assert "plan.zip" in chat.photo(name="plan.zip", size=21 * 1024 * 1024)
    assert not chat.written


def test_evidence_that_could_not_be_kept_is_said_and_saved_evidence_is_not() -> None:
    chat = Chat()
    chat.facts.kept = {5: Evidence(5, None, None, "photo", "wanted", message_id="p1")}
    assert chat.fetched(5, "saved") == ""
    assert "larger than 20 MB" in chat.fetched(5, "too_large")


def test_a_photo_does_not_make_the_text_typed_before_it_late() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    typed = chat.event(text="The answer")
    chat.photo(message_id="p1")
    chat.give(typed)
    assert chat.state.answers["result"]["value"] == "The answer"


def test_evidence_can_be_taken_back_from_what_is_not_carried_out() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Not carried out")
    chat.photo(message_id="p1")
    chat.play(("No budget", "1 pieces"), ("[No more]", "Evidence: 1 pictures"), ("[Change one]", "Which answer"))
    chat.play(("[Evidence]", "1 pieces"), ("[Take all back]", "No evidence"), ("[No evidence]", "Is this right"))
    chat.play(("[Save]", "Saved"))
    assert chat.saved[0].message_ids == ()


def test_a_links_punctuation_is_not_the_links() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Put up signs", "sugg"), ("skip", "evidence"))
    chat.play(("(ดู https://example.go.th/a?b=1&c=2#d, และต่อ https://example.go.th/ข่าว)", "2 pieces"))
    assert [file["link"] for file in chat.state.notes["files"]] == [
        "https://example.go.th/a?b=1&c=2#d",
        "https://example.go.th/ข่าว",
    ]
    chat.play(("https://example.go.th/" + "a" * 2000, "too long"))


@pytest.mark.parametrize("said", ["ไม่มี", "ไม่มีค่ะ", "ครบแล้วครับ", "-", "1"])
def test_no_evidence_can_be_said_in_many_words(said: str) -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What"),
        ("Put up signs", "sugg"),
        ("ไม่มี", "evidence"),
        (said, "Suggestion: none"),
        ("ถูกต้องค่ะ", "Saved"),
    )
    assert chat.saved[0].suggestion == ""


def test_a_link_without_its_scheme_is_a_link() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Put up signs", "sugg"), ("skip", "evidence"), ("www.facebook.com/abt", "1 pieces"))
    assert chat.state.notes["files"][0]["link"] == "https://www.facebook.com/abt"


def test_a_voice_message_is_no_answer_and_no_evidence_at_a_text_question() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    media = Media("voice", "v1")
    chat.give(chat.event(kind="media", media=media, message_id="v1"))
    assert "Please type it" in chat.heard and "What was done" in chat.heard
    assert not chat.written


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("facebook.com/example/posts/1", "https://facebook.com/example/posts/1"),
        ("ดูที่fb.com/example ค่ะ", "https://fb.com/example"),
        ("อบต.example.go.th/a", "https://อบต.example.go.th/a"),
        ("example.go.th.", "https://example.go.th"),
        ("somchai@example.go.th", None),
        ("IMG_1.jpg", None),
        ("ข้อ 2.1", None),
    ],
)
def test_an_address_without_its_beginning_is_a_link_too(typed: str, address: str | None) -> None:
    assert find_links(typed) == ([address] if address else [])
