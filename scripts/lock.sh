#!/usr/bin/env bash
# Writes requirements.lock (what runs and what builds) and requirements-test.lock (what the tests add): exact versions
# with hashes, for every supported Python. Versions stay as they are unless pyproject.toml forbids them; UPGRADE=1 lifts all.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

scripts/setup.sh
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
say "Fetching the resolver"
"$VENV/bin/python" -m venv "$work/uv"
"$work/uv/bin/python" -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

# resolve OUTPUT ARGUMENT...: one resolution that holds on all supported Pythons.
resolve() {
    local output="$1"
    shift
    [ -n "${UPGRADE:-}" ] || cp -f "$output" "$work/$output" 2>/dev/null || true
    "$work/uv/bin/uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-header --no-annotate --no-config --extra scale --group build "$@" \
        --output-file "$work/$output" pyproject.toml >/dev/null
    if grep -nE '://|^ *--(index|extra-index|find-links)| @ ' "$work/$output"; then
        die "$output would name a download address (above); the lock must stay free of them."
    fi
}

resolve requirements.lock
# The tests get the very versions that run in production.
resolve requirements-test.lock --group test --constraint "$work/requirements.lock"

"$VENV/bin/python" - "$work" <<'PYTHON'
import re, sys
from pathlib import Path

work = Path(sys.argv[1])
blocks = {
    name: re.findall(r"^(?=\S)[^#\n].*\n(?:[ \t]+.*\n?)*", (work / name).read_text(), re.M)
    for name in ("requirements.lock", "requirements-test.lock")
}
note = "# Written by `make lock` from pyproject.toml; install with `pip install --require-hashes -r {}`.\n"
# By name and version: the tests may want a package in more places (other Pythons than ours), never in another version.
running = {block.split()[0] for block in blocks["requirements.lock"]}
added = [block for block in blocks["requirements-test.lock"] if block.split()[0] not in running]
Path("requirements.lock").write_text(note.format("requirements.lock") + "".join(blocks["requirements.lock"]))
Path("requirements-test.lock").write_text(
    note.format("requirements-test.lock") + "-r requirements.lock\n" + "".join(added)
)
print(f"{len(running)} packages to run and build, {len(added)} more for the tests")
PYTHON
