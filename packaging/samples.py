"""Makes the harmless samples of the demo: cartoons, rectangles and invented names, nothing else.

Run by hand when a sample is to change: ``python packaging/samples.py``. It needs Pillow and the shipped fonts.
"""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "samples"
FONT = ROOT / "assets" / "fonts" / "NotoSans-Regular.ttf"

CHAT = [
    ("a", "hey, nice drawing of the cat :)", "18:02"),
    ("b", "thanks, who are you?", "18:04"),
    ("a", "send me 200 coins or I show the cartoon to your whole class", "18:09"),
    ("b", "please stop", "18:10"),
    ("a", "pay @pay-k22. you have until Friday 18:00", "18:22"),
    ("b", "I have told my aunt about this", "18:25"),
]
DEADLINE = [
    ("a", "tick tock", "20:11"),
    ("a", "I have the list of your friends", "20:12"),
    ("b", "I am not going to answer any more", "20:15"),
    ("a", "last chance: 200 coins", "20:31"),
]

WHATSAPP_ANDROID = """\
14/11/2026, 18:40 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.
14/11/2026, 18:41 - K 22: it is me from PixelChat
14/11/2026, 18:41 - K 22: I saved the cartoon \U0001f431\u200d\U0001f464
14/11/2026, 18:43 - Sam: how did you get this number?
14/11/2026, 18:44 - K 22: 200 coins
to @pay-k22
before Friday 18:00
14/11/2026, 18:45 - Sam: no
14/11/2026, 18:47 - K 22: IMG-20261114-WA0003.jpg (file attached)
14/11/2026, 18:52 - K 22: \u0631\u0633\u0627\u0644\u0629 \u0642\u0635\u064a\u0631\u0629 (200)
14/11/2026, 18:53 - K 22: \u0906\u0916\u093c\u093f\u0930\u0940 \u092e\u094c\u0915\u093c\u093e \U0001f620
14/11/2026, 18:55 - Sam: stop \U0001f44e\U0001f3fd
15/11/2026, 09:00 - Sam: I am keeping all of this
15/11/2026, 09:02 - K 22: This message was deleted
15/11/2026, 09:03 - You blocked this contact. Tap to unblock.
"""

WHATSAPP_IOS = (
    "\u200e[16/11/2026, 07:58:03] K 22 new: \u200eMessages and calls are end-to-end encrypted.\r\n"
    "[16/11/2026, 07:58:03] K 22 new: new number, same deal\r\n"
    "\u200e[16/11/2026, 07:58:41] K 22 new: \u200e<attached: 00000003-PHOTO-2026-11-16-07-58-41.jpg>\r\n"
    "[16/11/2026, 08:01:17] Sam: I will not pay\r\n"
    "[16/11/2026, 08:01:59] K 22 new: then everybody sees the cartoon\r\n"
)


def main() -> None:
    """Writes every sample anew."""
    OUT.mkdir(parents=True, exist_ok=True)
    _save_png(_chat("k_22_trader", CHAT, "Sat 14 Nov"), "Screenshot_20261114-183100.png")
    _save_png(_chat("k_22_trader", DEADLINE, "Sat 14 Nov").convert("RGBA"), "Screenshot_20261114-203500.png")
    (OUT / "IMG_20261115_0912.jpg").write_bytes(_photo())
    (OUT / "WhatsApp Chat with K 22.txt").write_text(WHATSAPP_ANDROID, "utf-8", newline="\n")
    (OUT / "WhatsApp Chat - K 22 new.zip").write_bytes(_zip())
    (OUT / "pay before friday.eml").write_bytes(_mail())


def _save_png(picture: Image.Image, name: str) -> None:
    picture.save(OUT / name, "PNG", optimize=True)


def _chat(title: str, lines: list[tuple[str, str, str]], day: str) -> Image.Image:
    picture = Image.new("RGB", (1080, 2400), "#F4F6F8")
    draw = ImageDraw.Draw(picture)
    large, middle, small = (ImageFont.truetype(str(FONT), size) for size in (54, 44, 30))
    draw.rectangle((0, 0, 1080, 190), fill="#2B5876")
    draw.ellipse((40, 60, 150, 170), fill="#9CC5DB")
    draw.text((180, 80), title, font=large, fill="white")
    draw.text((540, 250), day, font=small, fill="#667078", anchor="mm")
    top = 320
    for who, text, time in lines:
        top = _bubble(draw, who == "b", _wrapped(draw, text, middle), time, top, (middle, small))
    return picture


def _bubble(
    draw: ImageDraw.ImageDraw,
    own: bool,
    lines: list[str],
    time: str,
    top: int,
    fonts: tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont],
) -> int:
    middle, small = fonts
    width = max(draw.textlength(line, font=middle) for line in lines) + 80
    left = 1080 - 40 - width if own else 40
    height = 58 * len(lines) + 90
    draw.rounded_rectangle((left, top, left + width, top + height), 36, fill="#D9F2D0" if own else "white")
    for number, line in enumerate(lines):
        draw.text((left + 40, top + 22 + 58 * number), line, font=middle, fill="#1E2A2D")
    draw.text((left + width - 36, top + height - 18), time, font=small, fill="#667078", anchor="rs")
    return top + height + 36


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) > 700:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cartoon(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), "#FFE9B0")
    draw = ImageDraw.Draw(picture)
    middle, unit = width // 2, min(width, height) // 10
    draw.ellipse(
        (middle - 3 * unit, 3 * unit, middle + 3 * unit, 9 * unit), fill="#F2A65A", outline="black", width=4
    )
    for side in (-1, 1):
        draw.polygon(
            [
                (middle + side * unit, 3 * unit),
                (middle + side * 3 * unit, unit),
                (middle + side * 3 * unit, 5 * unit),
            ],
            fill="#F2A65A",
        )
        draw.ellipse(
            (middle + side * unit - 12, 5 * unit, middle + side * unit + 12, 5 * unit + 36), fill="black"
        )
    draw.arc((middle - unit, 6 * unit, middle + unit, 7 * unit + 20), 0, 180, fill="black", width=6)
    return picture


def _photo() -> bytes:
    """A photo of a cartoon, lying on its side, with what a camera writes (an invented place in the sea)."""
    facts = Image.Exif()
    facts[0x010F], facts[0x0110], facts[0x0112] = "Invented", "Model 1", 6
    facts[0x0132] = "2026:11:15 09:12:44"
    details = facts.get_ifd(0x8769)
    details[0x9003], details[0x9011] = "2026:11:15 09:12:44", "-06:00"
    place = facts.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (10.0, 0.0, 0.0), "W", (20.0, 0.0, 0.0)
    out = io.BytesIO()
    _cartoon(900, 1200).transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=85, exif=facts)
    return out.getvalue()


def _zip() -> bytes:
    picture = io.BytesIO()
    _cartoon(640, 640).save(picture, "JPEG", quality=80)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("_chat.txt", WHATSAPP_IOS.encode()),
            ("00000003-PHOTO-2026-11-16-07-58-41.jpg", picture.getvalue()),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 16, 8, 5, 0)), data)
    return out.getvalue()


def _mail() -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = "<k22@mail.example.invalid>"
    mail["Received"] = (
        "from mx.example.invalid (mx.example.invalid [192.0.2.25]) by inbox.example.invalid with ESMTPS id 7Q1"
        " for <sam@example.invalid>; Mon, 16 Nov 2026 12:31:07 -0600 (CST)"
    )
    mail["Received"] = (
        "from [198.51.100.77] (unknown [198.51.100.77]) by mx.example.invalid with ESMTPSA id 4Z9;"
        " Mon, 16 Nov 2026 18:31:02 +0000"
    )
    mail["Date"] = "Mon, 16 Nov 2026 19:30:58 +0100"
    mail["From"] = '"K 22" <k22@mail.example.invalid>'
    mail["To"] = "sam@example.invalid"
    mail["Subject"] = "pay before Friday \u2014 200 coins"
    mail["Message-ID"] = "<20261116183058.1@mail.example.invalid>"
    mail.set_content(
        "You know what this is about.\n\n200 coins to @pay-k22 before Friday 18:00,\n"
        "or the cartoon goes to everybody on the list.\n\nK\n"
    )
    picture = io.BytesIO()
    _cartoon(400, 300).save(picture, "PNG")
    mail.add_attachment(picture.getvalue(), maintype="image", subtype="png", filename="cartoon.png")
    return mail.as_bytes()


if __name__ == "__main__":
    main()
