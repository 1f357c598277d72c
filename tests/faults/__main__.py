"""Does the suite find planted faults?  python -m tests.faults [NAME ...] [--list] [--whole]

Each fault is put into a copy of the tree, and the part of the suite that should notice is run until something fails.
That the suite passes without faults is for whoever asks to know.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults import ROOT, Fault, faults, planted

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", ".hypothesis", ".mypy_cache", ".pytest_cache")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)|^\s*✖ (.+?)(?: \([\d.]+ms\))?$|^not ok \d+ - (.+)$", re.M)
PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider")
PATIENCE = 3600.0  # seconds for one fault


def copy_of(tree: Path, folder: Path) -> Path:
    """The tree without its history and environment, beside the same data."""
    copy = folder / "copy"
    shutil.copytree(tree, copy, ignore=LEFT_OUT, symlinks=True)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    if (tree.parent / "shared").exists():  # what some tests read, and are skipped without
        (folder / "shared").symlink_to(tree.parent / "shared")
    return copy


def commands(asked: Sequence[str]) -> list[list[str]]:
    """What is run: Node for its own tests, then pytest for the others."""
    ours = [each for each in asked if each.endswith(".mjs")]
    others = [each for each in asked if not each.endswith(".mjs")]
    found = [["node", "--test", *ours]] if ours else []
    return [*found, [sys.executable, *PYTEST, *others]] if others or not ours else found


def whole(tree: Path) -> list[str]:
    """Everything that the suite has."""
    return [*(str(path.relative_to(tree)) for path in sorted((tree / "tests/js").glob("*.test.mjs"))), "tests"]


def ask(tree: Path, asked: Sequence[str]) -> str | None:
    """The first test that fails; None where all pass. Raises RuntimeError where no test was run."""
    surroundings = os.environ | {"PYTHONPATH": str(tree), "CI": "true"}
    for command in commands(asked):
        ran = subprocess.run(
            command, cwd=tree, env=surroundings, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        if ran.returncode == 0:
            continue
        named = FAILED.search(ran.stdout)
        if named is None:
            raise RuntimeError((ran.stdout + ran.stderr)[-400:])
        return next(filter(None, named.groups()))
    return None


def try_out(tree: Path, fault: Fault, asked: Sequence[str]) -> bool:
    """Print a line about one fault; whether it was found."""
    began = time.monotonic()
    try:
        with planted(fault, tree):
            test = ask(tree, asked)
    except (ValueError, RuntimeError, subprocess.TimeoutExpired) as problem:
        test, said = None, f"not asked: {problem}"
    else:
        said = f"found by {test}" if test else "NOT FOUND"
    print(f"{fault.name:<32} {time.monotonic() - began:6.0f} s  {said}", flush=True)
    return test is not None


def main() -> int:
    """0 where all that were asked for are found."""
    reader = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    reader.add_argument("names", nargs="*", metavar="NAME")
    reader.add_argument("--list", action="store_true", help="tell what there is, and run nothing")
    reader.add_argument(
        "--whole", action="store_true", help="run the whole suite instead of the part that should notice"
    )
    reader.add_argument("--asked", default="", help="run this instead: arguments of pytest, or files of Node")
    reader.add_argument(
        "--tree", type=Path, default=ROOT, help="the tree whose suite is asked, such as another commit's"
    )
    told = reader.parse_args()
    known = {fault.name: fault for fault in faults()}
    if unknown := [name for name in told.names if name not in known]:
        reader.error(f"no fault is called {', '.join(unknown)}")
    chosen = [known[name] for name in told.names] or list(known.values())
    if told.list:
        for fault in chosen:
            print(f"{fault.name:<32} {fault.stage}: {fault.says} ({fault.kind})")
        return 0
    tree = told.tree.resolve()
    with tempfile.TemporaryDirectory(prefix="cocreate-faults-") as folder:
        copy = copy_of(tree, Path(folder))
        instead = whole(tree) if told.whole else shlex.split(told.asked)
        found = [try_out(copy, fault, instead or fault.asked) for fault in chosen]
    print(f"{sum(found)} of {len(found)} faults found")
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
