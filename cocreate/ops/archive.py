"""What a backup is: one compressed file with a manifest that names every part and its hash."""

import hashlib
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cocreate.ops.problem import CannotContinue

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Part:
    """One file of a backup."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    version: str  # of cocreate
    revision: str  # of the tables
    made_at: str
    database: str  # storage.SQLITE or storage.POSTGRESQL
    parts: Mapping[str, Part]
    format: int = FORMAT


def hash_of(path: Path) -> Part:
    """A file's hash and size."""
    with path.open("rb") as file:
        return Part(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def write(target: Path, manifest: Manifest, folder: Path) -> None:
    """Pack a folder's parts, the manifest first."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
    with tarfile.open(target, "w:gz", compresslevel=6) as tar:
        for name in (MANIFEST, *sorted(manifest.parts)):
            tar.add(folder / name, arcname=name, recursive=False, filter=_without_owner)


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and check every part against its hash."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest = _read_manifest(folder)
    except FileNotFoundError as error:
        raise CannotContinue(f"{source} is not there, or is not a backup of cocreate.") from error
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise CannotContinue(
            f"{source} cannot be read as a backup ({type(error).__name__}). Take another one."
        ) from error
    if manifest.format != FORMAT:
        raise CannotContinue(f"{source} was made by another version of cocreate ({manifest.version}).")
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    if present != set(manifest.parts):
        raise CannotContinue(f"{source} does not hold the parts that it names. Take another backup.")
    for name, part in manifest.parts.items():
        if hash_of(folder / name) != part:
            raise CannotContinue(
                f"{name} in {source} is damaged: its hash is not the one written down. Take another backup."
            )
    return manifest


def _read_manifest(folder: Path) -> Manifest:
    read = json.loads((folder / MANIFEST).read_text("utf-8"))
    return Manifest(**{**read, "parts": {name: Part(**part) for name, part in read["parts"].items()}})
