"""The inside of an evidence object: content, then what is known of it, then zeros, then a trailer.

Everything lies inside the age file. The content comes first, so that stock ``age`` and ``head -c`` give it back;
the zeros hide the exact size.

Source: https://lbarman.ch/blog/padme/ (2026-11-23) for the padded length.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from evidence_kit.model import Hashes
from evidence_kit.vault.age import AgeRefused, Refusal
from evidence_kit.vault.canonical import (
    Json,
    NotCanonical,
    canonical_json,
    instant_from,
    instant_text,
    parse_object,
    text_of,
    whole_number_of,
)
from evidence_kit.vault.states import hashes_from
from evidence_kit.vault.stream import CHUNK_BYTES, ChunkReader

LEAST_BODY_BYTES: Final = 65536
_TRAILER = struct.Struct(">IQ8s")
_MAGIC = b"EKTRAIL1"
_LARGEST_META_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ObjectMeta:
    """What an object says of itself. Authentic, because only the vault's key could have sealed it."""

    vault_id: str
    object_id: str
    name: str
    size_bytes: int
    hashes: Hashes
    source_path: str
    modified_at: datetime | None
    imported_at: datetime


def padded_length(length: int) -> int:
    """Padmé: ``length`` rounded up so that it tells little, at the cost of at most 12 %."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = (1 << max(exponent - exponent.bit_length(), 0)) - 1
    return (length + mask) & ~mask


def ending(meta: ObjectMeta) -> tuple[bytes, int, bytes]:
    """What follows the content: the meta, a number of zero bytes, the trailer."""
    described = meta_json(meta)
    length = meta.size_bytes + len(described) + _TRAILER.size
    zeros = padded_length(max(length, LEAST_BODY_BYTES)) - length
    return described, zeros, _TRAILER.pack(len(described), meta.size_bytes, _MAGIC)


def read_meta(chunks: ChunkReader) -> ObjectMeta:
    """What the object says of itself, out of its end.

    Raises:
        AgeRefused: The end is not as this format writes it.
    """
    if chunks.size_bytes < LEAST_BODY_BYTES:
        raise AgeRefused(Refusal.PAYLOAD, "too short")
    trailer = body_bytes(chunks, chunks.size_bytes - _TRAILER.size, chunks.size_bytes)
    meta_size, content_size, magic = _TRAILER.unpack(trailer)
    if magic != _MAGIC or meta_size > _LARGEST_META_BYTES:
        raise AgeRefused(Refusal.PAYLOAD, "trailer")
    length = content_size + meta_size + _TRAILER.size
    if padded_length(max(length, LEAST_BODY_BYTES)) != chunks.size_bytes:
        raise AgeRefused(Refusal.PAYLOAD, "padding")
    try:
        meta = parse_meta(body_bytes(chunks, content_size, content_size + meta_size))
    except NotCanonical as error:
        raise AgeRefused(Refusal.PAYLOAD, str(error)) from None
    if meta.size_bytes != content_size:
        raise AgeRefused(Refusal.PAYLOAD, "size")
    return meta


def body_bytes(chunks: ChunkReader, start: int, stop: int) -> bytes:
    """The bytes from ``start`` to ``stop`` of the body."""
    first = start // CHUNK_BYTES
    pieces = b"".join(chunks.chunk(number) for number in range(first, -(-stop // CHUNK_BYTES)))
    return pieces[start - first * CHUNK_BYTES : stop - first * CHUNK_BYTES]


def meta_json(meta: ObjectMeta) -> bytes:
    """The canonical bytes of an object's meta."""
    record: dict[str, Json] = {
        "v": 1,
        "vault": meta.vault_id,
        "oid": meta.object_id,
        "name": meta.name,
        "size": meta.size_bytes,
        "sha256": meta.hashes.sha256,
        "src": meta.source_path,
        "mtime": None if meta.modified_at is None else instant_text(meta.modified_at),
        "imported_at": instant_text(meta.imported_at),
    }
    record |= {name: value for name in ("md5", "sha1") if (value := getattr(meta.hashes, name))}
    return canonical_json(record)


def parse_meta(data: bytes) -> ObjectMeta:
    """The meta that ``data`` spells.

    Raises:
        NotCanonical: It spells none of this format.
    """
    record: Mapping[str, Json] = parse_object(data)
    if whole_number_of(record, "v") != 1:
        raise NotCanonical("version of an object")
    return ObjectMeta(
        vault_id=text_of(record, "vault"),
        object_id=text_of(record, "oid"),
        name=text_of(record, "name"),
        size_bytes=whole_number_of(record, "size"),
        hashes=hashes_from(record),
        source_path=text_of(record, "src"),
        modified_at=None if record.get("mtime") is None else instant_from(text_of(record, "mtime")),
        imported_at=instant_from(text_of(record, "imported_at")),
    )
