#!/usr/bin/env bash
# Loads the demonstration process and serves it; PORT=8000 unless told otherwise.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

check_port "${PORT:=8000}" demo
scripts/setup.sh
# Asked before the demo is loaded, so that nobody waits for a refusal.
port_is_free "$PORT" demo
exec "$VENV/bin/cocreate" demo --serve --port "$PORT"
