"""Planted faults: what a suite should notice, and how one of them is put into a copy of the tree."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = frozenset({".py", ".html", ".txt", ".js", ".css", ".po"})


@dataclass(frozen=True)
class Fault:
    """One thing that somebody could get wrong; `asked` is what should notice: arguments of pytest, or files of Node."""

    name: str
    says: str
    stage: str
    kind: str
    folder: str
    before: str
    after: str
    asked: list[str]


def faults() -> list[Fault]:
    """All of them, in the order of the method."""
    told = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))
    return [Fault(name, **parts) for name, parts in told.items()]


@cache
def texts(folder: Path) -> dict[Path, str]:
    """Path -> content of what a fault may be planted in."""
    return {path: path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.suffix in READ}


def places(fault: Fault, tree: Path = ROOT) -> list[Path]:
    """Where its text stands, as often as it does: one place, if it can be planted."""
    return [path for path, text in texts(tree / fault.folder).items() for _ in range(text.count(fault.before))]


@contextmanager
def planted(fault: Fault, tree: Path) -> Iterator[Path]:
    """The fault in its file, taken out again afterwards; raises ValueError where its text does not stand once."""
    path, *others = places(fault, tree) or [None]
    if path is None or others:
        raise ValueError(f"{fault.name}: its text must stand once below {fault.folder}")
    text = path.read_text("utf-8")
    path.write_text(text.replace(fault.before, fault.after), "utf-8")
    try:
        yield path
    finally:
        path.write_text(text, "utf-8")
