"""A logo is judged by what is in the file and drawn anew, so that nothing but pixels is kept and sent out."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from cocreate.errors import Invalid

MEGABYTES = 2
MOST_PIXELS = 20_000_000  # before it is made smaller
WIDEST, HIGHEST = 640, 160  # of what is kept
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


@dataclass(frozen=True)
class Drawn:
    """A picture as we keep it: PNG."""

    content: bytes
    width: int
    height: int

    @property
    def hash(self) -> str:
        """Its name in the address."""
        return sha256(self.content).hexdigest()


def drawn_anew(content: bytes) -> Drawn:
    """The picture in a file, smaller and without anything else that was in it; or Invalid."""
    from PIL import Image, ImageOps

    if len(content) > MEGABYTES * 1024 * 1024:
        raise Invalid("organisations.logo.too_large", limit=MEGABYTES)
    if content.lstrip()[:1] == b"<":  # SVG and other markup can carry programs and calls home
        raise Invalid("organisations.logo.markup")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Invalid("organisations.logo.too_many_pixels", limit=MOST_PIXELS // 1_000_000)
            picture = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Invalid("organisations.logo.unreadable") from None
    picture.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    fresh = Image.new("RGBA", picture.size)  # nothing that a file carries beside its pixels comes along
    fresh.paste(picture)
    out = BytesIO()
    fresh.save(out, "PNG", optimize=True)
    return Drawn(out.getvalue(), *fresh.size)
