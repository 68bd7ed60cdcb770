"""Pictures that people send: told by their content, decoded, and drawn anew, so that nothing else of the file stays.

What a camera writes beside the points (place, time, device, small copies) and what somebody hides behind them goes with
the file. Pillow is loaded with the first picture, not with the app.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

from huddle.core.errors import HuddleError

if TYPE_CHECKING:
    from PIL.Image import Image

BYTES_LIMIT = 10 * 1024 * 1024
LONGEST_SIDE = 1600
MEDIA_TYPE = "image/jpeg"
QUALITY = 82
POINTS_LIMIT = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A JPEG is decoded at a fraction of its size; the others need four bytes for each point."""
TOO_MANY_POINTS = "This picture has too many points. Make it smaller, or take it again."
_STARTS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_ONE_AT_A_TIME = threading.Lock()


class NoPicture(HuddleError):
    """What was sent is not a picture that can be kept; the sentence says why."""


def redrawn(sent: bytes) -> bytes:
    """The picture as a JPEG of its own: upright, at most LONGEST_SIDE points long, with nothing but what is seen.

    Raises NoPicture for everything else, however it is called and whatever else the file also is.
    """
    if len(sent) > BYTES_LIMIT:
        raise NoPicture("This picture is larger than 10 MB. Choose a smaller one.")
    kind = _kind(sent)
    if kind is None:
        raise NoPicture("This is not a picture that can be kept. Choose a photo as JPEG, PNG or WebP.")
    # One at a time: a phone's photo takes some hundred megabytes while it is decoded.
    with _ONE_AT_A_TIME:
        try:
            return _redrawn(sent, kind)
        except NoPicture:
            raise
        except Exception:  # a decoder that reads what somebody made up may raise anything
            raise NoPicture("This picture is damaged. Take it again, or choose another one.") from None


def _kind(sent: bytes) -> str | None:
    """By the first bytes alone: what the browser says of a file is what its sender says."""
    if sent[:4] == b"RIFF" and sent[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _STARTS if sent.startswith(start)), None)


def _redrawn(sent: bytes, kind: str) -> bytes:
    from PIL import Image, ImageOps

    with _opened(sent, kind) as opened:
        if kind != "JPEG" and getattr(opened, "is_animated", False):
            raise NoPicture("This picture moves. Choose one that stands still.")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
        plain = _on_white(upright)
    # A new canvas: what Pillow carries along with a picture (`info`) is not carried over.
    fresh = Image.new("RGB", plain.size)
    fresh.paste(plain)
    stored = io.BytesIO()
    fresh.save(stored, "JPEG", quality=QUALITY, optimize=True)
    return stored.getvalue()


def _opened(sent: bytes, kind: str) -> Image:
    """Its head is read and nothing decoded: how large it says that it is comes first."""
    from PIL import Image

    try:
        opened = Image.open(io.BytesIO(sent), formats=(kind,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPicture(TOO_MANY_POINTS) from None
    if opened.width * opened.height > POINTS_LIMIT[kind]:
        raise NoPicture(TOO_MANY_POINTS)
    return opened


def _on_white(picture: Image) -> Image:
    """Where one could see through it, there is paper behind it."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper
