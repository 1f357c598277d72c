"""The blocks of a document. Texts know their language, since people write in their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A text and the language it is in; "" is the document's own."""

    text: str
    language: str = ""


Text = Words | str


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 to 4; level 1 is the document's title."""

    text: Text
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a small one stands in smaller letters."""

    text: Text
    is_small: bool = False


@dataclass(frozen=True)
class Points:
    """A list, numbered when its order says something."""

    items: Sequence[Text]
    is_numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a caption and headers; `numeric` names the columns whose cells stand to the right."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Text]]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    """A picture as SVG for screens and PNG for paper, with what it shows in words. Sizes in pixels of the SVG."""

    svg: str
    png: bytes
    width: int
    height: int
    description: str


@dataclass(frozen=True)
class NewPage:
    """On paper, what follows begins on a new page."""

    is_landscape: bool = False


Block = Heading | Paragraph | Points | Grid | Picture | NewPage


@dataclass(frozen=True)
class Brand:
    """In whose name a document speaks: above its title, and lines at its end. The logo is PNG, or empty."""

    name: Text
    lines: Sequence[Text] = ()
    logo: bytes = b""


@dataclass(frozen=True)
class Document:
    """A title, a line below it, and the blocks."""

    title: str
    language: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    lede: str = ""
    brand: Brand | None = None


def plain(text: Text) -> str:
    """The characters of a text."""
    return text if isinstance(text, str) else text.text
