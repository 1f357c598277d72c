"""The colours of a board's picture. Colour never says anything alone: kinds and relations stand in words too."""

from html import escape
from io import BytesIO
from typing import Any

from cocreate.camp.reporting.layout import Arrow, Box, Drawing, Line, font

PAPER = "#ffffff"
INK = "#1b1f24"
MUTED = "#4a525c"
_ZONE = ("#f3f1ec", "#c9c4b8")
_KINDS = {
    "note": ("#fff8d6", "#b8a13a"),
    "asset": ("#e3f3e6", "#4d8a5a"),
    "need": ("#fde7dd", "#b9673f"),
    "project": ("#e1effb", "#4479a8"),
    "actor": ("#efe7f8", "#7d5ca6"),
    "lever": ("#e0f4f2", "#3c8a84"),
    "candidate": ("#ffffff", "#1f3a5f"),
}
_EDGES = {"idea": "#2f6fad", "agreed": "#2e7d32", "doubt": "#8a6d00", "question": "#7b3fa0", "urgent": "#b3261e"}
# By relation: a colour, and how long the dashes are (0: a whole line).
ARROWS = {
    "supports": ("#2e7d32", 0),
    "needs": ("#2f6fad", 6),
    "contradicts": ("#b3261e", 3),
    "part_of": ("#4a525c", 0),
}


def fill_of(role: str) -> str:
    """What a box is filled with."""
    return _ZONE[0] if role == "zone" else _KINDS[role.split()[1]][0]


def edge_of(role: str) -> str:
    """The line around a box: the colour that somebody gave the card, or that of its kind."""
    if role == "zone":
        return _ZONE[1]
    _card, kind, *colour = role.split()
    return _EDGES[colour[0]] if colour else _KINDS[kind][1]


def svg_of(drawing: Drawing) -> str:
    """The picture; its description is said by whatever shows it.

    What is on the cards is in any language, line by line, which an empty `lang` says.
    """
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'width="{drawing.width}" height="{drawing.height}" '
        'font-family="Atkinson Hyperlegible Next, sans-serif" aria-hidden="true" lang="">',
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="{PAPER}"/>',
    ]
    pieces += [_shape(shape) for shape in drawing.shapes]
    return "".join([*pieces, "</svg>"])


def _shape(shape: Box | Line | Arrow) -> str:
    match shape:
        case Box():
            return (
                f'<rect x="{shape.x}" y="{shape.y}" width="{shape.width}" height="{shape.height}" rx="6" '
                f'fill="{fill_of(shape.role)}" stroke="{edge_of(shape.role)}"/>'
            )
        case Line():
            weight = ' font-weight="bold"' if shape.letters.is_bold else ""
            ink = MUTED if shape.is_muted else INK
            place = f'x="{shape.x}" y="{shape.y}" font-size="{shape.letters.size}"{weight} fill="{ink}"'
            return f"<text {place}>{escape(shape.text)}</text>"
        case Arrow():
            (x1, y1), (x2, y2) = shape.start, shape.end
            colour, dashes = ARROWS[shape.relation]
            dashed = f' stroke-dasharray="{dashes} {dashes}"' if dashes else ""
            return (
                f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="2"{dashed}/>'
                f'<circle cx="{x2}" cy="{y2}" r="4" fill="{colour}"/>'
            )


SHARP_UP_TO = 2_500_000  # pixels; a drawing up to this size is drawn twice as large, so that print is sharp


def png_of(drawing: Drawing) -> bytes:
    """The file."""
    from PIL import Image, ImageDraw

    scale = 2 if drawing.width * drawing.height <= SHARP_UP_TO else 1
    image = Image.new("RGB", (drawing.width * scale, drawing.height * scale), PAPER)
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(pen, shape, scale)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _draw(pen: Any, shape: Box | Line | Arrow, scale: int) -> None:
    match shape:
        case Box():
            ends = shape.x + max(shape.width, 1), shape.y + max(shape.height, 1)
            corners = [each * scale for each in (shape.x, shape.y, *ends)]
            pen.rounded_rectangle(corners, 6 * scale, fill_of(shape.role), edge_of(shape.role), width=scale)
        case Line():
            ink = MUTED if shape.is_muted else INK
            place = (shape.x * scale, shape.y * scale)
            pen.text(place, shape.text, font=font(shape.letters, scale), fill=ink, anchor="ls")
        case Arrow():
            (x1, y1), (x2, y2) = ((x * scale, y * scale) for x, y in (shape.start, shape.end))
            colour, _dashes = ARROWS[shape.relation]
            pen.line((x1, y1, x2, y2), fill=colour, width=2 * scale)
            pen.ellipse((x2 - 4 * scale, y2 - 4 * scale, x2 + 4 * scale, y2 + 4 * scale), fill=colour)
