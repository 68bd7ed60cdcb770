"""QR codes as pictures, drawn by the server: inside the page, or as an image that is fetched when it is unfolded."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup


def qr_picture(address: str) -> Markup:
    """A QR code of an address. What stands for it in words is the caller's to show beside it."""
    svg = segno.make_qr(address, error="m").svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True)
    # Made of numbers only; the address is in the pattern, not in the markup.
    return Markup(svg)  # noqa: S704


def qr_svg(address: str) -> bytes:
    """The same as an image file, black on white whatever the view."""
    out = BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", scale=4, border=4, light="#fff", lineclass=None)
    return out.getvalue()
