"""The colours of a board's picture. Colour never says anything alone: kinds and relations stand in words too."""

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
