"""What people say: a report on a task from its choice to its saving, all typed, as LINE posts it."""

import base64
import hashlib
import hmac
import json
import time

SECRET = "bench-channel-secret"

# My tasks, the first one, done, what was done, no suggestion, no evidence, save.
WALK = (
    "งาน",
    "1",
    "1",
    "จัดประชุมชี้แจงแนวทางการปฏิบัติงานแก่บุคลากรทุกส่วนราชการ จำนวน ๑ ครั้ง\nเผยแพร่ประกาศทางเว็บไซต์ของหน่วยงานแล้ว",
    "ข้าม",
    "1",
    "1",
)


def user_id(number: int) -> str:
    """A LINE user id."""
    return f"U{number:032x}"


def event(user: str, text: str, phase: str, number: int, at_ms: int) -> dict[str, object]:
    """A text message as LINE sends it; phase and number make its ids unique."""
    return {
        "type": "message",
        "message": {
            "type": "text",
            "id": f"{phase}{number:017d}",
            "quoteToken": "q3Plxr4AgKd_5b6AHKcgxpKVzC0oLyoSCd1DZbG9Zz5EeQ0YmJ2zpQ",
            "text": text,
        },
        "webhookEventId": f"01{phase:0>6}{number:018d}",
        "deliveryContext": {"isRedelivery": False},
        "timestamp": at_ms,
        "source": {"type": "user", "userId": user},
        "replyToken": f"{phase}{number:031d}",
        "mode": "active",
    }


def call(path: str, user: str, text: str, phase: str, number: int) -> bytes:
    """The whole signed HTTP call with one event, sent now."""
    events = [event(user, text, phase, number, time.time_ns() // 1_000_000)]
    body = json.dumps({"destination": "U" + "d" * 32, "events": events}, ensure_ascii=False).encode()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256))
    return (
        b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: LineBotWebhook/2.0\r\n"
        b"Content-Type: application/json; charset=utf-8\r\nx-line-signature: %b\r\nContent-Length: %d\r\n\r\n%b"
        % (path.encode(), signature, len(body), body)
    )
