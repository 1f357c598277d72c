"""The file that a process travels in: a zip with a manifest, the people, and one file of lines for each table."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cocreate.ops.moving.hashing import Told
from cocreate.ops.problem import CannotContinue

FORMAT = 1
MANIFEST, PEOPLE, README = "manifest.json", "people.jsonl", "README.txt"
LONGEST_LINE = 256 * 1024 * 1024  # of a row with a file in it; more is no file of ours
ABOUT = """This file holds one process of cocreate with everything that belongs to it: answers, addresses of people
who have a role, uploaded files, the audit trail. Keep it as carefully as the server that it came from.

  cocreate process import FILE --dry-run    says what would happen
  cocreate process import FILE              takes it in: all of it or nothing
"""


@dataclass(frozen=True)
class Person:
    """An account that the process leads to. No password and no second factor travel."""

    email: str
    name: str
    language: str
    public_id: str


@dataclass(frozen=True)
class Manifest:
    """What the file says about itself."""

    process: str  # its id in addresses
    title: Mapping[str, str]
    organisation: Mapping[str, Any]  # short name and title of the one that held it
    version: str  # of cocreate
    revision: str  # of the tables
    made_at: str
    hash: str  # hashing.whole
    tables: Mapping[str, Told]
    files: Mapping[str, str]  # entry of the zip -> SHA-256 of its bytes
    stays: Mapping[str, int]  # rows that stayed behind, by table
    format: int = FORMAT


class Writing:
    """A package being written, entry by entry."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._zip = target
        self.files: dict[str, str] = {}

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """An entry of many lines, written as they come."""
        digest = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as entry:
            for line in lines:
                piece = line.encode("ascii") + b"\n"
                digest.update(piece)
                entry.write(piece)
        self.files[name] = digest.hexdigest()

    def close(self, manifest: Manifest) -> None:
        """The manifest, which knows all the others, comes last."""
        self._zip.writestr(README, ABOUT)
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))


@contextmanager
def writing(target: Path) -> Iterator[Writing]:
    """Write a package beside its place and put it there when it is whole. Readable for us only from the first byte."""
    if target.exists():
        raise CannotContinue(f"{target} is there already. Choose another name.")
    if not target.parent.is_dir():
        raise CannotContinue(f"The folder {target.parent} does not exist.")
    partial = target.parent / f".{target.name}.partial"
    try:
        handle = os.open(partial, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
                yield Writing(packed)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


class Package:
    """A package that can be read."""

    def __init__(self, source: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip, self.manifest = source, manifest

    def people(self) -> Iterator[Person]:
        """The accounts that the process leads to."""
        return (Person(**told) for told in self._lines(PEOPLE))

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table; nothing for one that had none."""
        return self._lines(entry_of(table)) if table in self.manifest.tables else iter(())

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Line by line; after the last one the hash of the bytes must be the one written down."""
        digest = hashlib.sha256()
        with _readable(name), self._zip.open(name) as entry:
            while line := entry.readline(LONGEST_LINE):
                digest.update(line)
                yield json.loads(line)
        if digest.hexdigest() != self.manifest.files.get(name):
            raise CannotContinue(f"{name} is damaged: its hash is not the one written down. Export once more.")


@contextmanager
def reading(source: Path) -> Iterator[Package]:
    """Open a package; whatever cannot be read of it is said in a sentence."""
    with ExitStack() as opened:
        with _readable(str(source)):
            packed = opened.enter_context(zipfile.ZipFile(opened.enter_context(source.open("rb"))))
            manifest = _manifest(packed, source)
        yield Package(packed, manifest)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise CannotContinue(f"There is no file {name}.") from error
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise CannotContinue(
            f"{name} cannot be read as a process of cocreate ({type(error).__name__}). Export it once more."
        ) from error


def entry_of(table: str) -> str:
    """The entry with the rows of a table."""
    return f"tables/{table}.jsonl"


def _manifest(packed: zipfile.ZipFile, source: Path) -> Manifest:
    with packed.open(MANIFEST) as told:
        read = json.loads(told.read(16 * 1024 * 1024))
    if read.get("format") != FORMAT:
        raise CannotContinue(f"{source} was made by another version of cocreate ({read.get('version', '?')}).")
    return Manifest(**{**read, "tables": {name: Told(**one) for name, one in read["tables"].items()}})
