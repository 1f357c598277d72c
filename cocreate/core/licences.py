"""Whose work this stands on: vendored files, borrowed data, libraries, each with its licence."""

import json
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cocreate.core.paths import PACKAGE, resource

SELF = "AGPL-3.0-or-later"


@dataclass(frozen=True)
class Credit:
    """One thing that others made: what, by whom or from where, under which licence, and what was changed."""

    name: str
    origin: str
    licence: str
    changes: str | dict[str, str] = ""  # in one language or in several


def vendored() -> list[Credit]:
    """Files in static/vendor, read from the table in static/VENDOR.md."""
    return [
        Credit(what, version, licence, changes)
        for _files, what, version, licence, changes in _table(resource("static") / "VENDOR.md")
    ]


def model_sources() -> list[Credit]:
    """Texts that the language model was fitted on, read from analysis/data/LICENCES.md."""
    rows = _table(PACKAGE / "analysis" / "data" / "LICENCES.md")
    return [Credit(text, attribution, licence, languages) for text, languages, licence, attribution in rows]


def borrowed() -> list[Credit]:
    """Texts of other consultations in the demonstration, read from demo/data/ATTRIBUTION.json."""
    path = PACKAGE / "demo" / "data" / "ATTRIBUTION.json"
    if not path.exists():
        return []
    entries = json.loads(path.read_text("utf-8"))["sources"]
    return [Credit(e["title"], e["authors"], e["licence"], e.get("changes", "")) for e in entries]


def libraries() -> list[Credit]:
    """The Python packages that this installation runs on."""
    found = []
    for requirement in metadata.requires("cocreate") or []:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0]
        about = metadata.metadata(name)
        found.append(Credit(about["Name"], about["Version"], _licence(about)))
    return sorted(found, key=lambda credit: credit.name.lower())


def _licence(about: metadata.PackageMetadata) -> str:
    for key in ("License-Expression", "License"):
        value = (about.get(key) or "").strip() if hasattr(about, "get") else (about[key] or "").strip()
        if value and "\n" not in value and len(value) < 60:
            return value
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return ", ".join(classifiers) or "see the package"


def _table(path: Path) -> list[list[str]]:
    """The body rows of the first Markdown table of a file, without its marks."""
    rows = [line.strip().strip("|").split("|") for line in path.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[re.sub(r"[`*]", "", cell).strip() for cell in row] for row in rows[2:]]
