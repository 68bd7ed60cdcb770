"""Pictures are told by their content and drawn anew: nothing hidden in the file stays."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from huddle.core.pictures import BYTES_LIMIT, LONGEST_SIDE, NoPicture, redrawn

PLACE = "Ward 5 West, bed 12"


def picture(kind: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **save: Any) -> bytes:
    drawn = Image.new(mode, size, "navy")
    stored = io.BytesIO()
    drawn.save(stored, kind, **save)
    return stored.getvalue()


def photo(orientation: int = 1) -> bytes:
    """A photo as a phone takes it: place, device, a remark, a profile of colours, and which way is up."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x9286] = "SecretPhone", PLACE
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return picture(exif=exif, comment=PLACE.encode(), icc_profile=b"a profile of colours")


def noted() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SecretPhone")
    notes.add_itxt("Place", PLACE, zip=True)
    return picture("PNG", pnginfo=notes, exif=photo_exif())


def photo_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    return exif


def png(width: int, height: int) -> bytes:
    """A PNG that says that it is this large, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("navy", "white")]
    stored = io.BytesIO()
    frames[0].save(stored, kind, save_all=True, append_images=frames[1:])
    return stored.getvalue()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(photo(), id="a photo with place and device"),
        pytest.param(noted(), id="a PNG with words in it"),
        pytest.param(picture("WEBP", exif=photo_exif()), id="a WebP with its device"),
        pytest.param(photo() + b"PK\x03\x04<script>SecretPhone</script>", id="a photo that is an archive as well"),
        pytest.param(photo().replace(b"\xff\xdb", b"\xff\xfe\x00\x0eSecretPhone\0\xff\xdb", 1), id="with a remark"),
    ],
)
def test_nothing_but_what_is_seen_stays_of_a_picture(sent: bytes) -> None:
    assert b"SecretPhone" in sent or b"exif" in sent.lower()
    kept = redrawn(sent)
    with Image.open(io.BytesIO(kept)) as seen:
        assert (seen.format, seen.mode, seen.size) == ("JPEG", "RGB", (120, 80))
        assert not seen.getexif()
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for hidden in (b"SecretPhone", PLACE.encode(), b"Exif", b"profile", b"<script", b"PK\x03\x04"):
        assert hidden not in kept
    assert kept.endswith(b"\xff\xd9")


def test_a_photo_that_was_taken_sideways_stands_upright() -> None:
    with Image.open(io.BytesIO(redrawn(photo(orientation=6)))) as seen:
        assert seen.size == (80, 120)


def test_a_large_photo_is_made_smaller_and_a_clear_one_gets_paper_behind_it() -> None:
    with Image.open(io.BytesIO(redrawn(picture(size=(4000, 3000))))) as seen:
        assert seen.size == (LONGEST_SIDE, 1200)
    clear = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(redrawn(clear.getvalue()))) as seen:
        assert seen.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a picture that can be kept"),
        (picture("GIF"), "not a picture that can be kept"),
        (b"%PDF-1.7", "not a picture that can be kept"),
        (b"", "not a picture that can be kept"),
        (photo()[:400], "damaged"),
        (b"\xff\xd8\xff" + b"made up" * 40, "damaged"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "damaged"),
        (noted()[:90], "damaged"),
        (png(30_000, 30_000), "too many points"),
        (png(9_000, 9_000), "too many points"),
        (moving("PNG"), "moves"),
        (moving("WEBP"), "moves"),
        (b"\xff\xd8\xff" + b"\0" * BYTES_LIMIT, "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(sent: bytes, says: str) -> None:
    with pytest.raises(NoPicture, match=says):
        redrawn(sent)
