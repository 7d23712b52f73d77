"""A small matter made by hand, with a real key, for the tests of bundles. Cartoons and invented names only."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image, ImageDraw

from evidence_kit.bundle import BundleConversation, Matter
from evidence_kit.model import (
    Accounting,
    Attachment,
    CaptureMethod,
    Checkpoint,
    Conversation,
    CustodyEntry,
    CustodyKind,
    Direction,
    EmbeddedFact,
    FileTimes,
    Finding,
    FindingKind,
    Hashes,
    Item,
    ItemKind,
    Message,
    RecordKind,
    Said,
    StoredMessage,
    TimeBasis,
    Wholeness,
)

VAULT_ID = "0123456789abcdef0123456789abcdef"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ADDED_AT = datetime(2026, 11, 20, 20, 41, 7, tzinfo=UTC)
MADE_AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Pixels:
    """Decoded pixels, as the media part hands them over."""

    width: int
    height: int
    rgb: bytes


@dataclass
class Sample:
    """The parts of a matter while it is put together: items with their bytes, conversations with messages."""

    originals: dict[str, bytes] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    conversations: list[tuple[str, Conversation, list[StoredMessage]]] = field(default_factory=list)
    log: list[CustodyEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Every log begins with the making of the vault."""
        self.enter(CustodyKind.CREATED)

    def enter(self, kind: CustodyKind, item_id: str = "", **details: str) -> None:
        """Appends a chained custody entry."""
        seq = len(self.log) + 1
        at = ADDED_AT + timedelta(seconds=seq)
        told = {"v": 1, "seq": seq, "type": kind.value, "at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "tz": "-06:00"}
        told |= {"item": item_id, **details}
        canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        salt = hashlib.sha256(b"salt%d" % seq).digest()[:16]
        leaf = hashlib.sha256(b"\x00ek-leaf-v1" + salt + canonical).digest()
        before = (
            self.log[-1].head
            if self.log
            else hashlib.sha256(b"ek-genesis-v1" + bytes.fromhex(VAULT_ID)).digest()
        )
        head = hashlib.sha256(b"\x01ek-node-v1" + before + leaf).digest()
        self.log.append(CustodyEntry(seq, kind, at, -360, item_id, details, canonical, salt, leaf, head))

    def add(
        self,
        kind: ItemKind,
        name: str,
        data: bytes,
        mime: str = "application/octet-stream",
        said: Said = Said(),
        facts: tuple[EmbeddedFact, ...] = (),
        findings: tuple[Finding, ...] = (),
        importer: str = "",
        accounting: Accounting | None = None,
        part_of: str = "",
        part: str = "",
        in_log: CustodyKind = CustodyKind.IMPORTED,
    ) -> str:
        """Keeps ``data`` as an item and gives its id."""
        item = Item(
            id=f"E-{len(self.items) + 1:04d}",
            kind=kind,
            name=name,
            size_bytes=len(data),
            hashes=Hashes(hashlib.sha256(data).hexdigest()),
            object_id=f"{len(self.items) + 1:032x}",
            mime=mime,
            added_at=ADDED_AT + timedelta(seconds=len(self.items)),
            added_offset_minutes=-360,
            source_path=f"/home/somebody/{name}",
            times=FileTimes(modified_at=datetime(2026, 11, 15, 0, 15, 2, tzinfo=UTC)),
            said=said,
            facts=facts,
            findings=findings,
            importer=importer,
            accounting=accounting,
            part_of=part_of,
            part=part,
        )
        self.items.append(item)
        self.originals[item.id] = data
        assert item.hashes is not None
        self.enter(in_log, item.id, name=name, sha256=item.hashes.sha256, size=str(len(data)))
        return item.id

    def record_only(self, where: str, sha256: str = "", said: Said = Said()) -> str:
        """Writes an item down without bytes."""
        item = Item(
            id=f"E-{len(self.items) + 1:04d}",
            kind=ItemKind.RECORD_ONLY,
            name="IMG_0042.jpg",
            size_bytes=48213,
            hashes=Hashes(sha256) if sha256 else None,
            object_id="",
            mime="",
            added_at=ADDED_AT,
            added_offset_minutes=-360,
            said=said,
            where=where,
            seen_as_written="2026-11-14 18:19",
        )
        self.items.append(item)
        self.enter(CustodyKind.RECORDED_ONLY, item.id, where=where, sha256=sha256 or "-")
        return item.id

    def talk(self, item_id: str, conversation: Conversation, messages: list[Message]) -> None:
        """Gives an item a conversation; numbers go on where its last one ended."""
        start = sum(len(told) for owner, _, told in self.conversations if owner == item_id)
        told = [
            StoredMessage(item_id, start + place, replace(message, conversation=conversation.key))
            for place, message in enumerate(messages, start=1)
        ]
        self.conversations.append((item_id, conversation, told))

    def matter(self) -> Matter:
        """The matter, signed."""
        head = self.log[-1].head
        note = f"evidence-kit/v1/{VAULT_ID}\n{len(self.log)}\n{base64.b64encode(head).decode()}\n".encode()
        checkpoint = Checkpoint(len(self.log), head, note, KEY.sign(note))
        by_key = {(owner, talk.key): told for owner, talk, told in self.conversations}
        return Matter(
            vault_id=VAULT_ID,
            program_version="0.1.0",
            made_at=MADE_AT,
            offset_minutes=-360,
            items=tuple(self.items),
            conversations=tuple(
                BundleConversation(owner, talk, len(told)) for owner, talk, told in self.conversations
            ),
            open_original=self.open_original,
            read_messages=lambda item_id, key: iter(by_key[item_id, key]),
            picture=self.picture,
            log=tuple(self.log),
            checkpoint=checkpoint,
            public_key=public_key(),
            public_key_pem=KEY.public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode(),
            public_key_ssh="ssh-ed25519 " + base64.b64encode(ssh_key()).decode(),
            key_fingerprint="SHA256:"
            + base64.b64encode(hashlib.sha256(ssh_key()).digest()).decode().rstrip("="),
            sign=KEY.sign,
            sign_ssh=sign_ssh,
        )

    def open_original(self, item: Item) -> BinaryIO:
        """The bytes of an item; nobody may ask for those of a record-only one."""
        assert not item.record_only, "the original of a record-only item was asked for"
        return io.BytesIO(self.originals[item.id])

    def picture(self, item: Item) -> Pixels | None:
        """The pixels of an item; nobody may ask for those of a record-only one."""
        assert not item.record_only, "the picture of a record-only item was asked for"
        with Image.open(io.BytesIO(self.originals[item.id])) as picture:
            rgb = picture.convert("RGB")
            return Pixels(rgb.width, rgb.height, rgb.tobytes())


def public_key() -> bytes:
    """The raw public key of the sample's vault."""
    return KEY.public_key().public_bytes_raw()


def ssh_key() -> bytes:
    """The public key in OpenSSH's form."""
    return _string(b"ssh-ed25519") + _string(public_key())


def sign_ssh(message: bytes, namespace: str) -> str:
    """An SSHSIG, made here by hand from OpenSSH's description."""
    purpose = _string(namespace.encode()) + _string(b"") + _string(b"sha512")
    signature = KEY.sign(b"SSHSIG" + purpose + _string(hashlib.sha512(message).digest()))
    blob = b"SSHSIG" + struct.pack(">I", 1) + _string(ssh_key()) + purpose
    blob += _string(_string(b"ssh-ed25519") + _string(signature))
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


# --- the contents -------------------------------------------------------------------------------------------


def cartoon(
    width: int = 540, height: int = 960, form: str = "PNG", mode: str = "RGB", **save: object
) -> bytes:
    """A drawn chat of rectangles; no face, no photo."""
    picture = Image.new("RGB", (width, height), (246, 246, 248))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width, height // 12), fill=(60, 80, 110))
    for place in range(7):
        top = height // 8 + place * height // 10
        left = width // 20 if place % 2 else width // 3
        shade = (205, 225, 245) if place % 2 else (220, 240, 215)
        pen.rounded_rectangle((left, top, left + width // 2, top + height // 14), 12, fill=shade)
    out = io.BytesIO()
    picture.convert(mode).save(out, form, **save)
    return out.getvalue()


def message(text: str, sender: str, minute: int, **more: object) -> Message:
    """A message of 14 November 2026, zone not stated, unless ``more`` says otherwise."""
    local = datetime(2026, 11, 14, 18, 0) + timedelta(minutes=minute)
    values: dict[str, object] = {
        "kind": RecordKind.MESSAGE,
        "conversation": "",
        "text": text,
        "where": f"line {minute + 1}",
        "sender": sender,
        "time_as_written": f"{local:%d/%m/%Y, %H:%M}",
        "local": local,
        "basis": TimeBasis.LOCAL_ZONE_UNKNOWN,
    }
    return Message(**(values | more))  # type: ignore[arg-type]


CHAT = [
    message("Messages and calls are end-to-end encrypted.", "", 0, kind=RecordKind.SYSTEM),
    message("Hi! Are you from Springfield too?", "Trader K", 2),
    message("Yes. Who is this? 🙂", "Sam", 3),
    message("A friend of a friend 😀👍🏽", "Trader K", 4),
    message("Now send 200 coins to @pay-k22 💸 or everybody sees the cartoon.", "Trader K", 9),
    message("Please stop. I said no. 🙏🏿", "Sam", 10),
    message("لديك وقت حتى الجمعة 18:00. أرسل 200 إلى @pay-k22", "Trader K", 12),
    message("शुक्रवार 18:00 तक पैसे भेज दो", "Trader K", 13),
    message("请在星期五18:00之前付款。", "Trader K", 14),
    message(
        "I do not understand. What do you want from me? I have already told you that I will not send anything, and I am writing down everything that you say, with the date and the time.",
        "Sam",
        15,
    ),
    message(
        "IMG-20261114-WA0001.jpg (file attached)",
        "Trader K",
        16,
        attachments=(Attachment("IMG-20261114-WA0001.jpg", "IMG-20261114-WA0001.jpg"),),
    ),
    message("Missed voice call", "Trader K", 17, kind=RecordKind.CALL),
    message(
        "??? 14-11 a line that fits no form <b>bold</b> \x00 \ud800",
        "",
        18,
        kind=RecordKind.REMARK,
        time_as_written="",
        local=None,
        basis=TimeBasis.NONE,
    ),
    message("You have until Friday 18:00. ⏰", "Trader K", 22),
]

MAIL = message(
    "Pay or the drawing goes to your school.\n\nK.",
    "Trader K <k@example.invalid>",
    0,
    sender_ids=("k@example.invalid",),
    time_as_written="Sat, 14 Nov 2026 18:30:00 -0600",
    local=datetime(2026, 11, 14, 18, 30),
    at=datetime(2026, 11, 15, 0, 30, tzinfo=UTC),
    basis=TimeBasis.OFFSET_IN_FILE,
    direction=Direction.RECEIVED,
    attachments=(Attachment("drawing.png", "2", "image/png"),),
)

HOSTILE_NAMES = (
    "../../etc/passwd",
    "..\\..\\Windows\\win.ini",
    "CON.txt",
    "photo\u202egpj.exe",
    "a" * 250 + ".jpeg",
    "x\x00y\n$(reboot).sh",
    "-rf.txt",
    "صورة.png",
    "Report.PDF",
    "report.pdf",
)


def full_sample(bulk: int = 0) -> Sample:
    """A matter with every kind of thing that a report shows."""
    sample = Sample()
    sample.add(
        ItemKind.PICTURE,
        "Screenshot_20261114-181502.png",
        cartoon(),
        "image/png",
        said=Said(
            title="Chat with the account “k_22_trader”, first demand",
            source_app="PixelChat",
            account="k_22_trader",
            url="https://pixelchat.invalid/u/k_22_trader",
            captured_by="Sam P.",
            captured_as_written="2026-11-14 18:15",
            captured_zone="America/Chicago",
            device="own phone",
            method=CaptureMethod.SCREENSHOT,
            wholeness=Wholeness.WHOLE,
            note="This is the chat on my phone. The green bubbles are mine. I did not change the picture.",
        ),
    )
    sample.add(
        ItemKind.PICTURE,
        "IMG_20261114_182233.jpg",
        cartoon(800, 600, "JPEG", quality=85),
        "image/jpeg",
        said=Said(method=CaptureMethod.PHOTO_OF_SCREEN, captured_as_written="about 6 in the evening"),
        facts=(
            EmbeddedFact("PixelSize", "800 x 600"),
            EmbeddedFact("Make", "Pixelworks"),
            EmbeddedFact("Model", "Drawing Camera 3"),
            EmbeddedFact("DateTimeOriginal", "2026:11:14 18:22:33"),
            EmbeddedFact("GPSLatitude", "41.8781"),
            EmbeddedFact("GPSPosition", "41.8781, -87.6298"),
        ),
        findings=(Finding(FindingKind.HOLDS_LOCATION),),
    )
    chat = sample.add(
        ItemKind.MESSAGES,
        "WhatsApp Chat with Trader K.zip",
        b"PK\x03\x04" + b"zip bytes" * 400,
        "application/zip",
        importer="whatsapp",
        accounting=Accounting(found=len(CHAT), shown=len(CHAT) - 1, unreadable=1),
        findings=(
            Finding(FindingKind.ZONE_NOT_STATED),
            Finding(FindingKind.LINES_NOT_READ, {"count": "1", "where": "line 19"}),
        ),
    )
    sample.talk(chat, Conversation("chat", "Trader K", "WhatsApp", ("Sam", "Trader K")), CHAT * (bulk + 1))
    sample.record_only(
        "phone, PixelChat, chat with k_22_trader, 14 November, fourth picture",
        said=Said(account="k_22_trader", source_app="PixelChat"),
    )
    mail = sample.add(
        ItemKind.EMAIL,
        "Pay now.eml",
        b"From: k@example.invalid\r\nSubject: Pay now\r\n\r\nPay.\r\n",
        "message/rfc822",
        importer="email",
        accounting=Accounting(1, 1, 0),
    )
    sample.talk(
        mail, Conversation("mail", "Pay now", "email", ("k@example.invalid", "sam@example.invalid")), [MAIL]
    )
    sample.add(ItemKind.PICTURE, "drawing.png", cartoon(300, 300), "image/png", part_of=mail, part="2")
    sample.add(ItemKind.VIDEO, "clip.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(5000), "video/mp4")
    sample.enter(CustodyKind.IMPORT_FAILED, name="secret-of-another-matter.txt", reason="SourceUnreadable")
    sample.enter(CustodyKind.VIEWED, "E-0001")
    sample.enter(CustodyKind.VERIFIED, findings="0")
    return sample


def hostile_sample() -> Sample:
    """A matter whose file names try to get out of the folder or to look like something else."""
    sample = Sample()
    for place, name in enumerate(HOSTILE_NAMES):
        sample.add(ItemKind.TEXT, name, b"text %d\n" % place, "text/plain", said=Said(title=name, note=name))
    return sample


def guarded(matter: Matter, forbidden: Callable[[Item], BinaryIO]) -> Matter:
    """The matter with another way to open originals."""
    return replace(matter, open_original=forbidden)


def bytes_of(folder: object) -> Mapping[str, bytes]:
    """Every file under a folder, by its path inside."""
    from pathlib import Path

    root = Path(str(folder))
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def lines_of(data: bytes) -> Iterator[dict[str, object]]:
    """The objects of a JSON Lines file."""
    for line in data.decode("utf-8").split("\n")[:-1]:
        yield json.loads(line)
