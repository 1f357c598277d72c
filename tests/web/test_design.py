"""The promises of the design system: one file names colours, every token exists, text can be read in both themes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static" / "css").glob("**/*.css"))
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch|hwb)\(")
SOFT = {"surface-sunken": ("ink", "ink-muted", "link"), "action-soft": ("ink", "action", "action-hover")}
TEXT_ON = {
    "paper": (
        "ink",
        "ink-muted",
        "link",
        "action",
        "action-hover",
        "danger",
        "danger-hover",
        "success",
        "warning",
        "notice",
    ),
    "surface": ("ink", "ink-muted", "link", "action", "danger", "success", "warning", "notice"),
    "surface-raised": ("ink", "ink-muted", "link", "action", "danger"),
    **SOFT,
    "danger-soft": ("ink", "danger"),
    "success-soft": ("ink", "success"),
    "warning-soft": ("ink", "warning"),
    "notice-soft": ("ink", "notice"),
    "action": ("on-action",),
    "action-hover": ("on-action",),
    "danger": ("on-danger",),
    "mark": ("on-mark",),
}
HELIX = ("helix-business", "helix-research", "helix-public", "helix-civil", "helix-other")


def declarations(block: str) -> dict[str, str]:
    """Custom properties of one rule."""
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def themes() -> dict[str, dict[str, str]]:
    """Light, dark by the system and dark by hand, each with all its tokens."""
    light = declarations(TOKENS.split(":root {", 1)[1].split("\n  }", 1)[0])
    by_system = declarations(TOKENS.split(':root:not([data-theme="light"]) {', 1)[1].split("\n    }", 1)[0])
    by_hand = declarations(TOKENS.split(':root[data-theme="dark"] {', 1)[1].split("\n    }", 1)[0])
    return {"light": light, "dark by system": by_system, "dark by hand": by_hand}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_dark_by_hand_is_the_same_as_dark_by_the_system() -> None:
    found = themes()
    assert found["dark by hand"] == found["dark by system"]


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda s: s.name)
def test_only_the_tokens_name_a_colour(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text("utf-8"), flags=re.S)
    assert COLOUR.findall(text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
def test_every_token_that_a_sheet_uses_exists(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    known = set(declarations(TOKENS)) | set(declarations(text))
    used = set(re.findall(r"var\(--([\w-]+)\s*\)", text))
    assert used - known == set()


@pytest.mark.parametrize("theme", ["light", "dark by system"])
def test_text_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    tokens = themes()["light"] | themes()[theme]
    weak = {
        f"{text} on {ground}": round(contrast(tokens[text], tokens[ground]), 2)
        for ground, texts in TEXT_ON.items()
        for text in (*texts, *(HELIX if ground in ("paper", "surface") else ()))
        if contrast(tokens[text], tokens[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark by system"])
def test_borders_of_inputs_focus_and_chart_series_stand_out(theme: str) -> None:
    tokens = themes()["light"] | themes()[theme]
    weak = {
        f"{name} on {ground}": round(contrast(tokens[name], tokens[ground]), 2)
        for ground in ("paper", "surface", "surface-sunken")
        for name in ("line-strong", "focus", *(f"chart-{n}" for n in range(1, 9)))
        if contrast(tokens[name], tokens[ground]) < 3
    }
    assert weak == {}


def test_templates_have_no_inline_style_script_or_event_handler() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"{#.*?#}", "", template.read_text("utf-8"), flags=re.S)
        assert not re.search(r"\sstyle=[\"']|<style\b|\son[a-z]+=[\"']", text), template.name
        for script in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in script or "application/json" in script, f"{template.name}: {script}"


def test_every_component_asked_for_has_its_module() -> None:
    modules = {path.stem for path in (ROOT / "static" / "js" / "components").glob("*.js")}
    for template in (ROOT / "templates").rglob("*.html"):
        for names in re.findall(r'data-component(?:="|": ")([a-z -]+)"', template.read_text("utf-8")):
            assert set(names.split()) <= modules, f"{template.name} asks for {names}"


def test_the_fonts_of_a_page_stay_small_and_carry_their_licence() -> None:
    fonts = ROOT / "static" / "vendor" / "fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*-latin.woff2")) < 80_000
    for font in fonts.glob("*.woff2"):
        family = "newsreader" if font.name.startswith("newsreader") else "atkinson-hyperlegible-next"
        assert "SIL Open Font License" in (fonts / f"{family}-LICENSE.txt").read_text("utf-8")
        assert family in (ROOT / "static" / "VENDOR.md").read_text("utf-8")
