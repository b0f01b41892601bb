"""What is understood when typed, at any time and in every step; a tapped button sends `:command`."""

import re

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
    "ตรวจ": "review",
    "ตรวจงาน": "review",
    "เปิดรอบ": "open_round",
    "ปิดรอบ": "close_round",
    "กำหนดส่ง": "due_round",
    "เตือนพรุ่งนี้": "later:1",
    "เตือนอีก 3 วัน": "later:3",
    "เตือนสัปดาห์หน้า": "later:7",
    "ตอบข้อนี้": "apart",
    "กลับมาแล้ว": "returned",
    "กลับมาทำงานแล้ว": "returned",
    "กลับมาปฏิบัติราชการแล้ว": "returned",
    "ยกเลิกลา": "returned",
    "ยกเลิกการลา": "returned",
    "เลือกผู้แทน": "standin",
    "รับทำหน้าที่แทน": "deputy:yes",
    "ไม่รับทำหน้าที่แทน": "deputy:no",
    "ดูงาน": "tasks",
    "รายงานผล": "report",
    "เมนู": "help",
    "tasks": "tasks",
    "report": "report",
    "status": "status",
    "help": "help",
    "cancel": "cancel",
    "back": "back",
}


# What people type where a button says something else.
SAVE = frozenset({"ถูกต้อง", "ใช่", "ตกลง", "โอเค", "ok", "yes"})
NOTHING = frozenset({"ไม่มี", "ไม่มีแล้ว", "ไม่", "-", "–", "none", "no"})
IN_ORDER = frozenset({"ผ่าน", "อนุมัติ", "เห็นชอบ", "approved"})
NEEDS_MENDING = frozenset({"ไม่ผ่าน", "ไม่อนุมัติ", "ตีกลับ", "ส่งกลับ", "แก้ไข"})
OF_THE_PERIOD = frozenset({"ของเดือนนี้", "เดือนนี้", "เฉพาะเดือนนี้", "ของไตรมาสนี้", "ไตรมาสนี้", "เฉพาะไตรมาสนี้"})
OF_THE_WHOLE = frozenset({"ทั้งมาตรการ", "ทั้งหมด", "มาตรการ", "ทั้งมาตรการแล้ว"})
ENOUGH = frozenset({"ครบ", "ครบแล้ว", "เสร็จ", "เสร็จแล้ว", "หมดแล้ว", "พอแล้ว", "done"})
# `ลา` alone or with days behind it; not ลาดยาง, ลาออก.
_LEAVE = re.compile(
    r"(?:ขอ|แจ้ง)?(?:ลา\s*(?:ป่วย|กิจ(?:ส่วนตัว)?|พักผ่อน|พักร้อน|คลอด(?:บุตร)?|บวช)?|ไม่อยู่(?=.))\s*"
    r"(?P<days>(?:(?:วัน|พรุ่งนี้|มะรืน|ตั้งแต่|ระหว่าง|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|[0-9๐-๙]).*)?)"
)
_POLITE = re.compile(r"(?:ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|นะ|แล้วนะ)+$")


def spellings(text: str) -> tuple[str, str]:
    """What was typed without spaces too many, and the same without polite particles at its end."""
    words = " ".join(text.split()).strip(" .!\"“”'").casefold()
    return words, _POLITE.sub("", words).strip() or words


def says_one_of(text: str, words: frozenset[str]) -> bool:
    """True where what was typed is one of the words, polite or not."""
    return any(spelling in words for spelling in spellings(text))


def command_of(event: Event) -> tuple[str, str] | None:
    """The command an event gives, with its argument ("" where it has none); None where it is no command."""
    if event.kind == "tap" and event.data.startswith(":"):
        name, _, argument = event.data[1:].partition(":")
        return name, argument
    if event.kind == "text":
        plain, blunt = spellings(event.text)
        name, _, argument = (COMMANDS.get(plain) or COMMANDS.get(blunt) or "").partition(":")
        return (name, argument) if name else _leave(blunt)
    return None


def _leave(typed: str) -> tuple[str, str] | None:
    """The command of somebody who will be away, with the days where some are named."""
    found = _LEAVE.fullmatch(typed)
    return ("away", found["days"].strip()) if found else None
