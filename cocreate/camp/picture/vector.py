"""The picture as SVG: words stay words."""

from html import escape

from cocreate.camp.picture.colours import ARROWS, INK, MUTED, PAPER, edge_of, fill_of
from cocreate.camp.picture.layout import Arrow, Box, Drawing, Line


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
