#!/usr/bin/env bash
# Runs the tests; arguments go to pytest:  scripts/test.sh -k camp
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

scripts/setup.sh test
scripts/test_tools.sh

if [ "$#" -gt 0 ]; then
    exec "$VENV/bin/python" -m pytest "$@"
fi

if compgen -G 'tests/js/*.test.js' >/dev/null || compgen -G 'tests/js/*.test.mjs' >/dev/null; then
    step "JavaScript"
    # shellcheck disable=SC2046  # our own file names hold no spaces
    node --test $(compgen -G 'tests/js/*.test.js' || true) $(compgen -G 'tests/js/*.test.mjs' || true)
fi

step "Python"
# Browser and server tests share what they started by file; conftest puts the long ones first.
"$VENV/bin/python" -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -q
