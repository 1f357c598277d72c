"""Megatrends to start from: those of the reference's first table, in four languages."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def starter_megatrends() -> list[dict[str, Any]]:
    """Each with `key`, `title` and `trends`; titles and trends are translated texts."""
    text = (files("cocreate.process.evidence") / "megatrends.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows
