"""What SECRET_KEY makes: encryption at rest, signatures and hashes."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_SHORTEST = 16


class KeysError(ValueError):
    """SECRET_KEY cannot be used, or is not the one that something was encrypted with; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The installation's secrets, newest first: the first one encrypts and signs, all of them decrypt."""

    secrets: tuple[str, ...] = field(repr=False)

    def encrypt(self, text: str) -> str:
        """The text, to be read only with one of the secrets."""
        return self._box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, text: str) -> str:
        """What `encrypt` was given; raises KeysError where it was under another secret."""
        try:
            return self._box().decrypt(text.encode("ascii")).decode()
        except InvalidToken:
            raise KeysError(
                "SECRET_KEY is not the one that this was encrypted with: put the former key behind it, after a comma"
            ) from None

    def sign(self, purpose: str, *parts: str | int) -> str:
        """A token that only this installation can make of these parts: 43 characters, safe in an address."""
        return self.sign_by_each(purpose, *parts)[0]

    def sign_by_each(self, purpose: str, *parts: str | int) -> tuple[str, ...]:
        """The token that each of the secrets makes of these parts, the newest one's first."""
        said = json.dumps([purpose, *parts], ensure_ascii=False, separators=(",", ":")).encode()
        return tuple(_urlsafe(hmac.digest(secret.encode(), said, "sha256")) for secret in self.secrets)

    def is_signed(self, token: str, purpose: str, *parts: str | int) -> bool:
        """Whether one of the secrets made the token of these parts: what a former one signed still holds."""
        return any(self.is_same(token, made) for made in self.sign_by_each(purpose, *parts))

    def is_same(self, one: str, other: str) -> bool:
        """Whether two tokens are alike, found in the same time wherever they differ."""
        return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))

    def hash_token(self, token: str) -> str:
        """The SHA-256 of a token, in hexadecimal; a token is too long to be guessed from it."""
        return hashlib.sha256(token.encode()).hexdigest()

    def hash_code(self, code: str) -> str:
        """The keyed hash of a short code as typed, spaces, hyphens and case ignored."""
        return self.hash_code_by_each(code)[0]

    def hash_code_by_each(self, code: str) -> tuple[str, ...]:
        """The hash by each of the secrets, the newest one's first: a code may be of the time of a former one."""
        bare = "".join(code.split()).replace("-", "").upper()
        return self.sign_by_each("code", bare)

    def is_newest(self, encrypted: str) -> bool:
        """True where the newest secret alone can read what `encrypt` made."""
        try:
            Fernet(_derived("encrypt", self.secrets[0])).decrypt(encrypted.encode("ascii"))
        except InvalidToken:
            return False
        return True

    def _box(self) -> MultiFernet:
        return MultiFernet([Fernet(_derived("encrypt", secret)) for secret in self.secrets])


def keys_from(setting: str) -> Keys:
    """The keys of a SECRET_KEY setting: one secret, or several separated by commas, the newest first."""
    secrets = tuple(part.strip() for part in setting.split(",") if part.strip())
    if not secrets:
        raise KeysError("SECRET_KEY is empty: set it to a long random text")
    if any(len(secret) < _SHORTEST for secret in secrets):
        raise KeysError(f"SECRET_KEY is too short: each key needs at least {_SHORTEST} characters")
    return Keys(secrets)


def _derived(purpose: str, secret: str) -> bytes:
    return urlsafe_b64encode(hmac.digest(secret.encode(), purpose.encode(), "sha256"))


def _urlsafe(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")
