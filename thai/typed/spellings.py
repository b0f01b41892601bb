"""What was typed as it may be meant: letters held down, dialect, percents, the keyboard left in English."""

import re
from functools import cache
from typing import Final

from thai.normalise import fold_typed
from thai.typed.lexicon import load_lexicon

_TWICE, _MANY = re.compile(r"(\D)\1+"), re.compile(r"(\D)\1{2,}")
_AND_ALL = re.compile(r"(?<=\w)\s*(?:(?<!\d)(?:100|๑๐๐)|ร้อย)\s*(?:%|เปอร์เซ็?นต?์?)")
# The keys of a Thai keyboard (Kedmanee), by what they type when it is left in English.
_KEYS: Final = str.maketrans(
    "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
    'ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ',
)
_SYLLABLES = re.compile(r"(?:[เแโไใ]?[ก-ฮ]+[ัิ-ฺ]?[็-์]?[ะาำๅ]?|[\s.,()/\-])+")
_AMIDST_LETTERS = re.compile(r"[A-Za-z][;\[\]'/,.=\-\\0-9]+[A-Za-z]")
_CAPITAL_WITHIN = re.compile("[a-z][A-Z]+[a-z]")
_SHORTEST, _LONGEST = 4, 400  # letters of what may be typed on the wrong keyboard


def list_spellings(text: str) -> tuple[str, ...]:
    """The letters and digits of what was typed, small, as it may be meant.

    `เสร็จแล้ววว ✅` is `เสร็จแล้ว`, `โอเคคค่ะ` may be `โอเคค่ะ`, `เฮ็ดแล้ว` is `ทำแล้ว`, `ครบ 100%` is `ครบ`, and
    `gliH0c]h;` is `เสร็จแล้ว`.
    """
    text = _AND_ALL.sub("", text)
    typed = fold_typed(text)
    held = (typed, fold_typed(_MANY.sub(r"\1\1", text)), _TWICE.sub(r"\1", typed))
    thai = fold_typed(retype_in_thai(text))
    return tuple(dict.fromkeys((*held, write_standard(typed), *((thai,) if thai else ()))))


def write_standard(typed: str) -> str:
    """The folded text with words of the dialects and of quick typing as they are written elsewhere."""
    return _compile_dialect().sub(lambda found: _load_dialect()[found[0]], typed)


def retype_in_thai(text: str) -> str:
    """What the keys that were hit write on a Thai keyboard; "" where the text is likely meant as it stands."""
    text = text.strip()
    if not _SHORTEST <= len(text) <= _LONGEST or not text.isascii() or "://" in text or "www." in text:
        return ""
    written = text.translate(_KEYS)
    odd = _AMIDST_LETTERS.search(text) or (_CAPITAL_WITHIN.search(text) and text.isalpha())
    plausible = odd and _SYLLABLES.fullmatch(written)
    return written if plausible else ""


@cache
def _load_dialect() -> dict[str, str]:
    return {fold_typed(said): fold_typed(meant) for said, meant in load_lexicon()["dialect"].items()}


@cache
def _compile_dialect() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_load_dialect(), key=len, reverse=True))))
