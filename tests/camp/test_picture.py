"""A board as a picture: all that stands on it is drawn, nothing covers a word, and it is drawn the same again."""

import xml.etree.ElementTree as ElementTree
from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cocreate.camp.reporting.layout import TEXT, Arrow, Box, Labels, Line, drawing_of, width_of, wrapped
from cocreate.camp.reporting.picture import png_of, svg_of

LABELS = Labels(
    "Climate", {"a": "Demand", "b": "Strengths"}, {"b/now": "Now"}, {"need": "Need"}, {"one": "3 votes"}, {}
)


def zone(key: str, position: int, layout: str = "list", columns: tuple[str, ...] = ()) -> dict[str, Any]:
    named = [{"key": column, "title": {}} for column in columns]
    return {"key": key, "position": position, "layout": layout, "columns": named}


def card(ident: str, text: str, where: str = "a", **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": ident, "zone": where, "column": "", "x": None, "y": None, "rank": 1.0}
    plain |= {"kind": "note", "colour": "", "title": "", "is_removed": False, "went_into": [], "stack": ""}
    return plain | {"text": text} | more


def board(cards: list[dict[str, Any]], *, layout: str = "list", links: dict[str, Any] | None = None) -> dict[str, Any]:
    zones = {"a": zone("a", 1, layout), "b": zone("b", 2, "columns", ("now",))}
    return {"zones": zones, "cards": {each["id"]: each for each in cards}, "links": links or {}}


def texts(state: dict[str, Any]) -> list[str]:
    return [shape.text for shape in drawing_of(state, LABELS).shapes if isinstance(shape, Line)]


def cards_of(state: dict[str, Any]) -> list[Box]:
    return [s for s in drawing_of(state, LABELS).shapes if isinstance(s, Box) and s.role.startswith("card")]


def test_it_shows_zones_cards_kinds_and_votes() -> None:
    state = board([card("one", "Repair cafés", kind="need", title="Repair"), card("two", "Labs", "b", column="now")])
    assert {"Climate", "Demand", "Strengths", "Now", "Need", "Repair", "Repair cafés", "3 votes", "Labs"} <= set(
        texts(state)
    )


def test_removed_merged_and_stacked_cards_are_left_out() -> None:
    gone = [card("x", "gone", is_removed=True), card("y", "merged", went_into=["one"]), card("z", "under", stack="one")]
    assert not {"gone", "merged", "under"} & set(texts(board([card("one", "stays"), *gone])))


def test_a_link_runs_between_its_cards_and_not_to_one_that_is_out_of_sight() -> None:
    links = {
        "l": {"id": "l", "source": "one", "target": "two", "relation": "needs"},
        "m": {"id": "m", "source": "one", "target": "gone", "relation": "needs"},
    }
    state = board([card("one", "a"), card("two", "b", "b"), card("gone", "c", is_removed=True)], links=links)
    arrows = [shape for shape in drawing_of(state, LABELS).shapes if isinstance(shape, Arrow)]
    assert [arrow.relation for arrow in arrows] == ["needs"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.text(max_size=300), st.floats(0, 1000), st.floats(0, 1000), st.sampled_from(["a", "b"])),
        max_size=25,
    ),
    st.sampled_from(["list", "free"]),
)
def test_no_card_covers_another_and_all_are_inside(drawn: list[tuple[str, float, float, str]], layout: str) -> None:
    cards = [card(f"c{n}", text, where, x=x, y=y, rank=n) for n, (text, x, y, where) in enumerate(drawn)]
    state = board(cards, layout=layout)
    drawing, boxes = drawing_of(state, LABELS), cards_of(state)
    assert len(boxes) == len(cards)
    for place, one in enumerate(boxes):
        assert one.x >= 0 and one.x + one.width <= drawing.width and one.y + one.height <= drawing.height
        for other in boxes[place + 1 :]:
            above = one.y >= other.y + other.height or other.y >= one.y + one.height
            assert above or abs(one.x - other.x) >= one.width


@given(st.text(max_size=200))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str) -> None:
    lines = wrapped(text, TEXT, 120)
    assert all(width_of(line, TEXT) <= 120 or len(line) == 1 for line in lines)
    kept = "".join("".join(wrapped(text, TEXT, 10_000_000)).split())
    assert "".join("".join(lines).split()) == kept


def test_svg_is_well_formed_and_png_has_the_same_proportions() -> None:
    state = board([card("one", "<b>&\"'\x07", kind="candidate", colour="urgent")])
    drawing = drawing_of(state, LABELS)
    root = ElementTree.fromstring(svg_of(drawing))
    assert root.attrib["viewBox"] == f"0 0 {drawing.width} {drawing.height}"
    image = Image.open(BytesIO(png_of(drawing)))
    assert image.size == (2 * drawing.width, 2 * drawing.height)
    assert svg_of(drawing_of(state, LABELS)) == svg_of(drawing)
