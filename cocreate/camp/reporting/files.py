"""The boards of a camp as data: cards as CSV, everything as JSON, and a text to go on writing in, as Markdown."""

import csv
import io
import json
from typing import Any

from cocreate.camp.models import Camp
from cocreate.camp.reporting.material import Material
from cocreate.core.cells import safe_cell
from cocreate.web.language import translate

COLUMNS = (
    "card", "board", "group", "zone", "column", "kind", "title", "text", "tags", "colour", "written_by_group",
    "votes", "comments", "stack", "parents", "went_into", "is_removed", "is_promoted", "themes", "references",
)  # fmt: skip


def cards_csv(material: Material, language: str) -> str:
    """Every card with its history in short; cells are safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in material.groups:
        zones = each.state["zones"]
        for card in each.state["cards"].values():
            row = (
                card["id"], each.board.public_id, translate(each.group.title, language),
                translate(zones[card["zone"]]["title"], language), card["column"], card["kind"], card["title"],
                card["text"], ";".join(card["tags"]), card["colour"],
                translate(material.group_titles.get(card["group"], {}), language), card["votes"],
                sum(not said["is_removed"] for said in card["comments"]), card["stack"], ";".join(card["parents"]),
                ";".join(card["went_into"]), card["is_removed"], card["is_promoted"], ";".join(card["themes"]),
                ";".join(reference["url"] or reference["label"] for reference in card["references"]),
            )  # fmt: skip
            writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def camp_json(material: Material) -> str:
    """The state of every board as docs/camp.md describes it, and what its keys mean."""
    camp = material.camp
    told: dict[str, Any] = {
        "format": "cocreate-camp-1",
        "camp": {"id": camp.public_id, "title": camp.title, "starts_at": camp.starts_at},
        "themes": material.theme_titles,
        "groups": [
            {
                "id": each.group.public_id,
                "title": each.group.title,
                "board": each.board.public_id,
                "people": each.people,
                "state": each.state,
            }
            for each in material.groups
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def cards_markdown(camp: Camp, material: Material, language: str) -> str:
    """Group by group and zone by zone, a card an item; signs that would mean something in Markdown are escaped."""
    lines = [f"# {escaped(translate(camp.title, language))}", ""]
    for each in material.groups:
        lines += [f"## {escaped(translate(each.group.title, language))}", ""]
        for zone in sorted(each.state["zones"].values(), key=lambda zone: zone["position"]):
            lines += [f"### {escaped(translate(zone['title'], language))}", ""]
            own = [card for card in each.cards if card["zone"] == zone["key"]]
            lines += [_item(card) for card in own] + ([""] if own else [])
    return "\n".join(lines).rstrip() + "\n"


def _item(card: dict[str, Any]) -> str:
    title = f"**{escaped(card['title'])}** " if card["title"] else ""
    text = escaped(card["text"]).replace("\n", "  \n  ")
    votes = f" ({card['votes']})" if card["votes"] else ""
    return f"- {title}{text}{votes}"


def escaped(text: str) -> str:
    """Text that Markdown shows as it was typed.

    >>> escaped("*no* [link](x)")
    '\\\\*no\\\\* \\\\[link\\\\](x)'
    """
    plain = "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~" else letter for letter in text)
    return plain.strip()
