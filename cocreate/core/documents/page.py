"""A document as one web page that needs nothing else: to read, to print, to keep."""

from base64 import b64encode
from html import escape

from cocreate.core.cells import printable
from cocreate.core.documents.blocks import (
    Block,
    Brand,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Text,
    plain,
)

_STYLE = (
    "body{font:1rem/1.55 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "body{color:#1b1f24;background:#fff}"
    "h2{margin-top:2.5rem;border-top:1px solid #8a929c;padding-top:1rem}h3{margin-top:1.75rem}"
    "table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:bold;padding:.25rem 0}"
    "th,td{border-bottom:1px solid #c5cad1;padding:.35rem .5rem;text-align:left;vertical-align:top}"
    ".n{text-align:right;white-space:nowrap}figure{margin:1rem 0;overflow-x:auto}svg{max-width:100%;height:auto}"
    "p,td,li{white-space:pre-line;overflow-wrap:break-word}small{font-size:.875rem}.scroll{overflow-x:auto}"
    "@media print{body{max-width:none;margin:0}.break{break-before:page}}"
    ".brand{display:flex;gap:1rem;align-items:center}.logo{height:2.5rem;width:auto}"
    "h2,h3{break-after:avoid}tr,figure{break-inside:avoid}"
)


def html_of(document: Document) -> str:
    """The page."""
    title = escape(document.title)
    lede = f"<p>{escape(document.lede)}</p>" if document.lede else ""
    head, foot = _brand(document.brand) if document.brand else ("", "")
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{head}<main><h1>{title}</h1>{lede}\n"
        f"{body_of(document)}\n</main>{foot}</body></html>\n"
    )


def _brand(brand: Brand) -> tuple[str, str]:
    """What stands above the title and below everything. The logo says nothing that the name does not."""
    data = b64encode(brand.logo).decode()
    logo = f'<img class="logo" src="data:image/png;base64,{data}" alt="">' if brand.logo else ""
    lines = "".join(f"<p{_lang(line)}><small>{_text(line)}</small></p>" for line in brand.lines)
    head = f'<header class="brand">{logo}<strong{_lang(brand.name)}>{_text(brand.name)}</strong></header>'
    return head, f"<footer>{lines}</footer>" if lines else ""


def body_of(document: Document) -> str:
    """What stands below the title, for a page that has one; every text is escaped."""
    return "\n".join(_block(block) for block in document.blocks)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}{_lang(block.text)}>{_text(block.text)}</h{block.level}>"
        case Paragraph():
            text = f"<small>{_text(block.text)}</small>" if block.is_small else _text(block.text)
            return f"<p{_lang(block.text)}>{text}</p>"
        case Points():
            name = "ol" if block.is_numbered else "ul"
            return f"<{name}>{''.join(f'<li{_lang(item)}>{_text(item)}</li>' for item in block.items)}</{name}>"
        case Grid():
            return _table(block)
        case Picture():
            return f'<figure role="img" aria-label="{escape(block.description)}" tabindex="0">{block.svg}</figure>'
        case NewPage():
            return '<div class="break"></div>'


def _table(grid: Grid) -> str:
    def mark(place: int) -> str:
        return ' class="n"' if place in grid.numeric else ""

    heads = "".join(f'<th scope="col"{mark(place)}>{escape(head)}</th>' for place, head in enumerate(grid.headers))
    rows = "".join(
        "<tr>" + "".join(f"<td{mark(p)}{_lang(cell)}>{_text(cell)}</td>" for p, cell in enumerate(row)) + "</tr>"
        for row in grid.rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(grid.caption)}">'
        f"<table><caption>{escape(grid.caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _text(text: Text) -> str:
    return escape(printable(plain(text)))


def _lang(text: Text) -> str:
    return "" if isinstance(text, str) or not text.language else f' lang="{escape(text.language)}" dir="auto"'
