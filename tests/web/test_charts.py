"""A chart shows the numbers of its table, to everybody, and carries nothing but shapes and text."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from cocreate.analysis.disclosure import HIDDEN
from cocreate.web.charts import Bar, Chart, Cut, Interval, bar_chart, heat_grid, interval_chart, share_bar
from cocreate.web.distributions import Spot, Stack, histogram, point_map, stacked_bars
from cocreate.web.svg import clean, text_width, wrap

CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "charts.css"
LONG = "Verplaatsingsinfrastructuurvoorzieningen en duurzame stromen voor een inclusief beheer van de openbare ruimte"


def each_kind(label: str = "Research", title: str = "Who answered") -> list[Chart]:
    bars = [Bar(label, 271), Bar("Citizens", 215), Bar("Public sector", HIDDEN)]
    return [
        bar_chart(title, bars, headers=("Group", "Answers"), description="Per group", maximum=615),
        share_bar(title, bars, headers=("Group", "Answers", "Share"), description="Per group", total=615),
        interval_chart(
            title,
            [Interval(label, 0.44, 0.4, 0.48, 0.25), Interval("Citizens", 0.0, 0.0, 1.0)],
            headers=("Group", "Share", "From", "To", "Target"),
            description="Per group",
        ),
        heat_grid(title, [label, "b"], ["Market", label], [[0.1, 1], [None, 0.5]], corner="Group", description="tau"),
        stacked_bars(
            title,
            ["No", label],
            [Stack(label, [271, 3]), Stack("Citizens", [HIDDEN, 4]), Stack("Nobody", None)],
            corner="Group",
            description="Per group",
        ),
        histogram(title, [Bar(label, 3), Bar("10–20", HIDDEN)], headers=("Hours", "People"), description="Per group"),
        point_map(
            title,
            [Spot(50.85, 4.35, 12), Spot(50.8, 4.4, 5)],
            headers=("Place", "People"),
            towns=[(label, 50.83, 4.36)],
            description="Per group",
        ),
    ]


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart.svg))


def printed(chart: Chart) -> str:
    return " ".join("".join(text.itertext()) for text in parsed(chart).iter("text"))


def test_every_chart_is_an_image_with_a_name_and_a_description() -> None:
    for chart in each_kind():
        root = parsed(chart)
        ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
        assert isinstance(chart.svg, Markup)
        assert root.get("role") == "img"
        assert ids[root.get("aria-labelledby")] == "Who answered"
        assert ids[root.get("aria-describedby")] in {"Per group", "tau"}
        assert root.get("viewBox").startswith("0 0 360 ")
    names = {parsed(chart).get("aria-labelledby") for chart in each_kind()}
    assert len(names) == 7


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80)
    | st.sampled_from(["<script>alert(1)</script>", '" onload="x', "]]>&amp;", "\x00\x1b", "👩‍🔬 שלום"])
)
def test_no_label_can_become_markup_and_nothing_needs_inline_style_or_script(text: str) -> None:
    for chart in each_kind(label=text, title=text):
        root = parsed(chart)
        assert {element.tag for element in root.iter()} <= {
            "svg", "title", "desc", "rect", "line", "circle", "text", "tspan",
        }  # fmt: skip
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not {name for name in attributes if name == "style" or name.startswith("on") or "href" in name}


def test_the_table_says_what_the_picture_says() -> None:
    bars, parts, intervals, grid = each_kind()[:4]
    assert bars.headers == ("Group", "Answers")
    assert bars.rows == (("Research", "271"), ("Citizens", "215"), ("Public sector", "–"))
    assert parts.rows == (("Research", "271", "44%"), ("Citizens", "215", "35%"), ("Public sector", "–", "–"))
    assert intervals.rows == (("Research", "0.4", "0.4", "0.5", "0.2"), ("Citizens", "0", "0", "1", "–"))
    assert grid.headers == ("Group", "Market", "Research")
    assert grid.rows == (("Research", "0.1", "1"), ("b", "–", "0.5"))
    for chart in (bars, parts, intervals, grid):
        # A target is a mark on the scale and a number in the table.
        for cell in (cell for row in chart.rows for cell in row[:4]):
            assert cell in printed(chart), "colour and length are never the only sign"


def test_lengths_follow_the_numbers_and_a_hidden_number_has_none() -> None:
    root = parsed(each_kind()[0])
    lengths = [float(r.get("width")) for r in root.iter("rect") if "chart-bar" in r.get("class")]
    assert lengths == pytest.approx([360 * 271 / 615, 360 * 215 / 615], abs=0.06)
    alone = parsed(bar_chart("t", [Bar("a", 2), Bar("b", 8), Bar("c", 0)], headers=("a", "b")))
    assert [float(r.get("width")) for r in alone.iter("rect")] == [90, 360, 0]
    shares = parsed(each_kind()[1])
    widths = [
        float(r.get("width")) for r in shares.iter("rect") if "chart-bar" in r.get("class") and r.get("y") == "18"
    ]
    assert widths == pytest.approx([360 * 271 / 615 - 1.5, 360 * 215 / 615 - 1.5], abs=0.06)


def test_whiskers_and_target_stand_where_the_scale_puts_them() -> None:
    chart = interval_chart("t", [Interval("a", 50, 25, 100, 75)], headers=tuple("abcde"), maximum=100)
    root = parsed(chart)
    whisker = next(line for line in root.iter("line") if line.get("class") == "chart-whisker")
    target = next(line for line in root.iter("line") if line.get("class") == "chart-target")
    assert (whisker.get("x1"), whisker.get("x2")) == ("93", "354")
    assert root.find("circle").get("cx") == "180"
    assert target.get("x1") == "267"


def test_everything_stays_inside_the_drawing_even_with_very_long_names() -> None:
    for chart in each_kind(label=LONG):
        root = parsed(chart)
        height = float(root.get("viewBox").split()[3])
        for text in root.iter("text"):
            y = float(text.get("y"))
            for span in list(text) or [text]:
                y += float(span.get("dy", "0"))
                size = 12 if "chart-key" in text.get("class") else 14
                width = text_width(span.text, size)
                left = float(text.get("x")) - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
                assert left >= -1 and left + width <= 361, span.text
                assert 0 < y <= height
        bottoms = [float(r.get("y")) + float(r.get("height")) for r in root.iter("rect")]
        assert max(bottoms, default=0) <= height


@given(st.text(), st.floats(30, 400))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text: str, width: float) -> None:
    lines = wrap(text, width, 14)
    assert all(text_width(line, 14) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


def test_columns_that_do_not_fit_become_letters_with_a_legend() -> None:
    grid = heat_grid("t", ["a"], [LONG, "Short"], [[1, 0]], corner="x")
    assert "A. Verplaatsings" in printed(grid)
    assert "B. Short" in printed(grid)
    assert grid.headers == ("x", LONG, "Short")


def test_numbers_that_cannot_be_drawn_are_refused_and_an_empty_chart_is_not() -> None:
    assert bar_chart("t", [], headers=("a", "b")).rows == ()
    assert share_bar("t", [Bar("a", 0)], headers=("a", "b", "c")).rows == (("a", "0", "0%"),)
    for wrong in (
        lambda: bar_chart("t", [Bar("a", -1)], headers=("a", "b")),
        lambda: bar_chart("t", [Bar("a", float("inf"))], headers=("a", "b")),
        lambda: bar_chart("t", [Bar("a", 1)], headers=("a",)),
        lambda: share_bar("t", [Bar("a", None)], headers=("a", "b", "c")),
        lambda: share_bar("t", [Bar("a", 5)], headers=("a", "b", "c"), total=4),
        lambda: interval_chart("t", [Interval("a", 3, 4, 5)], headers=tuple("abcd")),
        lambda: interval_chart("t", [], headers=tuple("abcd"), minimum=1, maximum=1),
        lambda: heat_grid("t", ["a"], ["b"], [[1, 2]], corner="c"),
        lambda: heat_grid("t", ["a"], list("abcdefghijklm"), [[1] * 13], corner="c"),
    ):
        with pytest.raises(ValueError):
            wrong()


def test_every_class_of_the_charts_is_styled_with_tokens_only() -> None:
    css = CSS.read_text()
    many = share_bar("t", [Bar(str(n), 1) for n in range(9)], headers=("a", "b", "c"))
    shades = heat_grid("t", ["a"], list("abcdef"), [[0, 0.25, 0.45, 0.65, 0.9, None]], corner="c")
    used = {
        name
        for chart in (*each_kind(label=LONG), many, shades)
        for element in parsed(chart).iter()
        for name in (element.get("class") or "").split()
    }
    structure = {name for name in used if name.startswith("chart--")}
    assert used - structure <= set(re.findall(r"\.(chart[\w-]*)", css))
    assert {f"chart-bar--{n}" for n in range(1, 9)} <= used
    assert {f"chart-cell--{level}" for level in (0, 1, 2, 3, 4, "none")} <= used
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", css)


def test_a_stack_with_a_hidden_part_tells_none_of_its_shares() -> None:
    stacks = [Stack("Research", [30, 10]), Stack("Citizens", [HIDDEN, 40]), Stack("Nobody", [0, 0])]
    made = stacked_bars("Fit", ["Yes", "No"], stacks, corner="Group", show=lambda share: f"{share:.0%}")
    assert made.headers == ("Group", "Yes", "No")
    assert made.rows == (("Research", "75%", "25%"), ("Citizens", "–", "–"), ("Nobody", "–", "–"))
    widths = [float(e.get("width")) for e in parsed(made).iter("rect") if "chart-bar" in e.get("class")]
    assert widths[0] == pytest.approx(270 - 1.5) and widths[1] == pytest.approx(90 - 1.5)
    with pytest.raises(ValueError):
        stacked_bars("Fit", ["Yes", "No"], [Stack("Research", [1])], corner="Group")


def test_a_point_of_a_map_lies_where_it_belongs() -> None:
    made = point_map("Where", [Spot(50.9, 4.3, 8), Spot(50.8, 4.5, 2)], headers=("Place", "People"))
    spots = [e for e in parsed(made).iter("circle") if e.get("class") == "chart-spot"]
    assert float(spots[0].get("cx")) < float(spots[1].get("cx"))  # west of it
    assert float(spots[0].get("cy")) < float(spots[1].get("cy"))  # north of it
    assert float(spots[0].get("r")) == pytest.approx(2 * float(spots[1].get("r")), abs=0.1)


def test_a_cut_lies_between_the_bars_that_it_divides_and_the_rest_is_hollow() -> None:
    bars = [Bar("First", 0.9), Bar("Second", 0.6), Bar("Third", 0.2)]
    made = bar_chart("Chances", bars, headers=("Name", "Chance"), maximum=1.0, cuts=[Cut(2, "two places")])
    root = parsed(made)
    drawn = [e for e in root.iter("rect") if "chart-bar" in e.get("class")]
    assert ["hollow" in e.get("class") for e in drawn] == [False, False, True]
    (line,) = [e for e in root.iter("line") if e.get("class") == "chart-target"]
    assert float(drawn[1].get("y")) < float(line.get("y1")) < float(drawn[2].get("y"))
    assert "two places" in "".join(root.itertext())
    whole = bar_chart("Chances", bars, headers=("Name", "Chance"), cuts=[Cut(3, "all of them")])
    assert "all of them" not in whole.svg, "nothing stands below it"
