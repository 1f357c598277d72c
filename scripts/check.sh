#!/usr/bin/env bash
# Style, import rules and types; all of them run, so that one visit shows everything.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT" || exit 1

scripts/setup.sh test || exit 1

failed=()
run() {
    local name="$1"
    shift
    step "$name"
    "$@" || failed+=("$name")
}
run "ruff" "$VENV/bin/ruff" check .
run "ruff format" "$VENV/bin/ruff" format --check .
run "import rules" "$VENV/bin/lint-imports"
run "mypy" "$VENV/bin/mypy"

if [ "${#failed[@]}" -gt 0 ]; then
    die "not in order: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')." \
        "Much of it mends itself:  .venv/bin/ruff check --fix . && .venv/bin/ruff format ."
fi
step "All in order"
