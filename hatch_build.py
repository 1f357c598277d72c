"""Turns the translators' .po files into the .mo files that the running platform reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile every catalogue whose .mo is missing or older than its .po; return the .mo files written."""
    written = []
    for source in sorted((root / "cocreate" / "translations").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
        # Written beside and moved into place: a server that is starting never reads half a file.
        partial = target.with_suffix(".mo.partial")
        with partial.open("wb") as stream:
            write_mo(stream, catalogue)  # leaves fuzzy messages out, so they show in English
        partial.replace(target)
        written.append(target)
    return written


class CompileTranslations(BuildHookInterface[Any]):
    """Runs for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    for path in compile_catalogues():
        print(f"compiled {path.relative_to(ROOT)}")
