#!/usr/bin/env bash
# Serves what is in the database; makes the database on the first day, loads nothing. PORT=8000 unless told otherwise.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

check_port "${PORT:=8000}" run
scripts/setup.sh
port_is_free "$PORT" run
"$VENV/bin/cocreate" init
exec "$VENV/bin/cocreate" serve --port "$PORT"
