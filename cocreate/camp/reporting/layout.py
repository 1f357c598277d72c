"""How wide letters are, and where a line has to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from cocreate.core.documents.paper import drawable, font_file


@dataclass(frozen=True)
class Letters:
    """A size and weight of our own font; `height` is that of a line, in pixels."""

    size: int
    is_bold: bool
    height: int


TITLE = Letters(22, True, 30)
LINE = Letters(16, True, 22)
TEXT = Letters(15, False, 20)
SMALL = Letters(12, False, 18)


@cache
def font(letters: Letters, scale: int = 1) -> Any:
    """The font as the picture library wants it."""
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file(letters.is_bold)), letters.size * scale)


def width_of(text: str, letters: Letters) -> int:
    """Pixels from the first letter to the last."""
    return int(font(letters).getlength(text))


def wrapped(text: str, letters: Letters, room: int) -> list[str]:
    """The lines of a text no wider than `room`; a word longer than that is broken.

    >>> wrapped("one two", TEXT, 45)
    ['one', 'two']
    """
    found: list[str] = []
    for paragraph in drawable(text).strip().split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width_of(longer, letters) <= room:
                line = longer
                continue
            if line:
                found.append(line)
            *pieces, line = _broken(word, letters, room)
            found += pieces
        if line:
            found.append(line)
    return found


def _broken(word: str, letters: Letters, room: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, letters) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


CARD_WIDTH = 260
GAP = 14
PADDING = 10
MARGIN = 24
ZONE_HEAD = 44
ASPECT = 1.45  # of the whole picture: A4 on its side
FREE_SPAN = 1000  # a free zone's units, see Card.x
LINES_MOST = 14  # of one card; the list in the report has the rest


@dataclass(frozen=True)
class Labels:
    """What the picture says beside people's own words."""

    title: str
    zones: Mapping[str, str]  # by key
    columns: Mapping[str, str]  # by "zone/column"
    kinds: Mapping[str, str]  # by card kind; "" shows none
    votes: Mapping[str, str]  # by card: "3 votes", left out where there are none
    under: Mapping[str, str]  # by card: "4 cards lie under it"


@dataclass(frozen=True)
class Box:
    """A rectangle; `role` says what it is, and so its colours."""

    x: int
    y: int
    width: int
    height: int
    role: str


@dataclass(frozen=True)
class Line:
    """One line of text, its baseline at y."""

    x: int
    y: int
    text: str
    letters: Letters
    is_muted: bool = False


@dataclass(frozen=True)
class Arrow:
    """A link from one card to another."""

    start: tuple[int, int]
    end: tuple[int, int]
    relation: str


@dataclass
class Drawing:
    """A finished layout."""

    width: int
    height: int
    shapes: list[Box | Line | Arrow] = field(default_factory=list)  # what is drawn later covers what came before


@dataclass(frozen=True)
class _Block:
    """A card that knows its size, not yet its place."""

    card: Mapping[str, Any]
    lines: Sequence[tuple[str, Letters, bool]]
    height: int


def drawing_of(state: Mapping[str, Any], labels: Labels) -> Drawing:
    """Lay out a board's state (see docs/camp.md) as whoever may read all of it sees it."""
    zones = sorted(state["zones"].values(), key=lambda zone: zone["position"])
    shown: dict[str, list[_Block]] = {zone["key"]: [] for zone in zones}
    for card in sorted(state["cards"].values(), key=lambda card: (card["rank"], card["id"])):
        if not card["is_removed"] and not card["went_into"] and not card["stack"] and card["zone"] in shown:
            shown[card["zone"]].append(_measured(card, labels))
    drawing = Drawing(0, 0)
    drawing.shapes.append(Line(MARGIN, MARGIN + 18, labels.title, TITLE))
    left, top, places = MARGIN, MARGIN + 40, dict[str, Box]()
    most = _strip_height(shown)
    for zone in zones:
        left = _zone(drawing, zone, shown[zone["key"]], labels, left, top, most, places) + GAP
    drawing.width = max(left - GAP + MARGIN, 480)
    floor = max((box.y + box.height for box in places.values()), default=top + most) + PADDING
    drawing.height = floor + MARGIN
    for index, shape in enumerate(drawing.shapes):
        if isinstance(shape, Box) and shape.role == "zone":
            drawing.shapes[index] = replace(shape, height=floor - shape.y)
    _link(drawing, state, places)
    drawing.shapes.sort(key=_depth)
    return drawing


def _depth(shape: Box | Line | Arrow) -> int:
    """Links run under the cards, so that every word can be read."""
    if isinstance(shape, Box) and shape.role == "zone":
        return 0
    return 1 if isinstance(shape, Arrow) else 2


def _measured(card: Mapping[str, Any], labels: Labels) -> _Block:
    room = CARD_WIDTH - 2 * PADDING
    lines: list[tuple[str, Letters, bool]] = []
    if kind := labels.kinds.get(card["kind"], ""):
        lines.append((kind, SMALL, True))
    lines += [(text, LINE, False) for text in wrapped(card["title"], LINE, room)]
    lines += [(text, TEXT, False) for text in wrapped(card["text"], TEXT, room)]
    if len(lines) > LINES_MOST:
        lines = [*lines[: LINES_MOST - 1], ("…", TEXT, True)]
    foot = " · ".join(filter(None, (labels.votes.get(card["id"]), labels.under.get(card["id"]))))
    if foot:
        lines.append((foot, SMALL, True))
    return _Block(card, lines, 2 * PADDING + sum(letters.height for _text, letters, _muted in lines))


