"""A private issuer of the channel's tokens, and a clock that is set by hand."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ISSUER = "https://issuer.example"


class TellsTime(Protocol):
    """A clock: one set by hand, or the real one for a bot in a process of its own."""

    def now(self) -> datetime: ...


class SetClock:
    """Says the time it was set to."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at or datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._at

    def move(self, **by: float) -> None:
        """Move on, or back, by what `timedelta` takes."""
        self._at += timedelta(**by)


@cache
def private_key(number: int) -> RSAPrivateKey:
    """Keys take a moment to make: the same number is the same key throughout a test run."""
    assert number >= 0
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class TokenIssuer:
    """Signs tokens as the channel does, and publishes its keys.

    Attributes:
        clock: whose time the tokens carry.
        numbers: which private keys are published, the last of them signing.
        endorsements: what the published keys are endorsed for.
        use: what they are published for.
    """

    clock: TellsTime = field(default_factory=SetClock)
    numbers: list[int] = field(default_factory=lambda: [1])
    endorsements: tuple[str, ...] = ("msteams",)
    use: str = "sig"

    def published(self) -> dict[str, Any]:
        """The key set as the channel publishes it."""
        return {"keys": [self._described(number) for number in self.numbers]}

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish no other."""
        self.numbers = [self.numbers[-1] + 1]

    def claims(self, audience: str, service_url: str) -> dict[str, Any]:
        """What a good token says: valid for an hour from now."""
        now = int(self.clock.now().timestamp())
        return {
            "iss": ISSUER,
            "aud": audience,
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + 3600,
        }

    def sign(self, claims: dict[str, Any], *, number: int | None = None, kid: str | None = None) -> str:
        """A token of these claims; by default with the key and the key id that are published."""
        number = self.numbers[-1] if number is None else number
        return jwt.encode(claims, private_key(number), algorithm="RS256", headers={"kid": kid or _kid(number)})

    def unsigned(self, claims: dict[str, Any]) -> str:
        """A token that claims to need no signature."""
        return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': self._kid()})}.{_part(claims)}."

    def signed_with_the_public_key(self, claims: dict[str, Any]) -> str:
        """A token whose HMAC secret is the public key: what a checker that trusts `alg` lets in."""
        algorithm = jwt.get_algorithm_by_name("HS256")
        header = {"alg": "HS256", "typ": "JWT", "kid": self._kid()}
        body = f"{_part(header)}.{_part(claims)}".encode()
        public = private_key(self.numbers[-1]).public_key()
        secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return f"{body.decode()}.{_encoded(algorithm.sign(body, secret))}"

    def signed_as_said(self, said: Any, *, number: int | None = None, **header: Any) -> str:
        """A token with a true RS256 signature, whatever its header and its payload say.

        Args:
            said: what stands in place of the claims: bytes as they are, anything else as JSON.
            number: which private key signs; the published one where it is left out.
            header: what is said in the header besides, or instead.
        """
        head = _part({"alg": "RS256", "typ": "JWT", "kid": self._kid(), **header})
        body = f"{head}.{_encoded(said if isinstance(said, bytes) else json.dumps(said).encode())}"
        algorithm = jwt.get_algorithm_by_name("RS256")
        signature = algorithm.sign(body.encode(), private_key(self.numbers[-1] if number is None else number))
        return f"{body}.{_encoded(signature)}"

    def _kid(self) -> str:
        return _kid(self.numbers[-1])

    def _described(self, number: int) -> dict[str, Any]:
        described = jwt.algorithms.RSAAlgorithm.to_jwk(private_key(number).public_key(), as_dict=True)
        return {**described, "use": self.use, "kid": _kid(number), "endorsements": list(self.endorsements)}


def _kid(number: int) -> str:
    return f"key-{number}"


def _part(document: dict[str, Any]) -> str:
    return _encoded(json.dumps(document).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
