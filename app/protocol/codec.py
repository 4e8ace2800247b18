"""Bytes to typed events and back. Decoding raises ProtocolError and nothing else."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar, get_args

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from app.protocol.errors import ProtocolError
from app.protocol.messages import ClientMessage, Event, ServerMessage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")

# Listing the names of a message takes 50 ms per MB where skipping over them takes 3: the names of
# a larger message are not looked at.
_COUNTED_BYTES: Final = 65_536

_AT_PATH = re.compile(r" - at `(?:key in )?\$\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


class _Envelope(Struct, frozen=True):
    type: str
    event_id: Raw | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message of which only the type and the id are known (no proper id: empty)."""

    type: str
    event_id: str
    raw: bytes


_ENVELOPE: Final = msgspec.json.Decoder(_Envelope)
_NAMES: Final = msgspec.json.Decoder(dict[str, Raw])
_TEXT: Final = msgspec.json.Decoder(str)
_CLIENT: Final[msgspec.json.Decoder[ClientMessage]] = msgspec.json.Decoder(ClientMessage)
_SERVER: Final[msgspec.json.Decoder[ServerMessage]] = msgspec.json.Decoder(ServerMessage)


def open_envelope(message: str | bytes) -> Envelope:
    """Step one: the type. Raises ProtocolError when `message` is not a JSON object that has one."""
    with _blame():
        raw = message.encode() if isinstance(message, str) else message
        envelope = _ENVELOPE.decode(raw)
        return Envelope(envelope.type, _read_id(envelope.event_id), raw)


def decode_client(envelope: Envelope) -> ClientMessage:
    """Step two for a server: the fields. Raises ProtocolError naming the first wrong one."""
    with _blame():
        return _CLIENT.decode(envelope.raw)


def decode_server(envelope: Envelope) -> ServerMessage:
    """Step two for a client: the fields. Raises ProtocolError naming the first wrong one."""
    with _blame():
        return _SERVER.decode(envelope.raw)


def decode_extra(value: Raw | UnsetType, kind: type[T]) -> T | None:
    """Return the value of a field that the protocol does not know; None: it is no `kind`."""
    if value is UNSET:
        return None
    try:
        with _blame():
            return msgspec.json.decode(value, type=kind)
    except ProtocolError:
        return None


def unknown_fields(envelope: Envelope, event: Event) -> int:
    """Return how many fields a decoded message has that its struct has not; 0 if it is large.

    Raises ProtocolError for the name of a field that is no text: decoding skips over such.
    """
    if len(envelope.raw) > _COUNTED_BYTES:
        return 0
    with _blame():
        return _unknown(Raw(envelope.raw), type(event))


def encode(event: Event) -> str:
    """Return the text frame for `event`."""
    return msgspec.json.encode(event).decode()


def _read_id(value: Raw | UnsetType) -> str:
    if value is UNSET or not bytes(value).startswith(b'"'):
        return ""
    return _TEXT.decode(value)


@contextmanager
def _blame() -> Iterator[None]:
    """Turn everything that msgspec and the string types raise for bad input into ProtocolError."""
    try:
        yield
    except msgspec.ValidationError as error:
        raise _located(str(error)) from None
    except (msgspec.MsgspecError, UnicodeError):
        raise ProtocolError("", "not a JSON object in UTF-8") from None
    except RecursionError:
        raise ProtocolError("", "nested too deeply") from None


def _located(description: str) -> ProtocolError:
    """Split what msgspec says into the field and the reason."""
    at = _AT_PATH.search(description)
    missing = _MISSING.search(description)
    names = [at["path"]] if at and at["path"] else []
    if missing:
        return ProtocolError(".".join([*names, missing["name"]]), "missing")
    return ProtocolError(".".join(names), _AT_PATH.sub("", description).replace("`", ""))


def _unknown(raw: Raw, struct: type[Struct]) -> int:
    known = _fields(struct)
    count = 0
    for name, value in _NAMES.decode(raw).items():
        if name not in known:
            count += 1
        elif (inner := known[name]) and bytes(value).startswith(b"{"):
            count += _unknown(value, inner)
    return count


@cache
def _fields(struct: type[Struct]) -> Mapping[str, type[Struct] | None]:
    """Return the wire names of `struct`, each with the struct that its value is, if it is one."""
    inner: dict[str, type[Struct] | None] = {}
    for field in msgspec.structs.fields(struct):
        choices = get_args(field.type) or (field.type,)
        structs = (c for c in choices if isinstance(c, type) and issubclass(c, Struct))
        inner[field.encode_name] = next(structs, None)
    if struct.__struct_config__.tag_field:
        inner[struct.__struct_config__.tag_field] = None
    return inner
