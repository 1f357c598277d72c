"""The picture as PNG, for files on paper."""

from io import BytesIO
from typing import Any

from cocreate.camp.picture.colours import ARROWS, INK, MUTED, PAPER, edge_of, fill_of
from cocreate.camp.picture.layout import Arrow, Box, Drawing, Line
from cocreate.camp.picture.letters import font

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
