from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from thai import catalogue
from thai.catalogue import translator

LOCALE = Path(__file__).resolve().parents[2] / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalogue, "_LOCALE", tmp_path)
    return folder


def write(path: Path, entries: str) -> None:
    path.write_text(HEADER + entries, encoding="utf-8")


def test_the_catalogues_of_all_rooms_are_one(rooms: Path) -> None:
    write(rooms / "web.po", 'msgid "Save"\nmsgstr "บันทึก"\n\nmsgid "Back"\nmsgstr "กลับ"\n')
    write(rooms / "handlers.po", 'msgid "Saved: {measure}"\nmsgstr "บันทึกแล้ว: {measure}"\n')
    translate = translator()
    assert [translate(text) for text in ("Save", "Back", "Saved: {measure}")] == [
        "บันทึก",
        "กลับ",
        "บันทึกแล้ว: {measure}",
    ]


def test_sentences_read_from_one_folder_are_not_taken_for_another_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(catalogue, "_LOCALE", tmp_path)
        assert [translator()("Done"), translator("th")("Done")] == ["Done", "Done"]
    assert [translator()("Done"), translator("th")("Done")] == ["ดำเนินการแล้วเสร็จ"] * 2


def test_a_sentence_without_a_translation_stays_as_it_is(rooms: Path) -> None:
    write(rooms / "web.po", 'msgid "Empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "Doubtful"\nmsgstr "ไม่แน่ใจ"\n')
    translate = translator("th")
    assert [translate(text) for text in ("Empty", "Doubtful", "Unknown", "")] == ["Empty", "Doubtful", "Unknown", ""]


def test_english_and_unknown_languages_return_the_sentence_of_the_code(rooms: Path) -> None:
    write(rooms / "web.po", 'msgid "Save"\nmsgstr "บันทึก"\n')
    assert [translator(language)("Save") for language in ("en", "xx", "../th", "")] == ["Save"] * 4


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_translation_keeps_the_placeholders_of_its_sentence(path: Path) -> None:
    with path.open("rb") as file:
        messages = [message for message in read_po(file, abort_invalid=True) if message.id and message.string]
    for message in messages:
        assert placeholders(message.id) == placeholders(message.string), f"{path.name}:{message.lineno}"


def test_rooms_do_not_translate_one_sentence_in_two_ways() -> None:
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id and message.string:
                    key, here = (path.parts[-3], str(message.id)), (str(message.string), path.name)
                    assert seen.setdefault(key, here)[0] == here[0], f"{message.id!r}: {seen[key]} and {here}"


def placeholders(text: object) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(str(text)) if name is not None}
