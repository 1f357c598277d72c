"""What an organisation is called and looks like: its name, its logo drawn anew, its colour readable for everybody.

Contrast as in WCAG 2.2, which asks for 4.5 : 1 between text and its ground (success criterion 1.4.3, level AA).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation, OrganisationLogo
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.settings import LANGUAGES

Colour = tuple[int, int, int]

ENOUGH = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")
WHITE: Colour = (255, 255, 255)
# The grounds on which our pages put links and buttons (static/css/tokens.css; a test compares them).
LIGHT_GROUNDS: tuple[Colour, ...] = ((0xF7, 0xF9, 0xF7), WHITE, (0xED, 0xF1, 0xEE))
DARK_GROUNDS: tuple[Colour, ...] = ((0x0F, 0x16, 0x14), (0x16, 0x1F, 0x1C), (0x1E, 0x29, 0x25))
NIGHT: Colour = (0x06, 0x10, 0x0E)


@dataclass(frozen=True)
class Palette:
    """What the tokens of our pages become, as `#rrggbb`."""

    action: str
    hover: str
    soft: str
    on_action: str


def colour_of(text: str) -> Colour:
    """The parts of `#rrggbb`, or Invalid."""
    found = text.strip().lower()
    if not HEX.fullmatch(found):
        raise Invalid("organisations.accent.invalid")
    return (int(found[1:3], 16), int(found[3:5], 16), int(found[5:7], 16))


def hex_of(colour: Colour) -> str:
    """The colour as `#rrggbb`."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1.

    >>> round(luminance((255, 255, 255)), 3), luminance((0, 0, 0))
    (1.0, 0.0)
    """

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """How well one can be read on the other, 1 to 21.

    >>> round(contrast((0, 0, 0), (255, 255, 255)))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def checked_accent(text: str) -> str:
    """The colour as we keep it; empty stays empty. Invalid says how readable it is, and which one would do."""
    if not text.strip():
        return ""
    colour = colour_of(text)
    weakest = _weakest(colour, LIGHT_GROUNDS)
    if weakest < ENOUGH:
        better = _until_readable(colour, (0, 0, 0), LIGHT_GROUNDS)
        raise Invalid("organisations.accent.pale", ratio=f"{weakest:.1f}", needed=ENOUGH, better=hex_of(better))
    return hex_of(colour)


def by_light(accent: Colour) -> Palette:
    """For white paper: the colour itself, which has been checked."""
    soft = _soft(accent, WHITE)
    return Palette(hex_of(accent), hex_of(mixed(accent, (0, 0, 0), 0.3)), hex_of(soft), hex_of(WHITE))


def in_the_dark(accent: Colour) -> Palette:
    """For dark paper: the same hue, as much lighter as reading asks for."""
    action = _until_readable(accent, WHITE, DARK_GROUNDS)
    soft = _soft(action, DARK_GROUNDS[0])
    return Palette(hex_of(action), hex_of(mixed(action, WHITE, 0.35)), hex_of(soft), hex_of(NIGHT))


def stylesheet(accent: str) -> str:
    """The tokens of our pages in this colour, for all three ways in which `tokens.css` knows them."""
    colour = colour_of(checked_accent(accent))
    light, dark = _tokens(by_light(colour)), _tokens(in_the_dark(colour))
    return (
        f"@layer tokens {{\n:root {{ {light} }}\n"
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n'
        f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}\n}}\n'
    )


def _tokens(palette: Palette) -> str:
    told = {
        "action": palette.action,
        "action-hover": palette.hover,
        "action-soft": palette.soft,
        "on-action": palette.on_action,
        "link": palette.action,
    }
    return " ".join(f"--{name}: {value};" for name, value in told.items())


def _weakest(colour: Colour, grounds: Sequence[Colour]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _until_readable(colour: Colour, towards: Colour, grounds: Sequence[Colour]) -> Colour:
    """The nearest colour on the way to black or white that can be read on all grounds."""
    steps = (mixed(colour, towards, step / 50) for step in range(51))
    return next(found for found in steps if _weakest(found, grounds) >= ENOUGH)


def _soft(action: Colour, paper: Colour) -> Colour:
    """A tint on which the colour itself can still be read."""
    shares = (0.86, 0.9, 0.94, 0.97)
    return next((tint for share in shares if contrast(action, tint := mixed(action, paper, share)) >= ENOUGH), paper)


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


@dataclass(frozen=True)
class Look:
    """What its pages, letters and documents say and show; the logo is brought apart."""

    title: Translated
    footer: Translated = field(default_factory=dict)
    contact: str = ""
    accent: str = ""
    languages: tuple[str, ...] = ()  # empty: all


def describe_organisation(
    session: Session, actor: Actor, organisation: Organisation, look: Look, *, version: int
) -> Organisation:
    """Change name, footer, contact, colour and languages."""
    if organisation.version != version:
        raise Conflict("changed_meanwhile")
    if not any(look.title.values()):
        raise Invalid("required")
    accent = checked_accent(look.accent)
    organisation.title, organisation.footer = dict(look.title), dict(look.footer)
    organisation.contact, organisation.accent = " ".join(look.contact.split()), accent
    chosen = [code for code in LANGUAGES if code in look.languages]
    organisation.languages = [] if len(chosen) == len(LANGUAGES) else chosen
    session.flush()
    audit.record(session, actor, "accounts:organisation:describe", organisation.ref, accent=accent)
    return organisation


def set_logo(session: Session, actor: Actor, organisation: Organisation, content: bytes) -> None:
    """Show this picture; empty shows none any more."""
    if not content:
        organisation.logo, organisation.logo_hash = None, ""
    else:
        drawn = drawn_anew(content)
        if organisation.logo is None:
            organisation.logo = OrganisationLogo()
        logo, organisation.logo_hash = organisation.logo, drawn.hash
        logo.hash, logo.content, logo.width, logo.height = drawn.hash, drawn.content, drawn.width, drawn.height
    session.flush()
    audit.record(session, actor, "accounts:logo:set", organisation.ref, logo=organisation.logo_hash)