def _strip_height(shown: Mapping[str, Sequence[_Block]]) -> int:
    """How high a strip of cards may be for the whole to come near the wished proportions."""
    area = sum((block.height + GAP) * (CARD_WIDTH + GAP) for blocks in shown.values() for block in blocks)
    tallest = max((block.height for blocks in shown.values() for block in blocks), default=0)
    return max(int((area / ASPECT) ** 0.5), tallest, 240)


def _zone(
    drawing: Drawing,
    zone: Mapping[str, Any],
    blocks: Sequence[_Block],
    labels: Labels,
    left: int,
    top: int,
    most: int,
    places: dict[str, Box],
) -> int:
    """Draw a zone from `left`; returns where it ends to the right."""
    at = len(drawing.shapes)
    drawing.shapes.append(Box(left, top, 0, 0, "zone"))
    y = top + ZONE_HEAD
    if zone["layout"] == "columns" and zone["columns"]:
        right = left + PADDING
        for column in zone["columns"]:
            head = labels.columns.get(f"{zone['key']}/{column['key']}", column["key"])
            drawing.shapes.append(Line(right, y, head, SMALL, is_muted=True))
            own = [block for block in blocks if block.card["column"] == column["key"]]
            right = _strips(drawing, own, right, y + 10, most, places)
        known = {column["key"] for column in zone["columns"]}
        if rest := [block for block in blocks if block.card["column"] not in known]:
            right = _strips(drawing, rest, right, y + 10, most, places)
    elif zone["layout"] == "free":
        right = _freely(drawing, blocks, left + PADDING, y, most, places)
    else:
        right = _strips(drawing, blocks, left + PADDING, y, most, places)
    right = max(right - GAP + PADDING, left + CARD_WIDTH + 2 * PADDING)
    drawing.shapes[at] = Box(left, top, right - left, 0, "zone")
    title = wrapped(labels.zones.get(zone["key"], zone["key"]), LINE, right - left - 2 * PADDING)[:1]
    drawing.shapes += [Line(left + PADDING, top + 26, text, LINE) for text in title]
    return right


def _strips(drawing: Drawing, blocks: Sequence[_Block], left: int, top: int, most: int, places: dict[str, Box]) -> int:
    y = top
    for block in blocks:
        if y > top and y + block.height - top > most:
            left, y = left + CARD_WIDTH + GAP, top
        _card(drawing, block, left, y, places)
        y += block.height + GAP
    return left + CARD_WIDTH + GAP


def _freely(drawing: Drawing, blocks: Sequence[_Block], left: int, top: int, most: int, places: dict[str, Box]) -> int:
    """As people placed them, moved down where one would cover another; the fuller the zone, the wider."""
    width = max(2 * CARD_WIDTH, int(1.2 * CARD_WIDTH * len(blocks) ** 0.5))
    placed: list[Box] = []
    for block in blocks:
        across = min(max(block.card["x"] or 0, 0), FREE_SPAN) / FREE_SPAN
        down = min(max(block.card["y"] or 0, 0), FREE_SPAN) / FREE_SPAN
        x, y = left + int(across * (width - CARD_WIDTH)), top + int(down * max(most - block.height, 0))
        while hit := next((box for box in placed if _touch(box, x, y, block.height)), None):
            y = hit.y + hit.height + GAP
        placed.append(_card(drawing, block, x, y, places))
    return left + width + GAP


def _touch(box: Box, x: int, y: int, height: int) -> bool:
    return (
        abs(box.x - x) < CARD_WIDTH + GAP // 2 and y < box.y + box.height + GAP // 2 and box.y < y + height + GAP // 2
    )


def _card(drawing: Drawing, block: _Block, x: int, y: int, places: dict[str, Box]) -> Box:
    box = Box(x, y, CARD_WIDTH, block.height, f"card {block.card['kind']} {block.card['colour']}".strip())
    drawing.shapes.append(box)
    places[block.card["id"]] = box
    line = y + PADDING
    for text, letters, is_muted in block.lines:
        line += letters.height
        drawing.shapes.append(Line(x + PADDING, line - letters.height // 4, text, letters, is_muted=is_muted))
    return box


def _link(drawing: Drawing, state: Mapping[str, Any], places: Mapping[str, Box]) -> None:
    for link in state["links"].values():
        if link["source"] in places and link["target"] in places:
            one, other = places[link["source"]], places[link["target"]]
            drawing.shapes.append(Arrow(_edge(one, other), _edge(other, one), link["relation"]))


def _edge(box: Box, toward: Box) -> tuple[int, int]:
    """The middle of the side that looks at the other box."""
    across, down = toward.x - box.x, toward.y - box.y
    if abs(across) > abs(down):
        return (box.x + (box.width if across > 0 else 0), box.y + box.height // 2)
    return (box.x + box.width // 2, box.y + (box.height if down > 0 else 0))
