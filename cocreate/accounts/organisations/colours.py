"""An organisation's colour on our pages: readable for everybody by light and in the dark, or refused for a better one.

Contrast as in WCAG 2.2, which asks for 4.5 : 1 between text and its ground (success criterion 1.4.3, level AA).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.errors import Invalid

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
