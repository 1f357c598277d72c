"""The lock files: everything declared is in them, within its range, with hashes, and without a download address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNNING = (
    PROJECT["project"]["dependencies"]
    + PROJECT["project"]["optional-dependencies"]["scale"]
    + PROJECT["dependency-groups"]["build"]
)
LOCKS = ("requirements.lock", "requirements-test.lock")


def locked(*names: str) -> dict[str, str]:
    """Package to version."""
    text = "".join((ROOT / name).read_text() for name in names)
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M)}


@pytest.mark.parametrize(
    ("declared", "files"),
    [(RUNNING, LOCKS[:1]), (PROJECT["dependency-groups"]["test"], LOCKS)],
    ids=["running and building", "testing"],
)
def test_every_declared_dependency_is_locked_within_its_range(declared: list[str], files: tuple[str, ...]) -> None:
    versions = locked(*files)
    for requirement in map(Requirement, declared):
        version = versions.get(canonicalize_name(requirement.name))
        assert version and requirement.specifier.contains(version), f"{requirement}: locked {version}; run `make lock`"


@pytest.mark.parametrize("file", LOCKS)
def test_every_locked_package_has_a_hash_and_none_an_address(file: str) -> None:
    text = (ROOT / file).read_text()
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert packages and all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|^\s*--(index|extra-index|find-links)| @ ", text, re.M)


def test_the_tests_use_no_other_version_than_production() -> None:
    assert not locked(LOCKS[0]).keys() & locked(LOCKS[1]).keys()
