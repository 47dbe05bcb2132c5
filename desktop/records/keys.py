"""The keys that open the records, and the envelopes in which passwords keep them.

Two levels. A random 256-bit data key encrypts the file. A random 256-bit home key seals the data key. Each user's
password and the recovery key seal the home key: Argon2id makes a wrapping key from the secret, AES-256-GCM seals
with it, and its tag tells a wrong secret apart. So a password changes by rewriting one envelope, and the data key
changes by rewriting one seal, without anybody else's password.

What that does not do: somebody who kept an old copy of the key file and a password that opened it can open the
records copied from this machine later, too. The program refuses a disabled user; it cannot make a copy forget.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from desktop.domain.errors import RecordsDamaged, RecordsUnavailable, WrongPassword

ENVELOPE_FORMAT = 1
DATA_KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
SEALED_BYTES = DATA_KEY_BYTES + 16  # with AES-GCM's tag

_MOST_MEMORY_KIB = 4 * 1024 * 1024
_MOST_PASSES = 1000
_MOST_LANES = 64
_MOST_SECRET_CHARS = 1024


class Kind(StrEnum):
    """What opens an envelope."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind of secret, not a secret
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id spends on each guess: memory in KiB, passes over it, lanes."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


COST = Cost()
"""What a new envelope costs. Not a default argument: it is read at each use."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The home key sealed under one secret. user: the sign_in_key of whose secret it is; RECOVERY_USER of the recovery key."""

    kind: Kind
    user: str
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SealedDataKey:
    """The data key sealed under the home key."""

    nonce: bytes
    sealed: bytes


def new_key() -> bytes:
    """A random key: for a new records file, or for a new home."""
    return secrets.token_bytes(DATA_KEY_BYTES)


def seal_data_key(data_key: bytes, home_key: bytes) -> SealedDataKey:
    """Seal the data key with the home key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - heavy, only needed at unlock

    nonce = secrets.token_bytes(NONCE_BYTES)
    return SealedDataKey(nonce, AESGCM(home_key).encrypt(nonce, data_key, _DATA_KEY_LABEL))


def open_data_key(sealed: SealedDataKey, home_key: bytes) -> bytes:
    """The data key. Raises RecordsDamaged when the seal is not of this home key."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - heavy, only needed at unlock
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - heavy, only needed at unlock

    try:
        return AESGCM(home_key).decrypt(sealed.nonce, sealed.sealed, _DATA_KEY_LABEL)
    except InvalidTag as exc:
        raise RecordsDamaged(
            "The key files do not belong together. Put back keys.1 and keys.2 from a backup."
        ) from exc


def seal(home_key: bytes, secret: str, kind: Kind, user: str) -> Envelope:
    """Put the home key into a new envelope that this secret opens. secret: already normalised."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - heavy, only needed at unlock

    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapping_key = _wrapping_key(secret, salt, COST)
    sealed = AESGCM(wrapping_key).encrypt(nonce, home_key, _associated_data(kind, user))
    return Envelope(kind, user, COST, salt, nonce, sealed)


def open_envelope(envelope: Envelope, secret: str) -> bytes:
    """The home key. Raises WrongPassword when the secret is not the envelope's."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - heavy, only needed at unlock
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - heavy, only needed at unlock

    wrapping_key = _wrapping_key(secret, envelope.salt, envelope.cost)
    associated_data = _associated_data(envelope.kind, envelope.user)
    try:
        return AESGCM(wrapping_key).decrypt(envelope.nonce, envelope.sealed, associated_data)
    except InvalidTag as exc:
        raise WrongPassword(_WRONG[envelope.kind]) from exc


def refuse_like_an_envelope(secret: str) -> NoReturn:
    """For a sign-in name that nobody has: take the time that opening an envelope takes, then raise WrongPassword."""
    _wrapping_key(secret, bytes(SALT_BYTES), COST)
    raise WrongPassword(DOES_NOT_OPEN)


DOES_NOT_OPEN = (
    "This sign-in name with this password does not open the records. Look at both and try again, or use the recovery "
    "key."
)
_WRONG = {
    Kind.PASSWORD: DOES_NOT_OPEN,
    Kind.RECOVERY: "This recovery key is typed correctly but belongs to other records. Look for the right one.",
}


_DATA_KEY_LABEL = f"soapstone data key {ENVELOPE_FORMAT}".encode()
RECOVERY_USER = ""
"""Whose the recovery key is: of no user, because it is the clinic's."""


def _associated_data(kind: Kind, user: str) -> bytes:
    """What the seal also vouches for, so that an envelope cannot pass for another."""
    return f"soapstone envelope {ENVELOPE_FORMAT}\0{kind.value}\0{user}".encode()


def _wrapping_key(secret: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.exceptions import HashingError  # noqa: PLC0415 - only needed at unlock
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - only needed at unlock

    if cost.memory_kib > _MOST_MEMORY_KIB or cost.passes > _MOST_PASSES or cost.lanes > _MOST_LANES:
        raise RecordsDamaged(
            "The key files ask for impossible settings. Put back keys.1 and keys.2 from a backup."
        )
    try:
        return hash_secret_raw(
            secret[:_MOST_SECRET_CHARS].encode("utf-8", "surrogatepass"),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=DATA_KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as exc:
        raise RecordsUnavailable(
            "There is not enough free memory to unlock the records. Close other programs and try again."
        ) from exc
