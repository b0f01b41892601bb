"""What is understood when typed, at any time and in every step; a tapped button sends `:command`."""

from domain.events import Event

COMMANDS = {
    "งาน": "tasks",
    "รายงาน": "report",
    "สถานะ": "status",
    "ช่วยเหลือ": "help",
    "ยกเลิก": "cancel",
    "ย้อนกลับ": "back",
    "เว็บ": "web",
    "ดาวน์โหลด": "download",
    "ภาพรวม": "overview",
    "เตือน": "remind",
    "เตือนพรุ่งนี้": "later:1",
    "เตือนอีก 3 วัน": "later:3",
    "เตือนสัปดาห์หน้า": "later:7",
    "tasks": "tasks",
    "report": "report",
    "status": "status",
    "help": "help",
    "cancel": "cancel",
    "back": "back",
}


def command_of(event: Event) -> tuple[str, str] | None:
    """The command an event gives, with its argument ("" where it has none); None where it is no command."""
    if event.kind == "tap" and event.data.startswith(":"):
        name, _, argument = event.data[1:].partition(":")
        return name, argument
    if event.kind == "text":
        name, _, argument = COMMANDS.get(" ".join(event.text.split()).casefold(), "").partition(":")
        return (name, argument) if name else None
    return None
